"""The life of a matter as one table (domain B3), its kinds, sources, levels and outcomes."""

from __future__ import annotations

from doorstep.frame import Lifecycle, Move

#: 社情民意 are matters of four kinds; only a request has an owner and a date.
REQUEST, SUGGESTION, REPORT, QUESTION = "request", "suggestion", "report", "question"
KINDS = (REQUEST, SUGGESTION, REPORT, QUESTION)

#: Where it came in. F32 counts the first four only.
STEWARD, VISIT, GRID, BUILDING_HEAD = "steward", "visit", "grid_member", "building_head"
PORTAL, WINDOW, PHONE, HOTLINE, PASTED, API = (
    "portal",
    "window",
    "phone",
    "hotline",
    "pasted",
    "api",
)
AT_THE_DOOR = (STEWARD, VISIT, GRID, BUILDING_HEAD)
SOURCES = (*AT_THE_DOOR, PORTAL, WINDOW, PHONE, HOTLINE, PASTED, API)
#: What a person may take down; the hotline's and other systems' come in by `matters.receive` only.
TAKEN_DOWN = tuple(source for source in SOURCES if source not in (HOTLINE, API))

#: Levels of the ladder (B5): building, compound or grid, community, street or department, city.
L_BUILDING, L_COMPOUND, L_COMMUNITY, L_STREET, L_CITY = range(5)
LEVELS = (L_BUILDING, L_COMPOUND, L_COMMUNITY, L_STREET, L_CITY)

#: Whom a complaint is about, as people answer: the level it is on, for those who cannot name it.
ABOUT = {
    "property": L_COMPOUND, "compound": L_COMPOUND, "community": L_COMMUNITY, "street": L_STREET,
    "department": L_CITY,
}  # fmt: skip

#: Classes of the article (F33); roots of the category tree.
CLASSES = ("LIVELIHOOD", "SOCIAL", "ENFORCEMENT")

SOLVED, SETTLED, NOT_OURS, CANNOT = "solved", "settled", "not_ours", "cannot"
#: The three big buttons: I settled it, the compound may, the community may.
WAYS = ("settled", "compound", "community")
#: Mark of a matter whose words sound like a complaint or something confidential: looked at first.
LOOK = "look"
#: Begins the mark of a matter that is about somebody whose body nobody has named: "about:street".
SAID = "about:"
OUTCOMES = (SOLVED, SETTLED, NOT_OURS, CANNOT)
#: What the reporter said of the result; unanswered is shown as unanswered (R14).
SAYS_SOLVED, SAYS_SETTLED, SAYS_NOT, UNANSWERED = "solved", "settled", "not", "unanswered"
SAID_OF_IT = (SAYS_SOLVED, SAYS_SETTLED, SAYS_NOT, UNANSWERED)

GOOD, FAIR, BAD = "good", "fair", "bad"
GRADES = (GOOD, FAIR, BAD)

#: Days in which the reporter may object after the end (B3).
OBJECTION_DAYS = 15
#: Days after which an unanswered result ends by itself, shown as unanswered. The reporter's periods
#: are calendar days, as B3 counts theirs; work days are for those at work (decision 0011).
ANSWER_DAYS = 7
#: Days after that in which the reporter's link still opens; then it dies.
LINK_DAYS = 30
MOST_CHARACTERS = 2000
VOICE_SECONDS = 60
MOST_CHILDREN, MOST_DEPTH = 10, 3
#: Units that may give a matter back before whose it is has to be ruled (R12: one return a unit).
MOST_RETURNS = 2

_WORK = ("accepted", "assigned", "handling", "reopened")
_NEW = ("submitted", "accepted")

LIFE = Lifecycle(
    states=(
        "submitted", "accepted", "assigned", "handling", "split", "resolved", "reopened",
        "closed", "rated", "answered", "noted", "declined", "merged",
    ),
    first=("submitted", "assigned", "resolved"),
    ended=("closed", "rated", "answered", "noted", "declined", "merged"),
    moves=[
        Move("accept", ("submitted",), ("accepted",)),
        Move("dispatch", ("submitted", *_WORK), ("assigned",)),
        Move("give_back", ("assigned", "handling", "reopened"), ("assigned",)),
        Move("rule", _WORK, ("assigned",)),
        Move("start", ("assigned", "reopened"), ("handling",)),
        Move("escalate", ("submitted", *_WORK), ("assigned",)),
        Move("split", ("submitted", *_WORK), ("split",)),
        Move("settle", ("submitted", *_WORK), ("resolved", "closed")),
        Move("resolve", ("accepted", "assigned", "handling", "reopened"), ("resolved", "closed")),
        Move("gather", ("split",), ("resolved", "closed")),
        Move("verify", ("resolved",), ("closed", "reopened")),
        Move("check", ("resolved",), ("closed", "reopened")),
        Move("lapse", ("resolved",), ("closed",)),
        Move("rate", ("closed", "merged"), ("rated", "merged")),
        Move("reopen", ("closed", "rated"), ("reopened",)),
        Move("take_up", ("closed", "rated"), ("reopened",)),
        Move("answer", _NEW, ("answered",)),
        Move("note_down", _NEW, ("noted",)),
        Move("decline", (*_NEW, "assigned", "handling"), ("declined",)),
        Move("take_down", ("submitted", *_WORK), ("assigned",)),
        Move("drop", ("submitted", *_WORK), ("declined",)),
        Move("merge", ("submitted", *_WORK), ("merged",)),
        Move("unmerge", ("merged",), ("submitted", *_WORK)),
        Move("part", ("merged",), ("reopened",)),
    ],
)  # fmt: skip

#: What is done next, most likely first (`Screen.next_acts`): at the door and in the community, at
#: a desk that hands it on, and in a unit that has it to work on.
_FIRST = ("release", "hear", "answer", "note_down", "rule", "unmerge")
FIELD, HANDS_ON, UNIT = "field", "hands_on", "unit"
NEXT = {
    FIELD: {
        "submitted": ("accept", "settle", "dispatch", "escalate"),
        "accepted": ("settle", "dispatch", "escalate", "contact"),
        "assigned": ("start", "settle", "dispatch", "escalate"),
        "handling": ("resolve", "contact", "dispatch", "escalate"),
        "reopened": ("start", "contact", "dispatch", "escalate"),
    },
    HANDS_ON: {
        "submitted": ("dispatch", "accept", "contact", "decline"),
        "accepted": ("dispatch", "contact", "split", "resolve"),
        "assigned": ("start", "dispatch", "contact", "resolve"),
        "handling": ("resolve", "contact", "dispatch", "split"),
        "reopened": ("start", "contact", "dispatch", "resolve"),
    },
    UNIT: {
        "submitted": ("accept", "resolve", "contact", "give_back"),
        "accepted": ("resolve", "contact", "give_back", "split"),
        "assigned": ("start", "resolve", "contact", "give_back"),
        "handling": ("resolve", "contact", "give_back", "split"),
        "reopened": ("start", "resolve", "contact", "give_back"),
    },
}  # fmt: skip


def next_of(who: str, state: str) -> tuple[str, ...]:
    """Words of the acts that come next in a state, for one of the three; what is first of all is
    to look at what nobody has looked at, to type what was spoken, and to answer a question."""
    return (*_FIRST, *NEXT[who].get(state, ("verify", "check", "rate", "contact", "reopen")))


def said_about(marks: list[str]) -> str:
    """Whom it is about by the answer of whoever reported or sorted it; "" where none is kept."""
    return next((m.removeprefix(SAID) for m in marks if m.startswith(SAID)), "")

"""What the reporter and the owner are told, in plain words (R13); no names, no door numbers."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.kit.crypto import mask_phone
from doorstep.matters.rules.life import LIFE

MINUTE = timedelta(minutes=1)
#: Door numbers, phones and forms of address that a copied reply must not carry on.
_DOORS = re.compile(
    r"(?:[前中后]排|[0-9一二三四五六七八九十]+排)[0-9]+号|[0-9一二三四五六七八九十]+(?:栋|幢|号楼)[0-9一二三四五六七八九十]*(?:单元)?[0-9]*(?:室|号|户)?|[0-9]{3,4}室|(?<!\d)1\d{10}(?!\d)"
)
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_PERSONS = re.compile(
    r"[\u4e00-\u9fff](?:大爷|大妈|奶奶|爷爷|阿姨|叔叔|师傅|先生|女士|老师|主任|书记)"
)


#: Between category and place in a title that was made from them.
TITLE_MARK = " · "
LONGEST_TITLE = 120


def by_when(moment: datetime | None) -> str:
    """A date as people say it: 在11月30日17:30前; a day that ends on itself ends at 24:00."""
    if moment is None:
        return _("soon")
    local = clock.local(moment)
    last = local - MINUTE if local.time() == time() else local
    return _("by %(month)d/%(day)d %(time)s") % {
        "month": last.month, "day": last.day,
        "time": last.strftime("%H:%M") if last is local else "24:00",
    }  # fmt: skip


def without_names(text: str) -> str:
    """A text that may be copied into a chat: no door numbers, phones, forms of address."""
    return _PERSONS.sub(_("a neighbour"), _DOORS.sub(_("that place"), text)).strip()


def phones_hidden(text: str) -> str:
    """The reporter's words as a desk reads them: a phone among them is masked, to be opened."""
    return _PHONE.sub(lambda found: mask_phone(found.group()), text)


def ended(words: str) -> str:
    """A sentence that ends, so that the next does not run into it."""
    return words if not words or words[-1] in "。！？；…～.!?;~" else _("%(w)s.") % {"w": words}


def reporter_words(matter: Any, seen: Any, category: str = "") -> str:
    """What the reporter is told after an act; empty where nothing is to be said.

    :param category: what the matter is called that it was put among; "" where that is not said.
    """
    if seen.act.rsplit(".", 1)[-1] in PUT_RIGHT:
        return put_right(matter, seen, category)
    number, owner = matter.number, matter.owner.name if matter.owner else ""
    facts = seen.facts
    word = seen.act.rsplit(".", 1)[-1]
    due = by_when(matter.due)
    says = {
        "report": _("We have received it, number %(n)s. %(o)s looks at it %(d)s."),
        "receive": _("We have received it, number %(n)s. %(o)s looks at it %(d)s."),
        "ask": _("We have received it, number %(n)s. %(o)s looks at it %(d)s."),
        "accept": _("%(n)s: %(o)s has taken it on %(d)s."),
        "dispatch": _("%(n)s: now with %(o)s, to be done %(d)s."),
        "give_back": _("%(n)s: %(o)s decides who handles it, still to be done %(d)s."),
        "rule": _("%(n)s: it was decided that %(o)s handles it, to be done %(d)s."),
        "escalate": _("%(n)s: now with %(o)s one level up, because: %(w)s"),
        "split": _(
            "%(n)s: it was divided into parts so that each can be settled; "
            "you will hear of the whole."
        ),
        "settle": _("%(n)s: done: %(w)s Is it solved? Please tell us by the link."),
        "resolve": _("%(n)s: %(w)s Is it solved? Please tell us by the link."),
        "gather": _("%(n)s: all parts have ended. %(w)s Is it solved? Please tell us by the link."),
        "take_down": _("%(n)s: now with %(o)s, to be done %(d)s."),
        "contact": _("%(n)s: %(w)s"),
        "answer": _("%(n)s: %(w)s"),
        "note_down": _("%(n)s: noted, thank you."),
        "decline": _("%(n)s: we cannot take this on: %(w)s You may turn to: %(t)s"),
        "merge": _(
            "%(n)s: the same was reported before and goes on as %(i)s; you will hear of it."
        ),
        "part": _("%(n)s: it is taken up again."),
        "unmerge": _("%(n)s: it goes on by itself again, with %(o)s, to be done %(d)s."),
        "lapse": _(
            "%(n)s: it was closed as we heard nothing from you. "
            "If it is not solved, tell us within 15 days."
        ),
        "reopen": _("%(n)s: it is taken up again."),
        "take_up": _("%(n)s: it is taken up again."),
        "start": _("%(n)s: %(o)s has begun to work on it."),
        "check": _(
            "%(n)s: a grid member went to look at it. If it is not solved, tell us within 15 days."
        ),
        "withdraw": _("%(n)s: this entry was taken back, because: %(r)s"),
        "question": _("%(n)s: %(o)s asks you: %(w)s Please answer by the link."),
        "resume": _("%(n)s: the work goes on, to be settled %(d)s."),
        "give_time": _("%(n)s: it takes longer, to be settled %(d)s, because: %(w)s"),
        "stage_done": _("%(n)s: a step is done. %(w)s"),
        "redate": _("%(n)s: the calendar of working days has changed, to be settled %(d)s."),
        "undo": _("%(n)s: “%(s)s” was taken back; it stands as before."),
    }
    if word == "give_time" and not facts.get("given"):
        return ""  # nothing has changed for the reporter
    if word == "resolve" and matter.outcome in ("not_ours", "cannot"):
        line = _("%(n)s: we could not do it: %(w)s You may turn to: %(t)s")
    else:
        line = says.get(word, "")
    if word == "report" and seen.after.get("state") == "resolved":  # 我办好了
        line, facts = says["settle"], {"words": matter.result}
    return (
        line
        % {
            "n": number,
            "o": owner,
            "d": due,
            "w": ended(str(facts.get("words") or "").strip()),
            "t": facts.get("where_to", ""),
            "i": facts.get("into", ""),
            "r": facts.get("reason", ""),
            "s": facts.get("step", ""),
        }
    ).strip()


#: Acts that put a matter right: the reporter hears what stands now.
PUT_RIGHT = (
    "change_kind", "recategorise", "relocate", "hear", "rehear", "correct", "release",
)  # fmt: skip
#: Characters of what was typed that a message repeats; the page of the link shows all.
REPEATED = 80


def put_right(matter: Any, seen: Any, category: str) -> str:
    """What was put right. Of what is hidden no more than that it was: whoever passed it on, or
    holds the phone, may be the one it must not reach (dignity D5)."""
    if seen.erased:
        return ""
    word, facts, hidden = seen.act.rsplit(".", 1)[-1], seen.facts, bool(matter.hidden_below)
    typed = " ".join(without_names(str(seen.after.get("text") or "")).split())
    told = {
        "n": matter.number, "c": category, "p": topic(str(facts.get("now") or "")),
        "k": label(matter.kind, f"intake.{facts.get('now')}"),
        "w": ended(str(facts.get("words") or "").strip()),
        "t": typed[:REPEATED] + "…" * (len(typed) > REPEATED),
        "f": _(", ").join(label(matter.kind, name) for name in seen.after),
        "o": matter.owner.name if matter.owner else "",
    }  # fmt: skip
    says = {
        "change_kind": _("%(n)s: it is now treated as “%(k)s”, because: %(w)s"),
        "recategorise": _("%(n)s: it now counts as “%(c)s”.") if category
        else _("%(n)s: it was sorted anew."),
        "relocate": _("%(n)s: it is now noted at: %(p)s."),
        "hear": _("%(n)s: your voice note was written down."),
        "rehear": _("%(n)s: what was written down of your voice note was put right."),
        "correct": _("%(n)s: what was entered was put right: %(f)s."),
        "release": _("%(n)s: now with %(o)s."),
    }  # fmt: skip
    lines = [says[word] % told]
    if told["t"] and not hidden:
        lines.append(_("It says: “%(t)s” If that is not right, tell us by the link.") % told)
    if word == "recategorise" and "owner_id" in seen.after and not hidden:
        lines.append(_("Now with %(o)s.") % told)
    if "due" in seen.after:
        due = seen.after["due"]
        lines.append(
            _("To be settled %(d)s.") % {"d": by_when(datetime.fromisoformat(due))}
            if due
            else _("It has no date any more.")
        )
    made = lines[0]
    for line in lines[1:]:
        made = _("%(first)s %(then)s") % {"first": made, "then": line}
    return made


def called(matter: Any, title: str) -> str:
    """What a bell calls it: of what is hidden no more than that, for it rings for every post of a
    body, and not each of them may read it (decision 0016)."""
    return _("confidential matter") if matter.hidden_below else title


def owner_words(matter: Any) -> str:
    """The line in the owner's bell; a confidential one is named to nobody, urgent or not."""
    if matter.emergency:
        return _("EMERGENCY %(n)s: %(t)s") % {
            "n": matter.number, "t": called(matter, matter.title),
        }  # fmt: skip
    return _("%(n)s: %(t)s %(d)s") % {
        "n": matter.number,
        "t": called(matter, matter.title),
        "d": by_when(matter.due),
    }


def returned_words(matter: Any) -> str:
    """The line in the bell of who has to decide on a return."""
    return _("%(n)s: %(t)s was given back: hand it over or rule on it %(d)s") % {
        "n": matter.number, "t": called(matter, matter.title), "d": by_when(matter.due),
    }  # fmt: skip


#: Characters of a message to a phone beside its link.
WITH_LINK = 280


def linked(words: str, link: bool) -> str:
    """A message to a phone with the place of its link, which the port alone fills in."""
    return f"{words[:WITH_LINK]} {{link}}" if link and words else words


def reminder_words(matter: Any, stage: str, theirs: bool) -> str:
    """The line in the bell when a date comes near or has passed."""
    due = matter.contact_due if stage == "first_contact" else matter.due
    late = due is not None and due < clock.now()
    facts = {"n": matter.number, "t": called(matter, topic(matter.title)), "d": by_when(due),
             "o": matter.owner.name if matter.owner else ""}  # fmt: skip
    if stage == "first_contact":
        said = (
            _("%(n)s: %(t)s: contact the reporter, it was due %(d)s.")
            if theirs
            else _("%(n)s: %(t)s: %(o)s has not contacted the reporter, it was due %(d)s.")
        )
    elif late:
        said = (
            _("%(n)s: %(t)s is late, it was due %(d)s.")
            if theirs
            else _("%(n)s: %(t)s is late at %(o)s, it was due %(d)s.")
        )
    else:
        said = _("%(n)s: %(t)s is due %(d)s.")
    return said % facts


def time_words(matter: Any) -> str:
    """The line in the bell of who decides on more time."""
    return _("%(n)s: %(o)s asks for more time. Please decide.") % {
        "n": matter.number, "o": matter.owner.name if matter.owner else "",
    }  # fmt: skip


def answered_words(matter: Any) -> str:
    """The line in the bell of who has it, when the reporter has written."""
    return _("%(n)s: the reporter has written: %(t)s") % {
        "n": matter.number, "t": called(matter, topic(matter.title)),
    }  # fmt: skip


def topic(title: str) -> str:
    """A title for a chat: its door numbers left out, its persons without a name."""
    return " ".join(_PERSONS.sub(_("a neighbour"), _DOORS.sub("", title)).split())


def made_title(category: str, place: str) -> str:
    """The title of what nobody gave one: the category (in Chinese, as it is kept) and the place."""
    return f"{category}{TITLE_MARK}{place}"[:LONGEST_TITLE]


@override("zh-hans")
def copyable(matter: Any) -> str:
    """The reply as one paragraph for WeChat: what, what was done, whom to ask; no name, no door.

    In Chinese, whatever the desk's language: residents read it. None of what is hidden: a group
    is no place for it.
    """
    if matter.hidden_below or matter.withdrawn_at is not None:
        return ""
    over = matter.state == "resolved" or matter.state in LIFE.ended
    result = matter.result if over else ""
    if over and not result:
        return ""
    if len(matter.reporter_name) > 1:
        result = result.replace(matter.reporter_name, _("a neighbour"))
    facts = {
        "t": topic(matter.title), "n": matter.number, "r": ended(without_names(result)),
        "o": matter.owner.name if matter.owner else "", "d": by_when(matter.due),
    }  # fmt: skip
    if result:
        told = _("About “%(t)s” (%(n)s): %(r)s If it is not right yet, tell us and we come again.")
    elif matter.state == "submitted":
        told = _("About “%(t)s” (%(n)s): received, %(o)s looks at it.")
    elif matter.due and matter.due > clock.now():
        told = _("About “%(t)s” (%(n)s): %(o)s is on it, to be settled %(d)s.")
    else:
        told = _("About “%(t)s” (%(n)s): %(o)s is on it.")
    return told % facts

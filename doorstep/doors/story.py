"""The page of a record in words: its trail in sentences, and what can be done now or why not."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from doorstep.frame import catalogues
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.amend import FREELY
from doorstep.frame.errors import Refusal
from doorstep.frame.rights import Actor, may, path_holds, stands
from doorstep.frame.terms import found, label, label_in, reader, sentence
from doorstep.frame.trail import Seen, history
from doorstep.kit import clock
from doorstep.kit.words import Blank
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes.columns import Cell, when
from doorstep.panes.parts import Panel
from doorstep.panes.screens import Screen, screen_of

#: Acts that every kind has; they stand last.
MENDING = ("correct", "withdraw")
#: So many buttons stand beside the primary one; the rest open on demand.
BESIDE = 3
#: Entered more than this after the day it happened: shown as 补录 (design §3).
LATE = timedelta(days=7)


def offices_in_words(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What offices are called, by `settings.DOORSTEP_OFFICES` (ids → words): one statement."""
    wanted, path = {i for i in ids if i}, getattr(settings, "DOORSTEP_OFFICES", "")
    return dict(import_string(path)(wanted)) if wanted and path else {}


def act_label(act: Act) -> str:
    """The verb on the button."""
    return label(act.app, act.word)


class Facts(Blank):
    """What a sentence may name of an entry, put into words when it is named."""

    def __init__(self, screen: Screen, values: Mapping[str, Any], who: str) -> None:
        super().__init__(who=who)
        self.screen, self.there = screen, values

    def __missing__(self, key: str) -> str:
        return words_of(self.screen, key, self.there[key]) if key in self.there else ""


def told(screen: Screen, entry: Seen, who: str) -> str:
    """One entry as a sentence: term `<app>.act.<word>` with its facts, else who and the verb."""
    name = str(entry.act)
    app, word = name.split(".", 1)[0], name.rsplit(".", 1)[-1]
    facts = Facts(screen, {**entry.after, **entry.facts}, who)
    made = None if entry.beside else sentence(f"{app}.act.{word}", facts)
    if made is not None:
        return made
    act = ACTS.get(name)
    verb = act_label(act) if act else (found(name) or word)
    if entry.beside:
        verb = _("%(what)s (done to another record; this one changed with it)") % {"what": verb}
    return _("%(who)s: %(what)s") % {"who": who, "what": verb} if who else verb


def words_of(screen: Screen, name: str, value: Any) -> str:
    """A stored value as people say it."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if name == "state":
        return label(screen.kind, f"state.{value}")
    if name in screen.catalogues:
        row = catalogues.row(screen.catalogues[name], str(value))
        return row.label if row else screen.choice(name, value)
    words = _chosen(screen.record, name)
    return str(value) if words is None else screen.choice(name, value, str(words.get(value, "")))


@functools.cache
def _chosen(model: Any, name: str) -> dict[Any, Any] | None:
    """The words of a field's choices, if it has any."""
    field = next((f for f in model._meta.concrete_fields if f.name == name), None)
    return dict(field.flatchoices) if field is not None and field.choices else None


def trail_of(record: Any) -> list[Seen]:
    """The record's trail; remembers who made it today, so that `amend.made` need not ask again."""
    entries, since = history(record), clock.now() - FREELY
    record._makers = {
        e.actor
        for e in entries
        if e.at > since and e.act in ACTS and ACTS[e.act].creates and e.subject == record.pk
    }
    return entries


def may_read(actor: Actor, record: Any, field: str) -> bool:
    """Whether the actor is a reader of a private field (see `sealed.reveal`)."""
    slot: Any = record._meta.get_field(field)
    path = getattr(record, "path", None)
    return any(path_holds(actor, r, path) or stands(actor, r, record) for r in slot.readers)


def timeline(screen: Screen, entries: list[Seen], *, masked: bool = False) -> list[Cell]:
    """The trail in sentences, newest first: one statement, for the names of offices.

    :param masked: phones in it are masked: it is read by somebody from whom a person is kept.
    """
    said = phones_hidden if masked else str
    offices = offices_in_words(e.office for e in entries)
    events = []
    for e in entries:
        who = offices.get(e.office) or (
            label(screen.kind, f"relation.{e.relation}")
            if e.relation not in ("", "anyone")  # nobody in particular: the verb says enough
            else ""
        )
        if e.actor is None and not who:
            who = _("by itself") if e.channel == "system" else ""
        if who and e.channel == "link":  # a unit without account: nothing is known of the person
            who = _("%(who)s (by link)") % {"who": who}
        moment = when(e.at)
        late = e.occurred_on is not None and clock.local(e.at).date() - e.occurred_on > LATE
        events.append(
            {
                "sentence": said(told(screen, e, who))
                if not e.erased
                else _("The content was deleted as the law asks."),
                "when": moment["value"],
                "iso": moment["iso"],
                "exact": moment["exact"],
                "who": who,
                "words": said(e.facts.get("words", "")),
                "tone": "plain",
                "late": _("entered later, for %(day)s") % {"day": e.occurred_on} if late else "",
                "struck": e.act.endswith(".withdraw"),
            }
        )
    return events[::-1]


def why_not(act: Act, actor: Actor, record: Any) -> Any:
    """Why an act that the actor may do is not possible now; nothing if it is. No statement."""
    if record.withdrawn_at is not None:
        return _("This was withdrawn.")
    starts = act.starts()
    if starts is not None and record.state not in starts:
        return possible(act.kind, starts, *reader())
    return act.asks(record, actor) if act.asks else ""


@functools.lru_cache(maxsize=1000)
def possible(kind: str, starts: tuple[str, ...], *_reader: Any) -> str:
    """In which states an act is possible; kept by who reads."""
    states = _(", ").join(label(kind, f"state.{s}") for s in starts)
    return _("Possible when the state is: %(states)s") % {"states": states}


def because(reason: Any) -> Cell:
    """A reason as parts/acts.html draws it; a refusal brings its clause and its cure."""
    if not isinstance(reason, Refusal):
        return {"reason": reason}
    return {"reason": with_cure(reason), "clause": reason.clause}


def with_cure(refusal: Refusal) -> str:
    """What is wrong and what to do, as one text: no space after a Chinese full stop."""
    words, cure = str(refusal.words), str(refusal.cure)
    gap = "" if words.endswith("。") or not (words and cure) else " "
    return f"{words}{gap}{cure}"


def acts_on(record: Any, order: tuple[str, ...] = ()) -> list[Act]:
    """Acts shown on the page of a record: by what is done next, then the primary ones."""
    return [ACTS[name] for name in _acts_on(record.kind, order, len(ACTS))]


@functools.lru_cache(maxsize=1000)
def _acts_on(kind: str, order: tuple[str, ...], _acts: int) -> list[str]:
    shown = [a for a in ACTS.values() if a.kind == kind and not a.creates and a.button != "none"]
    place = {word: n for n, word in enumerate(order)}

    def rank(act: Act) -> tuple[Any, ...]:
        later = place.get(act.word, len(order))
        return later, act.word in MENDING, act.button != "primary", fits_in(act)

    return [a.name for a in sorted(shown, key=rank)]


def fits_in(act: Act) -> int:
    """In how many states a primary act can be done: the one that fits the fewest is meant now."""
    return len(act.starts() or ()) if act.button == "primary" else 0


def offers(screen: Screen, record: Any, actor: Actor) -> tuple[list[Cell], list[Cell]]:
    """What can be done now, and what cannot with its reason; what is not theirs is not said.

    One act is the primary; what comes after `BESIDE` others is marked `more`.
    """
    now: list[Cell] = []
    refused: list[Cell] = []
    led, beside, order = False, 0, screen.next_acts(actor, record)
    who, at = reader(), screen.url(record)
    for act in acts_on(record, order):
        if not is_own(screen, act) or may(actor, act, record) is None:
            continue
        reason, words = why_not(act, actor, record), label_in(*who, act.app, act.word)
        if reason:
            refused.append({"name": act.name, "label": words, **because(reason)})
            continue
        primary = not led and (act.word in order or act.button == "primary")
        more = beside >= BESIDE and not primary
        led, beside = led or primary, beside + (not primary)
        now.append(
            {
                "name": act.name,
                "label": words,
                "primary": primary,
                "more": more,
                "url": f"{at}do/{act.word}/",
                "sheet": act.form is not None,
                "post": act.form is None,
            }
        )
    return now, refused


def creating(screen: Screen, actor: Actor) -> list[Act]:
    """Acts that make a record of this kind and that the actor may do somewhere."""
    return [
        a
        for a in ACTS.values()
        if a.kind == screen.kind
        and a.creates
        and a.button != "none"
        and is_own(screen, a)
        and may(actor, a) is not None
    ]


def is_own(screen: Screen, act: Act) -> bool:
    """Whether a screen offers an act: `own_acts` of one that shares its kind with other lists."""
    own = getattr(screen, "own_acts", None)
    return own is None or act.name in own


def panel_acts(panel: Panel, record: Any, actor: Actor) -> list[Cell]:
    """Buttons of a panel: its app's creating acts about this record."""
    shown = []
    for name in panel.acts if panel.offered(record, actor) else ():
        act, screen = ACTS[name], screen_of(ACTS[name].kind)
        if screen and may(actor, act, path=getattr(record, "path", None)) is not None:
            url = f"/desk/{screen.slug}/do/{act.word}/?about={record.kind}:{record.pk}"
            shown.append({"label": act_label(act), "url": url})
    return shown

"""Matters on the phone: what waits to be verified, one matter, what became of mine."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.doors.desk.acts import form_of
from doorstep.doors.look import new_op, op_of
from doorstep.doors.pocket.base import GRID, ROLES, Hand, draw, hand_of
from doorstep.doors.pocket.rows import MOST, line, mine_of, what
from doorstep.doors.portal.follow import due_of, state_of, steps
from doorstep.doors.story import act_label, because, why_not, with_cure
from doorstep.frame import ActError, Ref, do
from doorstep.frame.acts import ACTS
from doorstep.matters.models import Matter
from doorstep.matters.queries import keeps_reporter
from doorstep.matters.rules.life import LIFE
from doorstep.matters.rules.telling import copyable, phones_hidden
from doorstep.panes.pages import page
from doorstep.panes.screens import SCREENS, one, visible
from doorstep.routing.queries import call_first

#: What may be posted from the page of a matter: word → (icon, whether words are asked).
OFFERED = {
    "accept": ("check", False),
    "start": ("next", False),
    "settle": ("check", True),
    "attempt": ("words", True),
    "contact": ("phone", True),
    "escalate": ("up", True),
}


@page("mine", door="pocket", roles=ROLES, budget=6)
def mine(request: HttpRequest) -> HttpResponse:
    """What became of mine: one tap."""
    return mine_page(request, hand_of(request))


def mine_page(request: HttpRequest, hand: Hand) -> HttpResponse:
    """The list for both doors."""
    found = list(mine_of(hand)[:MOST])
    going, ended = (
        [m for m in found if m.state in LIFE.open],
        [m for m in found if m.state in LIFE.ended],
    )
    parts = ((_("Going on"), going), (_("Ended"), ended))
    return draw(
        request,
        hand,
        "pocket/mine.html",
        "mine",
        {
            "page_title": _("What became of mine"),
            "groups": [
                {"title": t, "note": str(len(ms)), "rows": [line(hand, m) for m in ms]}
                for t, ms in parts
                if ms
            ],
        },
    )


@page("verify", door="pocket", roles=GRID, budget=8)
def verify(request: HttpRequest) -> HttpResponse:
    """What is said to be done and nobody has answered: look, and tap once."""
    hand = hand_of(request)
    rows = visible(hand.actor, SCREENS["matters"]).filter(state="resolved", withdrawn_at=None)
    found = [
        m
        for m in rows.select_related("place", "owner").order_by("resolved_at")[:30]
        if hand.may("matters.check", m)
    ]
    cards = [
        line(hand, m) | {"result": m.result, "id": m.pk, "op_id": new_op(), "version": m.version}
        for m in found
    ]
    return draw(
        request,
        hand,
        "pocket/verify.html",
        "today",
        {
            "back": "verify",
            "page_title": _("To verify"),
            "page_lead": _("The reporter's word goes first; look where nobody answers."),
            "cards": cards,
            "back_url": hand.base,
        },
    )


def shown_matter(hand: Hand, ident: uuid.UUID) -> Matter:
    """A matter this phone may see: by the screen's rights, or as the one who brought it."""
    found = one(hand.actor, SCREENS["matters"], ident) if not hand.by_key else None
    found = found or mine_of(hand).filter(pk=ident).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


@page("m", door="pocket", tail="<uuid:ident>/", roles=ROLES, budget=10)
def matter(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """One matter."""
    return matter_page(request, hand_of(request), ident)


def steps_for(hand: Hand, matter: Matter) -> list[dict[str, Any]]:
    """What happened; to whom the reporter is not named, the phones in it are masked."""
    found = steps(matter)
    if not keeps_reporter(hand.actor, matter):
        return found
    return [step | {"words": phones_hidden(step["words"])} for step in found]


def matter_page(request: HttpRequest, hand: Hand, ident: uuid.UUID) -> HttpResponse:
    """The page for both doors: how it stands, what can be done with a tap, the reply to copy."""
    found = shown_matter(hand, ident)
    own = hand.may("matters.verify", found)
    verdict = "verify" if own else "check" if hand.may("matters.check", found) else ""
    offers, refused = offers_of(hand, found) if not hand.by_key else ([], [])
    return draw(
        request,
        hand,
        "pocket/matter.html",
        "mine" if hand.volunteer else "today",
        {
            "page_title": what(found),
            "matter": found,
            "about": str(Ref.to(found)),
            "state": state_of(found),
            "due": due_of(found),
            "words": "" if hand.by_key else phones_hidden(found.text),
            "where": "" if hand.by_key else found.place.label,
            "spot": "" if hand.by_key else found.where,
            "steps": [] if hand.by_key else steps_for(hand, found),
            "verdict": verdict if found.state == "resolved" else "",
            "result": "" if hand.by_key else found.result,
            "offers": offers,
            "refused": refused,
            "op_id": new_op(),
            "new": request.GET.get("new") == "1",
            "emergency": call_first([found.category])
            if found.emergency and not found.ended_at
            else None,
            "copy": {"label": _("Reply to copy into the group"), "words": copyable(found)}
            if not hand.by_key
            else None,
            "back_url": f"{hand.base}mine/" if hand.volunteer else hand.base,
            "desk_url": f"/desk/matters/{found.pk}/" if not hand.volunteer else "",
        },
    )


def offers_of(hand: Hand, found: Matter) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a tap can do now, and why the other buttons are not here: two statements at most."""
    offers, refused = [], []
    for word, (icon, asks) in OFFERED.items():
        act = ACTS[f"matters.{word}"]
        if not hand.may(act.name, found):
            continue
        reason = why_not(act, hand.actor, found)
        if reason:
            refused.append({"label": act_label(act), **because(reason)})
            continue
        offer = {"word": word, "label": act_label(act), "icon": icon, "asks": asks,
                 "op_id": new_op()}  # fmt: skip
        if word == "escalate" and act.form is not None:
            form = form_of(act, hand.actor, found)
            offer |= {"words": form.initial.get("words", ""), "ask": form.fields["words"].label}
        offers.append(offer)
    return offers, refused


@page("m", door="pocket", tail="<uuid:ident>/do/<slug:word>/", roles=ROLES, budget=60)
@require_POST
def act(request: HttpRequest, ident: uuid.UUID, word: str) -> HttpResponse:
    """One tap on a matter."""
    return do_act(request, hand_of(request), ident, word)


def do_act(request: HttpRequest, hand: Hand, ident: uuid.UUID, word: str) -> HttpResponse:
    """Do it and go back to where the tap was."""
    found = shown_matter(hand, ident)
    if word not in (*OFFERED, "verify", "check") or not hand.may(f"matters.{word}", found):
        raise Http404
    data = {k: request.POST[k] for k in ("verdict", "words") if k in request.POST}
    name, version = f"matters.{word}", request.POST.get("version", "")
    carried: dict[str, Any] = {
        "op_id": op_of(request),
        "channel": hand.channel,
        "version": int(version) if version.isdecimal() else None,
    }
    try:
        done = do(hand.actor, name, found, data, **carried)
        messages.success(request, done.words or _("Done."))
    except ActError as error:
        for refusal in error.refusals:
            messages.error(request, with_cure(refusal))
    back = "verify/" if request.POST.get("back") == "verify" else f"m/{ident}/"
    return HttpResponseRedirect(hand.base + back)

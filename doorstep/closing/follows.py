"""What happens next: the reporter is told the clause and what became of the objection (R13)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.closing.acts.exclusions import objects_until
from doorstep.closing.catalogues import CLAUSES
from doorstep.closing.models import Exclusion
from doorstep.closing.rules import EXCLUDED, KEPT, VOIDED
from doorstep.frame import Ctx, Seen, follow
from doorstep.frame.catalogues import row
from doorstep.notices.acts import send
from doorstep.people.models import Account


@follow(on=("closing.decide", "closing.review"))
def reporter_is_told(seen: Seen, ctx: Ctx) -> None:
    """In plain words: by which clause, that nothing else changes, and until when to object."""
    found = Exclusion.objects.select_related("matter").filter(pk=seen.subject).first()
    if found is None or found.state == "refused":
        return
    matter = found.matter
    to: Account | str | None = matter.reporter_phone.open() if matter.reporter_phone else None
    if to is None and matter.reporter_account:
        to = Account.objects.filter(pk=matter.reporter_account).first()
    send(ctx, to=to, topic=seen.act, about=matter,
         text=lambda: told(found, seen.after.get("state", "")))  # fmt: skip


def told(exclusion: Exclusion, state: str) -> str:
    """The words of the message."""
    facts = {"n": exclusion.matter.number, "c": clause_words(exclusion), "d": ""}
    if state == EXCLUDED and (until := objects_until(exclusion)):
        facts["d"] = _("%(month)d/%(day)d") % {"month": until.month, "day": until.day}
    says: dict[str, Any] = {
        EXCLUDED: _(
            "%(n)s: two persons decided that it is left out of our statistics: “%(c)s”. "
            "What can be done is done all the same, and it counts against nothing you report "
            "later. If you do not agree, tell us by the link until %(d)s."
        ),
        VOIDED: _("%(n)s: a third person looked at your objection: you are right, it counts."),
        KEPT: _("%(n)s: a third person looked at your objection; it stays as decided: %(w)s"),
    }
    return str(says.get(state, "")) % {**facts, "w": exclusion.review_words[:120]}


def clause_words(exclusion: Exclusion) -> str:
    """The clause in the reader's language."""
    clause = row(CLAUSES, exclusion.clause)
    return clause.label if clause else ""

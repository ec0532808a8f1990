"""What must hold of campaigns."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.frame import Asked, Refusal, guard
from doorstep.matters.models import Matter


@guard(act="knots.campaign.withdraw")
def nothing_in_it(asked: Asked) -> list[Refusal]:
    """A campaign that has matters is ended with words; only an empty one was a slip of the pen."""
    if not Matter.objects.filter(campaign=asked.record.pk).exists():
        return []
    cure = _("Finish it with words, or let its matters go first.")
    return [Refusal(_("Matters belong to this campaign."), cure=cure)]

"""On the page of a matter: what was joined to it, and where to look for what is like it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from doorstep.frame import Actor
from doorstep.matters.acts.posts import DESK, DISPATCHERS, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.panes import panel
from doorstep.people.rules import CITY_CENTRE, CITY_OD, STREET_STAFF
from doorstep.together.queries import joined_to, with_words

#: Posts that read matters; who only brought or reported one reads no neighbour's (D4).
READ = (*DESK, *STREET_STAFF, CITY_OD, CITY_CENTRE)
#: States from which one may be joined to another.
MERGED_FROM = LIFE.moves["merge"].starts


@panel(on="matters.matter", title="matters.joined", roles=READ, relations=("owner_unit",),
       never=HIDDEN, columns=("said", "number", "begun_on", "added"))  # fmt: skip
def joined(matter: Matter, actor: Actor) -> Iterable[Matter]:
    """Those that go on as this one; none where nobody else met it."""
    return with_words(joined_to(matter)) if matter.reach > 1 else ()


@panel(on="matters.matter", title="matters.alike", roles=DISPATCHERS, never=HIDDEN)
def like_it(matter: Matter, actor: Actor) -> SafeString | tuple[()]:
    """Where those stand that look alike: looked for when somebody asks, no statement before."""
    if matter.parent_id is not None or matter.state not in MERGED_FROM:
        return ()
    url, words = f"/desk/matters/{matter.pk}/alike/", _("Look for others like it nearby")
    return format_html(
        '<div id="alike"><a class="btn" href="{}" hx-get="{}" hx-target="#alike"'
        ' hx-select="#alike" hx-swap="outerHTML">{}</a></div>', url, url, words,
    )  # fmt: skip

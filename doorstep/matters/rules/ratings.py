"""When grades may be read: in batches of a month, some time after it ended (R14)."""

from __future__ import annotations

from datetime import date, timedelta

#: Days after the end of a month in which nobody reads its grades yet: reporters may still object
#: and grade anew, and no grade can be told by the day on which a number moved.
CLOSES_AFTER = 15


def closes_on(day: date) -> date:
    """The first day on which grades given in the month of `day` may be read."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following + timedelta(days=CLOSES_AFTER)


def unread_since(today: date) -> date:
    """The first day whose grades may not be read yet: the beginning of the oldest open batch."""
    this = today.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    return last if today < closes_on(last) else this

"""What is asked of matters: who stands how to one, others like it, what it is called."""

from doorstep.matters.queries.asked import (
    alike,
    as_told,
    by_token,
    gave_back,
    in_already,
    in_work,
    link_lives,
    open_children,
    overdue,
    so_far,
    tried_here,
)
from doorstep.matters.queries.named import titled, told_category
from doorstep.matters.queries.standing import level_of, own, reach

__all__ = [
    "alike", "as_told", "by_token", "gave_back", "in_already", "in_work", "level_of",
    "link_lives", "open_children", "overdue", "own", "reach", "so_far", "titled", "told_category",
    "tried_here",
]  # fmt: skip

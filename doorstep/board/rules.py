"""Role homes as a table: which heaps of work a post sees first (ui.md, homes)."""

from __future__ import annotations

from doorstep.people import rules as r

#: (term, filters of the list of matters, tone)
Heap = tuple[str, dict[str, tuple[str, ...]], str]

OVERDUE: Heap = ("board.overdue", {"overdue": ("1",)}, "over")
EMERGENCY: Heap = ("board.emergency", {"emergency": ("1",), "state": ("open",)}, "over")
NEW: Heap = ("board.new", {"state": ("submitted",)}, "soon")
IN_HAND: Heap = ("board.in_hand", {"state": ("accepted", "assigned", "handling")}, "info")
AGAIN: Heap = ("board.again", {"state": ("reopened",)}, "over")
WAITS: Heap = ("board.waits", {"state": ("resolved",)}, "plain")
PARTS: Heap = ("board.parts", {"state": ("split",)}, "plain")

#: Role → its heaps, most pressing first. The first four that hold something are shown as rows.
HOMES: dict[str, tuple[Heap, ...]] = {
    r.STREET_DISPATCHER: (EMERGENCY, NEW, OVERDUE, AGAIN, IN_HAND, WAITS),
    r.CITY_CENTRE: (EMERGENCY, OVERDUE, NEW, AGAIN, IN_HAND, WAITS),
    r.COMMUNITY_SECRETARY: (OVERDUE, NEW, AGAIN, IN_HAND, WAITS, PARTS),
    r.COMMUNITY_DISPATCHER: (NEW, OVERDUE, AGAIN, IN_HAND, WAITS),
    r.COMMUNITY_WORKER: (NEW, OVERDUE, AGAIN, IN_HAND, WAITS),
    r.COMPOUND_SECRETARY: (OVERDUE, NEW, AGAIN, IN_HAND, WAITS, PARTS),
    r.WINDOW_CLERK: (NEW, IN_HAND, WAITS),
    r.GRID_MEMBER: (NEW, WAITS, AGAIN, OVERDUE, IN_HAND),
    r.GRID_HEAD: (OVERDUE, NEW, WAITS, AGAIN, IN_HAND),
    r.PROPERTY_MANAGER: (OVERDUE, AGAIN, IN_HAND, WAITS),
    r.PROPERTY_WORKER: (OVERDUE, AGAIN, IN_HAND, WAITS),
    r.DEPT_HANDLER: (AGAIN, OVERDUE, IN_HAND, WAITS),
    r.DEPT_DISPATCHER: (OVERDUE, AGAIN, IN_HAND, WAITS),
    r.DEPT_HEAD: (OVERDUE, AGAIN, IN_HAND, WAITS),
    **dict.fromkeys(
        (r.STREET_SECRETARY, r.STREET_LEADER, r.STREET_ORGANIZER, r.CITY_LEADER, r.CITY_OD),
        (OVERDUE, EMERGENCY, AGAIN, NEW, IN_HAND, WAITS),
    ),
}
#: Rows that a home shows of its first heaps with something in them, by how many these are: all on
#: one screen of 1366 × 768 (domain part D), the most pressing with most rows.
ONE_SCREEN: dict[int, tuple[int, ...]] = {0: (), 1: (6,), 2: (4, 2), 3: (2, 2, 1), 4: (1, 1, 1, 1)}
#: The same of posts that work through their heaps: more rows, further down.
LONGER = (5, 3, 2, 2)
#: Posts whose home needs no scrolling.
AT_A_GLANCE = (r.COMMUNITY_SECRETARY, r.COMPOUND_SECRETARY, r.CITY_LEADER, r.CITY_OD)
#: Posts that read figures first.
BOARD_FIRST = (r.CITY_OD, r.CITY_LEADER, r.STREET_SECRETARY, r.STREET_LEADER, r.STREET_ORGANIZER)
#: Who may open the board at all.
READERS = (
    *BOARD_FIRST, r.CITY_CENTRE, r.STREET_DISPATCHER, r.STREET_OFFICER, r.COMMUNITY_SECRETARY,
    r.COMMUNITY_DEPUTY, r.AUDITOR,
)  # fmt: skip
#: Shares of what ought not to be: who is not counted there is not missing.
UNWANTED = frozenset({"taken_up_again", "false_closing"})
#: Figures that count compounds alone: there is nothing in a village that they could count.
URBAN = frozenset({"compounds_residential", "compound_org_coverage", "dwellings_registered"})
#: Figure → (screen, filters): what a reader of figures may open where the records are not theirs.
BESIDE: dict[str, tuple[str, str]] = {"stewarded_residents": ("stewards", "state=active")}
DEFAULT: tuple[Heap, ...] = (NEW, IN_HAND, WAITS)

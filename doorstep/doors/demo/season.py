"""A line about the season: what weighs on a neighbourhood at this time of year (city.md)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _


def season(day: date) -> str:
    """One sentence for the month."""
    lines = {
        1: _(
            "The coldest weeks: pipes freeze at night, who is alone is looked in on in the morning."
        ),
        2: _("After the festival: fireworks are swept up, those who travelled leave again."),
        3: _("Days grow longer: trees are cut back, sheds grow overnight."),
        4: _("Around Qingming: burning on the graves, the first leaks in the rain."),
        5: _("Warm evenings: tables stand on the pavement, windows stand open."),
        6: _("Plum rain: water in the cellars, and quiet is asked for before the exams."),
        7: _("The hottest weeks: power trips, lifts stop, barbecue smoke after ten."),
        8: _("Heat by the lake: the smell of algae, cold drinks, no shade at the bus stop."),
        9: _("School begins: cars at the gate at half past four."),
        10: _("Visitors at the lake: other people's cars in our lanes."),
        11: _("It grows dark early: the lamps in the stairwells count again."),
        12: _("Frost at night: taps are wrapped, the year's promises are counted."),
    }
    return lines[day.month]

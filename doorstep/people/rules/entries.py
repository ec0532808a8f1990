"""Checks of what is entered about a person: the same for the form and for every row of a table.

Each problem comes as a code; `PROBLEMS` says it in words with the way to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.kit import chinese, phone, resident_id

#: Problem code → (what is wrong, how to mend it).
PROBLEMS: dict[str, tuple[Any, Any]] = {
    "id_characters": (
        _("The ID number holds characters that no ID number has."),
        _("Only digits, and X at the end, may stand there."),
    ),
    "id_length": (
        _("The ID number has the wrong length."),
        _("It has 18 characters; old ones have 15. Compare it with the card."),
    ),
    "id_division": (
        _("The first two digits of the ID number name no province."),
        _("Compare the number with the card."),
    ),
    "id_date": (
        _("The ID number holds a day of birth that does not exist."),
        _("Look at the 7th to the 14th digit on the card."),
    ),
    "id_checksum": (
        _("The last character of the ID number does not fit the others."),
        _("One digit was probably typed wrongly; compare it with the card."),
    ),
    "born_differs": (
        _("The day of birth differs from the one in the ID number."),
        _("Leave the day of birth empty, or mend the ID number."),
    ),
    "sex_differs": (
        _("The sex differs from the one in the ID number."),
        _("Leave the sex empty, or mend the ID number."),
    ),
    "phone": (
        _("This is not a phone number that can be called."),
        _("A mobile number has 11 digits; write the area code before others."),
    ),
    "name": (_("A name is needed."), _("Write the name as on the ID card.")),
}


@dataclass
class Checked:
    """Entries about a person, normalised, with the problems found: (field, code)."""

    name: str = ""
    id_number: str = ""
    id_mark: str = ""
    phone: str = ""
    born_on: date | None = None
    sex: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)


def check_person(
    *, name: str, id_number: str = "", phone_text: str = "", born_on: date | None = None,
    sex: str = "", area: str = "",
) -> Checked:  # fmt: skip
    """Normalise and check what was entered about a person.

    Full-width digits become plain, a 15-digit ID becomes 18 characters and is marked ``from_15``;
    day of birth and sex come from the ID where they were left empty.

    :param area: telephone area code that completes local numbers, such as "0551".
    """
    found = Checked(name=chinese.normalise(name), born_on=born_on, sex=sex)
    if not found.name:
        found.problems.append(("name", "name"))
    if id_number.strip():
        number = resident_id.read(id_number)
        found.id_number = number.number
        found.id_mark = "from_15" if "from_15" in number.marks else ""
        found.problems += [("id_number", f"id_{code}") for code in number.problems]
        if number.ok:
            _compare(found, number.born)
    if phone_text.strip():
        call = phone.read(phone_text, area)
        found.phone = call.number
        if not call.ok:
            found.problems.append(("phone", "phone"))
    return found


def _compare(found: Checked, born: date | None) -> None:
    sex = resident_id.sex(found.id_number)
    if found.born_on is not None and found.born_on != born:
        found.problems.append(("born_on", "born_differs"))
    if found.sex and found.sex != sex:
        found.problems.append(("sex", "sex_differs"))
    found.born_on, found.sex = found.born_on or born, found.sex or sex


def tail_of(number: str) -> str:
    """The last four digits of a phone number, by which stewards may find a household (D4)."""
    digits = "".join(c for c in number if c.isdigit())
    return digits[-4:] if len(digits) >= 7 else ""

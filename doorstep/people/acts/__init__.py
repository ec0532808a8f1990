"""What is done about people, one file per kind of record."""

from doorstep.people.acts import accounts, bodies, households, offices, persons
from doorstep.people.acts.login import (
    enter,
    leave,
    locked_until,
    note_failure,
    note_success,
    password_hash,
)

__all__ = [
    "accounts", "bodies", "enter", "households", "leave", "locked_until", "note_failure",
    "note_success", "offices", "password_hash", "persons",
]  # fmt: skip

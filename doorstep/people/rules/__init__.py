"""Pure tables and functions about persons and offices; the names other apps use stand here."""

from doorstep.people.rules.entries import *  # noqa: F403
from doorstep.people.rules.lists import *  # noqa: F403
from doorstep.people.rules.roles import *  # noqa: F403

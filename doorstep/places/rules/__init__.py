"""Pure tables of places: kinds of place and covering, roles that keep them, parameters."""

from doorstep.places.rules.kinds import *  # noqa: F403
from doorstep.places.rules.parameters import *  # noqa: F403

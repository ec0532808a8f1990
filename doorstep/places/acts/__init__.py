"""What is done to places: the tree and its changes, coverings, what the city sets."""

from doorstep.places.acts import changes, coverings, doors, settings, tree
from doorstep.places.acts.fields import PlaceField
from doorstep.places.acts.tree import ALWAYS

__all__ = ["ALWAYS", "PlaceField", "changes", "coverings", "doors", "settings", "tree"]

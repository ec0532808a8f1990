"""Tables of what is seen, for Django; each is defined beside the code that uses it."""

from doorstep.panes.files import StoredFile
from doorstep.panes.saved import SavedView, Taking

__all__ = ["SavedView", "StoredFile", "Taking"]

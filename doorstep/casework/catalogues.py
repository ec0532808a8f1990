"""Lists of casework that the city centre keeps."""

from __future__ import annotations

from doorstep.frame.catalogues import catalogue
from doorstep.people.rules import CITY_CENTRE

#: Standard replies (常用答复): `words` is the text, for which acts (last words of their names),
#: states, groups or leaves of the tree, and classes it is offered; an empty list is for all.
REPLIES = catalogue(
    "casework.replies",
    roles=(CITY_CENTRE,),
    schema={"words": str, "acts": list, "states": list, "categories": list, "classes": list},
).name

"""What is kept about places, one file per kind of record."""

from doorstep.places.models.calendar import Emergency, LocalClosure, Parameter
from doorstep.places.models.codes import CodeSystem, PlaceCode
from doorstep.places.models.covering import Covering, CoveringPart
from doorstep.places.models.place import Place, PlaceParent, Repath

__all__ = [
    "CodeSystem",
    "Covering",
    "CoveringPart",
    "Emergency",
    "LocalClosure",
    "Parameter",
    "Place",
    "PlaceCode",
    "PlaceParent",
    "Repath",
]

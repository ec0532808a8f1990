"""Every table of the engine, for Django; each is defined beside the code that uses it."""

from doorstep.frame.catalogues import CatalogueRow
from doorstep.frame.follows import FollowRow
from doorstep.frame.imports import ImportRun
from doorstep.frame.seal import Link, Root
from doorstep.frame.sealed import ReadLog
from doorstep.frame.trail import Entry, EntryBody, Stage, Touched

__all__ = [
    "CatalogueRow",
    "Entry",
    "EntryBody",
    "FollowRow",
    "ImportRun",
    "Link",
    "ReadLog",
    "Root",
    "Stage",
    "Touched",
]

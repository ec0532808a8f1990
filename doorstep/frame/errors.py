"""What can go wrong with an act, in the user's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Refusal:
    """One reason why not: words, the clause it rests on, its field and how to mend it."""

    words: Any
    clause: Any = ""
    field: str = ""
    cure: Any = ""


class ActError(Exception):
    """Base of all; `status` is the HTTP status, `title` its heading in the user's language."""

    status = 400
    title: Any = _("This could not be done")

    def __init__(self, refusals: Iterable[Refusal] = ()) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(str(r.words) for r in self.refusals))


class Invalid(ActError):  # noqa: N818  (an answer, told to people)
    """What was entered has errors; each names its field and the cure."""

    status = 422
    title = _("Please mend these entries")

    def __init__(self, refusals: Iterable[Refusal] = (), form: Any = None) -> None:
        super().__init__(refusals)
        self.form = form


class Refused(ActError):  # noqa: N818  (an answer, told to people)
    """A guard or a rule says no, with its clause."""

    status = 409
    title = _("Not possible now")


class Conflict(ActError):  # noqa: N818  (an answer, told to people)
    """Somebody was faster: the record is no longer as it was shown."""

    status = 409
    title = _("Somebody changed this in the meantime")


class OpReused(ActError):  # noqa: N818  (an answer, told to people)
    """The op_id was used before with another content."""

    status = 409
    title = _("This number was used for something else")


class NotFound(ActError):  # noqa: N818  (an answer, told to people)
    """There is no such record, or it is not yours to see: the same answer to both."""

    status = 404
    title = _("Not found")

"""Encrypted fields about people: stored sealed, shown masked, opened only with a purpose and a log.

Source: design §3 (private fields) and §6; PIPL. An ID number or phone never leaves by a list, a
search result, JSON or an export: those give the mask.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from doorstep.frame.record import Personal, kind_of
from doorstep.kit import clock
from doorstep.kit.crypto import FieldKeys, mask_id, mask_name, mask_phone
from doorstep.kit.ids import uuid7

if TYPE_CHECKING:
    from doorstep.frame.rights import Actor

    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField

MASKS: dict[str, Callable[[str], str]] = {
    "phone": mask_phone, "id_number": mask_id, "name": mask_name, "text": lambda _text: "••••",
}  # fmt: skip


@functools.cache
def keys() -> FieldKeys:
    """The field keys of this installation."""
    return FieldKeys.parse(settings.DOORSTEP_FIELD_KEYS)


class Cipher(str):
    """Marks text that came sealed from the database, so that it is not sealed twice."""


class Sealed:
    """An encrypted value: `str()` is the mask, falsy when there is none."""

    def __init__(self, cipher: str, bound: str, mask: str) -> None:
        self.cipher, self._bound, self._mask = cipher, bound, mask

    def __str__(self) -> str:
        return MASKS[self._mask](self.open()) if self.cipher else ""

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self.cipher)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.cipher == self.cipher

    def __hash__(self) -> int:
        return hash(self.cipher)

    def open(self) -> str:
        """The clear text. Apps use `reveal`; only ports that send (SMS) may open directly."""
        return keys().decrypt(self.cipher, self._bound)


class _Slot:
    """Descriptor: takes clear text, keeps it sealed, fills the blind index beside it."""

    def __init__(self, field: Private) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        return instance.__dict__.get(self.field.attname)

    def __set__(self, instance: Any, value: Any) -> None:
        field = self.field
        bound = f"{kind_of(instance)}.{field.name}.{instance.__dict__.get('id')}"
        if isinstance(value, str) and value and not isinstance(value, Cipher):
            if field.searchable:
                setattr(instance, f"{field.name}_index", field.blind(value))
            value = Cipher(keys().encrypt(value, bound))
        elif value == "" and field.searchable:
            setattr(instance, f"{field.name}_index", "")
        if isinstance(value, Cipher):
            value = Sealed(value, bound, field.mask)
        instance.__dict__[field.attname] = value or None


class Private(TextField):
    """The column of an encrypted value. Made by `private`."""

    def __init__(self, *, personal: Personal | None = None, readers: tuple[str, ...] = (),
                 searchable: bool = False, mask: str = "text", **kwargs: Any) -> None:  # fmt: skip
        self.personal, self.readers = personal, readers
        self.searchable, self.mask = searchable, mask
        super().__init__(null=True, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        return name, path, args, {**kwargs, "searchable": self.searchable}

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Slot(self))
        historical = cls.__module__ == "__fake__"  # migrations already list the index column
        if self.searchable and not historical and not cls._meta.abstract:
            index = models.CharField(
                max_length=64, blank=True, default="", db_index=True, editable=False
            )
            index.contribute_to_class(cls, f"{name}_index")

    def blind(self, value: str) -> str:
        """The blind index of a clear value: equal values give equal indexes, nothing else shows."""
        return keys().blind_index(value, self.mask)

    def from_db_value(self, value: str | None, *_where: Any) -> Cipher | None:
        return None if value is None else Cipher(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Only sealed values reach the database; clear text here is a programming error."""
        if value is None or isinstance(value, Cipher):
            return value
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name}: assign to the record, so that the value is sealed")
        return str.__str__(value.cipher)


def private(*, purpose: str, basis: str, level: int, retention: int, readers: tuple[str, ...],
            mask: str = "text", searchable: bool = False) -> Any:  # fmt: skip
    """An encrypted personal field.

    :param purpose: what it is kept for; `basis`: legal basis; `level`: 1–3 (3: each view of the
        page is logged).
    :param retention: days after the record ended.
    :param readers: relations or roles that may `reveal` it.
    :param mask: how it is shown: "name", "phone", "id_number" or "text".
    :param searchable: adds the blind index column `<field>_index`.
    """
    return Private(personal=Personal(purpose, basis, level, retention), readers=readers,
                   searchable=searchable, mask=mask)  # fmt: skip


def blind(model: type[models.Model], field: str, value: str) -> dict[str, str]:
    """Filter arguments that find records by the clear value of a searchable private field."""
    found: Any = model._meta.get_field(field)
    return {f"{field}_index": found.blind(value)}


class ReadLog(models.Model):
    """Who opened which private field of which record, when and for what."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    actor = models.UUIDField(null=True)
    office = models.UUIDField(null=True)
    kind = models.CharField(max_length=48)
    record = models.UUIDField(db_index=True)
    field = models.CharField(max_length=48)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()


#: Levels from which on the view of a page is written down (restricted ledgers, design §3).
LOGGED = 3


def viewed(actor: Actor, record: Any) -> None:
    """Write down that somebody opened the page of a record with fields of level 3; else nothing."""
    levels = [p.level for p in record.personal.values()]
    sealed = (f for f in record._meta.concrete_fields if isinstance(f, Private))
    levels += [f.personal.level for f in sealed if f.personal]
    if max(levels, default=0) < LOGGED:
        return
    office = next((o.id for o in actor.offices), None)
    ReadLog.objects.create(actor=actor.id, office=office, kind=kind_of(record), record=record.pk,
                           field="*", purpose="page", at=clock.now())  # fmt: skip


def reveal(actor: Actor, record: Any, field: str, purpose: str) -> str:
    """Open one private field of one record with a purpose; writes the read log.

    :raises NotFound: when the actor is none of the field's readers.
    """
    from doorstep.frame.errors import NotFound, Refusal, Refused
    from doorstep.frame.rights import path_holds, stands

    slot: Any = record._meta.get_field(field)
    roles = [r for r in slot.readers if path_holds(actor, r, getattr(record, "path", None))]
    if not (roles or any(stands(actor, r, record) for r in slot.readers)):
        raise NotFound
    if len(purpose.strip()) < 2:
        raise Refused([Refusal(_("Say what you need it for."), field="purpose")])
    office = next((o.id for o in actor.offices if o.role in roles), None)
    ReadLog.objects.create(actor=actor.id, office=office, kind=kind_of(record), record=record.pk,
                           field=field, purpose=purpose.strip()[:200], at=clock.now())  # fmt: skip
    sealed = getattr(record, field)
    return sealed.open() if sealed else ""

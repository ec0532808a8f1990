"""What is done with parcels: pack, send, receive, finish, return, note."""

from __future__ import annotations

import time
import uuid

from django import forms

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.rules import CHIEF, CLERK, PORTER


class PackForm(forms.Form):
    """What a new parcel needs."""

    place = forms.CharField(max_length=40)
    text = forms.CharField(max_length=2000)
    weight = forms.IntegerField(min_value=0, max_value=100, required=False)
    phone = forms.CharField(max_length=20, required=False)
    number = forms.CharField(max_length=24, required=False)
    size = forms.CharField(max_length=24, required=False)


class NoteForm(forms.Form):
    """One word, kept."""

    text = forms.CharField(max_length=200)


class ReturnForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(max_length=200)


class ReceiveForm(forms.Form):
    """Who has it now."""

    owner = forms.UUIDField(required=False)


@act("toy.pack", creates=Parcel, roles=[CLERK, CHIEF], form=PackForm, offline=True)
def pack(given: Given, ctx: Ctx) -> Result:
    parcel = Parcel(
        path=given.place,
        state="draft",
        text=given.text,
        number=given.number or "",
        weight=given.weight or 0,
        size=given.size or "",
        sender=ctx.actor.person,
        due=ctx.now,
    )
    parcel.phone = given.phone or ""
    return Result(parcel)


@act("toy.send", on=Parcel, roles=[CLERK, CHIEF], relations=["sender"], button="primary")
def send(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    return Result(parcel)


@act("toy.receive", on=Parcel, roles=[CHIEF, PORTER], form=ReceiveForm, asks_base=True)
def receive(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    parcel.owner, parcel.level = given.owner, parcel.level + 1
    return Result(parcel)


@act("toy.finish", on=Parcel, roles=[CHIEF, PORTER], relations=["owner_body"], never=["sender"])
def finish(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    if parcel.weight > 50:
        raise Refused([Refusal("too heavy", clause="toy 1", field="weight", cure="split it")])
    return Result(parcel)


@act("toy.return", on=Parcel, roles=[CHIEF, PORTER], form=ReturnForm)
def give_back(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    ctx.note(reason=given.reason)
    ctx.do("toy.note", parcel, {"text": given.reason}, to_all=True)
    return Result(parcel)


@act("toy.reweigh", on=Parcel, roles=[CLERK, CHIEF], states=("draft", "sent"), offline=True)
def reweigh(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    parcel.weight = int(given.weight)
    return Result(parcel)


@act("toy.hand_on", on=Parcel, relations=["sender"], states=("draft", "sent"))
def hand_on(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    """Somebody else is the sender from now on."""
    parcel.sender = uuid.UUID(given.sender)
    return Result(parcel)


@act("toy.note", on=Parcel, roles=[CLERK, CHIEF], relations=["sender"], form=NoteForm)
def note(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    ctx.add(Note(parcel=parcel, text=given.text))
    return Result(parcel)


@act("toy.tie", on=Parcel, roles=[CHIEF], states=("sent",))
def tie(parcel: Parcel, given: Given, ctx: Ctx) -> Result:
    """Two are carried together: both weigh one more for the string, and a note says so."""
    other = given.other if isinstance(given.other, Parcel) else Parcel.objects.get(pk=given.other)
    parcel.weight += 1
    ctx.change(other, weight=other.weight + 1)
    ctx.add(Note(parcel=other, text=given.text or "tied"))
    ctx.note(text=given.text)
    return Result(parcel)


@act("toy.remember_once", creates=Note, anyone="check, then insert", at="nowhere")
def remember_once(given: Given, ctx: Ctx) -> Result:
    """One note of each text: two who ask at one moment would both find none."""
    ctx.lock("toy.once", given.text)
    there = Note.objects.filter(text=given.text).exists()
    time.sleep(0.01)
    if there:
        raise Refused([Refusal("It is there.")])
    return Result(Note(parcel=given.parcel, text=given.text))


@act("toy.remember", creates=Note, anyone="everybody may remember in the toy", at="nowhere")
def remember(given: Given, ctx: Ctx) -> Result:
    return Result(Note(parcel=given.parcel, text=given.text or ""))

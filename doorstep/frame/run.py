"""Running an act: one transaction from rights to follow rows (design §3, docs/engine.md §3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, models, transaction
from django.utils.translation import gettext as _

from doorstep.frame.acts import ACTS, Act, Ctx, Given
from doorstep.frame.errors import ActError, Conflict, Invalid, NotFound, Refusal, Refused
from doorstep.frame.follows import Asked, objections
from doorstep.frame.locks import contradicts, crossed, faster
from doorstep.frame.outcomes import Outcome, replay
from doorstep.frame.record import Staged
from doorstep.frame.rights import SYSTEM, Actor, Warrant, may
from doorstep.frame.trail import Entry, EntryBody, Touched, entry_of, plain, told, untold
from doorstep.frame.wording import plainly
from doorstep.frame.writes import flush
from doorstep.kit import clock
from doorstep.kit.fingerprint import fingerprint
from doorstep.kit.ids import derived

#: Columns whose change begins another stage.
STAGED = {"state", "level", "owner", "owner_id", "path"}


@dataclass
class Work:
    """The writes of one act (with the acts nested in it), collected until `flush`."""

    ctx: Ctx
    inserts: list[models.Model] = field(default_factory=list)
    claims: list[tuple[Any, dict[str, Any], tuple[str, ...] | None]] = field(default_factory=list)
    stages: list[tuple[Any, bool]] = field(default_factory=list)
    entries: list[tuple[Entry, EntryBody, list[Touched]]] = field(default_factory=list)
    nested_count: int = 0

    def change(self, record: Any, values: dict[str, Any]) -> list[str]:
        """Change another record: its own claim by version, its own stage row; names of fields."""
        before = record.snapshot()
        for name, value in values.items():
            setattr(record, name, value)
        return sorted(self.claim(record, before, None))

    def claim(
        self, record: Any, before: dict[str, Any], states: tuple[str, ...] | None
    ) -> dict[str, Any]:
        """Note which columns changed; returns their new values by attribute name."""
        now = record.snapshot()
        after = {n: v for n, v in now.items() if v != before.get(n) and n != "version"}
        self.claims.append((record, after, states))
        if isinstance(record, Staged) and STAGED & set(after):
            self.stages.append((record, False))
        return after

    def nested(
        self, name: str, record: Any, data: Mapping[str, Any] | Given, as_system: bool
    ) -> Any:
        """Another act within this one; it has an entry of its own."""
        self.nested_count += 1
        ctx = self.ctx
        inner = Ctx(
            SYSTEM if as_system else ctx.actor, ctx.warrant, ctx.now, ctx.today, ctx.channel,
            op_id=derived(ctx.op_id, name, self.nested_count) if ctx.op_id else None,
            occurred_on=ctx.occurred_on, quiet=ctx.quiet, cache=ctx.cache, work=self,
        )  # fmt: skip
        outer, self.ctx = self.ctx, inner
        try:
            return perform(self, ACTS[name], record, data, None, None, "").record
        finally:
            self.ctx = outer


def op_hash_of(name: str, target: Any, data: Mapping[str, Any], files: Any = None) -> str:
    """Fingerprint of a call (see `kit.fingerprint`). What a form calls `secret` (passwords) is
    left out all the same."""
    skip = {"csrfmiddlewaretoken", "op_id", "version", *getattr(ACTS[name].form, "secret", ())}
    key = settings.SECRET_KEY.encode()
    return fingerprint(key, (name, target), data, files, plain, skip)


def do(
    actor: Actor,
    name: str,
    target: Any = None,
    data: Mapping[str, Any] | Given | None = None,
    *,
    op_id: uuid.UUID | None = None,
    version: int | None = None,
    channel: str = "desk",
    office: uuid.UUID | None = None,
    occurred_on: date | None = None,
    device_at: datetime | None = None,
    files: Mapping[str, Any] | None = None,
    quiet: bool = False,
) -> Outcome:
    """Do one act and commit it.

    :param target: the record or its id; None for acts that create.
    :param data: what was entered; checked by the act's form. A `Given` is taken as checked.
    :param op_id: made by the client; a repeated call returns the stored outcome.
    :param version: the version the user saw; a difference is a `Conflict`.
    :raises NotFound, Invalid, Refused, Conflict, OpReused: see `frame.errors`.
    """
    act, data = ACTS[name], data if data is not None else {}
    entered = data.all() if isinstance(data, Given) else data
    fingerprint = op_hash_of(name, getattr(target, "pk", target), entered, files) if op_id else ""
    seen = getattr(target, "version", None)
    for last in (False, True):
        now = clock.now()
        today = clock.local(now).date()
        ctx = Ctx(actor, Warrant(), now, today, channel, op_id, occurred_on, device_at, quiet)
        try:
            with transaction.atomic():
                work = ctx.work = Work(ctx)
                outcome = perform(work, act, target, data, version, office, fingerprint, files)
                flush([work], quiet)
        except OperationalError as error:
            if not crossed(error):
                raise
            if last:
                raise faster() from error
            # What the failed try set must not be built upon, but what the user saw still counts.
            target, version = getattr(target, "pk", target), seen if version is None else version
        except (ActError, IntegrityError) as error:
            done = replay(actor, act, op_id, fingerprint) if op_id else None
            if done is None and isinstance(error, IntegrityError):
                raise contradicts() from error
            if done is None:
                raise
            return done
        else:
            return outcome
    raise AssertionError  # the second time returns or raises


def perform(
    work: Work, act: Act, target: Any, data: Mapping[str, Any] | Given, version: int | None,
    office: uuid.UUID | None, fingerprint: str, files: Mapping[str, Any] | None = None,
) -> Outcome:  # fmt: skip
    """Rights, form, guards and `do`; writes are collected in `work`."""
    ctx = work.ctx
    record = None if act.creates else fetched(act, target)
    if record is not None:
        ctx.warrant = allowed(act, ctx.actor, record, None, office)
    given = checked(act, ctx, record, data, files)
    if act.creates:
        place = getattr(given, act.at)
        ctx.warrant = allowed(act, ctx.actor, None, getattr(place, "path", place), office)
    refuse_state(act, record, version)
    asked = act.asks is not None and record is not None and not ctx.actor.is_system
    reason = act.asks(record, ctx.actor) if act.asks and asked else None
    if reason:
        raise Refused([reason if isinstance(reason, Refusal) else Refusal(reason)])
    refusals = objections(Asked(act, ctx.actor, record, given, ctx))
    if refusals:
        raise Refused(refusals)
    before = record.snapshot() if record is not None else {}
    ctx.facts = {}
    if record is None:
        at = len(work.inserts)
        result = act.run(given, ctx)
        created = result.record
        work.inserts.insert(at, created)
        if isinstance(created, Staged):
            if act.record.lifecycle and created.state not in act.record.lifecycle.first:
                raise ValueError(f"{act.name}: {created.state} is not a first state")
            work.stages.append((created, True))
        told_before, told_after = {}, told(created)
    else:
        result = act.run(record, given, ctx)
        staged = isinstance(record, Staged) and result.record is record
        if staged and act.record.lifecycle and record.state == before["state"]:
            record.state = act.record.lifecycle.end(act.name, before["state"], result.to)
        after = work.claim(record, before, act.starts())
        skip = untold(record)
        told_before = {n: plain(before.get(n)) for n in after if n not in skip}
        told_after = {n: plain(v) for n, v in after.items() if n not in skip}
    subject = result.record if record is None else record
    work.entries.append(entry_of(act, ctx, subject, told_before, told_after, fingerprint))
    entry = work.entries[-1][0]
    kind, ident = entry.subject_kind, entry.subject_id
    return Outcome(kind, ident, entry.id, result.record, result.words, result.goto)


def fetched(act: Act, target: Any) -> Any:
    """The record to act on; ids are looked up, unknown ones are NotFound."""
    if isinstance(target, models.Model):
        return target
    found = act.record._base_manager.filter(pk=target).first()
    if found is None:
        raise NotFound
    return found


def allowed(
    act: Act, actor: Actor, record: Any, path: str | None, office: uuid.UUID | None
) -> Warrant:
    """The warrant, or NotFound: what may not be done is as if it were not there."""
    if not act.roles and not act.relations and not act.anyone and not actor.is_system:
        raise NotFound
    warrant = may(actor, act, record, path=path if act.creates else None, office=office)
    if warrant is None:
        raise NotFound
    return warrant


def checked(act: Act, ctx: Ctx, record: Any, data: Any, files: Any) -> Given:
    """Entries through the act's form; every error names its field and the cure."""
    if isinstance(data, Given) or act.form is None:
        return data if isinstance(data, Given) else Given(data)
    takes_actor = hasattr(act.form, "takes_actor")
    form = act.form(data, files, **({"actor": ctx.actor, "record": record} if takes_actor else {}))
    if not takes_actor:
        for field in form.fields.values():
            plainly(field)
    if not form.is_valid():
        errors = ((n, words) for n, found in form.errors.items() for words in found)
        raise Invalid([Refusal(w, field=n if n != "__all__" else "") for n, w in errors], form)
    return Given(form.cleaned_data)


def refuse_state(act: Act, record: Any, version: int | None) -> None:
    """Stop early and plainly where state or version no longer fit."""
    if record is None:
        return
    if record.withdrawn_at is not None and act.word != "erase":  # deletion reaches all
        raise Refused([Refusal(_("This was withdrawn."), cure=_("Enter it anew if it is needed."))])
    if version is not None and version != record.version:
        cure = _("Look at the page as it is now, then decide.")
        raise Conflict([Refusal(_("Somebody changed this after you opened it."), cure=cure)])
    starts = act.starts()
    if starts is not None and record.state not in starts:
        cure = _("Look at what can be done now.")
        raise Refused([Refusal(_("This step does not fit the present state."), cure=cure)])


def as_system(follow: str, entry: Entry, run: Callable[[Ctx], None], quiet: bool = False) -> None:
    """Run a follow inside the caller's transaction as the system, under derived op ids."""
    now = clock.now()
    ctx = Ctx(SYSTEM, Warrant(), now, clock.local(now).date(), "system", derived(entry.id, follow),
              quiet=quiet)  # fmt: skip
    work = ctx.work = Work(ctx)
    run(ctx)
    if ctx.also:
        raise RuntimeError(f"{follow}: what a follow writes goes through an act (ctx.do)")
    flush([work], quiet)

"""What the replays send: entries, records, places and roles that a form alone cannot tell."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from doorstep.clocks.rules import ASKED, EXTENSION
from doorstep.closing.rules import first_of
from doorstep.frame.catalogues import forget
from doorstep.kit import clock
from doorstep.kit.deadline import PAUSED
from tests.every.world import World

Entries = dict[str, Any]
More = Callable[[World, Any, str], Entries]


def _patch(world: World, place: str) -> str:
    return str(world.new("places.covering", place, covering_kind="patch", state="published").pk)


def _tomorrow(days: int = 1) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def _clause(world: World, matter: Any) -> Entries:
    """A clause of the closed list, and the matter it is about."""
    world.new("frame.cataloguerow", catalogue="closing.clauses", code="nature", zh="蛙鸣")
    forget("closing.clauses")
    return {"clause": "nature", "about": str(matter.pk)}


def _drawable(world: World) -> Entries:
    """Something that ended last month, with a phone to call."""
    month = first_of(clock.today(), 1)
    world.new("matters.matter", "lake", state="closed", outcome="solved",
              ended_at=clock.start_of(month))  # fmt: skip
    return {"place": world.places["city"].path, "month": month.isoformat()}


def _asks(world: World, record: Any) -> Entries:
    record.unit = world.of_body("community_committee", "dong")
    record.save()
    return {}


def _dated(_world: World, record: Any) -> Entries:
    """A date that is to come, so that there is time to ask for."""
    record.due = clock.now() + timedelta(days=20)
    record.save()
    return {}


def _noted(world: World, record: Any, entry: str, **more: Any) -> Entries:
    """An entry of its clocks, as the act before would have made it."""
    world.new("clocks.clockevent", of_kind=record.kind, of=record.pk, entry=entry, stage="resolve",
              at=clock.now(), **more)  # fmt: skip
    record.clock_entries += 1
    return _dated(world, record)


def _time_asked(world: World, record: Any) -> Entries:
    record.time_asked = True
    return _noted(world, record, ASKED, value=1) | {"give": "yes"}


def _standing(world: World, record: Any) -> Entries:
    record.paused_until = clock.now() + timedelta(days=2)
    return _noted(world, record, PAUSED, reason="parts", until=record.paused_until)


def _a_part(world: World, record: Any, place: str) -> Entries:
    record.parent, record.depth = world.new("matters.matter", place, state="split", level=1), 1
    record.save()
    return {}


def _with_community(world: World, record: Any) -> str:
    """The community has it; the compound's body, that could take it on."""
    record.owner, record.level = world.of_body("community_committee", "dong"), 2
    record.save()
    return str(world.of_body("compound_body", "lake").pk)


def _offered(world: World, record: Any) -> Entries:
    _with_community(world, record)
    record.offered_to = world.of_body("compound_body", "lake")
    record.save()
    return {}


#: What the form alone does not tell: entries by act.
MORE: dict[str, More] = {
    "matters.split": lambda _w, _r, _p: {"parts": "一\n二"},
    "matters.merge": lambda w, _r, p: {"into": str(w.new("matters.matter", p).pk)},
    "matters.support": lambda w, _r, p: {
        "matter": str(w.new("matters.matter", p, category="stair_light").pk)},
    "matters.report": lambda _w, _r, _p: {"category": "stair_light", "text": "灯不亮"},
    "matters.receive": lambda _w, _r, _p: {"category": "stair_light", "text": "灯不亮"},
    "matters.ask": lambda _w, _r, _p: {"category": "stair_light", "text": "灯不亮"},
    "matters.recategorise": lambda _w, _r, _p: {"category": "parking_mess"},
    "matters.dispatch": lambda w, _r, _p: {"owner": str(w.of_body("street_office", "east").pk)},
    "matters.rule": lambda w, _r, _p: {"owner": str(w.of_body("street_office", "east").pk)},
    "matters.resolve": lambda _w, _r, _p: {"outcome": "solved"},
    "matters.ask_time": lambda w, r, _p: _dated(w, r) | {"what": EXTENSION, "value": "1"},
    "matters.give_time": lambda w, r, _p: _time_asked(w, r),
    "matters.resume": lambda w, r, _p: _standing(w, r),
    "matters.question": lambda w, r, _p: _dated(w, r),
    "matters.stage_done": lambda _w, _r, _p: {"stage": "stop"},
    "matters.drop": _a_part,
    "matters.offer_down": lambda w, r, _p: {"owner": _with_community(w, r)},
    "matters.take_down": lambda w, r, _p: _offered(w, r),
    "matters.decline_down": lambda w, r, _p: _offered(w, r),
    "people.appoint": lambda w, _r, p: {"role": "steward", "place": w.places[p].path},
    "people.go_away": lambda w, _r, p: {
        "office": str(w.new("people.office", p, role="steward").pk),
        "since": _tomorrow(), "until": _tomorrow(3)},
    "people.roster": lambda w, _r, _p: {
        "body": str(w.of_body("community_committee", "dong").pk),
        "ends_at": (clock.now() + timedelta(hours=8)).isoformat()},
    "people.open_account": lambda w, _r, p: {
        "person": str(w.new("people.office", p, role="steward").person_id)},
    "people.make_token": lambda _w, _r, _p: {"until": _tomorrow(30)},
    "people.move_in": lambda w, _r, _p: {"place": w.places["door"].path},
    "people.consent": lambda _w, _r, _p: {},
    "places.add": lambda _w, _r, _p: {"place_kind": "compound", "name": "新小区",
                                   "compound_kind": "walkup"},
    "places.move": lambda w, _r, _p: {"parent": w.places["nan"].path},
    "places.merge": lambda w, _r, _p: {"into": w.places["dong"].path},
    "places.rename": lambda _w, _r, _p: {"name": "新名"},
    "places.split": lambda w, _r, _p: {
        "children": [str(w.places["house"].pk)], "name": "新小区"},
    "places.build": lambda w, _r, _p: {"parent": w.places["lake"].path, "number": "9"},
    "places.add_compound": lambda _w, _r, _p: {"name": "新小区", "compound_kind": "walkup"},
    "places.emergency_declare": lambda _w, _r, _p: {},
    "places.parameter_set": lambda _w, _r, _p: {
        "key": "notice.quiet", "value": '["21:00", "07:30"]'},
    "places.uncover": lambda w, r, _p: {
        "part": w.new("places.coveringpart", "house", covering=r).path},
    "places.cover": lambda w, _r, _p: {"part": w.places["house2"].path},
    "frame.catalogue_add": lambda _w, _r, _p: {
        "catalogue": "people.titles", "zh": "新", "en": "new"},
    "panes.save_view": lambda _w, _r, _p: {"screen": "matters"},
    "panes.take": lambda _w, _r, _p: {"screen": "matters", "what": "export", "reason": "周例会用表",
                                   "rows": 1},
    "panes.share_view": lambda _w, _r, _p: {"role": "community_secretary"},
    "frontline.assign_patch": lambda w, _r, p: {"covering": _patch(w, p)},
    "frontline.key_give": lambda w, _r, p: {
        "person": str(w.new("people.office", p, role="steward").person_id)},
    "closing.propose": lambda w, _r, p: _clause(w, w.new("matters.matter", p)),
    "closing.decide": lambda _w, _r, _p: {"decision": "refused"},
    "closing.draw": lambda w, _r, _p: _drawable(w),
    "matters.consult": lambda w, _r, p: {
        "unit": str(w.new("people.body", p, handles=True, code="asked").pk)},
    "casework.reply_add": lambda _w, _r, _p: {
        "zh": "换灯", "words": "灯换好了", "acts": ["resolve"], "categories": [], "classes": []},
    "casework.reply_change": lambda _w, _r, _p: {
        "zh": "换灯", "words": "灯换好了", "acts": ["resolve"], "categories": [], "classes": []},
    "casework.give_answer": lambda w, r, _p: _asks(w, r),
    "doors.tell_view": lambda _w, _r, _p: {"when": "never"},
    "knots.take_up": lambda w, _r, _p: {
        "owner": str(w.of_body("community_committee", "dong").pk), "due_on": _tomorrow(30)},
    "routing.rule_add": lambda _w, _r, _p: {"categories": ["stair_light"], "owner": "property"},
    "routing.rule_change": lambda _w, _r, _p: {
        "categories": ["stair_light"], "order": "7", "owner": "property"},
    "routing.rule_move": lambda w, _r, _p: {"before": w.new("routing.rule", "", at="").code},
    "routing.rule_end": lambda _w, _r, _p: {"until": _tomorrow()},
    "notices.ask_code": lambda _w, _r, _p: {"phone": "13900002222"},
}  # fmt: skip
#: How the record has to be, by act.
WHERE: dict[str, Entries] = {
    "matters.unmerge": {"state": "merged"}, "matters.part": {"state": "merged"},
    "matters.rate": {"source": "portal"}, "matters.verify": {"source": "portal"},
    "matters.answer": {"intake": "question"}, "matters.note_down": {"intake": "report"},
    "matters.escalate": {"attempts": 1}, "matters.hear": {"heard": False, "voice": uuid.uuid4()},
    "matters.stage_done": {"category": "illegal_build"},
    "matters.release": {"marks": ["look"]}, "matters.rule": {"returned": 1},
    "closing.confirm": {"catalogue": "closing.clauses"},
    "casework.reply_change": {"catalogue": "casework.replies"},
    "casework.reply_end": {"catalogue": "casework.replies"},
    "frame.catalogue_change": {"catalogue": "closing.clauses"},
    "frame.catalogue_end": {"catalogue": "closing.clauses"},
    "places.emergency_lift": {"until": date(2024, 6, 10)},
    "people.end_office": {"role": "steward"}, "people.reopen_account": {"active": False},
}  # fmt: skip
#: Place, by act, where the usual home of the role will not do.
AT: dict[str, str] = {
    "matters.offer_down": "lake", "matters.take_down": "lake", "matters.decline_down": "lake",
    "places.add": "dong", "places.move": "lake", "places.merge": "nan", "places.split": "lake",
    "places.close": "door", "places.build": "lake", "places.add_compound": "dong",
    "people.register": "door", "people.move_in": "door", "people.move_out": "door",
}  # fmt: skip
#: The role that does it, where the first one may not by the act's own rules.
BY = {
    "matters.take_down": "compound_secretary",
    "matters.decline_down": "compound_secretary",
    "people.go_away": "community_secretary",
    "frame.catalogue_change": "city_od",
    "frame.catalogue_end": "city_od",
    "casework.reply_change": "city_dispatcher",
    "casework.reply_end": "city_dispatcher",
}
#: Acts whose way is proven elsewhere, each with the reason.
ELSEWHERE = {
    "matters.undo": "needs one's own last step: tests/casework/test_undo.py",
    "closing.object": "done on the page of the link: tests/closing/test_exclusions.py",
    "frontline.key_bind": "needs the badge's secret: tests/frontline/test_keys.py",
    "notices.check_code": "needs the code that was sent: tests/notices",
    "matters.unsupport": "needs the browser that said so: tests/doors/test_met.py",
    "matters.tell_me": "needs a confirmed phone in the session: tests/matters/test_support.py",
    "matters.give_back": "needs a unit and a rule: tests/matters/test_units.py",
    "knots.add_matters": "needs matters of its kind: tests/knots/test_campaigns.py",
    "knots.remove_matter": "needs a matter of its own: tests/knots/test_campaigns.py",
    "matters.rehear": "needs the line typed by the same person: tests/matters",
    "doors.ask_export": "asked on the page of a list only: tests/doors/test_second_person.py",
    "matters.leave_phone": "needs a confirmed phone in the session: tests/doors/test_portal.py",
    "people.change_password": "ends the session that did it: tests/people/test_offices.py",
    "frontline.release_patch": "needs a patch held: tests/frontline/test_stewards.py",
    "party.uncover": "needs a covering of its own: tests/party",
    "party.cover": "needs a covering of its own: tests/party",
    "party.found_org": "needs a tree of organisations: tests/party",
    "party.change_org": "needs a tree of organisations: tests/party",
    "places.add_group": "needs a village: tests/places",
}

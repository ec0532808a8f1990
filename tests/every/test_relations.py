"""A relation says the same in Python and in SQL, and a list shows what `may` allows (design §3)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doorstep.frame import Actor, may
from doorstep.frame.registry import kinds
from doorstep.frame.rights import NOBODY, RELATIONS, Office, visible_q
from doorstep.frame.run import do
from doorstep.panes.lists import Wanted, count_of, page_of
from doorstep.panes.screens import opens, visible
from doorstep.people.rules import ROLES
from tests.every import decide
from tests.every.world import PLACES, World

#: States in which a confidential matter or a complaint may be: (hidden_below, concerned at).
HIDDEN = ((0, ""), (2, "lake"), (3, "dong"), (4, "east"), (3, ""))


def pool(world: World) -> dict[str, list[Any]]:
    """Several records of every kind at several places, matters of all degrees of hiding."""
    found: dict[str, list[Any]] = {}
    for kind in kinds():
        if decide.ours(kind):
            found[kind] = [world.of(kind, place) for place in PLACES]
    for place in ("lake", "dong", "east"):
        for hidden, at in HIDDEN:
            found["matters.matter"].append(world.new(
                "matters.matter", place, hidden_below=hidden,
                concerned=(about := world.of_body("community_committee", at) if at else None),
                concerned_level=about.level if about else None,
                concerned_path=about.path if about else "",
                reporter_account=world.nobody().id if hidden == 3 else None,
                passed_on_by=found["people.person"][0].pk if hidden in (0, 3) else None,
            ))  # fmt: skip
    return found


def bodies(world: World) -> list[uuid.UUID]:
    """Bodies that may own or be complained about."""
    return [
        world.of_body(kind, place).pk
        for kind in ("unit", "community_committee") for place in ("lake", "dong", "east")
    ]  # fmt: skip


def actors(world: World, found: dict[str, list[Any]]) -> st.SearchStrategy[Actor]:
    """Random people: up to three posts anywhere, marks, one's own records."""
    paths = [world.places[name].path for name in PLACES]
    office = st.builds(
        lambda role, at, body: Office(uuid.uuid4(), role, (at,), body=body),
        st.sampled_from([*ROLES, "nothing"]), st.sampled_from(paths),
        st.none() | st.sampled_from(bodies(world)),
    )  # fmt: skip
    persons = [p.pk for p in found["people.person"]] + [s.person_id for s in found["people.stay"]]
    accounts = [a.pk for a in found["people.account"]] + [world.nobody().id]
    matter = found["matters.matter"][0]
    marks = st.sampled_from([
        {}, {"phone": matter.reporter_phone_index}, {"link": matter.token}, {"phone": "x"},
    ])  # fmt: skip
    return st.builds(
        lambda ident, person, posts, marked: Actor(ident, "某", tuple(posts), person, marked),
        st.none() | st.sampled_from(accounts), st.none() | st.sampled_from(persons),
        st.lists(office, max_size=3), marks,
    )  # fmt: skip


CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
#: For the seeded faults: no search for the smallest example.
QUICK = settings(CALM, max_examples=15, phases=(Phase.generate,))


def test_who_holds_an_office_finds_the_door_by_it() -> None:
    """A relation may rest on an office alone: then the screens of relations are open."""
    screen = next(s for s in decide.screens() if s.slug == "matters")
    post = Office(id=uuid.uuid4(), role="party_instructor", paths=(), body=uuid.uuid4())
    assert opens(Actor(None, "某", (post,)), screen)
    assert not opens(Actor(None, "某"), screen)


def test_a_relation_is_the_same_in_python_and_sql(world: World) -> None:
    """For random actors, every declared relation and every record."""
    found = pool(world)

    @CALM
    @given(actors(world, found))
    def same(actor: Actor) -> None:
        for (name, kind), relation in RELATIONS.items():
            if not decide.ours(kind):
                continue
            there = found[kind]
            by_hand = {r.pk for r in there if relation.holds(actor, r)}
            rows = kinds()[kind]._base_manager.filter(pk__in=[r.pk for r in there])
            by_sql = set(rows.filter(relation.q(actor)).values_list("pk", flat=True))
            assert by_hand == by_sql, (name, kind)

    same()


def test_the_maker_of_today_is_the_same_in_both(world: World) -> None:
    """`maker` rests on the trail: after an act both forms name who did it, and nobody else."""
    world.desks()
    actor, other = world.actor("grid_member", "dong"), world.actor("community_worker")
    done = do(
        actor,
        "matters.report",
        None,
        {"place": world.places["lake"].path, "category": "stair_light", "text": "灯不亮"},
    )
    relation = RELATIONS["maker", "matters.matter"]
    rows = kinds()["matters.matter"]._base_manager.all()
    for who, expected in ((actor, {done.id}), (other, set()), (NOBODY, set())):
        assert {r.pk for r in rows if relation.holds(who, r)} == expected
        assert set(rows.filter(relation.q(who)).values_list("pk", flat=True)) == expected


def test_what_is_listed_counted_and_allowed_is_the_same(world: World) -> None:
    """`visible` (SQL), `may` (Python), the pages of the list and its total say the same."""
    found = pool(world)

    @settings(QUICK, max_examples=8)
    @given(actors(world, found))
    def same(actor: Actor) -> None:
        for screen in decide.screens():
            rows = {r.pk: r for r in screen.rows(actor)}
            allowed = {pk for pk, r in rows.items() if may(actor, screen, r) is not None}
            listed = set(visible(actor, screen).values_list("pk", flat=True))
            assert listed == allowed, screen.slug
            page = page_of(screen, actor, Wanted(), 200)
            assert {r.pk for r in page.records} == listed, screen.slug
            assert page.total == len(listed) == count_of(screen, actor, Wanted(), 500), screen.slug
            if not opens(actor, screen):
                assert not listed, f"{screen.slug}: rows, but no door to them"

    same()


def test_a_filter_place_or_word_only_takes_away(world: World) -> None:
    """Whatever a list is asked for, it shows no row more."""
    pool(world)
    for actor in (world.actor("grid_member"), world.actor("street_dispatcher"), world.nobody()):
        for screen in decide.screens():
            listed = set(visible(actor, screen).values_list("pk", flat=True))
            asked = [Wanted(place=world.places[p].path) for p in ("city", "xi_", "gate", "lake")
                     if p in world.places]  # fmt: skip
            if screen.search:
                asked.append(Wanted(words="路灯"))
            asked += [
                Wanted(filters={name: (value,)})
                for name in screen.filters for value, _w in screen.choices(name, actor)[:4]
            ]  # fmt: skip
            for wanted in asked:
                shown = {r.pk for r in page_of(screen, actor, wanted, 200).records}
                assert shown <= listed, (screen.slug, wanted)


def test_never_beats_every_grant(world: World) -> None:
    """Each declared `never` takes the thing from everybody who stands so, whatever their posts."""
    every = tuple(
        Office(uuid.uuid4(), role, ("",)) for role in ROLES
    )  # fmt: skip
    for thing in (*decide.acts(), *decide.screens()):
        for name in thing.never:
            if (name, thing.kind) not in RELATIONS:
                continue
            record = world.new(thing.kind, "dong")
            actor = world.related(name, record)
            record.save()
            actor = replace(actor, offices=(*actor.offices, *every))
            assert may(actor, thing, record) is None, (thing, name)
            rows = kinds()[thing.kind]._base_manager.filter(pk=record.pk)
            assert not rows.filter(visible_q(actor, thing, thing.kind)).exists(), (thing, name)

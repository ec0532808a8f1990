"""The matter itself, and the counter its numbers come from."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from doorstep.frame import PathField, Personal, Placed, Record, Staged, private
from doorstep.matters.rules.life import (
    CLASSES,
    KINDS,
    LIFE,
    OUTCOMES,
    REQUEST,
    SAID_OF_IT,
    SOURCES,
)
from doorstep.panes.search import Searchable

HANDLING = "handle what was reported and tell the reporter"
BASIS = "PIPL art. 13(1)3; 依据待核"
#: Stands for no date where matters are put in order.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def pairs(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices whose words come from words.toml."""
    return [(code, code) for code in codes]


class Matter(Searchable, Placed, Staged, Record):
    """A matter (诉求): one thing somebody said that asks for help, a reply or attention."""

    lifecycle = LIFE
    personal = {
        "text": Personal(HANDLING, BASIS, 2, 3 * 365),
        "title": Personal(HANDLING, BASIS, 2, 3 * 365),
        "where": Personal(HANDLING, BASIS, 2, 3 * 365),
        "result": Personal("show what was done", BASIS, 2, 3 * 365),
        "reporter_name": Personal(HANDLING, BASIS, 2, 365),
        "reporter_account": Personal("show people their own matters", BASIS, 2, 365),
    }
    #: Two of these together may delete what the law asks to be deleted.
    erase_roles = ("city_dispatcher", "auditor")
    #: The token is the reporter's key: who reads an exported trail must not become the reporter.
    untold = ("words", "token")
    #: The next level that may correct or withdraw another's entry after 24 hours.
    amend_roles = ("community_secretary", "street_dispatcher")
    amend_never = ("below",)
    #: Kind, category and owner change by acts of their own, which tell the reporter; the reporter's
    #: words and phone are the reporter's.
    correctable = ("where", "reporter_name", "outside_number")
    #: What is hidden below some level keeps no place from closing: its number would tell of it.
    told_of_place = Q(hidden_below=0)
    words_from = ("number", "title", "text", "where")

    number = models.CharField(max_length=24, unique=True)
    intake = models.CharField(max_length=12, choices=pairs(KINDS), default=REQUEST)
    category = models.CharField(max_length=40)
    category_class = models.CharField(max_length=12, choices=pairs(CLASSES))
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    voice = models.UUIDField(null=True)
    #: Whether a person has typed the line that says what the voice note says.
    heard = models.BooleanField(default=True)
    #: Its path is asked, in `matter_path`; an index of its own would only be written.
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    #: The door or spot in the reporter's words, beside the place ("2单元门口").
    where = models.CharField(max_length=120, blank=True)

    source = models.CharField(max_length=16, choices=pairs(SOURCES))
    outside_number = models.CharField(max_length=48, blank=True)
    reporter_name = models.CharField(max_length=40, blank=True)
    #: The blind index beside `reporter_phone`; the field itself puts the column there.
    reporter_phone_index: str
    reporter_phone = private(
        purpose=HANDLING, basis=BASIS, level=2, retention=365, mask="phone", searchable=True,
        readers=("contacter",),
    )  # fmt: skip
    reporter_account = models.UUIDField(null=True)
    #: The reporter is kept even from those who handle it: wished so, or confidential by its kind.
    sealed = models.BooleanField(default=False)
    #: Who passed it on at the door for somebody else; volunteers keep sight of these (D4).
    passed_on_by = models.UUIDField(null=True)
    #: Opens the reporter's page without an account; dies when the matter is closed for good.
    token = models.CharField(max_length=32, unique=True)
    #: Why somebody should look: "place" (put to a larger one), "long" (shortened, the whole is a
    #: file), "category" (proposed from the words), "urgent" (sounds like an emergency), "look"
    #: (sounds like a complaint or something confidential: held until somebody has looked).
    marks = models.JSONField(default=list)
    #: Lowest level whose offices may see it: 0 all; higher for confidential matters and for
    #: complaints about a worker or organisation (dignity D5).
    hidden_below = models.PositiveSmallIntegerField(default=0)
    concerned = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, related_name="+", db_index=False
    )
    #: Level and place of a governing body that is concerned: its posts there never see it, in lists
    #: too, and these ask no other table.
    concerned_level = models.PositiveSmallIntegerField(null=True)
    concerned_path = PathField(blank=True)
    emergency = models.BooleanField(default=False)
    #: People who met the same, the reporter included.
    reach = models.PositiveIntegerField(default=1)

    owner = models.ForeignKey(  # type: ignore[assignment]  # shown, so no mere id (Staged)
        "people.Body", models.PROTECT, null=True, related_name="+", db_index=False
    )
    owner_person = models.UUIDField(null=True)
    top_level = models.PositiveSmallIntegerField(default=1)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", db_index=False
    )
    depth = models.PositiveSmallIntegerField(default=0)
    #: Of a part: when it counts as done (B5).
    done_when = models.CharField(max_length=200, blank=True)
    #: The highest level that sent it up: to that one and below it goes down only by acceptance.
    sent_up = models.PositiveSmallIntegerField(null=True)
    #: A lower body that is asked to take it on; owner and clock stay until it does.
    offered_to = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, related_name="+", db_index=False
    )
    #: The campaign (专项) it belongs to, by id: kept a floor above, written by `matters.bundle`.
    campaign = models.UUIDField(null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )

    begun_on = models.DateField()
    begun_at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    #: The date for orders: without one a matter comes last, and a list walks each place once.
    due_order = models.GeneratedField(
        expression=Coalesce("due", models.Value(NEVER, models.DateTimeField())),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    contact_due = models.DateTimeField(null=True)
    #: The reasons of the date, in words of both languages (kit.deadline).
    due_why = models.JSONField(default=dict)
    #: The date another system set; `due` is the sooner of it and our own.
    outside_due = models.DateTimeField(null=True)
    #: Its level on the first day: whose limit counts, wherever it goes later (R12).
    first_level = models.PositiveSmallIntegerField(default=1)
    #: Entries of its clocks (`clocks.ClockEvent`); a page of one without any asks for none.
    clock_entries = models.PositiveSmallIntegerField(default=0)
    #: The clock stands until then, if that is to come.
    paused_until = models.DateTimeField(null=True)
    #: Whether more time was asked for and nobody has decided yet.
    time_asked = models.BooleanField(default=False)
    #: When the next reminder goes out, and the moment of the last one that did.
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_level = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=pairs(OUTCOMES))
    result = models.TextField(blank=True)
    verdict = models.CharField(max_length=12, blank=True, choices=pairs(SAID_OF_IT))
    #: "reporter", "staff" or nobody: who said the verdict (verify by the reporter first).
    verdict_by = models.CharField(max_length=10, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: How often a unit gave it back; and when it was ruled in writing whose it is.
    returned = models.PositiveSmallIntegerField(default=0)
    ruled_at = models.DateTimeField(null=True)
    #: Notes on it and questions to other units ever (kept a floor above): a page of one without
    #: any asks for none; and how many questions wait for an answer now.
    remarked = models.PositiveSmallIntegerField(default=0)
    consulting = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # One index per level and order: a list page is a walk, never a sort (design §3).
        indexes = (
            [
                models.Index(
                    fields=[*column, "state", *category, "due_order", "id"],
                    name=f"matter_{name}{tail}",
                )
                for name, column in (
                    ("city", []),
                    ("st", ["at2"]),
                    ("co", ["at3"]),
                    ("cp", ["at4"]),
                    ("ow", ["owner"]),
                )
                for tail, category in (("", []), ("_cat", ["category"]))
            ]
            + [
                models.Index(fields=["at3", "begun_on"], name="matter_co_begun"),
                models.Index(fields=["at2", "begun_on"], name="matter_st_begun"),
                models.Index(fields=["path"], name="matter_path"),
                # As the indexes of places: who reports for others all day has thousands, and a walk
                # that finds no order there takes the whole city's.
                models.Index(
                    fields=["reporter_account", "state", "due_order", "id"],
                    name="matter_reporter",
                    condition=Q(reporter_account__isnull=False),
                ),
                models.Index(
                    fields=["passed_on_by", "state", "due_order", "id"],
                    name="matter_passed_on",
                    condition=Q(passed_on_by__isnull=False),
                ),
                models.Index(
                    fields=["at2", "due_order", "id"],
                    name="matter_emergency",
                    condition=Q(emergency=True),
                ),
            ]
            + [
                models.Index(
                    fields=["remind_at", "id"],
                    name="matter_remind",
                    condition=Q(remind_at__isnull=False),
                )
            ]
            + [
                # What most matters do not have is indexed where they have it: a report then
                # writes fewer pages.
                models.Index(
                    fields=[name], name=f"matter_{name}", condition=Q(**{f"{name}__isnull": False})
                )
                for name in ("concerned", "parent", "merged_into", "campaign")
            ]
            + [
                # The few that not everybody may see have walks of their own (relation "below").
                models.Index(
                    fields=["state", *category, "due_order", "id"],
                    name=f"matter_hidden{tail}",
                    condition=~Q(hidden_below=0),
                )
                for tail, category in (("", []), ("_cat", ["category"]))
            ]
        )
        #: What another system sent once is here once.
        constraints = [
            models.UniqueConstraint(
                fields=["source", "outside_number"],
                name="matter_outside",
                condition=~Q(outside_number="") & Q(withdrawn_at=None),
            )
        ]

    def when_erased(self) -> dict[str, Any]:
        """The reporter's link dies."""
        return {**super().when_erased(), "token": uuid.uuid4().hex}


class MatterCounter(models.Model):
    """The last number given on a day; numbers are given when a report is committed."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

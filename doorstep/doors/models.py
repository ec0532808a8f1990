"""What the doors keep: tables about people that wait for a second person's word."""

from __future__ import annotations

from django.db import models

from doorstep.frame import Lifecycle, Move, Personal, Placed, Record, Staged

EXPORTING = Lifecycle(
    states=("asked", "released", "refused"),
    first=("asked",),
    ended=("released", "refused"),
    moves=[
        Move("release_export", ("asked",), ("released",)),
        Move("refuse_export", ("asked",), ("refused",)),
    ],
)


class Export(Placed, Staged, Record):
    """A table with columns about people that somebody wants to take along (design §6).

    It is made anew, from what its maker may see then, when it is fetched: nothing lies about.
    """

    lifecycle = EXPORTING
    amendable = False  # a log
    #: No reason for a place to stay open.
    holds_place = False
    personal = {"reason": Personal("show why data left the system", "PIPL 51", 1, 3 * 365)}

    #: Account that asks, and the one that released or refused it.
    maker = models.UUIDField(db_index=True)
    second = models.UUIDField(null=True)
    #: The post under which it was asked for: whoever releases it reads who asks.
    office = models.UUIDField(null=True)
    screen = models.CharField(max_length=48)
    query = models.CharField(max_length=500, blank=True)
    form = models.CharField(max_length=8)
    #: What is called so on the page and is about people.
    about = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    #: The last moment at which it may be fetched.
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["path", "asked_at"], name="export_path"),
            models.Index(fields=["state", "asked_at"], name="export_state"),
        ]


class TableJob(models.Model):
    """A large table that a worker looks at or takes in, by the name of the file that lies aside.

    Leased as follows are: a worker that dies loses nothing, another goes on where it stopped. What
    was found lies beside the file and goes with it; here is nothing of its rows.
    """

    key = models.CharField(max_length=60, primary_key=True)
    account = models.UUIDField()
    name = models.CharField(max_length=48)
    sha256 = models.CharField(max_length=64)
    #: look (which columns) · try (what would happen) · take.
    step = models.CharField(max_length=8)
    mapping = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    language = models.CharField(max_length=12)
    #: waiting · running · done.
    state = models.CharField(max_length=8, default="waiting")
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="table_job_state")]

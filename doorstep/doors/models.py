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


class BulkJob(models.Model):
    """One act on many rows: which rows, as they were seen, and what became of each.

    The rows stand fixed from the moment at which they were shown. A worker is leased for it as for
    a table; each row's act has an id of its own, derived from the job's, so that twice is once.
    """

    #: The operation id of the form that was shown.
    id = models.UUIDField(primary_key=True)
    account = models.UUIDField(db_index=True)
    screen = models.CharField(max_length=48)
    act = models.CharField(max_length=64)
    #: The post under which it is done.
    office = models.UUIDField(null=True)
    #: What was entered once for all rows; emptied when it is done.
    given = models.JSONField(default=dict)
    language = models.CharField(max_length=12)
    #: shown · waiting · running · done · unwaiting · unrunning · undone.
    state = models.CharField(max_length=10, default="shown")
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="bulk_job_state")]


class BulkRow(models.Model):
    """One row of a bulk act: the record and version that were shown, and what came of it."""

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="rows")
    record = models.UUIDField()
    version = models.PositiveIntegerField()
    #: unfit (not possible when it was shown) · waits · done · refused · undone · kept (not undone).
    state = models.CharField(max_length=8)
    #: Why not, in the words of whoever asked.
    words = models.CharField(max_length=300, blank=True)
    #: The entry of the act that was done.
    entry = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "record"], name="bulk_row_once"),
        ]
        indexes = [models.Index(fields=["job", "state"], name="bulk_row_state")]


class ViewTelling(Record):
    """That a saved view tells of new rows, and when (`doors.acts.watching`)."""

    amendable = False  # set anew
    about_people = False
    view = models.UUIDField(unique=True)
    #: daily · at_once · never.
    mode = models.CharField(max_length=8)


class ViewWatch(models.Model):
    """A saved view that tells: of which account, when, and which rows it told of last.

    Which rows match depends on who looks, so each holder of the post has a line of their own.
    """

    view = models.UUIDField()
    account = models.UUIDField()
    #: Marks of the rows that matched when it was looked at last (the ends of their ids).
    known = models.JSONField(default=list)
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "account"], name="view_watch_once"),
        ]

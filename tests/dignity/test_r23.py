"""R5, R23: photos lose what they know of place and time; messages keep quiet hours, no receipts."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from doorstep.frame import NOBODY, do
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.notices.acts import deliver_due
from doorstep.notices.models import Notice
from doorstep.notices.rules import ASKED, EMERGENCY, NORMAL, SMS, URGENT, Quiet, leaves_at
from doorstep.panes.files import StoredFile
from tests.every import decide
from tests.every.world import World

NIGHT = Quiet.of(["21:00", "07:30"])


def photo() -> bytes:
    """A picture with camera, moment and coordinates in it."""
    made = Image.new("RGB", (64, 48), "red")
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "SECRETCAM", "2024:06:03 10:00:00"
    exif.get_ifd(0x8825)[2] = (31.0, 36.0, 12.0)
    file = io.BytesIO()
    made.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_photo_is_kept_without_exif(town: World) -> None:
    """R5: re-encoded; neither camera nor time nor place stay."""
    raw = photo()
    assert b"SECRETCAM" in raw
    done = do(NOBODY, "matters.ask", None,
              {"place": town.places["lake"].path, "category": "stair_light", "text": "灯不亮"},
              files={"photos": [SimpleUploadedFile("a.jpg", raw, "image/jpeg")]},
              channel="portal")  # fmt: skip
    stored = StoredFile.objects.get(owner_id=done.id)
    kept = stored.place.read_bytes()
    assert b"SECRETCAM" not in kept
    assert b"2024:06:03" not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert not dict(opened.getexif())


def test_no_form_demands_a_photo() -> None:
    """R5: photos are no proof of work: no act asks for one."""
    for act in decide.acts():
        for name, field in (act.form.base_fields if act.form else {}).items():
            if "photo" in name or "screenshot" in name or "voice" in name:
                assert not field.required, (act.name, name)


@pytest.mark.parametrize("hour", range(24))
def test_nothing_leaves_between_nine_and_half_past_seven(hour: int) -> None:
    """Except emergencies and a code that somebody waits for."""
    now = datetime.combine(clock.today(), time(hour, 10), clock.CITY).astimezone(UTC)
    for urgency in (NORMAL, URGENT):
        for channel in (SMS, "app"):
            local = clock.local(leaves_at(now, urgency, channel, NIGHT)).time()
            assert time(7, 30) <= local < time(21, 0), (hour, urgency, channel)
    for urgency in (EMERGENCY, ASKED):
        assert leaves_at(now, urgency, SMS, NIGHT) == now


def test_what_waits_for_the_digest_leaves_together(town: World) -> None:
    """Normal messages to a phone wait for one hour of the day, none before."""
    matter = town.new("matters.matter", "dong", level=2, reporter_phone="13900001111")
    secretary = town.actor("community_secretary")
    for word, data in (("accept", {}), ("contact", {"words": "明天来看"})):
        matter.refresh_from_db()
        do(secretary, f"matters.{word}", matter, data, version=matter.version)
    drain()
    moments = set(Notice.objects.filter(channel=SMS).values_list("due_at", flat=True))
    assert len(moments) == 1
    assert deliver_due() == 0


def test_one_digest_a_day_to_a_phone(town: World) -> None:
    """R23: one message a day to a phone, urgent ones apart."""
    test_what_waits_for_the_digest_leaves_together(town)
    with clock.at(clock.now() + timedelta(hours=8)):
        assert deliver_due() == 1


def test_nobody_learns_whether_a_message_was_read() -> None:
    """No read receipts: the only screen of messages is the addressee's, and it leaves no table."""
    for screen in decide.screens():
        if screen.kind == "notices.notice":
            assert not screen.roles
            assert screen.relations == ("addressee",)
            assert not screen.export

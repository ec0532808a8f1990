"""A matter lawfully deleted is nowhere: words, phone, photo, voice, parts, grade, messages.

Every word below stands nowhere else, so the whole database and MEDIA_ROOT can be searched for it.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from doorstep.frame import Actor, NotFound, do, seal
from doorstep.frame.erasing import erase
from doorstep.frame.follows import drain
from doorstep.matters.models import Attempt, Matter, Rating
from doorstep.notices.models import Notice
from doorstep.panes.files import StoredFile
from doorstep.people import rules as roles
from tests.frame import everywhere
from tests.frame.test_files import picture, sound

pytestmark = pytest.mark.django_db
PHONE = "13955550417"
WORDS = {
    "title": "wolkenbruch", "text": "zwiebelturm", "where": "hinterstube",
    "reporter_name": "迟暮云",
}  # fmt: skip
TRIED, PART, DONE, CONTACTED, GRADED = "kaltmamsell", "regenpfeifer", "ofenrohr", "dachs", "moor"
ALL = (*WORDS.values(), PHONE, TRIED, PART, DONE, CONTACTED, GRADED)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def matter(desks: SimpleNamespace, holder: Any, town: SimpleNamespace) -> Matter:
    """Reported with photo and voice, tried, divided, its parts settled, graded, told of."""
    secretary: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    data = {**WORDS, "place": town.lake.path, "category": "stair_light", "reporter_phone": PHONE}
    files = MultiValueDict({
        "photos": [SimpleUploadedFile("a.jpg", picture())],
        "voice": [SimpleUploadedFile("a.wav", sound())],
    })  # fmt: skip
    made = do(secretary, "matters.report", None, data, files=files).record
    do(secretary, "matters.attempt", made.pk, {"words": TRIED})
    do(secretary, "matters.contact", made.pk, {"words": CONTACTED})
    do(secretary, "matters.split", made.pk, {"parts": f"{PART} 1\n{PART} 2"})
    for part in Matter.objects.filter(parent=made):
        do(secretary, "matters.settle", part.pk, {"words": DONE})
    drain()
    reporter = Actor(None, marks={"link": made.token})
    do(reporter, "matters.verify", made.pk, {"verdict": "solved", "words": ""})
    do(reporter, "matters.rate", made.pk, {"grade": "good", "words": GRADED})
    drain()
    return Matter.objects.get(pk=made.pk)


def test_it_is_nowhere_after_two_persons_erased_it(
    matter: Matter, holder: Any, town: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    assert Rating.objects.count() == Attempt.objects.count() == 1
    assert StoredFile.objects.count() == len(everywhere.files()) == 2
    assert everywhere.where(*ALL) >= {
        "matters_matter", "matters_attempt", "matters_rating", "notices_notice", "frame_entrybody",
    }  # fmt: skip
    assert Notice.objects.exclude(phone_index="").exists()
    link = matter.token
    first, second = holder(roles.AUDITOR, town.city), holder(roles.CITY_CENTRE, town.city)
    with django_capture_on_commit_callbacks(execute=True):
        erase(matter, "PIPL 47", first, second)
    assert everywhere.where(*ALL, link) == set()
    assert everywhere.files() == []
    assert not Notice.objects.exclude(phone_index="").exists()
    kept = Matter.objects.get(pk=matter.pk)
    assert (kept.number, kept.state) == (matter.number, matter.state)  # it still counts
    assert (kept.reporter_phone, kept.reporter_phone_index) == (None, "")
    seal.seal_once(everything=True)
    assert seal.verify(seal.export()) == []


def test_who_handles_it_may_not_erase_it(
    matter: Matter, holder: Any, town: SimpleNamespace
) -> None:
    auditor, secretary = holder(roles.AUDITOR, town.city), holder(roles.STREET_LEADER, town.east)
    with pytest.raises(NotFound):
        erase(matter, "PIPL 47", auditor, secretary)

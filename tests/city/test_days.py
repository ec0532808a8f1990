"""The city can be founded on any day, and is the same on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from doorstep.doors.shell.founding.days import EVES
from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.matters.models import Matter
from tests.city.founded import DONGTANG, fingerprint, founded

#: A seat of a town with few compounds.
SMALL = "340181102001"
pytestmark = pytest.mark.django_db


def test_the_same_on_every_run(tmp_path: Path) -> None:
    prints = []
    for name in ("one", "two"):
        with founded(tmp_path / name, SMALL) as small:
            assert small.profile.compounds
            prints.append(fingerprint())
    assert prints[0] == prints[1]


#: Founds the small part in a process of its own and prints its fingerprint.
FOUND = """
import sys, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from tests.city.founded import DONGTANG, fingerprint, founded
call_command("migrate", verbosity=0)
with founded(Path(sys.argv[1]), sys.argv[2]):
    print(fingerprint())
"""


@pytest.mark.slow
def test_the_same_in_every_process(tmp_path: Path) -> None:
    """Whatever order the sets of a process have."""
    prints = set()
    for seed in ("1", "2"):
        home = tmp_path / seed
        home.mkdir()
        env = os.environ | {
            "PYTHONHASHSEED": seed, "DATABASE_URL": f"sqlite:///{home}/city.sqlite3",
            "DJANGO_SETTINGS_MODULE": "doorstep.settings",
        }  # fmt: skip
        command = [sys.executable, "-c", FOUND, str(home), DONGTANG]
        done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
        prints.add(done.stdout.split()[-1])
    assert len(prints) == 1


@pytest.mark.parametrize("today", [
    date(2027, 1, 1), date(2028, 2, 29), date(2026, 2, 16), date(2026, 10, 1), date(2025, 1, 28),
])  # fmt: skip
def test_any_day_will_do(tmp_path: Path, today: date) -> None:
    """New Year, leap day, the eve of the festival, National Day."""
    with founded(tmp_path, SMALL, today) as city:
        assert city.cut == []
        moments = Matter.objects.values_list("begun_at", flat=True)
        assert max(moments) < clock.now()
        assert any(clock.local(m).date() > today - timedelta(days=150) for m in moments)
        on_eves = [m for m in moments if clock.local(m).date() in EVES]
        assert len(on_eves) <= 3
        closings = Entry.objects.filter(act__in=("matters.resolve", "matters.settle"))
        weekend = [at for at in closings.values_list("at", flat=True)
                   if clock.local(at).weekday() == 6]  # fmt: skip
        assert len(weekend) < 0.1 * max(closings.count(), 1)

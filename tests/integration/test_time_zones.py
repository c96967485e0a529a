"""
The same plan on machines set to UTC, New York and Hà Nội, in the locales C and vi_VN, at every kind of hour.

What is compared is all that comes of it: sessions of forty days, running orders with their reasons, the board,
the calendar feed and every published file.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from itertools import product
from pathlib import Path

import pytest

from broadcaster.clock import ZONE, FixedClock, local
from broadcaster.services.commune import people, stagger, villages
from broadcaster.services.desk import Desk
from broadcaster.services.week import week, week_changes
from broadcaster.services.week.expected import expected
from broadcaster.services.week.week import Rule, WhenBoth
from broadcaster.services.week.week_changes import UNTIL_NOTICE, Change

HERE = Path(__file__).resolve()
MONDAY = date(2026, 6, 15)
EVERYWHERE = tuple(product(("UTC", "America/New_York", "Asia/Ho_Chi_Minh"), ("C", "vi_VN.UTF-8")))
FURTHEST = (("Asia/Ho_Chi_Minh", "vi_VN.UTF-8"), ("America/New_York", "C"))
MOMENTS = (
    ("2026-06-15T08:00:00+07:00", EVERYWHERE),
    ("2026-06-15T23:59:59+07:00", FURTHEST),
    ("2026-06-16T00:00:00+07:00", FURTHEST),
)
"""In the morning, and on both sides of midnight: then it is afternoon in UTC and noon in New York."""


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Vietnam's locale, made here where the machine has only its source."""
    made = tmp_path_factory.mktemp("locales")
    command = shutil.which("localedef")
    if command is None or not Path("/usr/share/i18n/locales/vi_VN").exists():
        pytest.skip("this machine cannot make Vietnam's locale")
    target = made / "vi_VN.UTF-8"
    subprocess.run([command, "-i", "vi_VN", "-f", "UTF-8", str(target)], check=True, capture_output=True)
    return made


@pytest.fixture
def home(aired_desk: Desk) -> Path:
    """A home with all that hangs on days: every weekday, nights, last days, lunar days, seconds, giving way."""
    admin = people.find(aired_desk, "quantri")
    for weekday in range(1, 8):
        week.add_rule(
            aired_desk, admin, Rule(f"Buổi ngày {weekday}", (weekday,), time(12, weekday), 10), MONDAY
        )
    night = Rule("Buổi khuya", (1, 3, 7), time(23, 50), 30, last_day=MONDAY + timedelta(days=20))
    week.add_rule(aired_desk, admin, night, MONDAY)
    early = Rule("Buổi sớm", (2, 4), time(0, 10), 5, village_ids=(1, 2))
    week.add_rule(aired_desk, admin, early, MONDAY + timedelta(days=1), WhenBoth.REPLACE)
    change = Change(2, None, MONDAY + timedelta(days=1), UNTIL_NOTICE, cancelled=True, only_on="mung_1_ram")
    week_changes.add_exception(aired_desk, admin, change)
    place = villages.view(aired_desk, 1, 3)
    stagger.change(aired_desk, admin, place.id, place.version, 30)
    aired_desk.store.close()
    return aired_desk.settings.home


def planned(home: Path, at: str, zone: str, language: str, locales: Path) -> tuple[str, str]:
    """Plan a copy of the home in a process of its own; return what the machine calls 1 January 1970, and the plan."""
    copy = home.parent / f"{zone}-{language}".replace("/", "-")
    shutil.copytree(home, copy)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(HERE.parents[2]),
        "TZ": zone,
        "LC_ALL": language,
        "LOCPATH": str(locales),
        "HOME": str(home.parent),
    }
    command = [sys.executable, str(HERE.with_name("plan_elsewhere.py")), str(copy), at]
    done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    return said["machine"], said["plan"]


@pytest.mark.parametrize(("at", "machines"), MOMENTS, ids=[at for at, _machines in MOMENTS])
def test_the_same_is_planned_and_published_wherever_the_machine_thinks_it_is(
    home: Path, locales: Path, at: str, machines: tuple[tuple[str, str], ...]
) -> None:
    found = [planned(home, at, zone, language, locales) for zone, language in machines]
    assert len({machine for machine, _plan in found}) == len(machines)
    assert len({plan for _machine, plan in found}) == 1
    plan = json.loads(found[0][1])
    assert plan["today"] == at[:10]
    assert plan["published"]
    assert any(one["name"] == "Buổi khuya" for one in plan["expected"])


def test_what_the_plan_of_that_home_says_is_right(aired_desk: Desk, home: Path) -> None:
    first, last = MONDAY, MONDAY + timedelta(days=21)
    with aired_desk.store.reading() as session:
        found = expected(session, 1, first, (last - first).days + 1).occurrences

    def days(name: str, village: int) -> list[int]:
        return [(one.day - MONDAY).days for one in found if (one.name, one.village_id) == (name, village)]

    for weekday in range(1, 8):
        assert days(f"Buổi ngày {weekday}", 1) == list(range(weekday - 1, 22, 7))
    nights = [0, 2, 6, 7, 9, 13, 14, 16, 20]  # Mondays, Wednesdays, Sundays, to the last day and with it
    assert days("Buổi khuya", 3) == nights
    assert days("Buổi khuya", 1) == [6, 13, 20]  # before a Tuesday or a Thursday it gives way
    assert days("Buổi sớm", 3) == []
    moons = {(date(2026, 6, 29) - MONDAY).days}
    assert set(range(22)) - set(days("Buổi chiều", 1)) == moons
    late = [local(one.starts_at) for one in found if (one.name, one.village_id) == ("Buổi khuya", 3)]
    assert [f"{one:%H:%M:%S}" for one in late] == ["23:50:00"] + ["23:50:30"] * 8


@pytest.mark.parametrize(("hour", "day"), [("23:59:59", MONDAY), ("00:00:00", MONDAY + timedelta(days=1))])
def test_a_day_begins_at_midnight_in_vietnam(
    aired_desk: Desk, clock: FixedClock, hour: str, day: date
) -> None:
    clock.at = datetime.combine(day, time.fromisoformat(hour), tzinfo=ZONE)
    assert aired_desk.today() == day

"""
A station that runs for many days in one process: every night its work, every day its pages, every week a bulletin.

Run by `test_aging.py` in a process of its own. Prints of each day how much memory it holds, in KiB, and how
many sounds and rows of speech it keeps.
"""

import gc
import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from broadcaster import scheduler
from broadcaster.bootstrap import open_desk
from broadcaster.clock import ZONE, FixedClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people
from broadcaster.services.desk import Desk
from broadcaster.store.tables import Speech
from broadcaster.web import create_app
from tests.conftest import PASSWORD
from tests.integration.bad_times.dying import made_once
from tests.integration.conftest import _approve
from tests.integration.web.browser import Person

PAGES = ("/", "/lich-phat", "/ban-tin", "/nhat-ky")
KEEP_DAYS = 7


def main(work: Path, days: int) -> None:
    """Let a home grow older day by day, from today on: its files are made today whatever its clock says."""
    made_once(_folder(work / "segments"))
    os.fsync = lambda _handle: None  # type: ignore[assignment] # nobody cuts the power here
    clock = FixedClock(datetime.now(ZONE).replace(hour=8))
    desk = _begin(work / "home", clock)
    app = create_app(desk)
    for day in range(days):
        if day % 7 == 0:
            _approve(desk, people.find(desk, "quantri"), people.find(desk, "duyet"), title=f"Tin tuần {day}")
        scheduler.act(desk)
        scheduler.better_voices(desk)
        scheduler.reconcile(desk)
        scheduler.take_old(desk)
        person = Person(app, "quantri")
        assert {person.get(page).status_code for page in PAGES} == {200}
        sys.stdout.write(json.dumps([_memory_kib(), *_kept(desk)]) + "\n")
        clock.at += timedelta(days=1)


def _begin(home: Path, clock: FixedClock) -> Desk:
    settings = Settings(home=home, engines=("silent",), horizon_days=1, keep_days=KEEP_DAYS)
    desk = open_desk(settings, clock)
    admin = people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", ("thôn Khe Mơ", "thôn Đồng Giữa")),
        people.NewPerson("quantri", "Quản", "", PASSWORD, (Role.ADMIN, Role.WRITER)),
    )
    people.add_person(desk, admin, people.NewPerson("duyet", "Trường", "", PASSWORD, (Role.APPROVER,)))
    return desk


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def _memory_kib() -> int:
    """Return what this process holds of the machine's memory."""
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _kept(desk: Desk) -> tuple[int, int]:
    sounds = sum(1 for _path in desk.settings.audio.rglob("*.mp3"))
    with desk.store.reading() as session:
        return sounds, session.scalar(select(func.count()).select_from(Speech)) or 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

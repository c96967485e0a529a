"""Leftovers of kills and power cuts."""

import os
from datetime import timedelta
from pathlib import Path

from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.upkeep.prune import prune


def leave(path: Path, desk: Desk, *, hours: int) -> Path:
    """Put a file there that was last changed so many hours ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = (desk.clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    os.utime(path.parent, (then, then))
    return path


def test_what_was_left_unfinished_yesterday_goes_and_todays_work_and_whole_files_stay(
    aired_desk: Desk,
) -> None:
    home = aired_desk.settings.home
    old = [
        leave(home / "audio" / "incoming" / "tmp1" / "joined.wav", aired_desk, hours=25),
        leave(home / "audio" / "segments" / "ab" / "ab.mp3.x1.part", aired_desk, hours=25),
        leave(home / "schedules" / "published" / "xa" / "thon" / "head.json.x2.part", aired_desk, hours=25),
        leave(home / ".broadcaster.backup-x3" / "broadcaster.db", aired_desk, hours=25),
    ]
    young = [
        leave(home / "audio" / "incoming" / "tmp4" / "joined.wav", aired_desk, hours=1),
        leave(home / "audio" / "programmes" / "cd" / "cd.mp3.x5.part", aired_desk, hours=1),
    ]
    whole = sorted(path for path in home.rglob("*") if path.is_file() and path.suffix in (".mp3", ".json"))
    for path in whole:
        os.utime(path, (0, 0))
    assert {one.path.name for one in prune(aired_desk).files} == {
        "tmp1", "ab.mp3.x1.part", "head.json.x2.part", ".broadcaster.backup-x3"
    }  # fmt: skip
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (*young, *whole))
    assert (home / "broadcaster.db").exists()
    assert (home / ".broadcaster-key").exists()
    assert publishing.publish(aired_desk, 1) == publishing.Published(0, 0)


def test_an_empty_home_has_nothing_to_tidy(desk: Desk) -> None:
    assert prune(desk).files == ()

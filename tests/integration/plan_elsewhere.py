"""
A home planned and published on a machine set somewhere in the world; what came of it, as JSON on standard output.

Run by `test_time_zones` as a process of its own, because a process takes its zone and its locale when it begins.
"""

import hashlib
import json
import locale
import sys
import time
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.services.outgoing import board, feeds, publishing
from broadcaster.services.plan import outlook
from broadcaster.services.week import week_changes
from broadcaster.services.week.expected import expected

DAYS = 40


def main(home: Path, at: str) -> None:
    """Plan and publish as a machine would that takes everything from its surroundings."""
    locale.setlocale(locale.LC_ALL, "")
    clock = FixedClock(datetime.fromisoformat(at))
    settings = replace(Settings(home=home), engines=("silent",), horizon_days=2)
    desk = open_desk(settings, clock)
    with desk.store.reading() as session:
        found = expected(session, 1, desk.today() - timedelta(days=1), DAYS)
    publishing.publish(desk, 1)
    said = {
        "today": desk.today(),
        "expected": [asdict(one) for one in found.occurrences],
        "decided": sorted((key, repr(order)) for key, order in outlook.decisions(desk, 1).items()),
        "board": [repr(one) for one in board.board(desk, 1, desk.today(), 3)],
        "exceptions": [repr(one) for one in week_changes.exceptions(desk, 1)],
        "calendar": hashlib.sha256(feeds.sessions(desk, 1)).hexdigest(),
        "published": {
            str(path.relative_to(settings.schedules)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(settings.schedules.rglob("*"))
            if path.is_file()
        },
    }
    plan = json.dumps(said, default=str, sort_keys=True).replace(str(home), "HOME")
    machine = f"{time.strftime('%A', time.localtime(0))} {time.tzname[0]}"
    json.dump({"machine": machine, "plan": plan}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

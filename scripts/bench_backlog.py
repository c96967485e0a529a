"""
Measure planning a commune with a backlog anew; `scripts/bench.py --plan` calls this.

What is timed is what a page and every reconcile step ask: everything read from the database, and every session of
seven days decided, with a reason for every bulletin that is in it or left out.
"""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench_home import NOW, province
from bench_row import Row
from environment import ROOT

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan import outlook

_VILLAGES, _BULLETINS, _DAYS, _PROMISE_SECONDS = 30, 200, 7, 1.0
_GREETING = "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}."
_HOW = "best of 3; read, planned and explained, after one publish; the naive way plans each village by itself"

Answer = TypeVar("Answer")


def bench_backlog() -> list[Row]:
    """Plan a commune of 30 villages and 200 approved bulletins again, for every village and for some each."""
    shuffled = random.Random(5)  # noqa: S311 # the same villages in every run, nothing secret
    return [
        _measured("every bulletin for every village", lambda _number: None),
        _measured(
            "every bulletin for 15 villages of its own, so that no two villages hear the same",
            lambda _number: sorted(shuffled.sample(range(1, _VILLAGES + 1), _VILLAGES // 2)),
        ),
    ]


def _measured(what: str, targets: Callable[[int], list[int] | None]) -> Row:
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        settings = Settings(home=Path(name), engines=("silent",), horizon_days=_DAYS - 1)
        desk = open_desk(settings, FixedClock(NOW))
        commune_id = province(desk, 0, _GREETING, _VILLAGES, _BULLETINS, targets)
        publishing.publish(desk, commune_id)
        ours, orders = _best(lambda: outlook.decisions(desk, commune_id))
        naive, _apart = _best(lambda: _each_alone(desk, commune_id))
        desk.store.close()
    said = sum(len(order.left_out) for order in orders.values())
    return Row(
        f"{_VILLAGES} villages × {_BULLETINS} bulletins re-planned for {_DAYS} days: {what}",
        f"{ours:.2f} s",
        f"{naive:.2f} s",
        _PROMISE_SECONDS / ours,
        1,
        f"{len(orders)} sessions, {said} reasons why not; {_HOW}; ratio is the promise over ours",
    )


def _each_alone(desk: Desk, commune_id: int) -> None:
    for village in range(1, _VILLAGES + 1):
        outlook.foresee(desk, commune_id, village_ids=[village])


def _best(task: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the shortest of three runs and what it gave."""
    took = []
    for _ in range(3):
        start = time.perf_counter()
        answer = task()
        took.append(time.perf_counter() - start)
    return min(took), answer

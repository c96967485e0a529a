"""
Measure planning and publishing for a whole province; `scripts/bench.py --plan` calls this.

    python bench_plan.py COMMUNES

Works in a process of its own (this file as a command), so that its memory is its own. The segments are cached:
bulletins, greetings and closing words are rows and files already, as on every day after the first.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench_home import NOW, province
from bench_row import Row
from environment import ROOT

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.services.outgoing import publishing

_SIZES = (1, 6, 18, 54)
_VILLAGES, _BULLETINS, _DAYS = 27, 20, 7
_SAME = f"{_VILLAGES} villages, 2 sessions of 15 min, {_DAYS} days and {_BULLETINS} bulletins a commune; segments cached"
_GREETING = (
    "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}. Mời bà con nghe chương trình buổi {buổi}."
)
_BY_NAME = (
    "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}. Mời bà con {thôn} nghe chương trình buổi {buổi}."
)
_PROMISE_SECONDS, _AGAIN_SECONDS, _PROMISE_MB = 120.0, 10.0, 500.0


@dataclass(frozen=True, slots=True)
class Took:
    """What publishing a province took, from nothing and again with nothing changed."""

    communes: int
    programmes: int
    different: int
    """Files of programmes: villages that hear the same share one."""
    seconds: float
    again_seconds: float
    again_files: int
    peak_mb: float


def bench_plan() -> list[Row]:
    """Publish provinces of growing size, each in a process of its own, and say what each took."""
    grown = [_in_a_process(size) for size in _SIZES]
    by_name, alone = _in_a_process(1, "by-name"), _in_a_process(1, "one-village")
    whole = grown[-1]
    return [
        _row(
            f"a province of {whole.communes} communes published from nothing",
            f"{whole.seconds:.1f} s",
            f"{_PROMISE_SECONDS:g} s (promise)",
            _PROMISE_SECONDS / whole.seconds,
            f"{_SAME}; {whole.programmes} sessions, {whole.different} different programmes; greetings do not name the village",
        ),
        _row(
            "the same again with nothing changed",
            f"{whole.again_seconds:.1f} s, {whole.again_files} files written",
            f"{_AGAIN_SECONDS:g} s, 0 files (promise)",
            0 if whole.again_files else _AGAIN_SECONDS / whole.again_seconds,
            "every head's signature and every list's digest proved, every session planned anew and compared",
        ),
        _row(
            "memory while publishing it",
            f"{whole.peak_mb:.0f} MB",
            f"{_PROMISE_MB:g} MB (promise)",
            _PROMISE_MB / whole.peak_mb,
            "peak resident memory of the whole process, its preparation included",
        ),
        _row(
            f"growth from 1 to {whole.communes} communes, seconds a commune",
            f"{whole.seconds / whole.communes:.2f} s",
            f"{grown[0].seconds:.2f} s (one commune)",
            grown[0].seconds * whole.communes / whole.seconds,
            "; ".join(
                f"{one.communes}: {one.seconds:.1f} s, again {one.again_seconds:.2f} s, {one.peak_mb:.0f} MB"
                for one in grown
            ),
            promise=0.5,
        ),
        _row(
            f"one commune of {_VILLAGES} villages that hear the same, beside a commune of one village",
            f"{grown[0].seconds:.2f} s",
            f"{_VILLAGES * alone.seconds:.1f} s ({_VILLAGES} times one village)",
            _VILLAGES * alone.seconds / grown[0].seconds,
            f"one village takes {alone.seconds:.2f} s; both make {alone.different} different programmes",
            promise=3,
        ),
        _row(
            "one commune whose greetings name every village",
            f"{by_name.seconds:.1f} s, {by_name.different} programmes",
            f"{grown[0].seconds:.1f} s, {grown[0].different} programmes (villages hear the same)",
            0,
            "the cost grows with different programmes: each is a file of its own",
            promise=0,
        ),
    ]


def _row(what: str, ours: str, naive: str, ratio: float, how: str, promise: float = 1) -> Row:
    return Row(what, ours, naive, ratio, promise, how)


def _in_a_process(size: int, *more: str) -> Took:
    command = [sys.executable, str(Path(__file__)), str(size), *more]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return Took(**json.loads(done.stdout.splitlines()[-1]))


def measure(communes: int, villages: int = _VILLAGES, *, by_name: bool = False) -> Took:
    """Publish a province twice."""
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        settings = Settings(home=Path(name), engines=("silent",), horizon_days=_DAYS - 1)
        desk = open_desk(settings, FixedClock(NOW))
        greeting = _BY_NAME if by_name else _GREETING
        found = [province(desk, number, greeting, villages, _BULLETINS) for number in range(communes)]
        start = time.perf_counter()
        done = [publishing.publish(desk, one) for one in found]
        first = time.perf_counter() - start
        start = time.perf_counter()
        again = [publishing.publish(desk, one) for one in found]
        second = time.perf_counter() - start
        different = sum(1 for _ in (settings.audio / "programmes").rglob("*.mp3"))
        desk.store.close()
    return Took(
        communes,
        sum(one.programmes for one in done),
        different,
        first,
        second,
        sum(one.files for one in again),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


if __name__ == "__main__":
    size = 1 if "one-village" in sys.argv else _VILLAGES
    print(json.dumps(asdict(measure(int(sys.argv[1]), size, by_name="by-name" in sys.argv))))

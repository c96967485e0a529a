"""One way of doing a thing, measured in a process of its own, so that no way is warm from another."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from environment import ROOT

_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Took:
    """What one way took: the best of its runs, the median, and its memory."""

    seconds: float
    median: float
    grew_mb: float | None
    """Highest memory over what libraries alone take; None where the system does not tell (but on Linux)."""
    peak_mb: float | None
    """Highest memory of the process, or of the largest program it started."""
    processor_s: float
    """Processor time of all runs, of this process and the programs it started."""
    result: float
    """What the way itself says: a length, a loudness."""


def in_a_process(script: str, way: str, *words: object) -> Took:
    """Run `script way words` with this Python and read what it took."""
    command = [sys.executable, script, way, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Took(**json.loads(done.stdout.splitlines()[-1]))


def timed(work: Callable[[int], float], times: int = 1) -> Took:
    """Do a piece of work some times, and say what it took."""
    before, runs, result, spent = memory_mb("VmRSS"), [], 0.0, _processor_s()
    for number in range(times):
        start = time.perf_counter()
        result = work(number)
        runs.append(time.perf_counter() - start)
    peak = memory_mb("VmHWM")
    grew = None if before is None or peak is None else peak - before
    highest = None if peak is None else max(peak, _children_mb())
    return Took(min(runs), statistics.median(runs), grew, highest, _processor_s() - spent, result)


def said(took: Took) -> None:
    """Hand the figures to the process that asked."""
    print(json.dumps(asdict(took)))


def memory_mb(what: str) -> float | None:
    """Read this process's memory, now (VmRSS) or at its highest (VmHWM)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith(what))
    return int(line.split()[1]) * 1024 / _MB


def _processor_s() -> float:
    return sum(os.times()[:4])


def _children_mb() -> float:
    """Return the highest memory of any program this process started and saw end."""
    import resource  # noqa: PLC0415 # Windows has none; there this is not called

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / _MB

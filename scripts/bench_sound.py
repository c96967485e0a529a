"""
Measure how a thirty-minute programme is assembled, ours beside pydub; `scripts/bench.py` calls this.

    python bench_sound.py WAY FOLDER

Each way works in a process of its own (this file as a command), so that neither is warm from the other nor
pays for its memory. The segments are made first and are not part of any figure.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench_row import Row
from environment import ROOT

_MINUTES = 30
_BULLETINS = 15
_PAUSE_MS = 500
_ROOM_MB = 50
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Took:
    """What one way took: the best of its runs, the median, and how far memory rose above the start."""

    seconds: float
    median: float
    grew_mb: float | None
    """None where the system does not tell (anything but Linux)."""
    length_s: float


def bench_splice() -> list[Row]:
    """Assemble the same segments both ways, and say what each took."""
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        folder = Path(name)
        _make_segments(folder)
        ours, naive = (_in_a_process(way, folder) for way in ("ours", "naive"))
    if abs(ours.length_s - naive.length_s) > 2:
        raise RuntimeError(f"The two ways made different programmes: {ours.length_s} s, {naive.length_s} s.")
    rows = [_time_row(ours, naive)]
    if ours.grew_mb is not None and naive.grew_mb is not None:
        rows.append(_memory_row(ours.grew_mb, naive.grew_mb))
    return rows


def _time_row(ours: Took, naive: Took) -> Row:
    return Row(
        f"assembling a {ours.length_s / 60:.1f}-minute programme from finished segments",
        f"{ours.seconds * 1000:.1f} ms",
        f"{naive.seconds:.1f} s",
        naive.seconds / ours.seconds,
        500,
        f"{_BULLETINS} bulletins with opening, separators, closing and pauses; wall time with the file synced to disk; "
        f"ours best of 9 in one fresh process (median {ours.median * 1000:.1f} ms), naive once: pydub decodes all, adds, exports MP3",
    )


def _memory_row(ours_mb: float, naive_mb: float) -> Row:
    return Row(
        "memory while assembling it",
        f"+{ours_mb:.1f} MB",
        f"+{naive_mb:.0f} MB",
        _ROOM_MB / max(ours_mb, 0.1),
        1,
        f"peak resident size of the process (VmHWM) over its size once libraries are loaded, without the ffmpeg that pydub starts; "
        f"ratio is the {_ROOM_MB} MB promised over ours",
    )


def _make_segments(folder: Path) -> None:
    """Make what a programme is made of: bulletins of equal length, from the tune that ships."""
    from broadcaster.files import copy_whole  # noqa: PLC0415 # as below
    from broadcaster.sound import AudioPart, SoundSettings, inspect_file, make_segment  # noqa: PLC0415 # needs the environment that bench.main has made sure of

    opening = ROOT / "audio" / "opening.mp3"
    times = round(_MINUTES * 60_000 / _BULLETINS / inspect_file(opening).duration_ms)
    made = make_segment([AudioPart(opening)] * times, folder / "bulletin0.mp3", SoundSettings())
    for number in range(1, _BULLETINS):
        copy_whole(made.path, folder / f"bulletin{number}.mp3")  # synced: no way pays for writing these


def _in_a_process(way: str, folder: Path) -> Took:
    command = [sys.executable, __file__, way, str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Took(**json.loads(done.stdout))


def _pieces(folder: Path) -> Iterator[Path | int]:
    """Lay out the programme: files, and pauses in milliseconds."""
    audio = ROOT / "audio"
    yield audio / "opening.mp3"
    for number in range(_BULLETINS):
        yield from (_PAUSE_MS, folder / f"bulletin{number}.mp3", _PAUSE_MS)
        yield audio / ("closing.mp3" if number == _BULLETINS - 1 else "separator.mp3")


def _ours(folder: Path) -> Took:
    from broadcaster.sound import Pause, splice  # noqa: PLC0415 # each way loads its own libraries only
    from broadcaster.units import Millis  # noqa: PLC0415 # as above

    pieces = [Pause(Millis(one)) if isinstance(one, int) else one for one in _pieces(folder)]
    return _timed(lambda out: splice(pieces, out).duration_ms / 1000, folder, times=9)


def _naive(folder: Path) -> Took:
    from pydub import AudioSegment  # noqa: PLC0415 # as above

    from broadcaster.sound import ffmpeg  # noqa: PLC0415 # as above

    AudioSegment.converter = ffmpeg.find()
    codec = None if shutil.which("ffprobe") else "mp3"  # pydub asks ffprobe unless it is told

    def assemble(out: Path) -> float:
        programme = AudioSegment.empty()
        for one in _pieces(folder):
            programme += (
                AudioSegment.silent(one, 44_100)
                if isinstance(one, int)
                else AudioSegment.from_file(one, format="mp3", codec=codec)
            )
        programme.export(out, format="mp3", bitrate="64k").close()
        return float(programme.duration_seconds)

    return _timed(assemble, folder, times=1)


def _timed(work: Callable[[Path], float], folder: Path, times: int) -> Took:
    before, runs, length_s = _memory_mb("VmRSS"), [], 0.0
    for number in range(times):
        start = time.perf_counter()
        length_s = work(folder / f"programme{number}.mp3")
        runs.append(time.perf_counter() - start)
    peak = _memory_mb("VmHWM")
    grew = None if before is None or peak is None else peak - before
    return Took(min(runs), statistics.median(runs), grew, length_s)


def _memory_mb(what: str) -> float | None:
    """Read this process's memory, now (VmRSS) or at its highest (VmHWM)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith(what))
    return int(line.split()[1]) * 1024 / _MB


if __name__ == "__main__":
    took = {"ours": _ours, "naive": _naive}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(asdict(took)))

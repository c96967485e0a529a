"""
Measure how a thirty-minute programme is assembled, ours beside pydub; `scripts/bench.py` calls this.

    python bench_sound.py WAY FOLDER

Each way works in a process of its own (this file as a command), so that neither is warm from the other nor
pays for its memory. The segments are made first and are not part of any figure.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench_process import Took, in_a_process, said, timed
from bench_row import Row
from environment import ROOT

_MINUTES = 30
_BULLETINS = 15
_PAUSE_MS = 500
_ROOM_MB = 50
_WHOLE_MB = 150


def bench_splice() -> list[Row]:
    """Assemble the same segments both ways, and say what each took."""
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        folder = Path(name)
        _make_segments(folder)
        ours, naive, hour, long = (
            in_a_process(__file__, way, folder) for way in ("ours", "naive", "hour", "long")
        )
    if abs(ours.result - naive.result) > 2:
        raise RuntimeError(f"The two ways made different programmes: {ours.result} s, {naive.result} s.")
    rows = [_time_row(ours, naive)]
    if ours.grew_mb is not None and naive.grew_mb is not None:
        rows.append(_memory_row(ours.grew_mb, naive.grew_mb))
    if hour.peak_mb is not None and long.peak_mb is not None:
        rows.append(_hour_row(hour, long))
    return rows


def _time_row(ours: Took, naive: Took) -> Row:
    return Row(
        f"assembling a {ours.result / 60:.1f}-minute programme from finished segments",
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


def _hour_row(hour: Took, long: Took) -> Row:
    peak_mb = max(hour.peak_mb or 0, long.peak_mb or 0)
    return Row(
        "memory for a 60-minute programme",
        f"{peak_mb:.0f} MB",
        f"{_WHOLE_MB} MB (promise)",
        _WHOLE_MB / peak_mb,
        1,
        f"whole resident size at its highest (not only the growth), of Python or of the largest ffmpeg it started: assembling "
        f"{hour.result / 60:.0f} minutes from segments {hour.peak_mb:.0f} MB; making one segment of {long.result / 60:.0f} minutes, "
        f"levelled, encoded and measured, {long.peak_mb:.0f} MB",
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
    return timed(lambda turn: splice(pieces, folder / f"ours{turn}.mp3").duration_ms / 1000, times=9)


def _hour(folder: Path) -> Took:
    """Assemble twice as much."""
    from broadcaster.sound import Pause, splice  # noqa: PLC0415 # as above
    from broadcaster.units import Millis  # noqa: PLC0415 # as above

    pieces = [Pause(Millis(one)) if isinstance(one, int) else one for one in _pieces(folder)] * 2
    return timed(lambda _turn: splice(pieces, folder / "hour.mp3").duration_ms / 1000)


def _long(folder: Path) -> Took:
    """Make one segment of an hour, as of a recording of a whole meeting."""
    from broadcaster.sound import AudioPart, SoundSettings, make_segment  # noqa: PLC0415 # as above

    parts = [AudioPart(folder / "bulletin0.mp3")] * (_BULLETINS * 2)
    return timed(lambda _turn: make_segment(parts, folder / "long.mp3", SoundSettings()).duration_ms / 1000)


def _naive(folder: Path) -> Took:
    from pydub import AudioSegment  # noqa: PLC0415 # as above

    from broadcaster.sound import ffmpeg  # noqa: PLC0415 # as above

    AudioSegment.converter = ffmpeg.find()
    codec = None if shutil.which("ffprobe") else "mp3"  # pydub asks ffprobe unless it is told

    def assemble(_turn: int) -> float:
        programme = AudioSegment.empty()
        for one in _pieces(folder):
            programme += (
                AudioSegment.silent(one, 44_100)
                if isinstance(one, int)
                else AudioSegment.from_file(one, format="mp3", codec=codec)
            )
        programme.export(folder / "naive.mp3", format="mp3", bitrate="64k").close()
        return float(programme.duration_seconds)

    return timed(assemble)


if __name__ == "__main__":
    said({"ours": _ours, "naive": _naive, "hour": _hour, "long": _long}[sys.argv[1]](Path(sys.argv[2])))

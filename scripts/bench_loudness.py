"""
Measure how the loudness of an hour is measured, ours beside pyloudnorm; `scripts/bench.py` calls this.

    python bench_loudness.py WAY FILE

pyloudnorm is no dependency of the project: where it is not installed, a line says so.
"""

import sys
import tempfile
import wave
from importlib.util import find_spec
from pathlib import Path

from bench_process import Took, in_a_process, said, timed
from bench_row import Row
from environment import ROOT

_MINUTES = 60


def bench_loudness() -> list[Row]:
    """Measure one WAV of an hour both ways."""
    with tempfile.TemporaryDirectory(dir=ROOT / "audio", prefix=".bench.") as name:
        file = _hour(Path(name))
        ours = in_a_process(__file__, "ours", file)
        naive = in_a_process(__file__, "naive", file) if find_spec("pyloudnorm") else None
    what = f"measuring the loudness of {_MINUTES} minutes"
    if naive is None:
        return [
            Row(what, _words(ours), "pyloudnorm is not installed", 0, 0, "pip install pyloudnorm to compare")
        ]
    how = "one WAV, 44.1 kHz mono 16 bit, read from disk; ours finds the true peak in the same run, pyloudnorm only loudness"
    return [Row(what, _words(ours), _words(naive), naive.seconds / ours.seconds, 0, how)]


def _words(took: Took) -> str:
    memory = "" if took.peak_mb is None else f", {took.peak_mb:.0f} MB"
    return f"{took.seconds:.1f} s{memory}, {took.result:.2f} LUFS"


def _hour(folder: Path) -> Path:
    """Write an hour of the tune that ships, as plain samples."""
    from broadcaster.sound import decode, pcm  # noqa: PLC0415 # needs the environment that bench.main has made sure of

    tune = b"".join(decode.samples(ROOT / "audio" / "opening.mp3"))
    whole = _MINUTES * 60 * 44_100 * pcm.WIDTH
    with pcm.writing(folder / "hour.wav", 44_100) as sound:
        for _ in range(-(-whole // len(tune))):
            sound.writeframesraw(tune)
    return folder / "hour.wav"


def _ours(file: Path) -> Took:
    from broadcaster.sound import measure  # noqa: PLC0415 # each way loads its own libraries only

    return timed(lambda _turn: float(measure(file).integrated))


def _naive(file: Path) -> Took:
    import numpy  # noqa: PLC0415, ICN001 # as above
    import pyloudnorm  # noqa: PLC0415 # as above

    def loudness(_turn: int) -> float:
        with file.open("rb") as opened, wave.open(opened) as sound:
            samples = numpy.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2") / 32_768
            return float(pyloudnorm.Meter(sound.getframerate()).integrated_loudness(samples))

    return timed(loudness)


if __name__ == "__main__":
    said({"ours": _ours, "naive": _naive}[sys.argv[1]](Path(sys.argv[2])))

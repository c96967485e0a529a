"""How loud sound is to people, and how high its true peaks are (ITU-R BS.1770)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Refused, Unavailable
from broadcaster.sound import ffmpeg
from broadcaster.units import Dbtp, Lufs

_LOUDNESS = ("aformat=sample_fmts=fltp:channel_layouts=mono|stereo", "ebur128=framelog=verbose")
_UPSAMPLED = ("aresample=192000", "aformat=sample_fmts=fltp:channel_layouts=mono|stereo")
_PEAK_METER = ("astats=measure_perchannel=none:measure_overall=Peak_level",)
_INTEGRATED = re.compile(r"I: +(-?[\d.]+) LUFS")
_RANGE = re.compile(r"LRA: +([\d.]+) LU")
_PEAK = re.compile(r"Peak level dB: (-?[\d.]+|-inf)")
_NOTHING = -70.0


class UnmeasurableAudio(Refused):
    """The sound is silent or too short to have a loudness."""

    def __init__(self) -> None:
        super().__init__(
            "Đoạn âm thanh im lặng hoặc ngắn hơn 0,4 giây nên không đo được độ to. "
            "Hãy nghe lại và chọn đoạn dài hơn, có tiếng."
        )


@dataclass(frozen=True, slots=True)
class Loudness:
    """The programme loudness and the highest true peak of a sound."""

    integrated: Lufs
    true_peak: Dbtp


@dataclass(frozen=True, slots=True)
class Rough:
    """What filters make of a sound, learnt faster than `Loudness`: the peak is the highest sample."""

    integrated: Lufs
    range_lu: float
    sample_peak_db: float


def measure(audio: Path) -> Loudness:
    """
    Measure the programme loudness and true peak of a whole file.

    Any rate, one or two channels, any format of `ffmpeg.FORMATS`. Nothing is written. Loudness is ffmpeg's
    `ebur128`. True peak is the highest sample after resampling to 192 kHz (4.35 times 44.1 kHz; the
    standard asks for 4 times 48 kHz) in floating point.

    Returns:
        Integrated loudness in LUFS to 0.1 and true peak in dBTP to 0.01. A mono file counts as one channel:
        the same speech in stereo measures 3 LU louder.

    Raises:
        UnmeasurableAudio: Silent throughout, or shorter than one 400 ms block. (ffmpeg prints -70.0 for
            both, even for a full-scale chime of 300 ms.)
        Unavailable: ffmpeg is missing, failed, or ran out of time.

    Reference:
        ITU-R BS.1770-4, Annex 1 and 2. Check: 997 Hz at full scale in one channel reads -3.0 LUFS
        (tests/unit/sound/test_loudness.py).
    """
    said = _said(audio, (*_LOUDNESS, *_UPSAMPLED, *_PEAK_METER))
    return Loudness(_integrated(said), Dbtp(_last(_PEAK, said)))


def measure_roughly(audio: Path, filters: Sequence[str]) -> Rough:
    """Measure what a file becomes behind filters, without writing it. Raises as `measure` does."""
    said = _said(audio, (*filters, *_LOUDNESS, *_PEAK_METER))
    return Rough(_integrated(said), _last(_RANGE, said), _last(_PEAK, said))


def _said(audio: Path, filters: Sequence[str]) -> str:
    words = ["-loglevel", "info", "-vn", *ffmpeg.source(audio), "-map", "0:a:0", "-af", ",".join(filters)]
    try:
        return ffmpeg.run([*words, "-f", "null", "-"])
    except ffmpeg.Failed as error:
        raise Unavailable(
            f"Không đo được độ to của tệp {audio.name} ({error}). Hãy nghe thử tệp; nếu tệp hỏng thì làm lại."
        ) from error


def _integrated(said: str) -> Lufs:
    loudness = _last(_INTEGRATED, said)
    if loudness <= _NOTHING:
        raise UnmeasurableAudio
    return Lufs(loudness)


def _last(pattern: re.Pattern[str], said: str) -> float:
    """Read a figure where it is said last: a filter that is set up anew reports on nothing first."""
    return round(float(pattern.findall(said)[-1]), 2)

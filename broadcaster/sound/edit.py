"""
Cutting and easing sound: the one module that uses pydub.

pydub holds what it works on in memory and opens files it does not close, so it is given blocks of samples
that were read here, never paths.
"""

import math
import warnings
from dataclasses import dataclass

from broadcaster.sound.pcm import WIDTH, Pcm

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Couldn't find ffmpeg", RuntimeWarning)  # it is never asked to use one
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

_FULL = 1 << 15
_QUIETEST_DB = -96.0
_SILENCE_BELOW_PEAK_DB = 48.0
_SILENCE_AT_MOST_DB = -50.0
_WINDOW_MS = 10
_HEAD_MS = 40
_TAIL_MS = 80
_EASE_MS = 5


@dataclass(frozen=True, slots=True)
class Level:
    """How strong 16-bit sound is."""

    peak: float
    """The highest sample, 0 to 1 of full scale."""
    rms_dbfs: float
    """Root mean square against a full-scale square wave; -96 for digital silence."""
    mean: float
    """Offset from zero, -1 to 1."""


class Meter:
    """Adds up the level of sound that comes in blocks."""

    def __init__(self) -> None:
        self.samples = 0
        self._peak, self._squares, self._sum = 0, 0.0, 0.0

    def add(self, block: bytes) -> None:
        """Count a block of samples."""
        sound, count = _sound(block, 1000), len(block) // WIDTH
        self.samples += count
        self._peak = max(self._peak, sound.max)
        self._squares += count * float(sound.rms) ** 2
        self._sum += count * sound.get_dc_offset()

    def level(self) -> Level:
        """Say how strong everything counted was."""
        rms = math.sqrt(self._squares / max(self.samples, 1)) / _FULL
        loud = max(20 * math.log10(rms), _QUIETEST_DB) if rms else _QUIETEST_DB
        return Level(min(self._peak / (_FULL - 1), 1.0), loud, self._sum / max(self.samples, 1))


def heard(pcm: Pcm) -> tuple[int, int]:
    """
    Find where the silence around a sound ends: first sample, and one past the last.

    Silence is what stays 48 dB below the sound's own peak (and below -50 dBFS); 40 ms before and 80 ms after
    are kept, because soft beginnings and endings of syllables are weaker than that. A file that is silent
    throughout gives (0, 0).
    """
    peak = max((_sound(block, pcm.rate_hz).max for block in pcm.blocks()), default=0)
    if not peak:
        return 0, 0
    threshold = min(20 * math.log10(peak / _FULL) - _SILENCE_BELOW_PEAK_DB, _SILENCE_AT_MOST_DB)
    ms = pcm.rate_hz / 1000
    start = _silent_before(pcm, threshold) - round(_HEAD_MS * ms)
    stop = pcm.samples - _silent_after(pcm, threshold) + round(_TAIL_MS * ms)
    return max(0, start), min(pcm.samples, stop)


def eased_in(block: bytes, rate_hz: int) -> bytes:
    """Let a block rise from silence within its first 5 ms, so that a cut does not click."""
    return bytes(_sound(block, rate_hz).fade_in(_EASE_MS).raw_data)


def eased_out(block: bytes, rate_hz: int) -> bytes:
    """Let a block fall to silence within its last 5 ms."""
    return bytes(_sound(block, rate_hz).fade_out(_EASE_MS).raw_data)


def _silent_before(pcm: Pcm, threshold: float) -> int:
    """Count the silent samples at the beginning, in windows of 10 ms, reading a second at a time."""
    silent = 0
    for block in pcm.blocks(size=pcm.rate_hz):
        here = _leading(block, pcm.rate_hz, threshold)
        silent += here
        if here < len(block) // WIDTH:
            break
    return silent


def _silent_after(pcm: Pcm, threshold: float) -> int:
    """Count the silent samples at the end, the same way backwards."""
    silent = 0
    while silent < pcm.samples:
        stop = pcm.samples - silent
        start = max(0, stop - pcm.rate_hz)
        block = b"".join(pcm.blocks(start, stop))
        here = _leading(bytes(_sound(block, pcm.rate_hz).reverse().raw_data), pcm.rate_hz, threshold)
        silent += here
        if here < stop - start:
            break
    return silent


def _leading(block: bytes, rate_hz: int, threshold: float) -> int:
    """Count the samples of silence a block begins with; all of them when it is silent throughout."""
    sound = _sound(block, rate_hz)
    silent_ms = detect_leading_silence(sound, threshold, _WINDOW_MS)
    return len(block) // WIDTH if silent_ms >= len(sound) else silent_ms * rate_hz // 1000


def _sound(block: bytes, rate_hz: int) -> AudioSegment:
    return AudioSegment(data=block, sample_width=WIDTH, frame_rate=rate_hz, channels=1)

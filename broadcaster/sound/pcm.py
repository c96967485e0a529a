"""Plain sound in WAV files, 16 bit and mono: what everything is turned into before it is worked on."""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broadcaster.units import Millis

WIDTH = 2
"""Bytes of a sample."""

_BLOCK_FRAMES = 1 << 16


@dataclass(frozen=True, slots=True)
class Pcm:
    """A WAV file of 16-bit mono sound: where its samples lie and how many are really there."""

    path: Path
    rate_hz: int
    samples: int
    offset: int

    @property
    def duration_ms(self) -> Millis:
        """How long the samples sound, to the nearest millisecond."""
        return Millis(round(self.samples * 1000 / self.rate_hz))

    def blocks(self, start: int = 0, stop: int | None = None, size: int = _BLOCK_FRAMES) -> Iterator[bytes]:
        """Read the samples from `start` to before `stop`, in blocks of at most `size` samples."""
        left = (self.samples if stop is None else stop) - start
        with self.path.open("rb") as file:
            file.seek(self.offset + start * WIDTH)
            while left > 0 and (block := file.read(min(left, size) * WIDTH)):
                left -= len(block) // WIDTH
                yield block


def opened(path: Path) -> Pcm | None:
    """
    Look into a WAV file.

    Returns:
        None when it is no WAV, or not 16-bit mono. A header that promises more than is there (a stream's, or
        one cut short) is not believed: the samples in the file are counted.
    """
    with path.open("rb") as file:
        try:
            with wave.open(file) as sound:
                if (sound.getnchannels(), sound.getsampwidth(), sound.getcomptype()) != (1, WIDTH, "NONE"):
                    return None
                rate, promised = sound.getframerate(), sound.getnframes()
        except (wave.Error, EOFError):
            return None
        offset = file.tell()
        there = (file.seek(0, 2) - offset) // WIDTH
    return Pcm(path, rate, min(promised, there), offset)


@contextmanager
def writing(path: Path, rate_hz: int) -> Iterator[wave.Wave_write]:
    """Open a new WAV file of 16-bit mono sound for writing."""
    with path.open("wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(WIDTH)
        sound.setframerate(rate_hz)
        yield sound

"""
A voice that says nothing: it hums one note for each syllable, at once and always the same, for tests.

It is no silence, because silence must be refused on its way to the air. The note comes from the text, so
different texts make different sound.
"""

import hashlib
import math
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech.check import syllables
from broadcaster.speech.engine import Manner, Readiness
from broadcaster.speech.facts import Means

_RATE_HZ = 22050
_AMPLITUDE = 0.2 * 32767
_SYLLABLE_MS = 280
_SOUNDING = 0.8
"""Of a syllable; the rest is the gap before the next."""


class Silent:
    """The humming voice."""

    name = "silent"

    def version(self) -> str:
        """Return the version of the hum."""
        return "1"

    def readiness(self) -> Readiness:
        """Say that it is ready; it needs nothing."""
        return Readiness(ready=True, reason="không đọc chữ, chỉ ngân một nốt để thử")

    def syllable_ms(self, manner: Manner) -> float:  # noqa: ARG002 # it hums at one speed
        """Return the length of one note."""
        return _SYLLABLE_MS

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:  # noqa: ARG002 # as above
        """
        Hum every text into a WAV file, 16 bit and mono.

        Raises:
            Unavailable: The disk is full.
        """
        paths = [folder / f"{number:04}.wav" for number in range(len(texts))]
        try:
            for text, path in zip(texts, paths, strict=True):
                _write(path, _note(text) * max(1, syllables(text)[0]))
        except OSError as error:
            raise Unavailable(disk_sentence(folder, error)) from error
        return paths


def make(name: str, means: Means) -> Silent:  # noqa: ARG001 # the shape of every engine's maker
    """Make the engine; it needs nothing."""
    return Silent()


def _note(text: str) -> bytes:
    """Return one syllable's note, eased in and out, its pitch between 160 and 320 Hz by the text."""
    pitch_hz = 160 + hashlib.sha256(text.encode("utf-8", "replace")).digest()[0] * 160 / 256
    length = _RATE_HZ * _SYLLABLE_MS // 1000
    sounding = int(length * _SOUNDING)
    turn = 2 * math.pi * pitch_hz / _RATE_HZ
    wavy = (
        round(_AMPLITUDE * math.sin(turn * n) * math.sin(math.pi * n / sounding)) for n in range(sounding)
    )
    return array("h", wavy).tobytes() + bytes(2 * (length - sounding))


def _write(path: Path, samples: bytes) -> None:
    with path.open("wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE_HZ)
        sound.writeframes(samples)

"""Sound made for tests: known length, known level, nothing recorded."""

import math
from array import array
from collections.abc import Iterable
from pathlib import Path

from broadcaster.sound import decode, ffmpeg, pcm

RATE_HZ = 22_050


def wav(path: Path, samples: Iterable[float], rate_hz: int = RATE_HZ) -> Path:
    """Write samples between -1 and 1."""
    with pcm.writing(path, rate_hz) as sound:
        sound.writeframes(array("h", (round(32_767 * sample) for sample in samples)).tobytes())
    return path


def sine(seconds: float, hz: float = 440, peak: float = 0.5, rate_hz: int = RATE_HZ) -> list[float]:
    return [
        peak * math.sin(math.tau * hz * number / rate_hz + 0.3) for number in range(round(seconds * rate_hz))
    ]


def silent(seconds: float, rate_hz: int = RATE_HZ) -> list[float]:
    return [0.0] * round(seconds * rate_hz)


def babble(seconds: float, peak: float = 0.3, rate_hz: int = RATE_HZ) -> list[float]:
    """Something like speech: a voice of many harmonics in four syllables a second."""
    made = []
    for number in range(round(seconds * rate_hz)):
        time = number / rate_hz
        phase = math.tau * (140 * time + 2 * math.sin(math.tau * 0.7 * time))
        syllable = math.sin(math.pi * ((4 * time) % 1)) ** 2 * (0.6 + 0.4 * math.sin(math.tau * 0.4 * time))
        voice = sum(math.sin(times * phase) / times for times in (1, 2, 3, 5, 8, 13))
        made.append(peak * syllable * voice / 1.8)
    return made


def converted(source: Path, out: Path, *words: str) -> Path:
    """Let ffmpeg write a file in another format, named by its ending."""
    ffmpeg.run(["-loglevel", "error", *ffmpeg.source(source), *words, ffmpeg.place(out)])
    return out


def heard(path: Path) -> "array[int]":
    """Decode a file to 16-bit samples at 44.1 kHz."""
    samples = array("h")
    samples.frombytes(b"".join(decode.samples(path)))
    return samples


def peak_db(samples: Iterable[int]) -> float:
    highest = max(map(abs, samples), default=0)
    return 20 * math.log10(highest / 32_768) if highest else -math.inf


def files_in(folder: Path) -> list[str]:
    """Name everything below a folder, hidden things too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))

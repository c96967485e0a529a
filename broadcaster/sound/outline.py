"""The outline of a sound, for a page to draw: how strong it is along its time."""

from collections.abc import Iterator
from pathlib import Path

from broadcaster.sound import pcm
from broadcaster.sound.decode import samples
from broadcaster.sound.edit import Meter
from broadcaster.units import Millis

_RATE_HZ = 8_000
"""Enough for a picture: a stronger sound is seen as stronger at any rate."""


def outline(path: Path, duration: Millis, points: int) -> list[int]:
    """
    Measure the highest sample in equal stretches of a sound.

    Args:
        path: Any file of sound of ours.
        duration: How long it sounds.
        points: How many stretches.

    Returns:
        For each stretch 0 (silent) to 100 (full scale). What is longer than said falls into the last.

    Raises:
        UndecodableAudio: The file is missing or is no sound.
        Unavailable: ffmpeg is missing or ran out of time.
    """
    stretch = max(1, -(-duration * _RATE_HZ // (1000 * points)))
    found = [_peak(block) for block in _stretches(samples(path, _RATE_HZ), stretch * pcm.WIDTH)]
    return [*found[: points - 1], max(found[points - 1 :], default=0)] if len(found) >= points else found


def _stretches(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Cut what comes into equal pieces; the last may be shorter."""
    rest = b""
    for block in blocks:
        data = rest + block
        end = len(data) - len(data) % size
        for start in range(0, end, size):
            yield data[start : start + size]
        rest = data[end:]
    if len(rest) >= pcm.WIDTH:
        yield rest[: len(rest) - len(rest) % pcm.WIDTH]


def _peak(block: bytes) -> int:
    meter = Meter()
    meter.add(block)
    return round(100 * meter.level().peak)

"""What a file of sound really holds, learnt by decoding it to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from broadcaster.sound import pcm
from broadcaster.sound.decode import UndecodableAudio, samples
from broadcaster.sound.edit import Meter
from broadcaster.sound.house import RATE_HZ
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Examined:
    """The length and strength of a sound, taken as one channel."""

    duration_ms: Millis
    """Of what was decoded, whatever a header says."""
    peak: float
    """The highest sample, 0 to 1 of full scale."""
    rms_dbfs: float
    """Root mean square against a full-scale square wave; -96 for digital silence."""
    mean: float
    """Offset from zero, -1 to 1; about 0 in sound that is well."""


def examine(path: Path) -> Examined:
    """
    Decode a file to its end and say how long and how strong it is.

    16-bit mono WAV files, as voices make them, are read as they are; anything else is decoded to 44.1 kHz.

    Raises:
        UndecodableAudio: The file is missing or empty, or holds no sound that can be read.
        Unavailable: ffmpeg is missing or ran out of time.
    """
    if not path.is_file() or not path.stat().st_size:
        raise UndecodableAudio(path.name)
    plain = pcm.opened(path)
    if plain is not None:
        return _counted(plain.blocks(), plain.rate_hz, path)
    return _counted(samples(path), RATE_HZ, path)


def _counted(blocks: Iterable[bytes], rate_hz: int, path: Path) -> Examined:
    meter, rest = Meter(), b""
    for block in blocks:
        data = rest + block
        whole = len(data) - len(data) % pcm.WIDTH
        meter.add(data[:whole])
        rest = data[whole:]
    if not meter.samples:
        raise UndecodableAudio(path.name)
    level = meter.level()
    return Examined(Millis(round(meter.samples * 1000 / rate_hz)), level.peak, level.rms_dbfs, level.mean)

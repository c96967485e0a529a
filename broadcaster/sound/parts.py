"""What segments and programmes are made of, and how they are to sound."""

from dataclasses import dataclass, field
from pathlib import Path

from broadcaster.errors import Refused
from broadcaster.sound.house import BIT_RATES
from broadcaster.units import Dbtp, Lufs, Millis, Sha256


@dataclass(frozen=True, slots=True)
class AudioPart:
    """A file with sound, in any format and rate."""

    path: Path


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of this length."""

    ms: Millis


Part = AudioPart | Pause


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """
    How every segment of a commune is to sound.

    Raises:
        Refused: The bit rate is not one of the house form's.
    """

    target: Lufs = field(default=Lufs(-16.0))
    peak_ceiling: Dbtp = field(default=Dbtp(-1.5))
    kbps: int = 64
    horn_filter: bool = False
    """Whether to shape the sound for horn loudspeakers: 300 Hz to 6.5 kHz, with presence at 2.8 kHz."""

    def __post_init__(self) -> None:
        if self.kbps not in BIT_RATES:
            raise Refused(
                f"Tốc độ MP3 {self.kbps} kbit/giây không dùng được. Hãy đặt mp3_kbps là 64, 96 hoặc 128."
            )


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished piece of sound in house form, at the target's loudness, named by its content."""

    path: Path
    sha256: Sha256
    duration_ms: Millis
    loudness: Lufs
    true_peak: Dbtp

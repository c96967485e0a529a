"""A segment once more: at another bit rate, or shaped for horn loudspeakers, and not a frame longer."""

import tempfile
from pathlib import Path

from broadcaster.files import digest_of, whole_file
from broadcaster.sound import house, pcm
from broadcaster.sound.decode import as_wav
from broadcaster.sound.level import finish
from broadcaster.sound.parts import Segment, SoundSettings

_DELAY_SAMPLES = 576 + 529 + 219
"""What LAME, a decoder, and the limiter that looks 5 ms ahead put before a sound; without it nothing moves."""


def make_rendition(segment: Path, out: Path, settings: SoundSettings) -> Segment:
    """
    Make a finished segment again in other settings, at the target's loudness.

    It has as many frames as the segment and everything sounds at the same place, so that a programme of
    renditions is as long as was planned.

    Raises:
        NotHouseForm: The file is no segment.
        StubbornAudio: Target and ceiling cannot both be kept in this shape.
        Unavailable: ffmpeg is missing or failed, or the disk is full.
    """
    frames = house.inspect_file(segment).frames
    with whole_file(out) as encoded, tempfile.TemporaryDirectory(prefix=".making.", dir=out.parent) as folder:
        loudness = finish(_without_delay(segment, Path(folder)), encoded, settings)
        data = house.fitted(encoded.read_bytes(), frames)  # what is cut off or put on is silence
        encoded.write_bytes(data)
    return Segment(out, digest_of(data), house.length_of(frames), loudness.integrated, loudness.true_peak)


def _without_delay(segment: Path, folder: Path) -> Path:
    whole, cut = as_wav(segment, folder / "whole.wav"), folder / "cut.wav"
    with pcm.writing(cut, whole.rate_hz) as sound:
        for block in whole.blocks(_DELAY_SAMPLES):
            sound.writeframesraw(block)
    return cut

"""Finished pieces: parts joined, brought to the one loudness, encoded once."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from broadcaster.files import digest_of, whole_file
from broadcaster.sound import house
from broadcaster.sound.join import join
from broadcaster.sound.level import finish
from broadcaster.sound.loudness import UnmeasurableAudio
from broadcaster.sound.parts import Part, Segment, SoundSettings

_SHORTEST_MS = 400


def make_segment(parts: Sequence[Part], out: Path, settings: SoundSettings) -> Segment:
    """
    Make one segment in house form at the settings' loudness.

    Silence around each part is cut off (40 ms are kept before, 80 ms after), so pauses are as long as asked.
    The finished MP3 is decoded and measured: within 0.5 LU of the target, true peak not above the ceiling.
    `out` exists only when all that holds.

    Args:
        parts: Files in any format and rate, and pauses, in order.
        out: Where the segment is written; temporary files lie in the same folder meanwhile.
        settings: Loudness, ceiling, bit rate, filter.

    Raises:
        UnmeasurableAudio: Less than 400 ms of sound, or silence only.
        StubbornAudio: Single clicks that cannot be brought to the target.
        UndecodableAudio: A part is no sound that can be read.
        Unavailable: ffmpeg is missing or failed, or the disk is full.
    """
    with whole_file(out) as encoded, tempfile.TemporaryDirectory(prefix=".making.", dir=out.parent) as folder:
        joined, heard = join(parts, Path(folder))
        if heard * 1000 < _SHORTEST_MS * joined.rate_hz:
            raise UnmeasurableAudio
        loudness = finish(joined.path, encoded, settings)
        data = encoded.read_bytes()
        facts = house.inspect(data)
    return Segment(out, digest_of(data), facts.duration_ms, loudness.integrated, loudness.true_peak)

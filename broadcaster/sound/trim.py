"""A stretch of a sound made a segment of its own."""

import tempfile
from pathlib import Path

from broadcaster.errors import Refused, Unavailable
from broadcaster.files import disk_sentence, make_folder
from broadcaster.sound import pcm
from broadcaster.sound.decode import as_wav
from broadcaster.sound.parts import AudioPart, Segment, SoundSettings
from broadcaster.sound.segment import make_segment
from broadcaster.units import Millis


def trim(source: Path, start: Millis, stop: Millis, out: Path, settings: SoundSettings) -> Segment:
    """
    Make a segment of what sounds between two moments, with the silence around it cut and its loudness anew.

    Args:
        source: A sound of ours, any format and rate.
        start: Where it begins; before the beginning is the beginning.
        stop: Where it ends; past the end is the end.
        out: Where the segment is written; it exists only when it is whole.
        settings: Loudness, ceiling, bit rate.

    Raises:
        Refused: Nothing lies between the two moments, or only silence, or less than 400 ms.
        Unavailable: ffmpeg is missing or failed, or the disk is full.
    """
    if stop <= start:
        raise Refused("Điểm kết thúc phải sau điểm bắt đầu. Hãy chọn lại hai điểm cắt.")
    try:
        make_folder(out.parent)
        with tempfile.TemporaryDirectory(prefix=".trimming.", dir=out.parent) as folder:
            whole = as_wav(source, Path(folder, "whole.wav"))
            part = _part(whole, start, stop, Path(folder, "part.wav"))
            return make_segment([AudioPart(part)], out, settings)
    except OSError as error:
        raise Unavailable(disk_sentence(out.parent, error)) from error


def _part(sound: pcm.Pcm, start: Millis, stop: Millis, out: Path) -> Path:
    first, after = (min(max(0, at * sound.rate_hz // 1000), sound.samples) for at in (start, stop))
    with pcm.writing(out, sound.rate_hz) as sink:
        for block in sound.blocks(first, after):
            sink.writeframesraw(block)
    return out

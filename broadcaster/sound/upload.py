"""
Sound from strangers: looked at, decoded within limits, made anew; nothing of the file itself is kept.

The format is told by content and fixed for ffmpeg, which may open this one file and no network. What comes
out is counted as it comes, so that a small file that unpacks without end is stopped where the limit is.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Refused, Unavailable
from broadcaster.files import disk_sentence
from broadcaster.sound import ffmpeg, pcm
from broadcaster.sound.decode import UndecodableAudio, samples
from broadcaster.sound.house import RATE_HZ
from broadcaster.sound.parts import AudioPart, Segment, SoundSettings
from broadcaster.sound.segment import make_segment
from broadcaster.sound.sniff import kind_of
from broadcaster.units import seconds, spoken_length

_PICTURE = re.compile(r"Picture size (\d+)x(\d+) (?:is invalid|exceeds)")
"""What ffmpeg says of every picture of more than `-max_pixels`; it leaves it at that and decodes none."""
_LARGEST_PICTURE = 25_000_000
"""Pixels. No cover is larger; what is was made to fill the memory of whoever opens it."""
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d)\.")
_MEMORY_MB = 256
_LOOK = ffmpeg.Limits(seconds=5, memory_mb=_MEMORY_MB)
_BYTES_PER_S = RATE_HZ * pcm.WIDTH
_THINNEST_BYTES_PER_S = 100
"""No speech is coded in less; what unpacks further is made to fill the disk."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large and how long an uploaded file may be."""

    max_bytes: int
    max_seconds: int


def accept_upload(path: Path, out: Path, settings: SoundSettings, limits: UploadLimits) -> Segment:
    """
    Make a segment of an uploaded file: mp3, m4a, mp4 or 3gp (sound only), aac, amr, ogg, opus, webm, wav, flac.

    `out` exists only when the segment is whole; the uploaded file is not changed or moved.

    Raises:
        Refused: Empty, too large, too long, no sound of these formats, cannot be decoded, silent, or shorter
            than 400 ms. The sentence says which, with the numbers.
        Unavailable: ffmpeg is missing, or the disk is full.
    """
    _small_enough(path, limits)
    kind = kind_of(path)
    if kind is None:
        raise Refused(
            f"Tệp {path.name} không phải tệp âm thanh dùng được. "
            "Hãy chọn tệp MP3, M4A, AAC, AMR, OGG, OPUS, WEBM, WAV, FLAC hoặc 3GP."
        )
    try:
        _short_enough(path, kind, limits)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".incoming.", dir=out.parent) as folder:
            plain = Path(folder, "upload.wav")
            with pcm.writing(plain, RATE_HZ) as sound:
                for block in _decoded(path, kind, limits):
                    sound.writeframesraw(block)
            return make_segment([AudioPart(plain)], out, settings)
    except ffmpeg.OutOfTime as error:
        raise Refused(
            f"Tệp {path.name} mất quá nhiều thời gian để đọc. Hãy xuất lại thành MP3 rồi tải lên."
        ) from error
    except OSError as error:
        raise Unavailable(disk_sentence(out.parent, error)) from error


def _small_enough(path: Path, limits: UploadLimits) -> None:
    size = path.stat().st_size
    if not size:
        raise Refused(f"Tệp {path.name} trống (0 byte). Hãy chọn lại tệp; có thể lần chép trước chưa xong.")
    if size > limits.max_bytes:
        raise Refused(
            f"Tệp {path.name} nặng {size / (1 << 20):.1f} MB, quá mức {limits.max_bytes >> 20} MB. "
            "Hãy xuất lại thành MP3 hoặc cắt bớt."
        )


def _short_enough(path: Path, kind: str, limits: UploadLimits) -> None:
    """Refuse by what the file itself says of its length and pictures; one that lies is caught while decoded."""
    try:
        said = ffmpeg.run(
            [
                "-loglevel",
                "info",
                "-max_pixels",
                "4096",
                "-vn",
                *ffmpeg.source(path, kind),
                "-t",
                "0",
                "-f",
                "null",
                "-",
            ],
            _LOOK,
        )
    except ffmpeg.Failed as error:
        raise UndecodableAudio(path.name) from error
    if any(int(width) * int(height) > _LARGEST_PICTURE for width, height in _PICTURE.findall(said)):
        raise Refused(
            f"Tệp {path.name} mang theo một ảnh bìa quá lớn nên không nhận. Hãy xuất lại thành MP3 không kèm ảnh."
        )
    found = _DURATION.search(said)
    if found:
        hours, minutes, rest = map(int, found.groups())
        _refuse_longer(path, hours * 3600 + minutes * 60 + rest, limits)


def _decoded(path: Path, kind: str, limits: UploadLimits) -> Iterator[bytes]:
    """Decode within limits; refuse at the first block past the longest length or too rich for its file."""
    size, came = path.stat().st_size, 0
    allowed = ffmpeg.Limits(8 + limits.max_seconds / 60, _MEMORY_MB)
    for block in samples(path, form=kind, limits=allowed):
        came += len(block)
        _refuse_longer(path, came // _BYTES_PER_S, limits)
        if came // _BYTES_PER_S > size // _THINNEST_BYTES_PER_S + 60:
            raise UndecodableAudio(path.name)
        yield block


def _refuse_longer(path: Path, length_s: int, limits: UploadLimits) -> None:
    if length_s > limits.max_seconds:
        longest = spoken_length(seconds(limits.max_seconds))
        raise Refused(f"Tệp {path.name} dài hơn {longest}. Hãy cắt còn tối đa {longest} rồi tải lên lại.")

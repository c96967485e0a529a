"""
The house form: the one MP3 that segments and programmes are made of.

MPEG-1 Layer III, 44.1 kHz, mono, constant bit rate, no checksum, no bit reservoir, no Xing or LAME frame, no
tag inside. Every frame stands alone, so frames of different segments may follow one another, and the length
of a file is its number of frames times 1152 samples, exactly.

Reference:
    ISO/IEC 11172-3, 2.4.1 (header, side information) and 2.4.3.1 (length of a frame with its padding).
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Refused
from broadcaster.units import Millis

RATE_HZ = 44_100
FRAME_SAMPLES = 1152
BIT_RATES = {64: 5, 96: 7, 128: 9}
"""Bit rates in kbit/s that may be set, with their index in the header."""

_RUN = 200
"""Frames matched at once. A run is measured by its bytes; below the bytes of a frame that is unambiguous."""

_BLOCK = 1 << 18
_MONO_ORIGINAL = 0xC4


class NotHouseForm(Refused):
    """The sound is not in the house form and would break a programme if it were joined to it."""


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """What a file in house form holds."""

    frames: int
    kbps: int
    duration_ms: Millis


def length_of(frames: int) -> Millis:
    """Return how long frames sound, to the nearest millisecond."""
    return Millis(round(frames * FRAME_SAMPLES * 1000 / RATE_HZ))


def inspect(data: bytes) -> HouseFacts:
    """
    Read what a whole MP3 in memory holds, without decoding it.

    Raises:
        NotHouseForm: Any frame differs from the house form, the last is cut short, or there is none.
    """
    kbps = _rate_of(data)
    frames = sum(count for _, count in checked([data], kbps))
    return HouseFacts(frames, kbps, length_of(frames))


def inspect_file(path: Path) -> HouseFacts:
    """Read what an MP3 file holds, in pieces. Raises as `inspect` does, and OSError where it is missing."""
    with path.open("rb") as file:
        kbps = _rate_of(file.read(4))
        file.seek(0)
        frames = sum(count for _, count in checked(blocks(file.read), kbps))
    return HouseFacts(frames, kbps, length_of(frames))


def rate_of_file(path: Path) -> int:
    """Tell the bit rate of a file in house form, in kbit/s, by its first header. Raises as `inspect_file`."""
    with path.open("rb") as file:
        return _rate_of(file.read(4))


def blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Read something open to its end in blocks."""
    while block := read(_BLOCK):
        yield block


def checked(source: Iterable[bytes], kbps: int) -> Iterator[tuple[memoryview, int]]:
    """
    Hand on blocks of MP3 in house form, each cut at a frame's end, with its number of frames.

    Raises:
        NotHouseForm: At the first frame that is not, or at the end when it is cut short or nothing came.
    """
    rest, any_frame = b"", False
    for block in source:
        data = rest + block
        end, frames = _whole_frames(data, kbps)
        rest = data[end:]
        if len(rest) > _size(kbps) + 1:
            raise NotHouseForm(_sentence(kbps))
        if frames:
            any_frame = True
            yield memoryview(data)[:end], frames
    if rest or not any_frame:
        raise NotHouseForm(_sentence(kbps))


def fitted(data: bytes, frames: int) -> bytes:
    """Cut frames off the end of an MP3 in house form, or put silence there, until it has so many."""
    kbps, end = _rate_of(data), 0
    for done in range(frames):
        if end >= len(data):
            return data + silence(Millis(length_of(frames - done) - 1), kbps)
        end += _size(kbps) + (data[end + 2] >> 1 & 1)
    return data[:end]


@functools.lru_cache(maxsize=32)
def silence(duration: Millis, kbps: int) -> bytes:
    """
    Return frames of silence, at least this long and whole.

    A frame whose side information is all zero has an empty spectrum; no encoder is needed. Padding follows
    the rule of the standard, so the bit rate is exact.
    """
    frames = -(-duration * RATE_HZ // (FRAME_SAMPLES * 1000))
    ends = [number * 144_000 * kbps // RATE_HZ for number in range(frames + 1)]
    sizes = [after - before for before, after in itertools.pairwise(ends)]
    return b"".join(_header(kbps, padded=size > _size(kbps)).ljust(size, b"\0") for size in sizes)


def _whole_frames(data: bytes, kbps: int) -> tuple[int, int]:
    """Return where the frames that stand at the beginning of `data` end, and how many they are."""
    pattern, size = _frames(kbps), _size(kbps)
    end = frames = 0
    while found := pattern.match(data, end):
        frames += (found.end() - end) // size
        end = found.end()
    return end, frames


@functools.cache
def _frames(kbps: int) -> re.Pattern[bytes]:
    """
    Compile what up to 200 frames of this rate look like.

    After the four bytes of the header come nine bits that say how far back a frame's data begin: all zero.
    """
    plain, padded = (re.escape(_header(kbps, padded=one)) for one in (False, True))
    rest = _size(kbps) - 6
    return re.compile(
        rb"(?:(?:%b\0[\0-\x7f]|%b\0[\0-\x7f].).{%d}){1,%d}" % (plain, padded, rest, _RUN), re.DOTALL
    )


def _header(kbps: int, *, padded: bool) -> bytes:
    return bytes((0xFF, 0xFB, BIT_RATES[kbps] << 4 | padded << 1, _MONO_ORIGINAL))


def _size(kbps: int) -> int:
    """Return the bytes of a frame without padding."""
    return 144_000 * kbps // RATE_HZ


def _rate_of(start: bytes) -> int:
    """Tell the bit rate by the first header."""
    for kbps in BIT_RATES:
        if start[:4] in (_header(kbps, padded=False), _header(kbps, padded=True)):
            return kbps
    raise NotHouseForm(_sentence(None))


def _sentence(kbps: int | None) -> str:
    form = f"{kbps} kbit/giây" if kbps else "64, 96 hoặc 128 kbit/giây"
    return (
        f"Đoạn âm thanh không đúng dạng MP3 của đài (44,1 kHz, một kênh, {form} cố định) nên không ghép được. "
        "Hãy tải tệp gốc lên lại để chương trình tự chuyển dạng."
    )

"""Programmes: frames laid end to end, nothing decoded, nothing encoded."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Refused, Unavailable
from broadcaster.files import whole_file
from broadcaster.sound import house
from broadcaster.sound.parts import Pause
from broadcaster.sound.tags import Tag, id3v23
from broadcaster.units import Millis, Sha256


@dataclass(frozen=True, slots=True)
class Spliced:
    """A programme that was written."""

    duration_ms: Millis
    bytes: int
    sha256: Sha256
    offsets: tuple[Millis, ...]
    """Where each piece begins, pauses among them."""


def splice(pieces: Sequence[Path | Pause], out: Path, tag: Tag | None = None, kbps: int = 64) -> Spliced:
    """
    Join segments and pauses into one MP3 in house form.

    Nothing is decoded: the sound of each piece is bit for bit what it was. Pauses are rounded up to whole
    frames (26.1 ms). Memory does not grow with length. `out` exists only when whole.

    Args:
        pieces: Files in house form at this bit rate, and pauses, in order; a file may come again.
        out: Where the programme is written.
        tag: What players show, put in front as ID3v2.3; none for USB players.
        kbps: The bit rate of the programme.

    Raises:
        NotHouseForm: A piece is not in house form or of another bit rate; the message names it.
        Refused: There are no pieces.
        Unavailable: A piece is missing, or the disk is full.
    """
    if not pieces:
        raise Refused("Chương trình chưa có đoạn âm thanh nào. Hãy chọn ít nhất một bản tin đã duyệt.")
    digest, written, frames = hashlib.sha256(), 0, 0
    offsets: list[Millis] = []
    with whole_file(out) as temporary, temporary.open("wb") as file:
        head = id3v23(tag) if tag else b""
        digest.update(head)
        written += file.write(head)
        for piece in pieces:
            offsets.append(house.length_of(frames))
            for block, count in _frames_of(piece, kbps):
                frames += count
                digest.update(block)
                written += file.write(block)
    return Spliced(house.length_of(frames), written, Sha256(digest.hexdigest()), tuple(offsets))


def _frames_of(piece: Path | Pause, kbps: int) -> Iterator[tuple[memoryview, int]]:
    """Read a piece in blocks of whole frames."""
    if isinstance(piece, Pause):
        if piece.ms > 0:
            yield from house.checked([house.silence(piece.ms, kbps)], kbps)
        return
    try:
        file = piece.open("rb")
    except OSError as error:
        raise Unavailable(
            f"Thiếu tệp âm thanh {piece.name} ({error.strerror}). Hãy làm lại chương trình, "
            "hoặc khôi phục thư mục audio từ bản sao lưu."
        ) from error
    with file:
        try:
            yield from house.checked(house.blocks(file.read), kbps)
        except house.NotHouseForm as error:
            raise house.NotHouseForm(f"{error} (Tệp: {piece.name}.)") from None

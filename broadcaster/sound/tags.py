"""What players show of a programme: an ID3v2.3 tag, which cheap players read best."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from mutagen.id3 import COMM, ID3, TALB, TDRC, TIT2, TPE1

_UTF16 = 1
"""The only encoding of ID3v2.3 that holds Vietnamese."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The words of a tag; those left empty are not written."""

    title: str
    artist: str = ""
    album: str = ""
    date: str = ""
    comment: str = ""


def id3v23(tag: Tag) -> bytes:
    """Return the tag as it stands in front of the first frame: ID3v2.3, UTF-16, no padding."""
    frames: Any = ID3()  # type: ignore[no-untyped-call] # mutagen types only half of itself
    for kind, words in ((TIT2, tag.title), (TPE1, tag.artist), (TALB, tag.album), (TDRC, tag.date)):
        if words:
            frames.add(kind(encoding=_UTF16, text=words))
    if tag.comment:
        comment: Any = COMM
        frames.add(comment(encoding=_UTF16, lang="vie", desc="", text=tag.comment))
    frames.update_to_v23()
    written = BytesIO()
    frames.save(written, v1=0, v2_version=3, padding=lambda _info: 0)
    return written.getvalue()

"""What kind of sound a file is by its own bytes; its name and what a browser says of it do not count."""

import re
import zipfile
from pathlib import Path

_HEAD = 4096

_KINDS = (
    ("wav", re.compile(rb"(?:RIFF|RF64)....WAVE", re.DOTALL)),
    ("flac", re.compile(rb"fLaC\0")),
    ("ogg", re.compile(rb"OggS\0")),
    ("amr", re.compile(rb"#!AMR(?:-WB)?\n")),
    ("mov", re.compile(rb"....ftyp(?:M4A|M4B|mp4|isom|iso[2-9]|3gp|3g2|dash|avc1|MSNV)", re.DOTALL)),
    ("matroska", re.compile(rb"\x1aE\xdf\xa3.{1,60}webm", re.DOTALL)),
    ("aac", re.compile(rb"\xff[\xf0\xf1\xf8\xf9][\x40-\xbf]")),
    ("mp3", re.compile(rb"ID3[\2-\4]|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff][\x10-\xeb]")),
)
"""ffmpeg's name of each format that is let in, and how its files begin."""

_OTHER = re.compile(
    rb"<(?:!doctype|html|script|svg|\?php|\?xml)|%PDF-|#EXTM3U|\bffconcat\b|\[playlist\]", re.IGNORECASE
)
"""What makes another program take a file for a page, a document or a list, near its beginning."""


def kind_of(path: Path) -> str | None:
    """
    Tell the format of a sound file by its content.

    Returns:
        ffmpeg's name of the format; None for anything else, and for a file that is a sound and also
        something else (an archive, a page, a document, a playlist), whatever program it was meant for.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    kind = next((name for name, start in _KINDS if start.match(head)), None)
    if kind is None or _OTHER.search(head) or zipfile.is_zipfile(path):
        return None
    return kind

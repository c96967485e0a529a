"""
Playlists, in the forms that real players read: the same entries in the same order in each.

M3U8 for players and phones of today, ASCII M3U for cheap USB players that know no Vietnamese letters, XSPF for
programs that want lengths to the millisecond.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from unicodedata import combining, normalize
from urllib.parse import quote

from broadcaster.units import Millis

Entry = tuple[str, Millis, str]
"""File (relative, or a whole address), length, title."""

_XSPF = "http://xspf.org/ns/0/"
"""What names the format (XSPF 1); nothing is fetched from there."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say, not even escaped."""


def m3u8(entries: Sequence[Entry]) -> str:
    """
    Write an extended M3U playlist in UTF-8.

    Lengths are rounded up to whole seconds, as the form wants; a title keeps to one line and has no " - ",
    which players take for the border between artist and title.
    """
    lines = ["#EXTM3U", "#EXTENC:UTF-8"]
    for file, length, title in entries:
        lines += [f"#EXTINF:{_seconds(length)},{_one_line(title)}", file]
    return "\n".join(lines) + "\n"


def m3u(entries: Sequence[Entry]) -> bytes:
    """
    Write an extended M3U playlist that a player without Unicode reads: ASCII, CRLF, titles without marks.

    Raises:
        ValueError: A file's name is not ASCII.
    """
    lines = ["#EXTM3U"]
    for file, length, title in entries:
        if not file.isascii():
            raise ValueError(file)
        lines += [f"#EXTINF:{_seconds(length)},{without_marks(_one_line(title))}", file]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def xspf(entries: Sequence[Entry], title: str, creator: str) -> bytes:
    """Write an XSPF playlist: locations, titles, and lengths in milliseconds."""
    ET.register_namespace("", _XSPF)
    root = ET.Element(f"{{{_XSPF}}}playlist", {"version": "1"})
    _add(root, "title", title)
    _add(root, "creator", creator)
    tracks = ET.SubElement(root, f"{{{_XSPF}}}trackList")
    for number, (file, length, words) in enumerate(entries, 1):
        track = ET.SubElement(tracks, f"{{{_XSPF}}}track")
        _add(track, "location", quote(file, safe="/:%?=&#~"))
        _add(track, "title", words)
        _add(track, "creator", creator)
        _add(track, "trackNum", str(number))
        _add(track, "duration", str(int(length)))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def for_windows(text: str) -> bytes:
    """Write a text so that Notepad on an old Windows and a phone both show its marks: BOM and CRLF."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def without_marks(text: str) -> str:
    """Write Vietnamese in ASCII: `Buổi sáng` becomes `Buoi sang`; what has no ASCII form becomes `?`."""
    plain = normalize("NFD", text.replace("–", "-").replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in plain if not combining(one)).encode("ascii", "replace").decode()


def _add(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{_XSPF}}}{name}").text = " ".join(_NOT_XML.sub(" ", words).split())


def _one_line(title: str) -> str:
    return " ".join(title.split()).replace(" - ", " – ")


def _seconds(length: Millis) -> int:
    return -(-length // 1000)

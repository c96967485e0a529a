"""Playlists, in the forms that real players read."""

from collections.abc import Sequence

from broadcaster.units import Millis

Entry = tuple[str, Millis, str]
"""File (relative), length, title."""


def m3u8(entries: Sequence[Entry]) -> str:
    """
    Write an extended M3U playlist in UTF-8.

    Lengths are rounded up to whole seconds, as the form wants; a title keeps to one line and has no " - ",
    which players take for the border between artist and title.
    """
    lines = ["#EXTM3U", "#EXTENC:UTF-8"]
    for file, length, title in entries:
        plain = " ".join(title.split()).replace(" - ", " – ")
        lines += [f"#EXTINF:{-(-length // 1000)},{plain}", file]
    return "\n".join(lines) + "\n"


def for_windows(text: str) -> bytes:
    """Write a text so that Notepad on an old Windows and a phone both show its marks: BOM and CRLF."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

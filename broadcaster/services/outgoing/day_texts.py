"""A day of a village in words: the playlist a player reads and the running order a person reads."""

from collections.abc import Callable

from broadcaster.clock import local
from broadcaster.paper import words
from broadcaster.services.outgoing.days import DayView, SessionView
from broadcaster.shelf import playlists
from broadcaster.units import Millis


def playlist(view: DayView, address: Callable[[str], str] = str) -> str:
    """
    Write a day as an extended M3U8 playlist.

    Args:
        view: The day.
        address: Where a player finds a file of this name; beside the playlist when not given.
    """
    return playlists.m3u8(_entries(view, address))


def plain_playlist(view: DayView, address: Callable[[str], str] = str) -> bytes:
    """Write a day as an M3U playlist in ASCII, as `playlist` does in M3U8."""
    return playlists.m3u(_entries(view, address))


def xml_playlist(view: DayView, address: Callable[[str], str] = str) -> bytes:
    """Write a day as an XSPF playlist, as `playlist` does in M3U8."""
    return playlists.xspf(
        _entries(view, address), f"{view.village_name}, {words.day(view.day)}", view.commune_name
    )


def running_order(view: DayView) -> str:
    """Write `DANHSACH.TXT`: what airs when, for a person to read."""
    lines = [
        view.commune_name.upper(),
        f"CHƯƠNG TRÌNH PHÁT THANH {view.village_name.upper()}",
        f"Ngày {view.day:%d/%m/%Y}",
        "",
    ]
    for one in view.sessions:
        lines.append(
            f"{one.file_name}   {local(one.starts_at):%H:%M}   {one.name}   ({clock(one.duration_ms)})"
        )
        spoken = [item for item in one.items if item.kind == "bulletin"]
        lines += [
            f"   {number}. [{clock(item.offset_ms)}] {item.title} ({clock(item.duration_ms)})"
            for number, item in enumerate(spoken, 1)
        ]
        lines.append("")
    lines += [
        "Mở các tệp theo đúng thứ tự số. Phát xong, bấm “Đã phát” trên trang của thôn.",
        "Thư mục không có tệp SHA256.TXT là chép chưa xong: hãy chép lại cả thư mục.",
    ]
    return "\n".join(lines) + "\n"


def entry_title(view: DayView, one: SessionView) -> str:
    """Say what a playlist shows while a session plays."""
    return f"{view.village_name}, {local(one.starts_at):%H:%M} {one.name}"


def _entries(view: DayView, address: Callable[[str], str]) -> list[playlists.Entry]:
    return [(address(one.file_name), one.duration_ms, entry_title(view, one)) for one in view.sessions]


def clock(duration: Millis) -> str:
    """Say a length or a place in a file as `m:ss`."""
    minutes, seconds = divmod(round(duration / 1000), 60)
    return f"{minutes}:{seconds:02d}"

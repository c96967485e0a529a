"""A day of a village in words: the playlist a player reads and the running order a person reads."""

from collections.abc import Callable

from broadcaster.clock import local
from broadcaster.services.days import DayView, SessionView
from broadcaster.shelf import playlists
from broadcaster.units import Millis


def playlist(view: DayView, address: Callable[[str], str] = str) -> str:
    """
    Write a day as an extended M3U8 playlist.

    Args:
        view: The day.
        address: Where a player finds a file of this name; beside the playlist when not given.
    """
    return playlists.m3u8(
        [(address(one.file_name), one.duration_ms, entry_title(view, one)) for one in view.sessions]
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
            f"{one.file_name}   {local(one.starts_at):%H:%M}   {one.name}   ({_clock(one.duration_ms)})"
        )
        spoken = [item for item in one.items if item.kind == "bulletin"]
        lines += [
            f"   {number}. [{_clock(item.offset_ms)}] {item.title} ({_clock(item.duration_ms)})"
            for number, item in enumerate(spoken, 1)
        ]
        lines.append("")
    lines.append("Mở các tệp theo đúng thứ tự số. Phát xong, bấm “Đã phát” trên trang của thôn.")
    return "\n".join(lines) + "\n"


def entry_title(view: DayView, one: SessionView) -> str:
    """Say what a playlist shows while a session plays."""
    return f"{view.village_name}, {local(one.starts_at):%H:%M} {one.name}"


def _clock(duration: Millis) -> str:
    minutes, seconds = divmod(round(duration / 1000), 60)
    return f"{minutes}:{seconds:02d}"

"""A day of a village in words: the playlist a player reads and the running order a person reads."""

from collections.abc import Callable

from broadcaster.clock import local
from broadcaster.domain.plan.relay import Relay
from broadcaster.paper import relays, words
from broadcaster.paper.words import clock
from broadcaster.services.outgoing.day_views import DayView, SessionView
from broadcaster.shelf import playlists


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
    for one in view.to_play:
        lines += [*_session(one), ""]
    lines += [
        "Mở các tệp theo đúng thứ tự số. Phát xong, bấm “Đã phát” trên trang của thôn.",
        "Thư mục không có tệp SHA256.TXT là chép chưa xong: hãy chép lại cả thư mục.",
    ]
    return "\n".join(lines) + "\n"


def _session(one: SessionView) -> list[str]:
    """Write a session: its file, the items in it, and what is relayed where."""
    said = [
        f"   {number}. [{clock(item.offset_ms)}] {item.called} ({clock(item.duration_ms)})"
        for number, item in enumerate(one.listed, 1)
    ]
    if one.relay is not None:
        said[one.before_relay : one.before_relay] = _relay(one, one.relay)
    return [
        f"{one.file_name}   {local(one.starts_at):%H:%M}   {one.name}   ({clock(one.duration_ms)})",
        *said,
    ]


def _relay(one: SessionView, relay: Relay) -> list[str]:
    told = [
        f"   >> {relays.hours(relay, one.starts_at)}: {relays.title(relay.source).upper()} ({clock(relay.duration_ms)})",
        relays.how(relay, one.duration_ms),
        relay.instruction,
        f"Luồng cho máy phát tự động: {relay.address}" if relay.address else "",
    ]
    return [told[0], *(f"      {line}" for line in told[1:] if line)]


def entry_title(view: DayView, one: SessionView) -> str:
    """Say what a playlist shows while a session plays."""
    told = relays.brief(one.relay, one.duration_ms)
    return f"{view.village_name}, {local(one.starts_at):%H:%M} {one.name}{told}"


def _entries(view: DayView, address: Callable[[str], str]) -> list[playlists.Entry]:
    return [(address(one.file_name), one.duration_ms, entry_title(view, one)) for one in view.to_play]

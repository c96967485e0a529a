"""The running order on paper: what villages air on some days, with the slip that comes back."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from broadcaster.clock import local
from broadcaster.domain.plan.relay import Relay
from broadcaster.errors import NotFound
from broadcaster.files import digest_of
from broadcaster.paper import relays, words
from broadcaster.paper.running_order import (
    Paper,
    PrintedItem,
    PrintedSession,
    Sheet,
    running_order,
)
from broadcaster.paper.words import clock
from broadcaster.services.commune.village_rows import VillageView
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.day_views import DayView, SessionView
from broadcaster.services.outgoing.days import days_of
from broadcaster.store.tables import Village

Address = Callable[[VillageView], str]
"""Where a village's own page is."""
_MARK = 8


def sheets(
    desk: Desk, villages: Sequence[VillageView], first: date, days: int, paper: Paper, address: Address
) -> bytes:
    """
    Set the running orders of some villages and days as one PDF, by village and then by day.

    Args:
        desk: What to work with.
        villages: Of one commune, in the order in which they are printed.
        first: The first day.
        days: How many.
        paper: `a4` or `a5`.
        address: What the code on a sheet opens; empty where nobody knows.

    Raises:
        NotFound: None of these days has a session with sound.
    """
    with desk.store.reading() as session:
        rows = session.scalars(select(Village).where(Village.id.in_([one.id for one in villages]))).all()
        views = days_of(session, desk, rows, first, days)
    filled = [(one, view) for one in villages for view in views[one.id] if view.to_play]
    if not filled:
        last = first + timedelta(days=days - 1)
        span = f"Ngày {first:%d/%m/%Y}" if days == 1 else f"Từ {first:%d/%m} đến {last:%d/%m/%Y}"
        raise NotFound(
            f"{span} chưa có buổi phát nào có tiếng nên chưa có thứ tự phát để in. "
            "Hãy xem trang Lịch phát rồi in khi chương trình đã làm xong."
        )
    pages = [sheet(view, address(village)) for village, view in filled]
    return running_order(filled[0][1].commune_name, pages, paper, desk.clock.now())


def sheet(view: DayView, address: str) -> Sheet:
    """Say what stands on the sheet of one village's day."""
    heard = "".join(one.sha256 + (repr(one.relay) if one.relay else "") for one in view.to_play)
    return Sheet(
        village=view.village_name,
        day=words.day(view.day),
        sessions=tuple(_session(one) for one in view.to_play),
        address=address,
        mark=digest_of(heard.encode())[:_MARK],
    )


def _session(one: SessionView) -> PrintedSession:
    return PrintedSession(
        hour=f"{local(one.starts_at):%H:%M}",
        name=one.name,
        file=one.file_name,
        length=clock(one.air_ms),
        items=tuple(_items(one)),
        file_length=clock(one.duration_ms) if one.relay else "",
    )


def _items(one: SessionView) -> list[PrintedItem]:
    """Say the items of a session, with what is relayed in its place among them."""
    rows = [PrintedItem(clock(item.offset_ms), item.called, clock(item.duration_ms)) for item in one.listed]
    if one.relay is not None:
        rows.insert(one.before_relay, _relay(one, one.relay))
    return rows


def _relay(one: SessionView, relay: Relay) -> PrintedItem:
    stream = f"Luồng cho máy phát tự động: {relay.address}" if relay.address else ""
    told = (relays.how(relay, one.duration_ms), relay.instruction, stream)
    return PrintedItem(
        at=clock(relay.offset_ms),
        title=f"{relays.title(relay.source)}, {relays.hours(relay, one.starts_at)}",
        length=clock(relay.duration_ms),
        told=tuple(words for words in told if words),
        relayed=True,
    )

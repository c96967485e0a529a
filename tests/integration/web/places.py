"""The home with sound in it, asked for what the pages of the day need: villages, links, and what the log says."""

from datetime import date, datetime

from sqlalchemy import select

from broadcaster.clock import ZONE, FixedClock
from broadcaster.services import due
from broadcaster.services.commune import villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import days
from broadcaster.services.outgoing.day_views import SessionView
from broadcaster.store.tables import Airing

MONDAY, TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
COMMUNE = 1
AFTERNOON = "/2026-06-15/01_1700.MP3"
"""Monday's only session with sound: the home began at eight."""


def places(desk: Desk) -> tuple[VillageView, ...]:
    return villages.listing(desk, COMMUNE)


def link(desk: Desk, place: VillageView | None = None) -> str:
    """The address of a village's own page; of the first village when none is named."""
    return f"/t/{villages.link_secret(desk, place or places(desk)[0])}"


def afternoon(desk: Desk, place: VillageView | None = None) -> SessionView:
    """Monday's session at five."""
    return days.day(desk, (place or places(desk)[0]).id, MONDAY).sessions[0]


def outcomes(desk: Desk) -> list[tuple[str, str]]:
    """What the log says besides its plans: (outcome, who), oldest first."""
    with desk.store.reading() as session:
        rows = session.scalars(select(Airing).where(Airing.outcome != "da_len_lich").order_by(Airing.seq))
        return [(row.outcome, row.who) for row in rows]


def stand_at(clock: FixedClock, hour: int, minute: int = 0, day: date = MONDAY) -> None:
    """Put the clock to a wall time in Vietnam."""
    clock.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def settle(desk: Desk) -> None:
    """Leave no programme asked for, as when the scheduler has been by."""
    for commune_id, wanted_at in due.wanted(desk).items():
        due.done(desk, commune_id, wanted_at)

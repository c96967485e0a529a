"""The schedule as the page Lịch phát shows it: every session of every village on some days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.days import days_of
from broadcaster.services.plan.outlook import Foreseen, foresee
from broadcaster.services.timetable.cell_reader import CellReader
from broadcaster.services.timetable.cells import Cell
from broadcaster.services.week.expected import expected
from broadcaster.store.tables import DroppedSession, Occurrence, SessionRule, Village


@dataclass(frozen=True, slots=True)
class Dropped:
    """A session that somebody took out."""

    ids: tuple[int, ...]
    """Of the rows that say so: one a village."""
    series: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """One village with its sessions by day."""

    id: int
    name: str
    cells: Mapping[date, tuple[Cell, ...]]
    dropped: Mapping[date, tuple[Dropped, ...]]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Some days of a commune."""

    days: tuple[date, ...]
    places: tuple[Place, ...]
    """In the order the villages were opened."""
    made_until: date
    """The last day whose programmes are made by now; later ones are only a preview."""

    def cells(self) -> tuple[Cell, ...]:
        """Return every session."""
        return tuple(cell for place in self.places for day in self.days for cell in place.cells.get(day, ()))


def timetable(
    desk: Desk, commune_id: int, first: date, days: int, village_id: int | None = None
) -> Timetable:
    """Return some days from a day on, of every village that exists on one of them, or of one village."""
    last = first + timedelta(days=days - 1)
    plan = foresee(desk, commune_id, last, None if village_id is None else (village_id,))
    return timetable_of(desk, commune_id, plan, first, last, village_id)


def timetable_of(
    desk: Desk, commune_id: int, plan: Foreseen, first: date, last: date, village_id: int | None = None
) -> Timetable:
    """Return what `timetable` does by a plan that reaches to the last day."""
    days = (last - first).days + 1
    with desk.store.reading() as session:
        due = expected(session, commune_id, first, days)
        villages = [
            one for one in due.villages.values() if village_id in (None, one.id) and _there(one, first, last)
        ]
        sound = days_of(session, desk, villages, first, days)
        rows = session.execute(
            select(Occurrence.id, Occurrence.village_id, Occurrence.rule_id, Occurrence.day).where(
                Occurrence.commune_id == commune_id, Occurrence.day.between(first, last)
            )
        )
        keys = {row.id: (row.village_id, row.rule_id, row.day) for row in rows}
        made = {
            keys[one.occurrence_id]: one
            for every in sound.values()
            for view in every
            for one in view.sessions
        }
        dropped = _dropped(session, commune_id, first, last)
    shown = {village.id for village in villages}
    cells: dict[tuple[int, date], list[Cell]] = defaultdict(list)
    reader = CellReader(desk.clock.now(), plan, made)
    for one in due.occurrences:
        if one.village_id in shown:
            cells[one.village_id, one.day].append(reader.cell(one))
    every_day = tuple(first + timedelta(days=number) for number in range(days))
    return Timetable(
        days=every_day,
        places=tuple(
            Place(
                village.id,
                village.name,
                {day: tuple(cells[village.id, day]) for day in every_day if cells[village.id, day]},
                {day: dropped[village.id, day] for day in every_day if (village.id, day) in dropped},
            )
            for village in villages
        ),
        made_until=desk.today() + timedelta(days=desk.settings.horizon_days),
    )


def _there(village: Village, first: date, last: date) -> bool:
    return village.valid_from <= last and (village.valid_to is None or village.valid_to >= first)


def _dropped(
    session: Session, commune_id: int, first: date, last: date
) -> dict[tuple[int, date], tuple[Dropped, ...]]:
    rows = session.execute(
        select(DroppedSession, SessionRule.name)
        .join(SessionRule, SessionRule.id == DroppedSession.series_id)
        .where(DroppedSession.commune_id == commune_id, DroppedSession.day.between(first, last))
        .order_by(DroppedSession.id)
    )
    found: dict[tuple[int, date], tuple[Dropped, ...]] = defaultdict(tuple)
    for row, name in rows:
        found[row.village_id, row.day] += (Dropped((row.id,), row.series_id, name, row.reason),)
    return dict(found)

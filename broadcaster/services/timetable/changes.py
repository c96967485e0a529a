"""What the next publishing changes and where, and what each version of a programme changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan.difference import Titled, differences
from broadcaster.domain.week.session import Key
from broadcaster.services.timetable.cells import Cell
from broadcaster.services.timetable.timetable import Place, Timetable
from broadcaster.store.tables import Occurrence, Programme, ProgrammeItem


@dataclass(frozen=True, slots=True)
class Coming:
    """What the next publishing changes in one session, alike in some villages."""

    name: str
    starts_at: datetime
    day: date
    said: tuple[str, ...]
    villages: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What the next publishing changes in one session of one village."""

    key: Key
    name: str
    starts_at: datetime
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a session's programme, and what it changed."""

    number: int
    made_at: datetime
    said: tuple[str, ...]


def of_table(table: Timetable) -> tuple[Change, ...]:
    """Return in which sessions the plan wants something else than what was made."""
    return tuple(
        Change(cell.key, cell.name, cell.starts_at, _said(cell))
        for cell in table.cells()
        if cell.changing and cell.key[2] <= table.made_until
    )


def together(table: Timetable, changes: Iterable[Change]) -> tuple[Coming, ...]:
    """Put villages together in which the same changes in the same session; by start."""
    places = {place.id: place for place in table.places}
    groups: dict[tuple[datetime, str, date, tuple[str, ...]], list[Place]] = defaultdict(list)
    for one in changes:
        village, _rule, day = one.key
        if village in places:
            groups[one.starts_at, one.name, day, one.said].append(places[village])
    found = [
        Coming(name, starts_at, day, said, tuple(sorted(every, key=lambda place: place.id)))
        for (starts_at, name, day, said), every in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.villages[0].id)))


def villages_in(table: Timetable, changes: Iterable[Change]) -> tuple[Place, ...]:
    """Return the villages in which anything changes."""
    ids = {one.key[0] for one in changes}
    return tuple(place for place in table.places if place.id in ids)


def versions(session: Session, key: Key) -> tuple[Version, ...]:
    """Return the versions of a session's programme, the newest first, each with what it changed."""
    village, rule, day = key
    rows = session.execute(
        select(Programme.id, Programme.version, Programme.made_at)
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(and_(Occurrence.village_id == village, Occurrence.rule_id == rule, Occurrence.day == day))
        .order_by(Programme.version)
    ).all()
    heard = heard_in(session, {row.id for row in rows})
    before: Sequence[Titled] = ()
    found = []
    for row in rows:
        said = differences(before, heard[row.id]) if row.version > 1 else ()
        found.append(Version(row.version, row.made_at, said))
        before = heard[row.id]
    return tuple(reversed(found))


def heard_in(session: Session, programme_ids: set[int]) -> dict[int, list[Titled]]:
    """Return the bulletins of programmes in order."""
    rows = session.execute(
        select(ProgrammeItem.programme_id, ProgrammeItem.bulletin_id, ProgrammeItem.title)
        .where(ProgrammeItem.programme_id.in_(programme_ids), ProgrammeItem.bulletin_id.is_not(None))
        .order_by(ProgrammeItem.programme_id, ProgrammeItem.position)
    )
    found: dict[int, list[Titled]] = defaultdict(list)
    for row in rows:
        found[row.programme_id].append((row.bulletin_id, row.title))
    return found


def _said(cell: Cell) -> tuple[str, ...]:
    if cell.made is None:
        return ("có chương trình mới",)
    before = [(item.bulletin_id, item.title) for item in cell.made.items if item.bulletin_id]
    after = [(line.bulletin_id, line.title) for line in cell.bulletins if line.bulletin_id]
    said = differences(before, after)
    if cell.made.starts_at != cell.starts_at:
        said += (f"đổi giờ từ {local(cell.made.starts_at):%H:%M} sang {local(cell.starts_at):%H:%M}",)
    return said or ("đổi cách phát hoặc phần tiếp sóng",)

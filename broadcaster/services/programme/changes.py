"""What the next publishing changes and where, and what each version of a programme changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.difference import Titled, differences
from broadcaster.services.outgoing.board import Key
from broadcaster.services.programme.cells import Cell
from broadcaster.services.programme.timetable import Place, Timetable
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
class Version:
    """One version of a session's programme, and what it changed."""

    number: int
    made_at: datetime
    said: tuple[str, ...]


def coming(table: Timetable) -> tuple[Coming, ...]:
    """Say what the next publishing changes, by start; villages in which it changes the same stand together."""
    groups: dict[tuple[object, ...], list[Place]] = defaultdict(list)
    for place in table.places:
        for day in table.days:
            for cell in place.cells.get(day, ()):
                if cell.changing and day <= table.made_until:
                    groups[cell.starts_at, cell.key[1], cell.name, day, _said(cell)].append(place)
    found = [
        Coming(name, starts_at, day, said, tuple(places))  # type: ignore[arg-type] # as put in above
        for (starts_at, _rule, name, day, said), places in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.villages[0].id)))


def villages_changing(table: Timetable) -> tuple[Place, ...]:
    """Return the villages in which the next publishing changes anything."""
    ids = {place.id for one in coming(table) for place in one.villages}
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

"""Villages that fetched a session and would now fetch another version of it, or none: who is to be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.plan.difference import differences
from broadcaster.domain.week.session import Key
from broadcaster.services.desk import Desk
from broadcaster.services.log.log_marks import instant
from broadcaster.services.timetable.changes import heard_in
from broadcaster.store.tables import Airing, Occurrence, Programme, Village


@dataclass(frozen=True, slots=True)
class OldCopy:
    """What a village holds of a session to come, and what has changed since."""

    key: Key
    village_name: str
    name: str
    starts_at: datetime
    day: date
    fetched_at: datetime
    who: str
    said: tuple[str, ...]
    """What changed; empty where only the sound was made anew."""
    gone: bool
    """Whether the session itself was taken out."""


def old_copies(desk: Desk, commune_id: int, first: date, days: int) -> tuple[OldCopy, ...]:
    """Return which villages hold what is no longer the newest, of the sessions of some days that have not begun."""
    with desk.store.reading() as session:
        last = first + timedelta(days=days - 1)
        rows = _fetched(session, desk, commune_id, first, last)
        behind = [row for row in rows if _is_behind(row)]
        heard = heard_in(session, {one for row in behind for one in (row.programme_id, row.newest_id)})
        found = [
            OldCopy(
                key=(row.Occurrence.village_id, row.Occurrence.rule_id, row.Occurrence.day),
                village_name=row.village,
                name=row.Occurrence.name,
                starts_at=row.Occurrence.starts_at,
                day=row.Occurrence.day,
                fetched_at=row.at,
                who=row.who,
                said=tuple(_said(row, differences(heard[row.programme_id], heard[row.newest_id]))),
                gone=row.Occurrence.cancelled,
            )
            for row in behind
        ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.key)))


def _fetched(session: Session, desk: Desk, commune_id: int, first: date, last: date) -> list[Any]:
    """Read the last fetch of each session, with the newest programme there is of it."""
    newest = (
        select(Programme.occurrence_id, func.max(Programme.id).label("id"))
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(Occurrence.commune_id == commune_id, Occurrence.day.between(first, last))
        .where(Occurrence.starts_at > desk.clock.now())
        .group_by(Programme.occurrence_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Airing.programme_id,
            Airing.at,
            Airing.who,
            Airing.snapshot,
            newest.c.id.label("newest_id"),
            Programme.sha256.label("newest_sha256"),
            Occurrence,
            Village.name.label("village"),
        )
        .join(newest, newest.c.occurrence_id == Airing.occurrence_id)
        .join(Programme, Programme.id == newest.c.id)
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .join(Village, Village.id == Occurrence.village_id)
        .where(Airing.commune_id == commune_id, Airing.outcome == Outcome.DOWNLOADED.value)
        .order_by(Airing.seq)
    )
    return list({row.Occurrence.id: row for row in rows}.values())


def _is_behind(row: Any) -> bool:
    """Say whether what was fetched is not what would be fetched now: by its sound and its time, not by a number."""
    return bool(row.Occurrence.cancelled or row.snapshot["sha256"] != row.newest_sha256 or _is_moved(row))


def _is_moved(row: Any) -> bool:
    return bool(row.snapshot["starts_at"] != instant(row.Occurrence.starts_at))


def _said(row: Any, changed: tuple[str, ...]) -> Iterator[str]:
    if row.Occurrence.cancelled:
        yield "bỏ cả buổi này, không phát"
        return
    yield from changed
    if _is_moved(row):
        before = datetime.fromisoformat(str(row.snapshot["starts_at"]))
        yield f"đổi giờ từ {local(before):%H:%M} sang {local(row.Occurrence.starts_at):%H:%M}"

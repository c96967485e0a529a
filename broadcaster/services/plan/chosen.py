"""Sessions that a person acts on: one session of one day in some villages, found as the week makes them now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.week.calendar import Occurrence as Due
from broadcaster.domain.week.session import Key
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.desk import Desk
from broadcaster.services.week.expected import expected
from broadcaster.store.tables import AirNow, Occurrence, Programme

MAY = (Role.WRITER, Role.APPROVER, Role.ADMIN)
"""Who puts what was approved into an order, as who may have programmes made again."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a page acts on."""

    village_ids: tuple[int, ...]
    rule_id: int
    day: date


def find(session: Session, commune_id: int, chosen: Chosen) -> tuple[Due, ...]:
    """
    Return the sessions chosen, by village.

    Raises:
        NotFound: One of them is no session of this commune, or no more.
    """
    due = expected(session, commune_id, chosen.day, 1).occurrences
    found = {one.village_id: one for one in due if one.rule_id == chosen.rule_id}
    if not chosen.village_ids or not set(chosen.village_ids) <= found.keys():
        raise NotFound("Không còn buổi phát này. Có thể lịch vừa đổi; hãy mở lại trang Lịch phát.")
    return tuple(found[village] for village in sorted(set(chosen.village_ids)))


def require_coming(desk: Desk, sessions: Sequence[Due]) -> None:
    """
    Let through only sessions that have not begun.

    Raises:
        Refused: One has; the sentence says since when.
    """
    for one in sessions:
        if one.starts_at <= desk.clock.now():
            raise Refused(
                f"Buổi “{one.name}” đã phát từ {local(one.starts_at):%H:%M} nên không đổi được nữa. "
                "Hãy đổi ở buổi sau."
            )


def require_open(session: Session, desk: Desk, sessions: Sequence[Due]) -> None:
    """
    Let through only sessions that may change: not begun, and not about to begin unless that was asked for.

    Raises:
        Refused: One is locked; the sentence says what to do.
    """
    require_coming(desk, sessions)
    for one in locked(session, desk, sessions):
        minutes = max(1, round((one.starts_at - desk.clock.now()).total_seconds() / 60))
        raise Refused(
            f"Buổi “{one.name}” bắt đầu lúc {local(one.starts_at):%H:%M}, còn {minutes} phút nên đã khóa. "
            "Nếu vẫn cần đổi, hãy ghi lý do ở “Phát ngay” rồi đổi."
        )


def locked(session: Session, desk: Desk, sessions: Sequence[Due]) -> tuple[Due, ...]:
    """Return those sessions that are about to begin with a programme that nobody asked to change."""
    edge = desk.clock.now() + timedelta(minutes=desk.settings.lock_minutes)
    near = [one for one in sessions if one.starts_at <= edge]
    if not near:
        return ()
    made = made_among(session, near)
    free = opened(session, {one.village_id for one in near}, min(one.day for one in near))
    return tuple(one for one in near if one.key in made and one.key not in free)


def made_among(session: Session, sessions: Sequence[Due]) -> set[Key]:
    """Return the keys of those sessions for which a programme was made."""
    rows = session.execute(
        select(Occurrence.village_id, Occurrence.rule_id, Occurrence.day)
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .where(Occurrence.day.in_({one.day for one in sessions}))
        .where(Occurrence.village_id.in_({one.village_id for one in sessions}))
    )
    return {(row.village_id, row.rule_id, row.day) for row in rows}


def opened(session: Session, village_ids: Collection[int], first_day: date) -> frozenset[Key]:
    """Return the sessions from a day on that somebody asked to change although they are about to begin."""
    rows = session.scalars(select(AirNow).where(AirNow.village_id.in_(village_ids), AirNow.day >= first_day))
    return frozenset((row.village_id, row.rule_id, row.day) for row in rows)


def minutes_left(desk: Desk, starts_at: datetime) -> int:
    """Return how many whole minutes are left before a start, at least 0."""
    return max(0, int((starts_at - desk.clock.now()).total_seconds() // 60))

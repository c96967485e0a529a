"""How many seconds later than the rule a village's sessions begin, so that neighbours do not sound over each other."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.week.week_check import first_free_day
from broadcaster.services.week.week_rows import calendar_village
from broadcaster.store.tables import Village

MOST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Stagger:
    """What holds now, and what will."""

    now: int
    seconds: int
    from_day: date | None
    """From which day `seconds` hold, where that is to come."""


def of_village(desk: Desk, commune_id: int, village_id: int) -> Stagger:
    """Say how much later a village's sessions begin. Raises `NotFound` when there is no such village."""
    with desk.store.reading() as session:
        row = _row(session, commune_id, village_id)
        now = int(calendar_village(row).stagger_on(desk.today()).total_seconds())
        coming = row.stagger_from if row.stagger_from and row.stagger_from > desk.today() else None
        return Stagger(now, row.stagger_seconds, coming)


def change(desk: Desk, actor: Actor, village_id: int, version: int, seconds: int) -> Stagger:
    """
    Say how much later a village's sessions begin, from the first day of which nothing has been aired.

    Raises:
        Stale: Somebody changed the village first.
        Refused: Too many seconds.
    """
    actor.require(Role.ADMIN)
    if not 0 <= seconds <= MOST_SECONDS:
        raise Refused(f"Số giây phát chậm hơn phải từ 0 đến {MOST_SECONDS}. Hãy ghi lại.")
    with desk.store.writing() as session:
        row = _row(session, actor.commune_id, village_id)
        if row.version != version:
            raise Stale("Có người vừa sửa thôn này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
        first = first_free_day(desk)
        row.stagger_before = int(calendar_village(row).stagger_on(desk.today()).total_seconds())
        row.stagger_seconds, row.stagger_from = seconds, first
        row.version += 1
        note(
            session,
            actor.commune_id,
            actor.login,
            desk.clock.now(),
            "stagger",
            f"village {row.id}",
            seconds=seconds,
            from_day=first.isoformat(),
        )
        due.replan(session, desk, actor.commune_id)
    return of_village(desk, actor.commune_id, village_id)


def _row(session: Session, commune_id: int, village_id: int) -> Village:
    row = session.get(Village, village_id)
    if row is None or row.commune_id != commune_id:
        raise NotFound("Không có thôn này. Hãy mở lại trang Thôn và cụm loa.")
    return row

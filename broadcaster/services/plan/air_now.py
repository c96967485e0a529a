"""Changing a session that is about to begin ("phát ngay"): asked for with a reason, which the log keeps."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.errors import Refused
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.plan import chosen as sessions
from broadcaster.services.plan.chosen import MAY, Chosen
from broadcaster.services.typed import line
from broadcaster.store.tables import AirNow, Person

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opened a locked session, when and why."""

    by: str
    at: datetime
    reason: str


def open_now(desk: Desk, actor: Actor, chosen: Chosen, reason: str) -> int:
    """
    Open sessions that are about to begin, so that they may still change until they do.

    Args:
        desk: What to work with.
        actor: Who does it.
        chosen: Which session, in which villages.
        reason: Why; it goes into the log.

    Returns:
        In how many villages it was opened; those that are not locked need none.

    Raises:
        Refused: No reason, it has begun, or it is not locked at all.
        NotFound: There is no such session.
    """
    actor.require(*MAY)
    why = line(reason, "lý do phát ngay", longest=LONGEST_REASON)
    with desk.store.writing() as session:
        found = sessions.find(session, actor.commune_id, chosen)
        sessions.require_coming(desk, found)
        shut = sessions.locked(session, desk, found)
        if not shut:
            raise Refused(
                f"Buổi “{found[0].name}” lúc {local(found[0].starts_at):%H:%M} chưa khóa nên đổi được như thường."
            )
        now = desk.clock.now()
        for one in shut:
            village, rule, day = one.key
            session.add(
                AirNow(
                    commune_id=actor.commune_id,
                    village_id=village,
                    rule_id=rule,
                    day=day,
                    reason=why,
                    by_id=actor.person_id,
                    at=now,
                )
            )
        note(
            session,
            actor.commune_id,
            actor.login,
            now,
            "air_now",
            f"session_rule {chosen.rule_id}",
            day=chosen.day.isoformat(),
            villages=len(shut),
            reason=why,
        )
        due.replan(session, desk, actor.commune_id)
        return len(shut)


def opened(session: Session, village_id: int, rule_id: int, day: date) -> Opened | None:
    """Return who last opened a locked session, and why."""
    row = session.execute(
        select(AirNow.reason, AirNow.at, Person.name)
        .join(Person, Person.id == AirNow.by_id)
        .where(AirNow.village_id == village_id, AirNow.rule_id == rule_id, AirNow.day == day)
        .order_by(AirNow.id.desc())
        .limit(1)
    ).first()
    return Opened(row.name, row.at, row.reason) if row else None

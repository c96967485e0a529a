"""
Making good what stood still: a call that nothing was made of airs as soon as the program runs again.

A program that was killed between the second tap and the first airing finds the call's row, but its minute has
passed. Nothing was published of that minute, so it is moved to now rather than lost.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Desk
from broadcaster.services.urgent.calls import LONG_AGO, ends, slots_of, starts
from broadcaster.store.tables import Occurrence, Programme, SessionRule, UrgentCall
from broadcaster.units import Millis


def keep_up(desk: Desk, commune_id: int) -> int:
    """Move the first airing of calls that were never made and whose minute has passed; return how many."""
    now = desk.clock.now()
    with desk.store.reading() as session:
        late = [row.id for row in _late(session, commune_id, now)]
    if not late:
        return 0
    with desk.store.writing() as session:
        rows = [row for row in _late(session, commune_id, now) if row.id in late]
        for row in rows:
            slot, *others = slots_of(session, row.id)
            taken = [(starts(one), ends(one)) for one in others]
            soon = urgent.clear_of([urgent.first_minute(now)], Millis(slot.longest_ms), taken)
            wall = local(soon[0])
            slot.valid_from = slot.valid_to = wall.date()
            slot.weekdays, slot.start = [wall.isoweekday()], wall.time()
            to = wall.isoformat(timespec="minutes")
            note(session, commune_id, "chương trình", now, "put_off", f"urgent_call {row.id}", to=to)
        due.replan(session, desk, commune_id)
        return len(rows)


def _late(session: Session, commune_id: int, now: datetime) -> list[UrgentCall]:
    """Return the calls on the air of which no sound was ever made, and whose first minute has passed."""
    made = (
        select(SessionRule.urgent_call_id)
        .join(Occurrence, Occurrence.rule_id == SessionRule.id)
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .where(SessionRule.urgent_call_id == UrgentCall.id)
        .where(Occurrence.commune_id == commune_id, Occurrence.day == SessionRule.valid_from)
    )
    rows = session.scalars(
        select(UrgentCall).where(
            UrgentCall.commune_id == commune_id,
            UrgentCall.first_at.is_not(None),
            UrgentCall.withdrawn_at.is_(None),
            UrgentCall.first_at > now - LONG_AGO,
            ~made.exists(),
        )
    )
    return [row for row in rows if _still_wanted(session, row, now)]


def _still_wanted(session: Session, row: UrgentCall, now: datetime) -> bool:
    """Say whether its first minute has passed, and its time has not."""
    first = starts(slots_of(session, row.id)[0])
    until = row.until_at or (row.first_at or first) + urgent.GIVEN_UP_AFTER
    return first <= now < until

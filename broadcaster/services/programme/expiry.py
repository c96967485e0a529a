"""
Bulletins whose last day has passed, and those whose last day has come again.

A clock that was ahead for an hour must not cost a commune its approved bulletins: what it made expire is
approved again once the day is right, exactly as it was approved.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import State
from broadcaster.services.audit import note
from broadcaster.services.desk import Desk
from broadcaster.store.tables import Bulletin, Decision


def expire(desk: Desk, commune_id: int) -> int:
    """Mark approved bulletins whose last day has passed, and take back what a wrong day marked; return how many expired."""
    today = desk.today()
    with desk.store.writing() as session:
        approved = (
            select(Decision.id)
            .where(Decision.bulletin_id == Bulletin.id)
            .where(Decision.verdict == "duyet", Decision.voided_at.is_(None))
            .exists()
        )
        still = Bulletin.last_day >= today
        _move(session, desk, commune_id, (State.EXPIRED, State.APPROVED), still & approved, "unexpire")
        return _move(
            session, desk, commune_id, (State.APPROVED, State.EXPIRED), Bulletin.last_day < today, "expire"
        )


def _move(
    session: Session,
    desk: Desk,
    commune_id: int,
    step: tuple[State, State],
    which: ColumnElement[bool],
    verb: str,
) -> int:
    """Move a commune's bulletins from one state to another; return how many."""
    rows = session.scalars(
        select(Bulletin).where(Bulletin.commune_id == commune_id, Bulletin.state == step[0].value, which)
    ).all()
    for row in rows:
        row.state, row.version = step[1].value, row.version + 1
        note(session, commune_id, "chương trình", desk.clock.now(), verb, f"bulletin {row.id}")
    return len(rows)

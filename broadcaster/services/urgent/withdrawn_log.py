"""What the log knows of a withdrawal: each airing that had begun is written down once more, with whose word ended it."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from broadcaster.domain.log.airing import Outcome
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log.log_chain import PERSON, About, Word, append_all
from broadcaster.services.log.log_marks import WITHDRAWN, word_of
from broadcaster.store.tables import Airing, Occurrence, Person, SessionRule, UrgentCall


def write(session: Session, desk: Desk, actor: Actor, call: UrgentCall, reason: str) -> None:
    """Tell the log, within the caller's writing transaction; what had not begun is cancelled and needs no word."""
    now = desk.clock.now()
    person = session.get_one(Person, actor.person_id)
    mark = {"kind": WITHDRAWN, "reason": reason} | word_of(person, now)
    about = [
        About(row.occurrence_id, row.programme_id, _marked(row.snapshot, mark))
        for row in session.scalars(_planned(call).where(Occurrence.starts_at <= now))
    ]
    word = Word(Outcome.PLANNED, PERSON, person.name, note=f"Đã rút: {reason.rstrip('.')}.")
    append_all(session, desk, call.commune_id, about, word)


def _planned(call: UrgentCall) -> Select[Airing]:
    """Select the newest row by which each airing of a call was planned."""
    rules = select(SessionRule.id).where(SessionRule.urgent_call_id == call.id)
    newest = (
        select(func.max(Airing.id))
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(Occurrence.rule_id.in_(rules), Airing.outcome == Outcome.PLANNED.value)
        .group_by(Airing.occurrence_id)
    )
    return (
        select(Airing)
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(Airing.id.in_(newest), Occurrence.cancelled.is_(False))
        .order_by(Airing.id)
    )


def _marked(snapshot: dict[str, Any], mark: dict[str, object]) -> dict[str, object]:
    return snapshot | {"marks": [*snapshot.get("marks", ()), mark]}

"""Taking an urgent call off the air: one transaction, published within the same request."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Action, Role, State, move
from broadcaster.errors import Refused, Unavailable
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.services.urgent import at_once, withdrawn_log
from broadcaster.services.urgent.calls import find_call
from broadcaster.services.writing.steps import find
from broadcaster.store.tables import Decision, Occurrence, SessionRule, UrgentCall

REASONS = ("Tình hình đã an toàn", "Nội dung không đúng", "Phát nhầm")
"""What stands on the buttons; another reason may be typed."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal did."""

    first: bool
    """Whether this one took it off; a second finds it done."""
    problem: str = ""
    """Why that is not published yet, as a sentence; the scheduler goes on."""


def withdraw(desk: Desk, actor: Actor, call_id: int, reason: str) -> Withdrawn:
    """
    Take a call off the air: what has not begun will not, and stations are told at once.

    Raises:
        Refused: No reason was given.
        NotAllowed: The person is no leader.
    """
    actor.require(Role.APPROVER)
    why = line(reason, "lý do rút tin", longest=200)
    with desk.store.writing() as session:
        call = find_call(session, actor.commune_id, call_id)
        if call.withdrawn_at is not None:
            return Withdrawn(first=False)
        take_off(session, desk, actor, call, why)
        if call.first_at is None:
            return Withdrawn(first=True)
    try:
        at_once.publish(desk, actor.commune_id)
    except Unavailable as failure:
        return Withdrawn(first=True, problem=str(failure))
    return Withdrawn(first=True)


def discard(desk: Desk, actor: Actor, call_id: int) -> None:
    """
    Drop a call that was made ready and never called out.

    Raises:
        Refused: It is on the air, or was.
    """
    actor.require(Role.APPROVER)
    with desk.store.writing() as session:
        call = find_call(session, actor.commune_id, call_id)
        if call.first_at is not None:
            raise Refused("Tin này đã phát. Muốn dừng, hãy bấm “Rút tin này”.")
        if call.withdrawn_at is None:
            take_off(session, desk, actor, call, "Bỏ trước khi phát.")


def take_off(session: Session, desk: Desk, actor: Actor, call: UrgentCall, reason: str) -> None:
    """Void a call's approval and cancel what has not begun, within the caller's transaction."""
    now = desk.clock.now()
    call.withdrawn_at, call.withdrawn_by_id, call.withdrawn_reason = now, actor.person_id, reason
    bulletin = find(session, call.commune_id, call.bulletin_id)
    bulletin.state = move(State.APPROVED, Action.WITHDRAW, actor.roles, is_author=False, self_approval=True)
    bulletin.version, bulletin.changed_at = bulletin.version + 1, now
    if call.first_at is not None:
        live = session.scalar(
            select(Decision).where(Decision.bulletin_id == bulletin.id, Decision.voided_at.is_(None))
        )
        if live is not None:
            live.voided_at, live.voided_by_id, live.voided_reason = now, actor.person_id, reason
    rules = select(SessionRule.id).where(SessionRule.urgent_call_id == call.id)
    session.execute(
        update(Occurrence)
        .where(Occurrence.rule_id.in_(rules), Occurrence.starts_at > now)
        .values(cancelled=True)
    )
    withdrawn_log.write(session, desk, actor, call, reason)
    verb = "discard" if call.first_at is None else "withdraw"
    note(session, call.commune_id, actor.login, now, verb, f"urgent_call {call.id}", title=bulletin.title)
    due.replan(session, desk, call.commune_id)

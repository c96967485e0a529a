"""
The leader's second tap: the approval of exactly what was heard, and on the air at once.

One transaction writes the approval, the call's sessions and what gives way to it; then its first airings are
made and published within the same request. Where that is cut off, the scheduler goes on from the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.domain.writing.workflow import Action, Role, State, move
from broadcaster.errors import Refused, Stale, Unavailable
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.urgent import around, at_once, timing
from broadcaster.services.urgent.calls import find_call
from broadcaster.services.urgent.withdrawing import take_off
from broadcaster.services.voice.voiced import Voiced
from broadcaster.services.writing import versions
from broadcaster.services.writing.steps import find
from broadcaster.store.tables import Bulletin, Commune, Decision, Revision, SessionRule, UrgentCall
from broadcaster.units import Millis

_TRIES = 3
_NO_LONGER = "Thay bằng tin đính chính."
_REAL_ONE = "Dừng diễn tập vì có tin khẩn cấp thật."


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page of the second tap showed."""

    drill: bool
    """Whether it was the page of a drill."""
    digest: str
    sound: str


@dataclass(frozen=True, slots=True)
class Called:
    """What the second tap did."""

    call_id: int
    """Of the call that airs: another leader's, where that says the same in the same villages."""
    first: bool
    """Whether this tap called it out; the same tapped again does nothing more."""
    problem: str = ""
    """Why it is not published yet, as a sentence; the scheduler goes on."""


def call_out(desk: Desk, actor: Actor, call_id: int, seen: Seen) -> Called:
    """
    Approve exactly what the page showed, and air it; tapped again it is still one call.

    Raises:
        Stale: The page showed something else.
        Refused: Its sound is not made, it waited too long, or the times do not go together.
        NotAllowed: The person is no leader.
    """
    actor.require(Role.APPROVER)
    with desk.store.reading() as session:
        call = find_call(session, actor.commune_id, call_id)
        commune, drill, called = session.get_one(Commune, call.commune_id), call.drill, call.first_at
    if called is not None:
        return Called(call_id, first=False)
    first, words = _first_minute(desk, commune, drill=drill)
    with desk.store.writing() as session:
        call = session.get_one(UrgentCall, call_id, with_for_update=True)
        if call.first_at is not None:
            return Called(call_id, first=False)
        bulletin, revision = _require_as_shown(session, desk, call, seen)
        if (same := _same(session, desk, call, revision)) is not None:
            take_off(session, desk, actor, call, "Trùng với tin đang phát.")
            return Called(same.id, first=False)
        _give_way(session, desk, actor, call, bulletin)
        length = timing.length(session, revision, words)
        slots = timing.slots(session, desk, call, first, length)
        _write(session, desk, actor, call, bulletin, revision)
        _open_slots(session, call, bulletin, slots, length)
    try:
        at_once.publish(desk, actor.commune_id)
    except Unavailable as failure:
        return Called(call_id, first=True, problem=str(failure))
    return Called(call_id, first=True)


def _first_minute(desk: Desk, commune: Commune, *, drill: bool) -> tuple[datetime, dict[str, Voiced]]:
    """Choose the minute of the first airing, with its words spoken: while a slow voice speaks, minutes pass."""
    for _ in range(_TRIES):
        first = urgent.first_minute(desk.clock.now())
        words = around.speak(desk, commune, first, drill=drill)
        if urgent.first_minute(desk.clock.now()) <= first:
            break
    return first, words


def _require_as_shown(
    session: Session, desk: Desk, call: UrgentCall, seen: Seen
) -> tuple[Bulletin, Revision]:
    """Check that what is approved is what was shown and heard."""
    bulletin = find(session, call.commune_id, call.bulletin_id)
    revision = bulletin.revisions[-1]
    if why := timing.too_late(call, desk.clock.now()):
        raise Refused(why)
    if seen.drill != call.drill:
        raise Stale("Trang xác nhận không đúng loại tin. Hãy mở lại trang rồi xem kỹ: tin thật hay diễn tập.")
    if seen.digest != revision.digest:
        raise Stale("Nội dung đã thay đổi sau khi bạn mở trang. Hãy xem lại rồi phát.")
    voice = versions.voice_of(session, revision)
    if voice is None or voice.sha256 is None or not desk.shelf.segment(voice.sha256).exists():
        raise Refused("Giọng đọc chưa làm xong nên chưa phát được. Hãy đợi vài giây rồi bấm lại.")
    if seen.sound != voice.sha256:
        raise Stale("Giọng đọc vừa đổi sau khi bạn mở trang. Hãy nghe lại rồi phát.")
    return bulletin, revision


def _same(session: Session, desk: Desk, call: UrgentCall, revision: Revision) -> UrgentCall | None:
    """Return a call on the air that says the same in every village of this one: two leaders were as quick."""
    for other in timing.on_air(session, desk, call.commune_id):
        theirs = find(session, call.commune_id, other.bulletin_id)
        says = theirs.revisions[-1]
        mine = revision.village_ids
        covered = theirs.village_ids is None or (mine is not None and set(mine) <= set(theirs.village_ids))
        equal = (says.spoken, says.recording_ids) == (revision.spoken, revision.recording_ids)
        if other.drill == call.drill and equal and covered:
            return other
    return None


def _give_way(session: Session, desk: Desk, actor: Actor, call: UrgentCall, bulletin: Bulletin) -> None:
    """Take off what a call puts an end to: the one it corrects, aired out or not, and for a real one every drill."""
    timing.require_no_real_one(session, desk, call)
    wrong = select(UrgentCall).where(
        UrgentCall.bulletin_id == bulletin.replaces_id, UrgentCall.withdrawn_at.is_(None)
    )
    if (corrected := session.scalar(wrong)) is not None:
        take_off(session, desk, actor, corrected, _NO_LONGER)
    for other in timing.on_air(session, desk, call.commune_id):
        if other.drill and not call.drill:
            take_off(session, desk, actor, other, _REAL_ONE)


def _write(
    session: Session, desk: Desk, actor: Actor, call: UrgentCall, bulletin: Bulletin, revision: Revision
) -> None:
    """Write the approval. A call is its leader's own: who made it ready may approve it, and the log says so."""
    now = desk.clock.now()
    voice = versions.voice_of(session, revision)
    bulletin.state = move(State.WAITING, Action.APPROVE, actor.roles, is_author=False, self_approval=True)
    bulletin.version, bulletin.changed_at = bulletin.version + 1, now
    session.add(
        Decision(
            bulletin_id=bulletin.id,
            revision_id=revision.id,
            verdict="duyet",
            reason="",
            digest=revision.digest,
            sound_sha256=str(voice.sha256) if voice else "",
            decided_by_id=actor.person_id,
            decided_at=now,
        )
    )
    call.by_id, call.at = actor.person_id, now
    verb = "call_drill" if call.drill else "call_out"
    note(session, call.commune_id, actor.login, now, verb, f"urgent_call {call.id}", title=bulletin.title)
    due.replan(session, desk, call.commune_id)


def _open_slots(
    session: Session, call: UrgentCall, bulletin: Bulletin, slots: Sequence[datetime], length: Millis
) -> None:
    """Open a session of one day for every airing."""
    call.first_at = slots[0]
    minutes = -(-int(length) // 60_000)
    for slot in slots:
        wall = local(slot)
        session.add(
            SessionRule(
                commune_id=call.commune_id,
                name=urgent.name(drill=call.drill),
                weekdays=[wall.isoweekday()],
                start=wall.time(),
                longest_ms=minutes * 60_000,
                valid_from=wall.date(),
                valid_to=wall.date(),
                village_ids=bulletin.village_ids,
                urgent_call_id=call.id,
            )
        )

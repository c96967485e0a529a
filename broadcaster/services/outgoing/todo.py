"""What waits for a person today, the most pressing first: the list on top of the first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.writing.workflow import Role, State
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.limits import limit_warnings
from broadcaster.services.log import logbook
from broadcaster.services.log.log_statements import MAY_SAY
from broadcaster.services.outgoing.progress import progress
from broadcaster.services.upkeep.room import room_lately
from broadcaster.services.voice import new_voices
from broadcaster.services.week.week_rows import weekly
from broadcaster.store.tables import Bulletin, UrgentCall, Village

CONFIRM_DAYS = 3
"""Today and so many days less one before it are asked about; older silence stands in the log."""


class Wait(StrEnum):
    """What kind of thing waits; pages know which button leads to it."""

    RETURNED = "returned"
    APPROVE = "approve"
    OVER_LIMIT = "over_limit"
    NEW_VOICE = "new_voice"
    CONFIRM = "confirm"
    ROOM = "room"
    VILLAGES = "villages"
    SESSIONS = "sessions"
    WRITE = "write"
    DRAFTS = "drafts"
    VOICE = "voice"
    FOR_APPROVAL = "for_approval"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person."""

    wait: Wait
    says: str
    count: int = 0
    bulletin_id: int | None = None
    """The one bulletin it is about, where it is only one."""
    mine: bool = True
    """Whether this person can do it; where not, the sentence says who can."""


def tasks(desk: Desk, actor: Actor) -> tuple[Task, ...]:
    """Return what waits for a person, by their roles, the most pressing first; nothing when all is well."""
    with desk.store.reading() as session:
        found = [*_words(session, actor), *_set_up(session, desk, actor), *_bulletins(session, actor)]
        found += _over_limits(session, desk, actor)
    unconfirmed = _unconfirmed(desk, actor)
    trouble = progress(desk, actor.commune_id)
    if unconfirmed and actor.roles & set(MAY_SAY):
        found.append(
            Task(Wait.CONFIRM, f"{unconfirmed} lượt phát chưa xác nhận đã phát hay chưa.", unconfirmed)
        )
    if trouble.problem and actor.roles & {Role.WRITER, Role.ADMIN}:
        found.append(Task(Wait.VOICE, f"Còn {trouble.tries} giọng đọc chưa làm được. {trouble.problem}"))
    if Role.ADMIN in actor.roles and (full := room_lately(desk.settings, desk.clock).problem):
        found.append(Task(Wait.ROOM, full))
    order = list(Wait)
    return tuple(sorted(found, key=lambda task: (not task.mine, order.index(task.wait))))


def _words(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield what one person's bulletins and the leader's desk wait for."""
    own = Bulletin.author_id == actor.person_id
    if actor.roles & {Role.WRITER}:
        returned = _ids(session, actor, Bulletin.state == State.RETURNED.value, own)
        if returned:
            says = f"{len(returned)} bản tin bị trả lại, cần sửa rồi trình lại."
            yield Task(Wait.RETURNED, says, len(returned), _only(returned))
        called = Bulletin.id.in_(select(UrgentCall.bulletin_id))
        drafts = _ids(session, actor, Bulletin.state == State.DRAFT.value, own, ~called)
        if drafts:
            yield Task(Wait.DRAFTS, f"{len(drafts)} bản nháp đang soạn dở.", len(drafts), _only(drafts))
    if actor.roles & {Role.APPROVER}:
        waiting = _ids(session, actor, Bulletin.state == State.WAITING.value)
        if waiting:
            yield Task(Wait.APPROVE, f"{len(waiting)} bản tin đang chờ duyệt.", len(waiting), _only(waiting))
        better = [one for one in new_voices.waiting_in(session, actor) if not one.own]
        if better:
            says = f"{len(better)} bản tin đã duyệt có giọng đọc tốt hơn, chờ bạn nghe và chọn."
            only = better[0].bulletin_id if len(better) == 1 else None
            yield Task(Wait.NEW_VOICE, says, len(better), only)


def _over_limits(session: Session, desk: Desk, actor: Actor) -> Iterator[Task]:
    """Yield that sessions are over a limit of air time, which a leader accepts or an administrator mends."""
    if not actor.roles & {Role.APPROVER, Role.ADMIN}:
        return
    waiting = [one for one in limit_warnings.coming_in(session, desk, actor.commune_id) if one.waits]
    if waiting:
        says = f"{len(waiting)} buổi phát vượt giới hạn phát của xã"
        if len(waiting) == 1:
            says = f"“{waiting[0].name}” vượt giới hạn phát: {waiting[0].says}"
        leader = Role.APPROVER in actor.roles
        end = "chờ bạn chấp nhận kèm lý do." if leader else "chờ lãnh đạo chấp nhận, hoặc sửa lại buổi phát."
        yield Task(Wait.OVER_LIMIT, f"{says}; {end}", len(waiting), mine=leader)


def _set_up(session: Session, desk: Desk, actor: Actor) -> Iterator[Task]:
    """Yield what a fresh commune still lacks before anything can sound."""
    may = bool(actor.roles & {Role.ADMIN})
    ask = "" if may else " Hãy nhờ người quản trị thêm."
    today = desk.today()
    villages = (
        select(func.count())
        .select_from(Village)
        .where(
            Village.commune_id == actor.commune_id, Village.valid_to.is_(None) | (Village.valid_to >= today)
        )
    )
    if not session.scalar(villages):
        yield Task(Wait.VILLAGES, f"Xã chưa có thôn nào.{ask}", mine=may)
    if not any(rule.weekdays for rule in session.scalars(weekly(actor.commune_id, today))):
        yield Task(
            Wait.SESSIONS, f"Chưa có buổi phát nào trong tuần nên loa chưa có gì để phát.{ask}", mine=may
        )


def _bulletins(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield that nothing can be aired, and what to do about it."""
    if _ids(session, actor, Bulletin.state == State.APPROVED.value):
        return
    waiting = _ids(session, actor, Bulletin.state == State.WAITING.value)
    if waiting and not actor.roles & {Role.APPROVER}:
        says = f"Chưa có bản tin nào được duyệt; {len(waiting)} bản tin đang chờ lãnh đạo duyệt."
        yield Task(Wait.FOR_APPROVAL, says, len(waiting), mine=False)
    if not waiting:
        may = bool(actor.roles & {Role.WRITER})
        says = "Chưa có bản tin nào được duyệt để phát."
        yield Task(Wait.WRITE, says if may else f"{says} Hãy chờ người soạn trình bản tin.", mine=may)


def _ids(session: Session, actor: Actor, *which: ColumnElement[bool]) -> list[int]:
    rows = session.scalars(
        select(Bulletin.id)
        .where(Bulletin.commune_id == actor.commune_id, *which)
        .order_by(Bulletin.changed_at)
    )
    return list(rows)


def _only(found: list[int]) -> int | None:
    return found[0] if len(found) == 1 else None


def _unconfirmed(desk: Desk, actor: Actor) -> int:
    today = desk.today()
    wanted = logbook.Wanted(today - timedelta(days=CONFIRM_DAYS - 1), today, outcome=Outcome.UNCONFIRMED)
    return len(logbook.entries(desk, actor.commune_id, wanted))

"""Urgent calls as pages show them: where each stands, what it says, where and when it airs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.errors import NotFound
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice.voiced import Voiced
from broadcaster.services.writing import versions
from broadcaster.services.writing.steps import find
from broadcaster.store.tables import Bulletin, Decision, Person, SessionRule, UrgentCall, Village

LONG_AGO = timedelta(hours=26)
"""No call lasts as long."""
LASTS = timedelta(hours=2)
"""So long what was made ready may wait for its second tap: later its words may no longer be true."""


class CallState(StrEnum):
    """Where a call stands."""

    READY = "cho_phat"
    LIVE = "dang_phat"
    OVER = "da_xong"
    WITHDRAWN = "da_rut"
    DISCARDED = "da_bo"


CALL_LABELS = {
    CallState.READY: "chưa phát",
    CallState.LIVE: "đang phát",
    CallState.OVER: "đã phát xong",
    CallState.WITHDRAWN: "đã rút",
    CallState.DISCARDED: "đã bỏ, chưa phát",
}


@dataclass(frozen=True, slots=True)
class CallView:
    """One urgent call or drill."""

    id: int
    bulletin_id: int
    drill: bool
    state: CallState
    title: str
    text: str
    spoken: str
    villages: tuple[str, ...]
    every_village: bool
    village_ids: tuple[int, ...]
    every_minutes: int | None
    until_at: datetime | None
    read_times: int
    slots: tuple[datetime, ...]
    """When it airs, of one that was called out."""
    version: int
    digest: str
    voice: Voiced | None
    ready_by: str
    ready_at: datetime
    called_by: str
    called_at: datetime | None
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    corrects: tuple[int, str] | None
    """The call that it corrects, with its title."""
    only_vietnamese: tuple[str, ...]
    """Villages that hear other languages, in which it is not; it airs there in Vietnamese."""

    @property
    def recorded(self) -> bool:
        """Whether a person's voice airs."""
        return self.voice is not None and self.voice.engine == "recording"


def view(desk: Desk, actor: Actor, call_id: int) -> CallView:
    """Return a call of this person's commune. Raises `NotFound` when there is none."""
    with desk.store.reading() as session:
        return read(session, desk, find_call(session, actor.commune_id, call_id))


def standing(desk: Desk, commune_id: int) -> tuple[CallView, ...]:
    """List the calls that are on the air or will be, the newest first."""
    return tuple(one for one in recent(desk, commune_id) if one.state is CallState.LIVE)


def recent(desk: Desk, commune_id: int, days: int = 2) -> tuple[CallView, ...]:
    """List what was made ready or called out in the last days, the newest first."""
    since = desk.clock.now() - timedelta(days=days)
    with desk.store.reading() as session:
        rows = session.scalars(
            select(UrgentCall)
            .where(UrgentCall.commune_id == commune_id, UrgentCall.at >= since)
            .order_by(UrgentCall.id.desc())
        )
        return tuple(read(session, desk, row) for row in rows)


def find_call(session: Session, commune_id: int, call_id: int) -> UrgentCall:
    """
    Return a call of this commune.

    Raises:
        NotFound: There is none, or it is another commune's.
    """
    row = session.get(UrgentCall, call_id)
    if row is None or row.commune_id != commune_id:
        raise NotFound("Không có tin khẩn cấp này. Hãy mở lại trang Khẩn cấp.")
    return row


def read(session: Session, desk: Desk, row: UrgentCall) -> CallView:
    """Read a call with everything its pages say."""
    bulletin = find(session, row.commune_id, row.bulletin_id)
    revision = bulletin.revisions[-1]
    rules = slots_of(session, row.id)
    heard = _villages(session, row.commune_id, bulletin, desk)
    decision = session.scalar(
        select(Decision).where(Decision.bulletin_id == bulletin.id).order_by(Decision.id.desc()).limit(1)
    )
    return CallView(
        id=row.id,
        bulletin_id=bulletin.id,
        drill=row.drill,
        state=_state(row, rules, desk.clock.now()),
        title=bulletin.title,
        text=bulletin.text,
        spoken=revision.spoken,
        villages=tuple(one.name for one in heard),
        every_village=bulletin.village_ids is None,
        village_ids=tuple(one.id for one in heard),
        every_minutes=row.every_minutes,
        until_at=row.until_at,
        read_times=bulletin.read_times,
        slots=tuple(starts(one) for one in rules),
        version=bulletin.version,
        digest=revision.digest,
        voice=versions.voice_of(session, revision),
        ready_by=bulletin.author.name,
        ready_at=bulletin.created_at,
        called_by=decision.decided_by.name if decision else "",
        called_at=decision.decided_at if decision else None,
        withdrawn_by=_name(session, row.withdrawn_by_id),
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason or "",
        corrects=_corrected(session, bulletin),
        only_vietnamese=tuple(one.name for one in heard if not set(one.language_ids) & {0}),
    )


def slots_of(session: Session, call_id: int) -> Sequence[SessionRule]:
    """Return the sessions of a call, by start."""
    rows = session.scalars(select(SessionRule).where(SessionRule.urgent_call_id == call_id))
    return sorted(rows, key=starts)


def starts(slot: SessionRule) -> datetime:
    """Return when a call's session starts by its rule, which is of one day."""
    return datetime.combine(slot.valid_from, slot.start, tzinfo=ZONE)


def ends(slot: SessionRule) -> datetime:
    """Return by when a call's session is over."""
    return starts(slot) + timedelta(milliseconds=slot.longest_ms)


def _state(row: UrgentCall, rules: Sequence[SessionRule], now: datetime) -> CallState:
    if row.withdrawn_at is not None:
        return CallState.DISCARDED if row.first_at is None else CallState.WITHDRAWN
    if row.first_at is None:
        return CallState.READY
    return CallState.LIVE if any(ends(one) > now for one in rules) else CallState.OVER


def _villages(session: Session, commune_id: int, bulletin: Bulletin, desk: Desk) -> Sequence[Village]:
    """Return the open villages in which it airs."""
    rows = session.scalars(
        select(Village)
        .where(Village.commune_id == commune_id)
        .where(Village.valid_to.is_(None) | (Village.valid_to >= desk.today()))
        .order_by(Village.id)
    )
    wanted = bulletin.village_ids
    return [row for row in rows if wanted is None or row.id in wanted]


def _name(session: Session, person_id: int | None) -> str:
    return session.get_one(Person, person_id).name if person_id else ""


def _corrected(session: Session, bulletin: Bulletin) -> tuple[int, str] | None:
    if bulletin.replaces_id is None:
        return None
    row = session.scalar(select(UrgentCall).where(UrgentCall.bulletin_id == bulletin.replaces_id))
    return (row.id, session.get_one(Bulletin, bulletin.replaces_id).title) if row else None

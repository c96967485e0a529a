"""When a call would air: clear of other calls, and of a drill clear of every session; and what it goes before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.plan.item_length import PAUSE, versions_length
from broadcaster.services.urgent.calls import (
    LASTS,
    LONG_AGO,
    CallState,
    ends,
    find_call,
    read,
    slots_of,
    starts,
)
from broadcaster.services.voice.voiced import Voiced
from broadcaster.services.week.expected import expected
from broadcaster.services.writing import versions
from broadcaster.services.writing.steps import find
from broadcaster.store.tables import Bulletin, Revision, UrgentCall
from broadcaster.units import Millis

_DAYS = 3
"""Yesterday, of which a session may still sound, today, and tomorrow, in which a call may end."""
_ROOM = Millis(5_000)
"""Beside what is measured: tones, pauses, and frames that are rounded up."""
_WORDS_ABOUT = Millis(15_000)
"""How long the words around it take, about, before they are spoken."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the second tap would do now."""

    slots: tuple[datetime, ...]
    over: tuple[Occurrence, ...]
    """Sessions that it goes before, one of each; never of a drill."""
    problem: str = ""
    """Why it cannot be called out as it is."""


def foreseen(desk: Desk, actor: Actor, call_id: int) -> Foreseen:
    """Say when a call would air if the second tap came now. Raises `NotFound`."""
    now = desk.clock.now()
    with desk.store.reading() as session:
        call = find_call(session, actor.commune_id, call_id)
        bulletin = find(session, call.commune_id, call.bulletin_id)
        about = length(session, bulletin.revisions[-1], {})
        try:
            require_no_real_one(session, desk, call)
            found = slots(session, desk, call, urgent.first_minute(now), about)
        except Refused as failure:
            return Foreseen((), (), str(failure))
        over = {
            one.series: one
            for one in _weekly(session, desk, call, bulletin.village_ids)
            if any(_meet(one, slot, about) for slot in found)
        }
    return Foreseen(found, tuple(over.values()), too_late(call, now))


def slots(
    session: Session, desk: Desk, call: UrgentCall, first: datetime, long: Millis
) -> tuple[datetime, ...]:
    """
    Say when a call airs, from its first minute on.

    Raises:
        Refused: It would air too often, or over itself.
    """
    planned = urgent.times(first, call.every_minutes, call.until_at)
    urgent.require_sensible(planned, call.every_minutes, long)
    village_ids = find(session, call.commune_id, call.bulletin_id).village_ids
    return urgent.clear_of(planned, long, _taken(session, desk, call, village_ids))


def require_no_real_one(session: Session, desk: Desk, call: UrgentCall) -> None:
    """Check that no drill begins while something real is on the air. Raises `Refused`."""
    if call.drill and any(not other.drill for other in on_air(session, desk, call.commune_id)):
        raise Refused(
            "Đang phát tin khẩn cấp thật nên chưa diễn tập được. Hãy diễn tập khi tin đó phát xong."
        )


def too_late(call: UrgentCall, now: datetime) -> str:
    """Say why a call that was made ready may not be called out any more; nothing when it may."""
    if call.withdrawn_at is not None:
        return "Tin này đã bỏ nên không phát được. Hãy soạn lại."
    if now - call.at > LASTS or (call.until_at is not None and call.until_at <= now):
        return (
            f"Tin này soạn lúc {local(call.at):%H:%M}, nay không còn đúng giờ. "
            "Hãy bấm “Sửa lại” để soạn lại từ nội dung này rồi phát."
        )
    return ""


def length(session: Session, revision: Revision, words: Mapping[str, Voiced]) -> Millis:
    """Return how long an airing is at most: in every language it is in, as often as it is read, with the words around."""
    called = versions.names(session, session.get_one(Bulletin, revision.bulletin_id).commune_id)
    found = versions.of_content(session, revision, called)
    voice = versions.voice_of(session, revision)
    again = max((one.duration_ms for one in words.values()), default=Millis(3_000))
    around = sum(one.duration_ms + PAUSE for one in words.values()) if words else _WORDS_ABOUT
    own = versions_length(found, revision.read_times, again, Millis(0))
    spoken = voice.duration_ms + again + 3 * PAUSE if voice and revision.speech_key else 0
    return Millis(own + spoken * revision.read_times + around + _ROOM)


def on_air(session: Session, desk: Desk, commune_id: int) -> Sequence[UrgentCall]:
    """Return the calls that sound or will."""
    rows = session.scalars(
        select(UrgentCall).where(
            UrgentCall.commune_id == commune_id,
            UrgentCall.first_at.is_not(None),
            UrgentCall.withdrawn_at.is_(None),
            UrgentCall.at > desk.clock.now() - LONG_AGO,
        )
    )
    return [row for row in rows if read(session, desk, row).state is CallState.LIVE]


def _taken(
    session: Session, desk: Desk, call: UrgentCall, village_ids: Collection[int] | None
) -> list[tuple[datetime, datetime]]:
    """Return when other calls sound in one of these villages; a drill keeps clear of every other session too."""
    found = [
        (starts(slot), ends(slot))
        for other in on_air(session, desk, call.commune_id)
        if other.drill == call.drill
        for slot in slots_of(session, other.id)
        if village_ids is None or slot.village_ids is None or set(village_ids) & set(slot.village_ids)
    ]
    weekly = _weekly(session, desk, call, village_ids) if call.drill else ()
    return found + [(one.starts_at, _end(one)) for one in weekly]


def _weekly(
    session: Session, desk: Desk, call: UrgentCall, village_ids: Collection[int] | None
) -> list[Occurrence]:
    """Return the sessions of the week in the villages of a call."""
    yesterday = desk.today() - timedelta(days=1)
    return [
        one
        for one in expected(session, call.commune_id, yesterday, _DAYS).occurrences
        if one.call is None and (village_ids is None or one.village_id in village_ids)
    ]


def _end(one: Occurrence) -> datetime:
    return one.starts_at + timedelta(milliseconds=one.longest)


def _meet(one: Occurrence, slot: datetime, long: Millis) -> bool:
    return one.starts_at < slot + timedelta(milliseconds=long) and slot < _end(one)

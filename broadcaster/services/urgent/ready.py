"""
The leader's first tap: what is to be called out is frozen, spoken or brought in, and shown once more.

Nothing airs of it. It has its row and its sound, so that the second tap is only the word of the leader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.domain.writing.bulletin import FIELDS, Kind, Source, Urgency
from broadcaster.domain.writing.workflow import Role, State
from broadcaster.errors import Refused, Unavailable
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.urgent import around
from broadcaster.services.urgent.calls import find_call
from broadcaster.services.voice import speaking
from broadcaster.services.writing import recordings
from broadcaster.services.writing.submitting import frozen
from broadcaster.store.tables import (
    Bulletin,
    Commune,
    Recording,
    UrgentCall,
    Village,
)
from broadcaster.units import Millis

FIELD = "thien_tai_dich_benh"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a leader typed and ticked."""

    text: str
    drill: bool
    village_ids: tuple[int, ...] | None = None
    """None means every village."""
    every_minutes: int | None = None
    """None airs it once."""
    until: time | None = None
    """By the wall: today, or tomorrow where it has passed today."""
    twice: bool = True
    field: str = FIELD
    key: str = ""
    """Made by the page, so that a form sent twice makes one call."""
    corrects: int | None = None
    """The call that it corrects."""


def make_ready(desk: Desk, actor: Actor, wish: Wish, upload: Path | None = None) -> int:
    """
    Freeze what is to be called out and have it spoken; a recording airs in the voice's stead.

    Returns:
        The call's key. The same form sent twice has the same.

    Raises:
        Refused: Something is missing or does not go together, or the recording cannot be used.
        Unavailable: ffmpeg is missing, or the disk is full.
    """
    actor.require(Role.APPROVER)
    if (standing := _of_key(desk, actor, wish.key)) is not None:
        return standing
    now = desk.clock.now()
    until_at = _checked(wish, now, recorded=upload is not None)
    recording = recordings.whole(desk, actor, upload) if upload is not None else None
    with desk.store.writing() as session:
        if (again := _row_of_key(session, actor, wish.key)) is not None:
            return again.id
        row = _bulletin(session, desk, actor, wish, until_at, recording)
        revision = frozen(session, desk, actor, row)
        call = UrgentCall(
            commune_id=actor.commune_id,
            bulletin_id=row.id,
            drill=wish.drill,
            first_at=None,
            every_minutes=wish.every_minutes,
            until_at=until_at,
            by_id=actor.person_id,
            at=now,
        )
        session.add(call)
        session.flush()
        note(session, actor.commune_id, actor.login, now, "ready", f"urgent_call {call.id}", drill=wish.drill)
        commune = session.get_one(Commune, actor.commune_id)
    _speak(desk, commune, revision.speech_key, wish, row.airings)
    return call.id


def _speak(desk: Desk, commune: Commune, speech_key: str, wish: Wish, count: int) -> None:
    """Have it spoken before anybody asks; where no voice works the page says so and the scheduler goes on."""
    now = desk.clock.now()
    around.ask_ahead(desk, commune.id, now, wish.every_minutes, count, drill=wish.drill)
    try:
        if speech_key:
            speaking.make(desk, speech_key)
        around.speak(desk, commune, urgent.first_minute(now), drill=wish.drill)
    except Unavailable:
        return


def _checked(wish: Wish, now: datetime, *, recorded: bool) -> datetime | None:
    """Check what was typed; return when its repeats end."""
    if not recorded and not any(letter.isalnum() for letter in wish.text):
        raise Refused("Hãy gõ nội dung cần phát, hoặc thu âm rồi bấm lại.")
    if len(wish.text) > urgent.LONGEST_TEXT:
        raise Refused(f"Nội dung dài {len(wish.text)} ký tự, tối đa {urgent.LONGEST_TEXT}. Hãy rút gọn.")
    if wish.village_ids is not None and not wish.village_ids:
        raise Refused("Hãy chọn ít nhất một thôn.")
    if wish.field not in FIELDS:
        raise Refused("Hãy chọn lĩnh vực trong danh sách.")
    if wish.every_minutes is None:
        return None
    if wish.every_minutes not in urgent.EVERY_MINUTES:
        raise Refused("Hãy chọn nhắc lại bao lâu một lần trong danh sách.")
    if wish.until is None:
        raise Refused("Bạn chọn nhắc lại: hãy chọn nhắc lại đến mấy giờ.")
    until_at = urgent.end(local(now), wish.until)
    planned = urgent.times(urgent.first_minute(local(now)), wish.every_minutes, until_at)
    urgent.require_sensible(planned, wish.every_minutes, Millis(0))
    return until_at


def _bulletin(
    session: Session,
    desk: Desk,
    actor: Actor,
    wish: Wish,
    until_at: datetime | None,
    recording: Recording | None,
) -> Bulletin:
    now = desk.clock.now()
    last_day = max(desk.today() + _DAY, local(until_at).date() if until_at else desk.today())
    planned = urgent.times(urgent.first_minute(now), wish.every_minutes, until_at)
    if recording is not None:
        session.add(recording)
        session.flush()
    row = Bulletin(
        commune_id=actor.commune_id,
        state=State.DRAFT,
        author_id=actor.person_id,
        draft_key=wish.key or None,
        created_at=now,
        changed_at=now,
        title=urgent.title(wish.text, actor.name, drill=wish.drill),
        text=wish.text.strip(),
        kind=Kind.NOTICE,
        urgency=Urgency.URGENT,
        field=wish.field,
        topic="",
        source=Source.OWN,
        village_ids=_open_villages(session, desk, actor, wish.village_ids),
        first_day=desk.today(),
        last_day=last_day,
        airings=len(planned),
        read_times=2 if wish.twice else 1,
        replaces_id=find_call(session, actor.commune_id, wish.corrects).bulletin_id
        if wish.corrects
        else None,
        recording_ids=[recording.id] if recording else [],
        confirmed_readings={},
    )
    session.add(row)
    session.flush()
    return row


def _open_villages(
    session: Session, desk: Desk, actor: Actor, wanted: Sequence[int] | None
) -> list[int] | None:
    """Take the villages chosen, which must be open ones of this commune."""
    rows = session.scalars(
        select(Village.id)
        .where(Village.commune_id == actor.commune_id)
        .where(Village.valid_to.is_(None) | (Village.valid_to >= desk.today()))
    )
    there = set(rows)
    if not there:
        raise Refused("Xã chưa có thôn nào nên chưa có loa để phát. Hãy nhờ người quản trị thêm thôn.")
    if wanted is None:
        return None
    if not set(wanted) <= there:
        raise Refused("Có thôn đã đóng hoặc không còn trong danh sách. Hãy chọn lại các thôn.")
    return sorted(set(wanted))


def _of_key(desk: Desk, actor: Actor, key: str) -> int | None:
    with desk.store.reading() as session:
        row = _row_of_key(session, actor, key)
        return row.id if row else None


def _row_of_key(session: Session, actor: Actor, key: str) -> UrgentCall | None:
    """Return the call that a page's form has made already."""
    if not key:
        return None
    return session.scalar(
        select(UrgentCall)
        .join(Bulletin, Bulletin.id == UrgentCall.bulletin_id)
        .where(Bulletin.draft_key == key, UrgentCall.commune_id == actor.commune_id)
    )

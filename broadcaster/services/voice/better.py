"""
The better voice, tried again: where a stand-in spoke, the wanted engine is asked now and then.

It is asked while it matters: somebody still wants the text, and a session that could air it is not fixed
yet. What a leader approved stays as it was heard, unless they let any voice speak; then the programmes that
are not fixed take the better sound, and the log of each says which voice spoke.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import State
from broadcaster.errors import BroadcasterError, Unavailable
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Desk
from broadcaster.services.voice.making import (
    CLAIM,
    Job,
    is_due,
    is_free,
    note_states,
    read_job,
    record,
    speak,
    wait_after,
)
from broadcaster.speech import NoVoice
from broadcaster.store.tables import Bulletin, Occurrence, Revision, Speech

_STILL_WANTED = timedelta(hours=1)
"""Greetings are asked for at every reconcile; what nobody asked for since is not aired any more."""


def improve(desk: Desk) -> bool:
    """
    Try a better voice for the text that has waited longest for it.

    Returns:
        Whether there was any to try.
    """
    job, engines = _claim(desk)
    if job is None:
        return False
    try:
        said, segment = speak(desk, job, engines)
    except BroadcasterError as failure:
        _put_off(desk, job.key, failure)
        return True
    with desk.store.writing() as session:
        row = session.get_one(Speech, job.key)
        record(session, row, said, segment, desk.clock.now())
        _tell(session, desk, row)
    return True


def _claim(desk: Desk) -> tuple[Job | None, tuple[str, ...]]:
    """Take the row whose better voice is due, and say which engines would be better."""
    now = desk.clock.now()
    found = (
        select(Speech)
        .where(Speech.sha256.is_not(None), Speech.engine != Speech.wanted_engine, is_due(now))
        .where(is_free(now), Speech.trial.is_(False))
        .where(_matters(desk, now))
        .order_by(Speech.next_try_at)
        .limit(1)
    )
    with desk.store.reading() as session:
        if session.scalar(found) is None:
            return None, ()
    with desk.store.writing() as session:
        row = session.scalar(found)
        if row is None:
            return None, ()
        job = read_job(session, desk, row)
        better = _better(job, row.engine or "")
        row.attempts += 1
        row.claimed_until = now + CLAIM if better else None
        row.next_try_at = now + wait_after(row.key, row.attempts + 1)
        return (job, better) if better else (None, ())


def _better(job: Job, spoke: str) -> tuple[str, ...]:
    """Return the engines that come before the one that spoke and that the commune still uses, in order."""
    still = [name for name in job.engines if name in job.style.engines]
    return tuple(still[: still.index(spoke)] if spoke in still else still)


def _matters(desk: Desk, now: datetime) -> ColumnElement[bool]:
    """Choose what somebody still wants: asked for lately, before the leader, or to be aired in a session not fixed."""
    settings = desk.settings
    fixed_until = now + timedelta(minutes=settings.better_voice_minutes or settings.lock_minutes)
    airs = exists().where(
        Occurrence.commune_id == Bulletin.commune_id,
        Occurrence.cancelled.is_(False),
        Occurrence.starts_at > fixed_until,
        Occurrence.day.between(Revision.first_day, Revision.last_day),
    )
    spoken_of = or_(Revision.speech_key == Speech.key, Revision.headline_key == Speech.key)
    awaited = (
        select(Revision.id)
        .join(Bulletin, Bulletin.id == Revision.bulletin_id)
        .where(spoken_of)
        .where(
            or_(
                Bulletin.state == State.WAITING.value,
                (Bulletin.state == State.APPROVED.value) & airs,
            )
        )
        .exists()
    )
    belongs = select(Revision.id).where(spoken_of).exists()
    return or_(awaited, ~belongs & (Speech.wanted_at > now - _STILL_WANTED))


def _put_off(desk: Desk, key: str, failure: BroadcasterError) -> None:
    """Keep why it did not go; what was made stands."""
    now = desk.clock.now()
    with desk.store.writing() as session:
        row = session.get_one(Speech, key)
        row.claimed_until = None
        row.next_try_at = now + wait_after(key, row.attempts + 1)
        if isinstance(failure, NoVoice):
            row.fallbacks = [one.reason for one in failure.failures]
            note_states(session, row.commune_id, failure.failures, None, now)
        elif isinstance(failure, Unavailable):
            row.fallbacks = [str(failure)]


def _tell(session: Session, desk: Desk, row: Speech) -> None:
    """Have programmes made anew, and take down for whom a better voice has spoken."""
    if row.commune_id is None:
        return
    due.replan(session, desk, row.commune_id)
    bulletins = session.scalars(
        select(Bulletin)
        .join(Revision, Revision.bulletin_id == Bulletin.id)
        .where(or_(Revision.speech_key == row.key, Revision.headline_key == row.key))
        .where(Bulletin.state.in_((State.WAITING, State.APPROVED)))
    ).unique()
    for one in bulletins:
        note(
            session,
            row.commune_id,
            "chương trình",
            desk.clock.now(),
            "better_voice",
            f"bulletin {one.id}",
            title=one.title,
            engine=row.engine,
        )

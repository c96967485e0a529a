"""
Making the speech that is wanted: whoever claims a row speaks it, with the commune's engines in their order.

Voices and ffmpeg run outside every transaction. What each engine did is kept, so that the page of voices
says how each stands by what really happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from broadcaster.errors import BroadcasterError
from broadcaster.services.desk import Desk
from broadcaster.services.voice.speaking_style import Style, style_of
from broadcaster.services.voice.voiced import Voiced, voiced
from broadcaster.sound import AudioPart, Part, Pause, Segment, make_segment
from broadcaster.speech import Fallback, Manner, NoVoice, Pauses, Recipe, Spoken, cut
from broadcaster.store.tables import EngineChoice, Speech, SpeechSound

CLAIM = timedelta(minutes=10)
_BACK_OFF = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
_NEVER = timedelta(days=36_500)
"""A trial is made again only when somebody asks for it."""
_LONGEST_WAIT = timedelta(hours=2)
"""No wait is so long but a trial's; a try set for later was set while the clock was ahead."""


@dataclass(frozen=True, slots=True)
class Job:
    """A row of work, read whole: nothing of it needs the database while a voice speaks."""

    key: str
    commune_id: int
    spoken: str
    recipe: Recipe
    style: Style
    """The commune's now: who stands in where the wanted engine cannot."""

    @property
    def engines(self) -> tuple[str, ...]:
        """Who may speak it, in order."""
        wanted = self.recipe.engine
        rest = () if self.recipe.alone else self.style.engines
        return (wanted, *(name for name in rest if name != wanted))


def work(desk: Desk) -> bool:
    """
    Make the speech that has waited longest; what somebody wants to try comes first.

    Returns:
        Whether there was any to make.
    """
    key = _claim(desk)
    if key is None:
        return False
    try:
        make(desk, key)
    except BroadcasterError as failure:  # refused too: a text that cannot be spoken says so on the pages
        _put_off(desk, key, failure)
    return True


def make(desk: Desk, key: str) -> Voiced:
    """
    Speak, normalise and keep one row's text, unless that is done already.

    Raises:
        Unavailable: No voice works, or the disk is full.
    """
    with desk.store.reading() as session:
        row = session.get_one(Speech, key)
        if row.sha256 is not None and desk.shelf.segment(row.sha256).exists():
            return voiced(row)
        job = read_job(session, desk, row)
    said, segment = speak(desk, job, job.engines)
    with desk.store.writing() as session:
        row = session.get_one(Speech, key)
        record(session, row, said, segment, desk.clock.now())
        return voiced(row)


def read_job(session: Session, desk: Desk, row: Speech) -> Job:
    """Read a row of work."""
    style = style_of(session, desk, row.commune_id or 0)
    return Job(row.key, row.commune_id or 0, row.spoken, recipe_of(row.recipe), style)


def recipe_of(kept: dict[str, Any]) -> Recipe:
    """Read a recipe as it was kept."""
    second = kept["second"]
    return Recipe(
        engine=kept["engine"],
        manner=Manner(**kept["manner"]),
        second=Manner(**second) if second else None,
        pauses=Pauses(**kept["pauses"]),
        alone=kept["alone"],
    )


def speak(desk: Desk, job: Job, engines: Sequence[str]) -> tuple[Spoken, Segment]:
    """
    Have the first of some engines that can speak a job, and keep the segment.

    Raises:
        Unavailable: None can, or the disk is full.
    """
    recipe, style = job.recipe, job.style
    firsts = {**style.firsts, recipe.engine: recipe.manner}
    seconds = {**style.seconds, recipe.engine: recipe.second} if recipe.second else {}
    phrases = cut(job.spoken, recipe.pauses, two_voices=recipe.second is not None)
    with desk.shelf.bench() as folder:
        said = desk.voices.chain(engines, job.commune_id).speak(phrases, firsts, folder, seconds)
        segment = make_segment(parts_of(said), folder / "segment.mp3", desk.sound)
        desk.shelf.take(segment.path, desk.shelf.segment(segment.sha256))
    return said, segment


def parts_of(said: Spoken) -> list[Part]:
    """Lay the pauses of the text between what was spoken; the last phrase ends the segment."""
    parts: list[Part] = []
    for path, phrase in said.parts:
        parts += [AudioPart(path), Pause(phrase.pause_after_ms)]
    return parts[:-1]


def record(session: Session, row: Speech, said: Spoken, segment: Segment, now: datetime) -> None:
    """Keep what was made, and how each engine did; a stand-in's sound is to be bettered soon."""
    reasons = [fallback.reason for fallback in said.fallbacks]
    row.engine, row.voice, row.fallbacks = said.engine, said.manner.voice, reasons
    row.sha256, row.duration_ms = str(segment.sha256), int(segment.duration_ms)
    row.loudness_lufs, row.true_peak_dbtp = float(segment.loudness), float(segment.true_peak)
    row.made_at, row.claimed_until, row.problem = now, None, ""
    row.attempts, row.next_try_at = 0, now + wait_after(row.key, 1)
    session.merge(
        SpeechSound(
            key=row.key,
            sha256=row.sha256,
            engine=row.engine,
            voice=row.voice,
            fallbacks=reasons,
            duration_ms=row.duration_ms,
            made_at=now,
        )
    )
    note_states(session, row.commune_id, said.fallbacks, said.engine, now)


def note_states(
    session: Session, commune_id: int | None, failed: Iterable[Fallback], spoke: str | None, now: datetime
) -> None:
    """Keep which engine spoke and which could not, with the reason."""
    if commune_id is None:
        return
    for one in failed:
        row = _choice(session, commune_id, one.engine)
        row.failed_at, row.problem = now, one.reason
    if spoke:
        row = _choice(session, commune_id, spoke)
        row.spoke_at, row.problem = now, ""


def wait_after(key: str, attempts: int) -> timedelta:
    """Say how long to wait after so many tries: sooner at first, hourly in the end, each text a little otherwise."""
    wait = _BACK_OFF[min(max(attempts, 1), len(_BACK_OFF)) - 1]
    return wait * (1 + int(key[:2], 16) / 1024)


def is_due(now: datetime) -> ColumnElement[bool]:
    """Choose what is to be tried now, also where a clock that was ahead put it off for years."""
    still_wanted = or_(Speech.trial.is_(False), Speech.problem == "")
    return or_(Speech.next_try_at <= now, and_(Speech.next_try_at > now + _LONGEST_WAIT, still_wanted))


def is_free(now: datetime) -> ColumnElement[bool]:
    """Choose what no living worker holds: a claim that ends later than any made now is of a clock that was ahead."""
    held = Speech.claimed_until
    return or_(held.is_(None), held < now, held > now + CLAIM)


def _choice(session: Session, commune_id: int, engine: str) -> EngineChoice:
    row = session.get(EngineChoice, (commune_id, engine))
    if row is None:
        row = EngineChoice(
            commune_id=commune_id, engine=engine, voice="", second_voice="", sealed_key="", problem=""
        )
        session.add(row)
    return row


def _claim(desk: Desk) -> str | None:
    """Take the oldest row that is due and that no living worker holds."""
    now = desk.clock.now()
    due = (
        select(Speech)
        .where(Speech.sha256.is_(None), is_due(now), is_free(now))
        .order_by(Speech.trial.desc(), Speech.wanted_at)
        .limit(1)
    )
    with desk.store.reading() as session:
        if session.scalar(due) is None:
            return None
    with desk.store.writing() as session:
        row = session.scalar(due)
        if row is None:
            return None
        row.claimed_until = now + CLAIM
        row.attempts += 1
        return row.key


def _why(row: Speech, failure: BroadcasterError) -> str:
    """Say what went wrong; of a trial only what its one voice says."""
    if row.trial and isinstance(failure, NoVoice) and failure.failures:
        return failure.failures[0].reason
    return str(failure)


def _put_off(desk: Desk, key: str, failure: BroadcasterError) -> None:
    """Keep what went wrong, of each engine too, and when to try again."""
    now = desk.clock.now()
    with desk.store.writing() as session:
        row = session.get_one(Speech, key)
        row.problem, row.claimed_until = _why(row, failure), None
        row.next_try_at = now + (_NEVER if row.trial else wait_after(key, row.attempts))
        if isinstance(failure, NoVoice):
            note_states(session, row.commune_id, failure.failures, None, now)

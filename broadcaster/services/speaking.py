"""
Turning spoken text into segments: wanted in a row, made by whoever claims it, kept by digest.

A row of `speech` is a piece of work with a key; doing it twice is harmless, because equal work makes the
same key and the shelf keeps equal sound once. Voices and ffmpeg run outside every transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from broadcaster.errors import BroadcasterError, NotFound, Refused
from broadcaster.reading import read
from broadcaster.services.desk import Desk
from broadcaster.sound import AudioPart, Part, Pause, Segment, Tag, examine, make_segment, splice
from broadcaster.speech import Chain, Manner, Spoken, cache_key, cut, registry
from broadcaster.store.tables import Speech
from broadcaster.units import Dbtp, Lufs, Millis, Sha256, spoken_length

_CLAIM = timedelta(minutes=10)
_BACK_OFF = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Voiced:
    """Where a wanted speech stands: made (with its segment), being made, or in trouble."""

    key: str
    made: bool
    sha256: Sha256 | None
    duration_ms: Millis
    wanted_engine: str
    engine: str
    voice: str
    fallbacks: tuple[str, ...]
    problem: str

    @property
    def fell_back(self) -> bool:
        """Whether another voice than the one wanted spoke."""
        return self.made and self.engine != self.wanted_engine


def house_voice(desk: Desk) -> tuple[str, Manner]:
    """Return the engine that speaks first by the settings, and the manner it is asked for."""
    engine = desk.settings.engines[0]
    return engine, manner_of(desk, engine)


def manner_of(desk: Desk, engine: str) -> Manner:
    """Return how an engine is asked to speak: the settings' voice for eSpeak, `vi` for every other."""
    settings = desk.settings
    voice = settings.espeak_voice if engine == "espeak" else "vi"
    return Manner(voice=voice, rate_wpm=settings.rate_wpm, pitch=settings.pitch, range=settings.pitch_range)


def want(session: Session, desk: Desk, spoken: str) -> str:
    """
    Ask for a text to be spoken with the house voice, within the caller's transaction.

    Returns:
        The key to ask for it by; the same text in the same manner has the same key.
    """
    engine, manner = house_voice(desk)
    key = str(cache_key(spoken, engine, desk.voices.version(engine), manner))
    if session.get(Speech, key) is None:
        now = desk.clock.now()
        row = Speech(
            key=key, spoken=spoken, wanted_engine=engine, voice=manner.voice, wanted_at=now, next_try_at=now
        )
        session.add(row)
    return key


def find(desk: Desk, key: str) -> Voiced:
    """
    Say where a wanted speech stands.

    Raises:
        NotFound: Nobody asked for this key.
    """
    with desk.store.reading() as session:
        row = session.get(Speech, key)
        if row is None:
            raise NotFound("Không tìm thấy phần đọc này. Hãy bấm nghe thử lại.")
        return voiced(row)


def ensure(desk: Desk, texts: Sequence[str]) -> dict[str, Voiced]:
    """
    Have every text spoken, now, and say what came of each; what was made before is handed back.

    Raises:
        Unavailable: No voice works, or the disk is full.
    """
    with desk.store.writing() as session:
        keys = {text: want(session, desk, text) for text in texts}
    return {text: _make(desk, key) for text, key in keys.items()}


@dataclass(frozen=True, slots=True)
class FileSpoken:
    """What `speak_file` made."""

    engine: str
    length: str
    loudness_lufs: Lufs
    notes: tuple[str, ...]
    """Doubts left in the text and voices that failed, as sentences."""


def speak_file(desk: Desk, file: Path, out: Path, engine: str | None = None) -> FileSpoken:
    """
    Read a text file aloud into a tagged MP3, outside the database.

    Raises:
        Refused: The file has nothing to say or is not text, or there is no such voice.
        Unavailable: The voice does not work, or the disk is full.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"Tệp {file.name} không phải văn bản UTF-8. Hãy lưu lại dạng văn bản thuần (UTF-8)."
        ) from error
    reading = read(text)
    phrases = cut(reading.spoken)
    if not phrases:
        raise Refused(f"Tệp {file.name} không có chữ nào để đọc.")
    voices = Chain([registry.load(engine)], examine, desk.clock) if engine else desk.voices
    names = (engine,) if engine else desk.settings.engines
    with desk.shelf.bench() as folder:
        said = voices.speak(phrases, {name: manner_of(desk, name) for name in names}, folder)
        segment = make_segment(parts_of(said), folder / "segment.mp3", desk.sound)
        splice([segment.path], out, Tag(title=file.stem, artist="Đài Truyền thanh xã"), kbps=desk.sound.kbps)
    doubts = tuple(f"Chưa rõ cách đọc: {doubt.written}" for doubt in reading.doubts)
    notes = doubts + tuple(fallback.reason for fallback in said.fallbacks)
    return FileSpoken(said.engine, spoken_length(segment.duration_ms), segment.loudness, notes)


def work(desk: Desk) -> bool:
    """
    Make the speech that has waited longest.

    Returns:
        Whether there was any to make.
    """
    key = _claim(desk)
    if key is None:
        return False
    try:
        _make(desk, key)
    except BroadcasterError as failure:  # refused too: a text that cannot be spoken says so on the pages
        _put_off(desk, key, failure)
    return True


def voiced(row: Speech) -> Voiced:
    """Read a row of work as a value."""
    return Voiced(
        key=row.key,
        made=row.sha256 is not None,
        sha256=Sha256(row.sha256) if row.sha256 else None,
        duration_ms=Millis(row.duration_ms or 0),
        wanted_engine=row.wanted_engine,
        engine=row.engine or row.wanted_engine,
        voice=row.voice,
        fallbacks=tuple(row.fallbacks),
        problem=row.problem,
    )


def _claim(desk: Desk) -> str | None:
    """Take the oldest row that is due and that no living worker holds."""
    now = desk.clock.now()
    due = (
        select(Speech)
        .where(Speech.sha256.is_(None), Speech.next_try_at <= now)
        .where(or_(Speech.claimed_until.is_(None), Speech.claimed_until < now))
        .order_by(Speech.wanted_at)
        .limit(1)
    )
    with desk.store.reading() as session:
        if session.scalar(due) is None:
            return None
    with desk.store.writing() as session:
        row = session.scalar(due)
        if row is None:
            return None
        row.claimed_until = now + _CLAIM
        row.attempts += 1
        return row.key


def _make(desk: Desk, key: str) -> Voiced:
    """Speak, normalise and keep one row's text, unless that is done already."""
    with desk.store.reading() as session:
        row = session.get_one(Speech, key)
        if row.sha256 is not None and desk.shelf.segment(row.sha256).exists():
            return voiced(row)
        spoken = row.spoken
    with desk.shelf.bench() as folder:
        said = desk.voices.speak(
            cut(spoken), {name: manner_of(desk, name) for name in desk.settings.engines}, folder
        )
        segment = make_segment(parts_of(said), folder / "segment.mp3", desk.sound)
        desk.shelf.take(segment.path, desk.shelf.segment(segment.sha256))
    with desk.store.writing() as session:
        row = session.get_one(Speech, key)
        _record(row, said, segment, desk.clock.now())
        return voiced(row)


def parts_of(said: Spoken) -> list[Part]:
    """Lay the pauses of the text between what was spoken; the last phrase ends the segment."""
    parts: list[Part] = []
    for path, phrase in said.parts:
        parts += [AudioPart(path), Pause(phrase.pause_after_ms)]
    return parts[:-1]


def _record(row: Speech, said: Spoken, segment: Segment, now: datetime) -> None:
    row.engine, row.voice = said.engine, said.manner.voice
    row.fallbacks = [fallback.reason for fallback in said.fallbacks]
    row.sha256, row.duration_ms = str(segment.sha256), int(segment.duration_ms)
    row.loudness_lufs, row.true_peak_dbtp = float(Lufs(segment.loudness)), float(Dbtp(segment.true_peak))
    row.made_at, row.claimed_until, row.problem = now, None, ""


def _put_off(desk: Desk, key: str, failure: BroadcasterError) -> None:
    """Keep what went wrong and when to try again: sooner at first, hourly in the end."""
    with desk.store.writing() as session:
        row = session.get_one(Speech, key)
        row.problem, row.claimed_until = str(failure), None
        row.next_try_at = desk.clock.now() + _BACK_OFF[min(row.attempts, len(_BACK_OFF)) - 1]

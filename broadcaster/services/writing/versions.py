"""In which languages a bulletin can be heard: recordings by people, and in Vietnamese else a voice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import RECORDING, VIETNAMESE, Recorded
from broadcaster.services.voice.voiced import Voiced, sound_to_air, sounds, voiced
from broadcaster.store.tables import (
    Decision,
    Language,
    Recording,
    Revision,
    SoundColumns,
    Speech,
    SpeechSound,
)
from broadcaster.units import Millis, Sha256

VIETNAMESE_NAME = "tiếng Việt"


@dataclass(frozen=True, slots=True)
class Version:
    """A bulletin in one language: its sound, and who or what spoke."""

    language_id: int
    """0 is Vietnamese."""
    language: str
    engine: str
    voice: str
    sha256: Sha256
    duration_ms: Millis
    recording_id: int = 0
    """0 where an engine spoke."""
    fell_back: bool = False

    def snapshot(self) -> dict[str, object]:
        """Say what the log keeps of it."""
        return {
            "language": self.language,
            "engine": self.engine,
            "voice": self.voice,
            "fell_back": self.fell_back,
            "sha256": str(self.sha256),
            "duration_ms": int(self.duration_ms),
        }


def names(session: Session, commune_id: int) -> dict[int, str]:
    """Return what the languages of a commune are called, also those taken off its list; Vietnamese first."""
    rows = session.execute(
        select(Language.id, Language.name).where(Language.commune_id == commune_id).order_by(Language.id)
    )
    return {VIETNAMESE: VIETNAMESE_NAME} | {row.id: row.name for row in rows}


def recordings(session: Session, ids: Iterable[int]) -> dict[int, Recording]:
    """Return recordings by key."""
    return {row.id: row for row in session.scalars(select(Recording).where(Recording.id.in_(set(ids))))}


def of_content(session: Session, content: SoundColumns, called: Mapping[int, str]) -> tuple[Version, ...]:
    """Return what was recorded of a working copy or a revision; Vietnamese first."""
    rows = recordings(session, content.recording_ids).values()
    found = [of_recording(row, called) for row in rows]
    return tuple(sorted(found, key=lambda one: one.language_id))


def of_contents(
    session: Session, revisions: Sequence[Revision], called: Mapping[int, str]
) -> dict[int, tuple[Version, ...]]:
    """Return what was recorded of several revisions, by revision; Vietnamese first."""
    rows = recordings(session, {number for one in revisions for number in one.recording_ids})
    return {
        one.id: tuple(
            sorted(
                (of_recording(rows[number], called) for number in one.recording_ids),
                key=lambda version: version.language_id,
            )
        )
        for one in revisions
    }


def spoken(session: Session, decisions: Sequence[Decision]) -> dict[int, Version]:
    """Return what engines spoke of approved revisions and may be aired, by decision."""
    keys = {one.revision.speech_key for one in decisions} - {""}
    best = {row.key: row for row in session.scalars(select(Speech).where(Speech.key.in_(keys)))}
    made = sounds(session, keys)
    found = {}
    for one in decisions:
        revision = one.revision
        sound = made.get((revision.speech_key, sound_to_air(one, best.get(revision.speech_key))))
        if sound is not None:
            found[one.id] = of_speech(sound, revision)
    return found


def of_speech(sound: SpeechSound, revision: Revision) -> Version:
    """Read what an engine spoke as a version."""
    return Version(
        language_id=VIETNAMESE,
        language=VIETNAMESE_NAME,
        engine=sound.engine,
        voice=sound.voice,
        sha256=Sha256(sound.sha256),
        duration_ms=Millis(sound.duration_ms),
        fell_back=sound.engine != revision.engine,
    )


def vietnamese(versions: Sequence[Version]) -> Version | None:
    """Return the version in Vietnamese, if there is one."""
    return next((one for one in versions if one.language_id == VIETNAMESE), None)


def of_recording(row: Recording, called: Mapping[int, str]) -> Version:
    """Read a recording as a version."""
    language = row.language_id or VIETNAMESE
    return Version(
        language_id=language,
        language=called.get(language, ""),
        engine=RECORDING,
        voice=row.speaker,
        sha256=Sha256(row.sha256),
        duration_ms=Millis(row.duration_ms),
        recording_id=row.id,
    )


def recorded(versions: Sequence[Version]) -> tuple[Recorded, ...]:
    """Say of recordings what a leader approves."""
    return tuple(Recorded(one.language_id, one.voice, one.sha256) for one in versions)


def voice_of(session: Session, revision: Revision) -> Voiced | None:
    """Say where the Vietnamese sound of a revision stands: a recording is there, a voice may be at work."""
    if revision.engine != RECORDING:
        speech = session.get(Speech, revision.speech_key)
        return voiced(speech) if speech else None
    rows = recordings(session, revision.recording_ids).values()
    return next((voiced_recording(row) for row in rows if row.language_id is None), None)


def headline_of(session: Session, revision: Revision) -> Voiced | None:
    """Say where the sound of a revision's headline stands; none where it has no headline."""
    speech = session.get(Speech, revision.headline_key) if revision.headline_key else None
    return voiced(speech) if speech else None


def voiced_recording(row: Recording) -> Voiced:
    """Read a recording as speech that is made."""
    return Voiced(
        key=f"ban-thu-{row.id}",
        made=True,
        sha256=Sha256(row.sha256),
        duration_ms=Millis(row.duration_ms),
        wanted_engine=RECORDING,
        engine=RECORDING,
        voice=row.speaker,
        fallbacks=(),
        problem="",
    )

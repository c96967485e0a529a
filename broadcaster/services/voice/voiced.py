"""A row of wanted speech read as a value: where it stands, and which of its sounds is meant."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.store.tables import Decision, Speech, SpeechSound
from broadcaster.units import Millis, Sha256


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
    trial: bool = False
    """Whether it is only tried, so that nobody else speaks it and it is not tried again by itself."""

    @property
    def fell_back(self) -> bool:
        """Whether another voice than the one wanted spoke."""
        return self.made and self.engine != self.wanted_engine


def voiced(row: Speech) -> Voiced:
    """Read a row of work as a value; its sound is the best made so far."""
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
        trial=row.trial,
    )


def voiced_as(session: Session, row: Speech, sha256: str) -> Voiced:
    """Read a row with one of its sounds, which need not be the best: the one that was approved."""
    found = session.get(SpeechSound, (row.key, sha256))
    if found is None:
        return voiced(row)
    return replace(
        voiced(row),
        sha256=Sha256(sha256),
        duration_ms=Millis(found.duration_ms),
        engine=found.engine,
        voice=found.voice,
        fallbacks=tuple(found.fallbacks),
    )


def sounds(session: Session, keys: set[str]) -> dict[tuple[str, str], SpeechSound]:
    """Return every sound that was made of these speeches, by (key, digest)."""
    rows = session.scalars(select(SpeechSound).where(SpeechSound.key.in_(keys)))
    return {(row.key, row.sha256): row for row in rows}


def sound_to_air(decision: Decision, speech: Speech | None) -> str:
    """Return the sound that was approved; where any voice may speak, the best that was made."""
    if decision.any_voice and speech is not None and speech.sha256:
        return speech.sha256
    return decision.sound_sha256


def headline_to_air(decision: Decision, speech: Speech | None) -> str:
    """Return the headline's sound that was approved, or the best one where any voice may speak; empty has none."""
    if decision.headline_sha256 and decision.any_voice and speech is not None and speech.sha256:
        return speech.sha256
    return decision.headline_sha256

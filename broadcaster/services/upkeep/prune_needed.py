"""
Which sounds are needed, and why: one question a reason, each answered with digests.

Whoever adds a column that names a sound adds its reason here; a test walks the tables and fails on a column
that is not in `KNOWN`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from broadcaster.services.desk import Desk
from broadcaster.services.plan.planning import gather
from broadcaster.services.plan.words import texts
from broadcaster.store.tables import (
    Airing,
    Bulletin,
    Commune,
    Decision,
    Jingle,
    Occurrence,
    Programme,
    Recording,
    Revision,
    Speech,
    SpeechSound,
)
from broadcaster.units import Millis

KNOWN = {
    "decision.headline_sha256",
    "decision.sound_sha256",
    "jingle.sha256",
    "programme.sha256",
    "recording.sha256",
    "recording.take_sha256",
    "speech.sha256",
    "speech_sound.sha256",
}
"""Columns with the digest of a sound that the reasons below take into account."""

_DEAD = ("het_han", "da_rut")
_BEING_WRITTEN = ("nhap", "tra_lai")
_DIGEST = re.compile(r'"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Edge:
    """Where the kept time begins."""

    at: datetime
    day: date
    """The same in Vietnam."""


Reason = Callable[[Session, Edge], Iterable[str | None]]


def quick(session: Session, edge: Edge) -> set[str]:
    """Return what is needed by everything but the log and the words of coming days, within milliseconds."""
    return {one for one in chain.from_iterable(reason(session, edge) for reason in QUICK) if one}


def logged(session: Session, edge: Edge, after_id: int = 0) -> Iterator[str]:
    """Yield every digest that the log's rows within the kept time name, whatever for."""
    rows = session.execute(
        select(Airing.snapshot)
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(Airing.id > after_id, or_(Airing.at >= edge.at, Occurrence.day >= edge.day))
        .execution_options(yield_per=500)
    )
    for (snapshot,) in rows:
        yield from _DIGEST.findall(json.dumps(snapshot))


def coming_words(session: Session, desk: Desk) -> set[str]:
    """Return the greetings and closings of the coming days, which are spoken once and used every day."""
    wanted: set[str] = set()
    for commune in session.scalars(select(Commune)):
        wanted.update(texts(commune, gather(session, desk, commune.id, Millis(0))).all())
    rows = session.scalars(select(Speech.sha256).where(Speech.spoken.in_(wanted), Speech.sha256.is_not(None)))
    return {one for one in rows if one}


def _programmes(session: Session, edge: Edge) -> Iterable[str | None]:
    """Name every version of what was or will be aired within the kept time, or was made within it."""
    return session.scalars(
        select(Programme.sha256)
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(or_(Occurrence.day >= edge.day, Programme.made_at >= edge.at))
    )


def _spoken(session: Session, edge: Edge) -> Iterable[str | None]:
    """Name what was spoken for bulletins that live or lived within the kept time, by every voice that did."""
    return session.scalars(
        select(SpeechSound.sha256)
        .join(Revision, SpeechSound.key.in_((Revision.speech_key, Revision.headline_key)))
        .join(Bulletin, Bulletin.id == Revision.bulletin_id)
        .where(_lives(edge))
    )


def _approved(session: Session, edge: Edge) -> Iterable[str | None]:
    """Name what leaders approved of the same bulletins, also where another voice has spoken since."""
    rows = session.execute(
        select(Decision.sound_sha256, Decision.headline_sha256)
        .join(Bulletin, Bulletin.id == Decision.bulletin_id)
        .where(_lives(edge))
    )
    return chain.from_iterable(rows)


def _recorded(session: Session, _edge: Edge) -> Iterable[str | None]:
    """Name what people recorded, which cannot be made again, and the takes of what is still being written."""
    named: set[int] = set()
    for ids in session.scalars(select(Revision.recording_ids)):
        named.update(ids)
    takes: set[int] = set()
    for ids, state in session.execute(select(Bulletin.recording_ids, Bulletin.state)):
        named.update(ids)
        takes.update(ids if state in _BEING_WRITTEN else ())
    for row in session.execute(select(Recording.id, Recording.sha256, Recording.take_sha256)):
        if row.id in named:
            yield row.sha256
        if row.id in takes:
            yield row.take_sha256


def _jingles(session: Session, edge: Edge) -> Iterable[str | None]:
    """Name the sounds in use, and those that were when something within the kept time was made."""
    return session.scalars(
        select(Jingle.sha256).where(or_(Jingle.replaced_at.is_(None), Jingle.replaced_at >= edge.at))
    )


def _lives(edge: Edge) -> ColumnElement[bool]:
    return or_(Bulletin.state.not_in(_DEAD), Bulletin.changed_at >= edge.at, Bulletin.last_day >= edge.day)


QUICK: tuple[Reason, ...] = (_programmes, _spoken, _approved, _recorded, _jingles)

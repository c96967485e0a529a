"""What was true when a row of the log was written: names, titles, digests, approvals, taken down as plain JSON."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.services.log import log_marks
from broadcaster.services.log.log_marks import Snapshot
from broadcaster.store.tables import (
    Commune,
    Decision,
    Occurrence,
    PlanRow,
    Programme,
    ProgrammeItem,
    Revision,
    Speech,
    Station,
    Village,
)

Row = TypeVar("Row", Revision, Decision, PlanRow)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The rows that a programme's items name, by key."""

    revisions: Mapping[int, Revision]
    decisions: Mapping[int, Decision]
    plan_rows: Mapping[int, PlanRow]
    speeches: Mapping[str, Speech]


@dataclass(frozen=True, slots=True)
class Places:
    """What a commune's places are called, read once for many rows of the log."""

    commune: str
    villages: Mapping[int, str]
    stations: Mapping[int, Sequence[Station]]
    """Speaker clusters by village."""


def places(session: Session, commune_id: int, village_ids: Collection[int]) -> Places:
    """Read what some villages of a commune are called."""
    rows = session.scalars(select(Station).where(Station.village_id.in_(village_ids)).order_by(Station.id))
    stations = defaultdict(list)
    for row in rows:
        stations[row.village_id].append(row)
    villages = session.execute(select(Village.id, Village.name).where(Village.id.in_(village_ids)))
    commune = session.get_one(Commune, commune_id)
    return Places(commune.name, {row.id: row.name for row in villages}, stations)


def take(session: Session, occurrence: Occurrence, programme: Programme) -> Snapshot:
    """
    Take down everything a log row says about a session: only text, whole numbers, lists and mappings.

    Instants are ISO 8601 in UTC, days ISO 8601, durations milliseconds. A speaker cluster counts when it
    stands on the session's day.
    """
    found = places(session, occurrence.commune_id, [occurrence.village_id])
    marks = log_marks.of(session, [occurrence])
    return compose(found, occurrence, programme, items(session, programme.items), marks[occurrence.id])


def items(session: Session, rows: Sequence[ProgrammeItem]) -> list[Snapshot]:
    """Take down what a programme's items are; equal for every programme with the same items."""
    sources = _sources(session, rows)
    return [_item(item, sources) for item in rows]


def compose(
    found: Places,
    occurrence: Occurrence,
    programme: Programme,
    said: list[Snapshot],
    marks: Sequence[Snapshot] = (),
) -> Snapshot:
    """Take down a session of which the places, the items and the marks are known; what is not there leaves no trace."""
    told: Snapshot = {
        "form": 1,
        "commune": found.commune,
        "village_id": occurrence.village_id,
        "village": found.villages[occurrence.village_id],
        "stations": _stations(found, occurrence),
        "session": occurrence.name,
        "day": occurrence.day.isoformat(),
        "starts_at": log_marks.instant(occurrence.starts_at),
        "longest_ms": occurrence.longest_ms,
        "duration_ms": programme.duration_ms,
        "version": programme.version,
        "sha256": programme.sha256,
        "items": said,
    }
    if programme.relay is not None:
        told["relay"] = programme.relay
    return told | {"marks": list(marks)} if marks else told


def _stations(found: Places, occurrence: Occurrence) -> list[str]:
    day = occurrence.day
    return [
        row.name
        for row in found.stations.get(occurrence.village_id, ())
        if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
    ]


def _sources(session: Session, items: Sequence[ProgrammeItem]) -> _Sources:
    """Read what the items name with one query a table."""
    revisions = _by_id(
        session.scalars(
            select(Revision).where(Revision.id.in_({item.revision_id for item in items} - {None}))
        )
    )
    decisions = _by_id(
        session.scalars(
            select(Decision).where(Decision.id.in_({item.decision_id for item in items} - {None}))
        )
    )
    plan_ids = {row.plan_row_id for row in revisions.values()} - {None}
    plan_rows = _by_id(session.scalars(select(PlanRow).where(PlanRow.id.in_(plan_ids))))
    keys = {row.speech_key for row in revisions.values()}
    speeches = {row.key: row for row in session.scalars(select(Speech).where(Speech.key.in_(keys)))}
    return _Sources(revisions, decisions, plan_rows, speeches)


def _by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row.id: row for row in rows}


def _item(item: ProgrammeItem, sources: _Sources) -> Snapshot:
    said: Snapshot = {
        "kind": item.kind,
        "title": item.title,
        "offset_ms": item.offset_ms,
        "duration_ms": item.duration_ms,
    }
    revision = sources.revisions.get(item.revision_id or 0)
    if revision is None:
        return said
    return said | {
        "bulletin_id": revision.bulletin_id,
        "revision_id": revision.id,
        "digest": revision.digest,
        "bulletin_kind": revision.kind,
        "urgency": revision.urgency,
        "field": revision.field,
        "topic": revision.topic,
        "source": revision.source,
        "author": revision.submitted_by.name,
        "read_times": revision.read_times,
        "plan_row": _plan_row(sources.plan_rows.get(revision.plan_row_id or 0)),
        "voice": _voice(item, sources.speeches.get(revision.speech_key), revision),
        "versions": item.versions,
        "approval": _approval(item, sources.decisions.get(item.decision_id or 0), revision),
    }


def _plan_row(row: PlanRow | None) -> Snapshot | None:
    if row is None:
        return None
    return {"id": row.id, "year": row.year, "number": row.number, "content": row.content}


def _voice(item: ProgrammeItem, speech: Speech | None, revision: Revision) -> Snapshot:
    """Say which voice spoke in this programme; `fell_back` where it is not the one that was wanted."""
    if item.versions:
        first = item.versions[0]
        return {name: first[name] for name in ("engine", "voice", "fell_back")}
    engine = (speech.engine if speech else None) or revision.engine
    return {"engine": engine, "voice": revision.voice, "fell_back": engine != revision.engine}


def _approval(item: ProgrammeItem, decision: Decision | None, revision: Revision) -> Snapshot | None:
    """Say who approved what aired here: of a short form its own sound."""
    if decision is None:
        return None
    approved = decision.headline_sha256 if item.kind == "headline" else decision.sound_sha256
    return {
        "name": decision.decided_by.name,
        "title": decision.decided_by.title,
        "decided_at": log_marks.instant(decision.decided_at),
        "sound_sha256": approved,
        "any_voice": decision.any_voice,
        "by_author": decision.decided_by_id == revision.submitted_by_id,
    }

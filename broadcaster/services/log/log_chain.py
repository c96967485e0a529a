"""
The broadcast log as a chain: a row is appended with the hash of the one before it, and the whole is proved.

The only writer of log rows. Nothing is edited; a correction is a new row that names the old one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from broadcaster.domain.log import chain
from broadcaster.domain.log.airing import Outcome
from broadcaster.services.desk import Desk
from broadcaster.services.log import log_marks, log_snapshot
from broadcaster.services.log.log_marks import Snapshot
from broadcaster.store.tables import Airing, Commune, Programme
from broadcaster.units import Sha256

PROGRAMME = "programme"
"""Evidence: the program's own act."""
PERSON = "person"
"""Evidence: what a person says."""
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Word:
    """What a row says about a session, and on whose evidence."""

    outcome: Outcome
    evidence: str
    who: str
    reason: str = ""
    note: str = ""
    corrects_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying a commune's log found."""

    commune_id: int
    rows: int
    head: Sha256
    """Hash of the last row; it proves the log only where it is also kept elsewhere, as on printed sheets."""
    broken_seq: int | None
    """The first row that is not as it was written; none when all are."""


@dataclass(frozen=True, slots=True)
class About:
    """Which programme a row of the log is about, and what was true of it."""

    occurrence_id: int
    programme_id: int
    snapshot: Snapshot


def append(session: Session, desk: Desk, programme: Programme, word: Word) -> Airing:
    """
    Append a row to the commune's log within the caller's writing transaction.

    The first row about a programme takes a snapshot; later ones carry the same, which is what was really
    published: a greeting names the village as it was called when the programme was made.
    """
    commune_id = programme.occurrence.commune_id
    lock(session, commune_id)
    about = About(programme.occurrence_id, programme.id, _snapshot(session, programme))
    row = _next(desk, commune_id, _last(session, commune_id), about, word)
    session.add(row)
    session.flush()
    return row


def append_all(session: Session, desk: Desk, commune_id: int, about: Iterable[About], word: Word) -> None:
    """Append a row with the same word about each of many programmes of one commune, as `append` does one."""
    lock(session, commune_id)
    last, rows = _last(session, commune_id), []
    for one in about:
        last = _next(desk, commune_id, last, one, word)
        rows.append(last)
    if rows:
        columns = [one.key for one in Airing.__mapper__.column_attrs if one.key != "id"]
        session.execute(
            insert(Airing).execution_options(render_nulls=True),
            [{name: getattr(row, name) for name in columns} for row in rows],
        )


def _last(session: Session, commune_id: int) -> Airing | None:
    return session.scalar(
        select(Airing).where(Airing.commune_id == commune_id).order_by(Airing.seq.desc()).limit(1)
    )


def _next(desk: Desk, commune_id: int, last: Airing | None, about: About, word: Word) -> Airing:
    """Make the row that follows another, with the hash that holds them together."""
    row = Airing(
        commune_id=commune_id,
        seq=last.seq + 1 if last else 1,
        occurrence_id=about.occurrence_id,
        programme_id=about.programme_id,
        outcome=word.outcome.value,
        reason=word.reason,
        note=word.note,
        evidence=word.evidence,
        who=word.who,
        at=desk.clock.now(),
        corrects_seq=word.corrects_seq,
        snapshot=about.snapshot,
        previous_hash=last.hash if last else chain.GENESIS,
    )
    row.hash = chain.link(Sha256(row.previous_hash), payload(row))
    return row


def lock(session: Session, commune_id: int) -> None:
    """Let one writer at a time append to a commune's log. SQLite holds the whole database already."""
    session.execute(select(Commune.id).where(Commune.id == commune_id).with_for_update())


def verify(desk: Desk, commune_id: int) -> Verdict:
    """Read a commune's whole log again and prove that every row is as it was written, in its order."""
    count, head, broken = 0, chain.GENESIS, None
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Airing)
            .where(Airing.commune_id == commune_id)
            .order_by(Airing.seq)
            .execution_options(yield_per=_BATCH)
        )
        for row in rows:
            count += 1
            whole = row.seq == count and row.previous_hash == head
            if broken is None and not (whole and row.hash == chain.link(head, payload(row))):
                broken = row.seq
            head = Sha256(row.hash)
    return Verdict(commune_id, count, head, broken)


def verify_all(desk: Desk) -> tuple[Verdict, ...]:
    """Verify the log of every commune of this installation."""
    with desk.store.reading() as session:
        found = session.scalars(select(Commune.id).order_by(Commune.id)).all()
    return tuple(verify(desk, commune_id) for commune_id in found)


def payload(row: Airing) -> dict[str, object]:
    """Return everything of a row that its hash covers: all its columns but the key and the hashes."""
    return {
        "commune_id": row.commune_id,
        "seq": row.seq,
        "occurrence_id": row.occurrence_id,
        "programme_id": row.programme_id,
        "outcome": row.outcome,
        "reason": row.reason,
        "note": row.note,
        "evidence": row.evidence,
        "who": row.who,
        "at": log_marks.instant(row.at),
        "corrects_seq": row.corrects_seq,
        "snapshot": row.snapshot,
    }


def _snapshot(session: Session, programme: Programme) -> Snapshot:
    kept = session.scalar(
        select(Airing.snapshot).where(Airing.programme_id == programme.id).order_by(Airing.seq).limit(1)
    )
    return kept if kept is not None else log_snapshot.take(session, programme.occurrence, programme)

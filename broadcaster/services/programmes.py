"""
Making programmes: what was planned becomes sound, and a row that says so.

`make` is the reconcile step that the scheduler, every approval and the command call. It asks what is due,
does it, and may be stopped anywhere: sound is named by its content, rows are written whole, and the same
call run again completes the work. Two at once are harmless: a version of an occurrence exists once.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from broadcaster.services import airings
from broadcaster.services.assembly import Assembled, Words, assemble, item_rows, sound_of, speak_words
from broadcaster.services.audit import note
from broadcaster.services.desk import Desk
from broadcaster.services.frame import (
    Frame,
    frames_of,
    words_length,
)
from broadcaster.services.planning import Decided, Gathered, decide, gather
from broadcaster.services.speaking import ensure
from broadcaster.sound import Spliced
from broadcaster.store.tables import Bulletin, Commune, Occurrence, Programme
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Made:
    """What one reconcile step did."""

    occurrences: int
    programmes: int
    """New versions made; 0 when nothing has changed."""


def communes(desk: Desk) -> tuple[int, ...]:
    """List the communes of this installation."""
    with desk.store.reading() as session:
        return tuple(session.scalars(select(Commune.id).order_by(Commune.id)))


def expire(desk: Desk, commune_id: int) -> int:
    """Mark approved bulletins whose last day has passed; return how many."""
    with desk.store.writing() as session:
        rows = session.scalars(
            select(Bulletin).where(
                Bulletin.commune_id == commune_id,
                Bulletin.state == "da_duyet",
                Bulletin.last_day < desk.today(),
            )
        ).all()
        for row in rows:
            row.state, row.version = "het_han", row.version + 1
            note(session, commune_id, "chương trình", desk.clock.now(), "expire", f"bulletin {row.id}")
        return len(rows)


def make(desk: Desk, commune_id: int) -> Made:
    """
    Plan a commune's next days and make every programme that is new or has changed.

    Raises:
        Unavailable: No voice works or the disk is full; what was made before stands.
    """
    expire(desk, commune_id)
    gathered, words, frames = prepare(desk, commune_id)
    decided = decide(desk, gathered, frames)
    made = 0
    for one in decided:
        made += _renew(desk, gathered, words, one)
    gone = _cancel_missing(desk, gathered)
    return Made(len(decided), made + gone)


def preview(desk: Desk, commune_id: int) -> tuple[Decided, ...]:
    """Say what the next days would air by what stands now, with the reason for everything left out."""
    gathered, _words, frames = prepare(desk, commune_id)
    return decide(desk, gathered, frames)


def prepare(desk: Desk, commune_id: int) -> tuple[Gathered, Words, dict[int, Frame]]:
    """Gather the plan's material and have the words around the items spoken (once; then they are kept)."""
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
    repeat = ensure(desk, commune_id, [commune.repeat_words])[commune.repeat_words]
    with desk.store.reading() as session:
        gathered = gather(session, desk, commune_id, repeat.duration_ms)
    words = speak_words(desk, commune, gathered)
    longest = max(
        (words_length(texts, words.spoken) for texts in words.greetings.values()), default=Millis(0)
    )
    closing = max((words_length(texts, words.spoken) for texts in words.closings.values()), default=Millis(0))
    return gathered, words, frames_of(gathered.jingles, longest, closing)


def _renew(desk: Desk, gathered: Gathered, words: Words, one: Decided) -> int:
    """Make the next version of one occurrence's programme, unless the newest says the same."""
    key = (one.occurrence.village_id, one.occurrence.rule_id, one.occurrence.day)
    standing = gathered.standing.get(key)
    newest = standing.programmes[-1] if standing is not None and standing.programmes else None
    assembled = assemble(one, gathered, words)
    if newest is None and not assembled.pieces:
        return 0
    unchanged = (
        newest is not None
        and standing is not None
        and newest.order_digest == assembled.digest
        and standing.starts_at == one.occurrence.starts_at
        and not standing.cancelled
    )
    if unchanged and _is_there(desk, newest):
        return 0
    spliced = sound_of(desk, assembled) if assembled.pieces else None
    if unchanged and newest is not None and spliced is not None and newest.sha256 == spliced.sha256:
        return 0  # only its file was lost, and is there again
    try:
        with desk.store.writing() as session:
            return _record(session, desk, gathered, one, assembled, spliced)
    except IntegrityError:  # another process made this version first; equal work, nothing lost
        return 0


def _is_there(desk: Desk, newest: Programme | None) -> bool:
    """Say whether a programme's file lies where it should, as long as it should be; a cut one is taken away."""
    if newest is None or newest.sha256 is None:
        return True
    path = desk.shelf.programme(newest.sha256)
    if path.exists() and path.stat().st_size != newest.bytes:
        path.unlink()
    return path.exists()


def _record(
    session: Session,
    desk: Desk,
    gathered: Gathered,
    one: Decided,
    assembled: Assembled,
    spliced: Spliced | None,
) -> int:
    """Write the occurrence, the programme's next version with its items, and the log's planned row."""
    now = desk.clock.now()
    if one.occurrence.starts_at <= now:
        return 0
    row = _occurrence(session, gathered, one)
    version = row.programmes[-1].version + 1 if row.programmes else 1
    if version != _next_version(
        gathered, one
    ):  # another process was faster; the next step compares with its work
        session.rollback()
        return 0
    programme = Programme(
        occurrence_id=row.id,
        version=version,
        order_digest=assembled.digest,
        sha256=spliced.sha256 if spliced else None,
        duration_ms=spliced.duration_ms if spliced else 0,
        bytes=spliced.bytes if spliced else 0,
        left_out=[
            {"bulletin_id": out.bulletin_id, "title": out.title, "reason": out.reason}
            for out in one.order.left_out
        ],
        made_at=now,
        items=item_rows(one, assembled, spliced, gathered),
    )
    row.programmes.append(programme)
    session.flush()
    airings.planned(session, desk, programme)
    return 1


def _next_version(gathered: Gathered, one: Decided) -> int:
    row = gathered.standing.get((one.occurrence.village_id, one.occurrence.rule_id, one.occurrence.day))
    return row.programmes[-1].version + 1 if row is not None and row.programmes else 1


def _occurrence(session: Session, gathered: Gathered, one: Decided) -> Occurrence:
    """Find or make the occurrence's row; its time follows the rule until it is frozen."""
    due = one.occurrence
    row = session.scalar(
        select(Occurrence).where(
            Occurrence.village_id == due.village_id,
            Occurrence.rule_id == due.rule_id,
            Occurrence.day == due.day,
        )
    )
    if row is None:
        row = Occurrence(
            commune_id=gathered.villages[due.village_id].commune_id,
            village_id=due.village_id,
            rule_id=due.rule_id,
            day=due.day,
        )
        session.add(row)
    row.name, row.starts_at, row.longest_ms, row.cancelled = due.name, due.starts_at, due.longest, False
    session.flush()
    return row


def _cancel_missing(desk: Desk, gathered: Gathered) -> int:
    """Cancel coming occurrences that no rule makes any more; what has begun stands."""
    now: datetime = desk.clock.now()
    due = {(one.village_id, one.rule_id, one.day) for one in gathered.occurrences}
    gone = [
        row.id
        for key, row in gathered.standing.items()
        if key not in due and row.starts_at > now and not row.cancelled
    ]
    if not gone:
        return 0
    with desk.store.writing() as session:
        for row in session.scalars(select(Occurrence).where(Occurrence.id.in_(gone))):
            row.cancelled = True
            note(session, row.commune_id, "chương trình", now, "cancel", f"occurrence {row.id}")
    return len(gone)

"""One session of the log opened: what was in it word for word, and every row that was ever written about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.log.airing import Outcome
from broadcaster.errors import NotFound
from broadcaster.paper.entries import Entry, Item
from broadcaster.services.desk import Desk
from broadcaster.services.log import logbook
from broadcaster.store.tables import Airing, Occurrence, Programme, Revision
from broadcaster.units import Sha256


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """A bulletin in a session with its words as they were submitted."""

    item: Item
    text: str
    spoken: str
    digest: Sha256
    """Of the content the leader approved."""
    sounds: tuple[tuple[str, Sha256], ...]
    """The segments that aired with their languages, as far as they are kept."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row of the log about this session."""

    seq: int
    outcome: Outcome
    reason: str
    note: str
    who: str
    evidence: str
    at: datetime
    version: int
    """Of the programme the row speaks of."""
    corrects_seq: int | None
    corrected_by: int | None


@dataclass(frozen=True, slots=True)
class Details:
    """Everything a page shows of one session."""

    entry: Entry
    sha256: Sha256
    kept: bool
    """Whether the sound of the whole session is still on this machine."""
    items: tuple[ItemDetail, ...]
    history: tuple[HistoryLine, ...]
    begun: bool
    """Whether its start has passed, so that people may speak of it."""


def details(desk: Desk, commune_id: int, occurrence_id: int) -> Details:
    """
    Open one session of the log.

    Raises:
        NotFound: No such session in this commune, or nothing was planned in it.
    """
    with desk.store.reading() as session:
        row = session.get(Occurrence, occurrence_id)
        if row is None or row.commune_id != commune_id:
            raise NotFound("Không có buổi phát này. Hãy mở lại Nhật ký phát thanh rồi chọn trong danh sách.")
        wanted = logbook.Wanted(row.day, row.day, village_id=row.village_id)
    entry = next(
        (one for one in logbook.entries(desk, commune_id, wanted) if one.occurrence_id == occurrence_id), None
    )
    if entry is None:
        raise NotFound("Buổi này đã bỏ hoặc không có chương trình nên không có trong nhật ký.")
    with desk.store.reading() as session:
        sha256 = Sha256(session.get_one(Programme, entry.programme_id).sha256 or "")
        return Details(
            entry=entry,
            sha256=sha256,
            kept=desk.shelf.programme(sha256).exists(),
            items=_items(session, desk, entry),
            history=_history(session, occurrence_id),
            begun=entry.starts_at <= desk.clock.now(),
        )


def _items(session: Session, desk: Desk, entry: Entry) -> tuple[ItemDetail, ...]:
    ids = {item.revision_id for item in entry.items}
    revisions = {row.id: row for row in session.scalars(select(Revision).where(Revision.id.in_(ids)))}
    return tuple(_item(desk, item, revisions[item.revision_id]) for item in entry.items)


def _item(desk: Desk, item: Item, revision: Revision) -> ItemDetail:
    aired = [(one.language, Sha256(one.sha256)) for one in item.versions]
    return ItemDetail(
        item=item,
        text=revision.text,
        spoken=revision.spoken,
        digest=Sha256(revision.digest),
        sounds=tuple(pair for pair in aired if desk.shelf.segment(pair[1]).exists()),
    )


def _history(session: Session, occurrence_id: int) -> tuple[HistoryLine, ...]:
    rows = session.scalars(
        select(Airing).where(Airing.occurrence_id == occurrence_id).order_by(Airing.seq)
    ).all()
    corrected = {row.corrects_seq: row.seq for row in rows if row.corrects_seq is not None}
    return tuple(
        HistoryLine(
            seq=row.seq,
            outcome=Outcome(row.outcome),
            reason=row.reason,
            note=row.note,
            who=row.who,
            evidence=row.evidence,
            at=row.at,
            version=int(str(row.snapshot["version"])),
            corrects_seq=row.corrects_seq,
            corrected_by=corrected.get(row.seq),
        )
        for row in rows
    )

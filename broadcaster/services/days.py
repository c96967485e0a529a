"""What a village airs on a day, by its newest programmes: the view every page, pack and playlist is made from."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk
from broadcaster.store.tables import Commune, Decision, Occurrence, Programme, ProgrammeItem, Village
from broadcaster.units import Millis, Sha256


@dataclass(frozen=True, slots=True)
class ItemView:
    """One piece of a session."""

    kind: str
    title: str
    reason: str
    bulletin_id: int | None
    approved_digest: str | None
    """Of the content a leader approved; none for what stands around the items."""
    offset_ms: Millis
    duration_ms: Millis
    engine: str
    """Who speaks a bulletin; empty for what stands around."""
    fell_back: bool
    """Whether it took the place of the voice wanted."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session of a village that has sound."""

    occurrence_id: int
    programme_id: int
    version: int
    name: str
    starts_at: datetime
    file_name: str
    """`01_0530.MP3`: 8.3 ASCII, sorted in playing order."""
    path: Path
    duration_ms: Millis
    longest_ms: Millis
    bytes: int
    sha256: Sha256
    items: tuple[ItemView, ...]
    left_out: tuple[tuple[str, str], ...]
    """(title, reason)."""


@dataclass(frozen=True, slots=True)
class DayView:
    """One village on one day."""

    commune_name: str
    village_id: int
    village_name: str
    village_code: str
    day: date
    sessions: tuple[SessionView, ...]

    @property
    def folder(self) -> str:
        """The name of the day's folder on a stick: `AAAAMMDD`."""
        return f"{self.day:%Y%m%d}"


def day(desk: Desk, village_id: int, day: date) -> DayView:
    """
    Return what a village airs on a day, by its newest programmes.

    Raises:
        NotFound: There is no such village.
    """
    with desk.store.reading() as session:
        return day_in(session, desk, village_id, day)


def day_in(session: Session, desk: Desk, village_id: int, day: date) -> DayView:
    """Return what `day` returns, within the caller's transaction."""
    village = session.get(Village, village_id)
    if village is None:
        raise NotFound("Không có thôn này. Hãy chọn lại thôn trong danh sách.")
    commune = session.get_one(Commune, village.commune_id)
    rows = session.scalars(
        select(Occurrence)
        .where(Occurrence.village_id == village_id, Occurrence.day == day, Occurrence.cancelled.is_(False))
        .order_by(Occurrence.starts_at, Occurrence.id)
    ).all()
    newest = [(row, row.programmes[-1]) for row in rows if row.programmes and row.programmes[-1].sha256]
    approved = _approved(session, [programme for _row, programme in newest])
    sessions = tuple(
        _session(desk, number, row, programme, approved) for number, (row, programme) in enumerate(newest, 1)
    )
    return DayView(commune.name, village.id, village.name, village.code, day, sessions)


def _approved(session: Session, found: list[Programme]) -> dict[int, str]:
    """Return the digests that leaders approved, by decision."""
    wanted = {item.decision_id for programme in found for item in programme.items if item.decision_id}
    rows = session.execute(select(Decision.id, Decision.digest).where(Decision.id.in_(wanted)))
    return {row.id: row.digest for row in rows}


def _session(
    desk: Desk, number: int, row: Occurrence, programme: Programme, approved: dict[int, str]
) -> SessionView:
    sha256 = Sha256(programme.sha256 or "")
    return SessionView(
        occurrence_id=row.id,
        programme_id=programme.id,
        version=programme.version,
        name=row.name,
        starts_at=row.starts_at,
        file_name=f"{number:02d}_{local(row.starts_at):%H%M}.MP3",
        path=desk.shelf.programme(sha256),
        duration_ms=Millis(programme.duration_ms),
        longest_ms=Millis(row.longest_ms),
        bytes=programme.bytes,
        sha256=sha256,
        items=tuple(
            ItemView(
                item.kind,
                item.title,
                item.reason,
                item.bulletin_id,
                approved.get(item.decision_id or 0),
                Millis(item.offset_ms),
                Millis(item.duration_ms),
                *_who(item),
            )
            for item in programme.items
        ),
        left_out=tuple((str(out["title"]), str(out["reason"])) for out in programme.left_out),
    )


def _who(item: ProgrammeItem) -> tuple[str, bool]:
    """Say who speaks an item, and whether for another; one spoken by several is said by its first."""
    if not item.versions:
        return "", False
    return str(item.versions[0]["engine"]), any(bool(one["fell_back"]) for one in item.versions)

"""The broadcast log, read: every planned session in exactly one honest state, and the sheet that is printed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, defer

from broadcaster.domain.log import chain
from broadcaster.domain.log.airing import Outcome
from broadcaster.errors import NotFound, Refused
from broadcaster.paper.entries import Entry
from broadcaster.paper.logbook import Seal, Sheet
from broadcaster.services.desk import Desk
from broadcaster.services.log import log_entries
from broadcaster.store.tables import Airing, Commune, Occurrence, Programme
from broadcaster.units import Sha256

LONGEST_DAYS = 3 * 366
_Where = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a log: days (both inclusive), and one village, plan row or state where given."""

    first_day: date
    last_day: date
    village_id: int | None = None
    plan_row_id: int | None = None
    outcome: Outcome | None = None


def entries(desk: Desk, commune_id: int, wanted: Wanted) -> tuple[Entry, ...]:
    """
    Return every planned session of these days, by start and village, with names as they were then.

    A session that was cancelled before its time, or whose newest programme is empty, was not planned.
    Limited to a plan row, an entry has only the bulletins of that row.

    Raises:
        Refused: The days are the wrong way round or are too many.
    """
    _check(wanted)
    with desk.store.reading() as session:
        return _entries(session, desk, commune_id, wanted)


def sheet(desk: Desk, commune_id: int, wanted: Wanted, period: str, limits: Sequence[str] = ()) -> Sheet:
    """
    Gather what is printed, with the head of the hash chain as it stands in the same moment.

    Args:
        desk: What to work with.
        commune_id: Whose log.
        wanted: Which part of it.
        period: The days in words.
        limits: What it is limited to, in words.

    Raises:
        NotFound: There is no such commune.
        Refused: The days are the wrong way round or are too many.
    """
    _check(wanted)
    with desk.store.reading() as session:
        commune = session.get(Commune, commune_id)
        if commune is None:
            raise NotFound("Không có xã này. Hãy đăng nhập lại.")
        return Sheet(
            commune=commune.name,
            period=period,
            limits=tuple(limits),
            entries=_entries(session, desk, commune_id, wanted),
            seal=_seal(session, commune_id),
            made_at=desk.clock.now(),
        )


def _check(wanted: Wanted) -> None:
    days = (wanted.last_day - wanted.first_day).days + 1
    if days < 1:
        raise Refused(
            f"Ngày cuối ({_numbers(wanted.last_day)}) đứng trước ngày đầu ({_numbers(wanted.first_day)}). "
            "Hãy đổi lại hai ngày."
        )
    if days > LONGEST_DAYS:
        raise Refused(f"Khoảng thời gian dài {days} ngày, tối đa {LONGEST_DAYS}. Hãy chọn khoảng ngắn hơn.")


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _entries(session: Session, desk: Desk, commune_id: int, wanted: Wanted) -> tuple[Entry, ...]:
    where = [
        Occurrence.commune_id == commune_id,
        Occurrence.day.between(wanted.first_day, wanted.last_day),
        Occurrence.cancelled.is_(False),
    ]
    if wanted.village_id is not None:
        where.append(Occurrence.village_id == wanted.village_id)
    words = _words(session, where)
    now, grace = desk.clock.now(), timedelta(minutes=desk.settings.confirm_grace_minutes)
    found = []
    for occurrence_id, programme_id, snapshot in _planned(session, where):
        one = log_entries.entry(occurrence_id, programme_id, snapshot, words[occurrence_id], now, grace)
        kept = _limited(one, wanted)
        if kept is not None:
            found.append(kept)
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.village_id)))


def _planned(session: Session, where: _Where) -> Iterator[tuple[int, int, log_entries.Snapshot]]:
    """Yield each session with its newest programme, when that has sound, and what was true as it was made."""
    newest = (
        select(Programme.occurrence_id, func.max(Programme.version).label("version"))
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(*where)
        .group_by(Programme.occurrence_id)
        .subquery()
    )
    known = (  # a programme is planned once, and again each time more is to be noted beside it
        select(Airing.programme_id, func.max(Airing.seq).label("seq"))
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(*where, Airing.outcome == Outcome.PLANNED.value)
        .group_by(Airing.programme_id)
        .subquery()
    )
    rows = session.execute(
        select(Programme.occurrence_id, Programme.id, Airing.snapshot)
        .join(
            newest,
            and_(newest.c.occurrence_id == Programme.occurrence_id, newest.c.version == Programme.version),
        )
        .join(
            Airing,
            and_(
                Airing.occurrence_id == Programme.occurrence_id,
                Airing.programme_id == Programme.id,
                Airing.outcome == Outcome.PLANNED.value,
            ),
        )
        .join(known, and_(known.c.programme_id == Airing.programme_id, known.c.seq == Airing.seq))
        .where(Programme.sha256.is_not(None))
    )
    for row in rows:
        yield row.occurrence_id, row.id, row.snapshot


def _words(session: Session, where: _Where) -> dict[int, list[Airing]]:
    """Read everything the log says of these sessions but its plans, by session, oldest first."""
    rows = session.scalars(
        select(Airing)
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(*where, Airing.outcome != Outcome.PLANNED.value)
        .order_by(Airing.seq)
        .options(defer(Airing.snapshot, raiseload=True))
    )
    found = defaultdict(list)
    for row in rows:
        found[row.occurrence_id].append(row)
    return found


def _limited(entry: Entry, wanted: Wanted) -> Entry | None:
    """Keep of an entry what is wanted of it."""
    if wanted.outcome not in (None, entry.state):
        return None
    if wanted.plan_row_id is None:
        return entry
    items = tuple(item for item in entry.items if item.plan_row and item.plan_row.id == wanted.plan_row_id)
    return replace(entry, items=items, relay=None) if items else None


def _seal(session: Session, commune_id: int) -> Seal:
    last = session.execute(
        select(Airing.seq, Airing.hash)
        .where(Airing.commune_id == commune_id)
        .order_by(Airing.seq.desc())
        .limit(1)
    ).first()
    return Seal(last.seq, Sha256(last.hash)) if last else Seal(0, chain.GENESIS)

"""What a village airs on a day, by its newest programmes: the view every page, pack and playlist is made from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan import relay as relays
from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.day_views import Approval, DayView, ItemView, SessionView
from broadcaster.store.tables import (
    Commune,
    Decision,
    Occurrence,
    Person,
    Programme,
    ProgrammeItem,
    SessionRule,
    UrgentCall,
    Village,
)
from broadcaster.units import Millis, Sha256


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
    return days_of(session, desk, [village], day, 1)[village_id][0]


def days_of(
    session: Session, desk: Desk, villages: Sequence[Village], first: date, span: int
) -> dict[int, list[DayView]]:
    """
    Return some days of villages of one commune, by village, in three queries however many they are.

    Villages that hear the same share their items in memory.
    """
    if not villages:
        return {}
    commune = session.get_one(Commune, villages[0].commune_id)
    wanted = and_(
        Occurrence.village_id.in_([village.id for village in villages]),
        Occurrence.day.between(first, first + timedelta(days=span - 1)),
        Occurrence.cancelled.is_(False),
        Programme.sha256.is_not(None),
        is_newest(),
    )
    rows = session.execute(
        select(*_COLUMNS)
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .join(SessionRule, SessionRule.id == Occurrence.rule_id)
        .outerjoin(UrgentCall, UrgentCall.id == SessionRule.urgent_call_id)
        .where(wanted)
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    items = _items(session, wanted)
    sessions: dict[tuple[int, date], list[SessionView]] = defaultdict(list)
    for row in rows:
        found = sessions[row.village_id, row.day]
        found.append(_session(desk, len(found) + 1, row, items.get(row.programme_id, ())))
    return {
        village.id: [
            DayView(
                commune.name, village.id, village.name, village.code, one, tuple(sessions[village.id, one])
            )
            for one in (first + timedelta(days=number) for number in range(span))
        ]
        for village in villages
    }


def is_newest() -> ColumnElement[bool]:
    """Keep the newest programme of each session, where both are selected."""
    newest = select(func.max(Programme.version)).where(Programme.occurrence_id == Occurrence.id)
    return Programme.version == newest.correlate(Occurrence).scalar_subquery()


_COLUMNS = (
    Occurrence.id,
    Occurrence.village_id,
    Occurrence.day,
    Occurrence.name,
    Occurrence.starts_at,
    Occurrence.longest_ms,
    Programme.id.label("programme_id"),
    Programme.version,
    Programme.duration_ms,
    Programme.bytes,
    Programme.sha256,
    Programme.left_out,
    Programme.relay,
    UrgentCall.drill,
    UrgentCall.withdrawn_at,
)


def _items(session: Session, wanted: ColumnElement[bool]) -> dict[int, tuple[ItemView, ...]]:
    """Read the items of the programmes wanted, by programme."""
    rows = session.execute(
        select(
            ProgrammeItem.programme_id,
            ProgrammeItem.kind,
            ProgrammeItem.title,
            ProgrammeItem.reason,
            ProgrammeItem.bulletin_id,
            ProgrammeItem.decision_id,
            ProgrammeItem.offset_ms,
            ProgrammeItem.duration_ms,
            ProgrammeItem.versions,
        )
        .join(Programme, Programme.id == ProgrammeItem.programme_id)
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(wanted)
        .order_by(ProgrammeItem.programme_id, ProgrammeItem.position)
    ).all()
    approvals = _approvals(session, {row.decision_id for row in rows} - {None})
    found: dict[int, tuple[ItemView, ...]] = {}
    shared: dict[tuple[object, ...], tuple[ItemView, ...]] = {}
    for programme_id, group in groupby(rows, key=lambda row: int(row.programme_id)):
        group_rows = list(group)
        said = tuple((*row[1:-1], *_who(row.versions)) for row in group_rows)
        if said not in shared:
            shared[said] = tuple(_item(approvals, one) for one in group_rows)
        found[programme_id] = shared[said]
    return found


def _item(approvals: Mapping[int, Approval], row: Any) -> ItemView:
    engine, fell_back = _who(row.versions)
    return ItemView(
        kind=row.kind,
        title=row.title,
        reason=row.reason,
        bulletin_id=row.bulletin_id,
        approval=approvals.get(row.decision_id or 0),
        offset_ms=Millis(row.offset_ms),
        duration_ms=Millis(row.duration_ms),
        engine=engine,
        fell_back=fell_back,
    )


def _approvals(session: Session, decision_ids: Collection[int | None]) -> dict[int, Approval]:
    """Return who approved what and when, by decision."""
    rows = session.execute(
        select(Decision.id, Decision.digest, Person.name, Decision.decided_at)
        .join(Person, Person.id == Decision.decided_by_id)
        .where(Decision.id.in_(decision_ids))
    )
    return {row.id: Approval(row.digest, row.name, row.decided_at) for row in rows}


def _session(desk: Desk, number: int, row: Any, items: tuple[ItemView, ...]) -> SessionView:
    sha256 = Sha256(row.sha256)
    return SessionView(
        occurrence_id=row.id,
        programme_id=row.programme_id,
        version=row.version,
        name=row.name,
        starts_at=row.starts_at,
        file_name=f"{number:02d}_{local(row.starts_at):%H%M}.MP3",
        path=desk.shelf.programme(sha256),
        duration_ms=Millis(row.duration_ms),
        longest_ms=Millis(row.longest_ms),
        bytes=row.bytes,
        sha256=sha256,
        items=items,
        left_out=tuple((str(out["title"]), str(out["reason"])) for out in row.left_out),
        relay=relays.read(row.relay),
        drill=row.drill,
        withdrawn=row.withdrawn_at is not None,
    )


def _who(versions: list[dict[str, Any]]) -> tuple[str, bool]:
    """Say who speaks an item, and whether for another; one spoken by several is said by its first."""
    if not versions:
        return "", False
    return str(versions[0]["engine"]), any(bool(one["fell_back"]) for one in versions)

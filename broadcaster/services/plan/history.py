"""What can no longer change and counts against the wishes: airings by village, bulletin and day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.running_order import History
from broadcaster.services.log.heard import not_played
from broadcaster.services.outgoing.days import is_newest
from broadcaster.store.tables import Occurrence, Programme, ProgrammeItem

_BEFORE = date(1, 1, 1)
"""Stands for every day before the first that is asked about by itself."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Which sessions can no longer change."""

    until: datetime
    """Sessions that start by then."""
    told: Collection[int]
    """Occurrences of which somebody has said what became of them, also where they start later by the clock."""
    still_open: Collection[int]
    """Occurrences that may change all the same."""
    first_day: date
    """From which day on days are told apart."""


def history(
    session: Session,
    commune_id: int,
    bulletin_ids: Collection[int],
    frozen: Frozen,
) -> History:
    """
    Count airings of each newest programme that is frozen.

    A session that somebody says was not aired is none: the bulletin is still owed to that village.

    Args:
        session: The caller's transaction.
        commune_id: Whose.
        bulletin_ids: Of which bulletins.
        frozen: Which sessions can no longer change.
    """
    settled = or_(Occurrence.starts_at <= frozen.until, Occurrence.id.in_(frozen.told))

    def aired(kind: str) -> Select[Any]:
        day = case((Occurrence.day >= frozen.first_day, Occurrence.day), else_=literal(_BEFORE))
        return (
            select(Occurrence.village_id, ProgrammeItem.bulletin_id, day, func.count())
            .join(Programme, Programme.id == ProgrammeItem.programme_id)
            .join(Occurrence, Occurrence.id == Programme.occurrence_id)
            .where(Occurrence.commune_id == commune_id, settled)
            .where(ProgrammeItem.bulletin_id.in_(bulletin_ids), ProgrammeItem.kind == kind, is_newest())
            .where(Occurrence.cancelled.is_(False), Occurrence.id.not_in(not_played()))
            .where(Occurrence.id.not_in(frozen.still_open))
            .group_by(Occurrence.village_id, ProgrammeItem.bulletin_id, day)
        )

    whole = session.execute(aired("bulletin")).all()
    short: dict[tuple[int, int], int] = {}
    for village, bulletin, _day, count in session.execute(aired("headline")):
        short[village, bulletin or 0] = short.get((village, bulletin or 0), 0) + count
    return History({(village, bulletin or 0, day): count for village, bulletin, day, count in whole}, short)

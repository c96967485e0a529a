"""What can no longer change and counts against the wishes: airings by village, bulletin and day."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, literal, or_, select
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
    day = case((Occurrence.day >= frozen.first_day, Occurrence.day), else_=literal(_BEFORE))
    rows = session.execute(
        select(ProgrammeItem.kind, Occurrence.village_id, ProgrammeItem.bulletin_id, day, func.count())
        .join(Programme, Programme.id == ProgrammeItem.programme_id)
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(Occurrence.commune_id == commune_id, settled)
        .where(ProgrammeItem.bulletin_id.in_(bulletin_ids), is_newest())
        .where(ProgrammeItem.kind.in_(("bulletin", "headline")))
        .where(Occurrence.cancelled.is_(False), Occurrence.id.not_in(not_played()))
        .where(Occurrence.id.not_in(frozen.still_open))
        .group_by(ProgrammeItem.kind, Occurrence.village_id, ProgrammeItem.bulletin_id, day)
    )
    whole: dict[tuple[int, int, date], int] = {}
    short = Counter[tuple[int, int]]()
    for kind, village, bulletin, on, count in rows:
        if kind == "bulletin":
            whole[village, bulletin or 0, on] = count
        else:
            short[village, bulletin or 0] += count
    return History(whole, short)

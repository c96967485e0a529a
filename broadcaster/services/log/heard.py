"""How often bulletins were aired, by the last word about each session; what was only planned never counts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session, aliased

from broadcaster.clock import local
from broadcaster.domain.log.airing import Outcome
from broadcaster.services.log.airings import STATEMENTS
from broadcaster.store.tables import Airing, Occurrence, ProgrammeItem

_AIRED = (Outcome.PLAYED.value, Outcome.DECLARED.value)


def heard(session: Session, bulletin_ids: Collection[int]) -> Mapping[int, Mapping[int, int]]:
    """Count the sessions said to have been aired, by bulletin and village; a short form is no airing of it."""
    last = _last_words()
    rows = session.execute(
        select(
            ProgrammeItem.bulletin_id, Occurrence.village_id, func.count(Occurrence.id.distinct()).label("n")
        )
        .join(Airing, Airing.programme_id == ProgrammeItem.programme_id)
        .join(last, (last.c.occurrence_id == Airing.occurrence_id) & (last.c.seq == Airing.seq))
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(ProgrammeItem.bulletin_id.in_(bulletin_ids), ProgrammeItem.kind == "bulletin")
        .where(Airing.outcome.in_(_AIRED))
        .group_by(ProgrammeItem.bulletin_id, Occurrence.village_id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        found[row.bulletin_id or 0][row.village_id] = row.n
    return found


def not_played() -> Select[Any]:
    """
    Select the sessions that by the last word about them were not aired.

    Few are, so those are looked at and not every word: the log grows every night, and each plan asks.
    """
    later = aliased(Airing)
    taken_back = (
        select(later.id)
        .where(later.occurrence_id == Airing.occurrence_id, later.seq > Airing.seq)
        .where(later.outcome.in_([one.value for one in STATEMENTS]))
        .exists()
    )
    return select(Airing.occurrence_id).where(Airing.outcome == Outcome.NOT_PLAYED.value, ~taken_back)


def told(commune_id: int, now: datetime) -> Select[Any]:
    """Select the sessions still to come by the clock of which somebody said already what became of them."""
    return (
        select(Occurrence.id)
        .join(Airing, Airing.occurrence_id == Occurrence.id)
        .where(
            Occurrence.commune_id == commune_id, Occurrence.day >= local(now).date()
        )  # an index knows days
        .where(Occurrence.starts_at > now)
        .where(Airing.outcome.in_([one.value for one in STATEMENTS]))
    )


def _last_words() -> Subquery:
    """Select the row that stands as the last word about each session."""
    return (
        select(Airing.occurrence_id, func.max(Airing.seq).label("seq"))
        .where(Airing.outcome.in_([one.value for one in STATEMENTS]))
        .group_by(Airing.occurrence_id)
        .subquery()
    )

"""The sessions that a commune's rules make of some days, whether or not they have sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.domain import calendar
from broadcaster.services.programme.planning import calendar_exception, calendar_rule
from broadcaster.store.tables import SessionException, SessionRule, Village


@dataclass(frozen=True, slots=True)
class Expected:
    """What the rules as they stand now make of some days."""

    villages: Mapping[int, Village]
    """Every village there ever was, by id, in the order they were opened."""
    occurrences: tuple[calendar.Occurrence, ...]


def expected(session: Session, commune_id: int, first_day: date, days: int) -> Expected:
    """Work out the sessions of every village of a commune, within the caller's transaction."""
    villages = {
        row.id: row
        for row in session.scalars(
            select(Village).where(Village.commune_id == commune_id).order_by(Village.id)
        )
    }
    rules = session.scalars(select(SessionRule).where(SessionRule.commune_id == commune_id))
    exceptions = session.scalars(
        select(SessionException)
        .where(SessionException.commune_id == commune_id)
        .order_by(SessionException.id)
    )
    due = calendar.occurrences(
        [calendar_rule(row) for row in rules],
        [calendar_exception(row) for row in exceptions],
        [calendar.Village(row.id, row.name, row.valid_from, row.valid_to) for row in villages.values()],
        first_day,
        days,
        ZONE,
    )
    return Expected(villages, tuple(due))

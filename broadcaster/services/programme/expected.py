"""The sessions that a commune's rules make of some days, whether or not they have sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.domain import calendar
from broadcaster.store.tables import SessionException, SessionRule, Village
from broadcaster.units import Millis


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


def calendar_rule(row: SessionRule) -> calendar.SessionRule:
    """Read a row of the week as the calendar takes it."""
    return calendar.SessionRule(
        id=row.id,
        name=row.name,
        weekdays=frozenset(row.weekdays),
        start=row.start,
        longest=Millis(row.longest_ms),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def calendar_exception(row: SessionException) -> calendar.SessionException:
    """Read an exception as the calendar takes it."""
    return calendar.SessionException(
        rule_id=row.rule_id,
        village_id=row.village_id,
        first_day=row.first_day,
        last_day=row.last_day,
        cancelled=row.cancelled,
        start=row.start,
        longest=None if row.longest_ms is None else Millis(row.longest_ms),
        note=row.note,
    )

"""The sessions that a commune's rules make of some days, whether or not they have sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.domain.week import calendar
from broadcaster.services.week.week_rows import week, withdrawn
from broadcaster.store.tables import Village


@dataclass(frozen=True, slots=True)
class Expected:
    """What the rules as they stand now make of some days."""

    villages: Mapping[int, Village]
    """Every village there ever was, by id, in the order they were opened."""
    occurrences: tuple[calendar.Occurrence, ...]


def expected(session: Session, commune_id: int, first_day: date, days: int) -> Expected:
    """
    Work out the sessions of every village of a commune, within the caller's transaction.

    Those of an urgent call that was withdrawn are not among them, as far as they had not begun by then.
    """
    villages = {
        row.id: row
        for row in session.scalars(
            select(Village).where(Village.commune_id == commune_id).order_by(Village.id)
        )
    }
    last_day = first_day + timedelta(days=days - 1)
    due = week(session, commune_id, villages.values(), first_day, last_day).occurrences(first_day, days, ZONE)
    gone = withdrawn(session, commune_id) if any(one.call for one in due) else {}
    return Expected(
        villages,
        tuple(
            one
            for one in due
            if one.call is None or one.call.id not in gone or one.starts_at <= gone[one.call.id]
        ),
    )

"""Exceptions to the week as pages show them, and on which days those of special days hold."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.week.special_days import LABELS, holds
from broadcaster.services.desk import Desk
from broadcaster.services.lunar import lunar_of
from broadcaster.services.week.week_fields import series_names
from broadcaster.store.tables import SessionException, SessionRule, Village

UNTIL_NOTICE = date.max
"""As the last day: until further notice."""
_LOOK_AHEAD_DAYS = 400


@dataclass(frozen=True, slots=True)
class ChangeView:
    """An exception as pages show it; names are none where it is for every session or village."""

    id: int
    rule_id: int | None
    rule_name: str | None
    village_id: int | None
    village_name: str | None
    first_day: date
    last_day: date
    cancelled: bool
    start: time | None
    longest_minutes: int | None
    note: str
    only_on: str
    next_days: tuple[date, ...]
    """The first days to come on which it holds, where it does not hold on every day of its range."""
    replaces: tuple[str, ...]
    """Names of the sessions that give way to it."""

    @property
    def until_notice(self) -> bool:
        """Whether it holds until further notice."""
        return self.last_day == UNTIL_NOTICE

    def holds_on(self, day: date) -> bool:
        """Say whether it changes anything on a day."""
        return self.first_day <= day <= self.last_day and holds(self.only_on, day, lunar_of)

    @property
    def only_on_words(self) -> str:
        """On which days of the range, in words; empty where on every one."""
        return LABELS[self.only_on] if self.only_on else ""


def exceptions(desk: Desk, commune_id: int) -> tuple[ChangeView, ...]:
    """List the exceptions that are not over, by their first day."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(SessionException)
            .where(SessionException.commune_id == commune_id, SessionException.last_day >= desk.today())
            .order_by(SessionException.first_day, SessionException.id)
        )
        return tuple(view(session, desk, row) for row in rows)


def coming(only_on: str, first: date, last: date = UNTIL_NOTICE, count: int = 1) -> tuple[date, ...]:
    """Return the first days from a day on that a key of `LABELS` names, looked for over some four hundred days."""
    ahead = range(min((last - first).days, _LOOK_AHEAD_DAYS) + 1)
    days = (first + timedelta(days=number) for number in ahead)
    return tuple(islice((day for day in days if holds(only_on, day, lunar_of)), count))


def view(session: Session, desk: Desk, row: SessionException) -> ChangeView:
    """Read an exception."""
    rule = session.get(SessionRule, row.rule_id) if row.rule_id is not None else None
    village = session.get(Village, row.village_id) if row.village_id is not None else None
    called = series_names(session, row.commune_id) if row.replaces else {}
    return ChangeView(
        id=row.id,
        rule_id=row.rule_id,
        rule_name=rule.name if rule else None,
        village_id=row.village_id,
        village_name=village.name if village else None,
        first_day=row.first_day,
        last_day=row.last_day,
        cancelled=row.cancelled,
        start=row.start,
        longest_minutes=None if row.longest_ms is None else row.longest_ms // 60_000,
        note=row.note,
        only_on=row.only_on,
        next_days=coming(row.only_on, max(row.first_day, desk.today()), row.last_day, 3)
        if row.only_on
        else (),
        replaces=tuple(called[one] for one in row.replaces if one in called),
    )

"""Rows of the week as the calendar takes them; only those that may matter on the days in question are read."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from broadcaster.domain.week import calendar
from broadcaster.services.lunar import lunar_of
from broadcaster.store.tables import DroppedSession, SessionException, SessionRule, UrgentCall, Village
from broadcaster.units import Millis

_DAY = timedelta(days=1)


def weekly(commune_id: int, first_day: date) -> Select[SessionRule]:
    """Select the sessions of the week that hold on a day or later, none of urgent calls; some have no weekday left."""
    return (
        select(SessionRule)
        .where(SessionRule.commune_id == commune_id, SessionRule.urgent_call_id.is_(None))
        .where(SessionRule.valid_to.is_(None) | (SessionRule.valid_to >= first_day))
    )


def week(
    session: Session,
    commune_id: int,
    villages: Iterable[Village],
    first_day: date,
    last_day: date | None,
    *,
    calls: bool = True,
) -> calendar.Week:
    """
    Read what says when sessions sound on some days, within the caller's transaction.

    Args:
        session: The transaction.
        commune_id: Whose sessions.
        villages: In which villages.
        first_day: The first day.
        last_day: The last day, inclusive; none is without end.
        calls: Whether the sessions of urgent calls are among them.
    """
    first = first_day - _DAY  # a session of the night before may give way to one of the first day
    last = date.max if last_day is None else last_day + _DAY
    rules = (
        select(SessionRule, UrgentCall)
        .outerjoin(UrgentCall, UrgentCall.id == SessionRule.urgent_call_id)
        .where(SessionRule.commune_id == commune_id, SessionRule.valid_from <= last)
        .where(SessionRule.valid_to.is_(None) | (SessionRule.valid_to >= first))
    )
    if not calls:
        rules = rules.where(SessionRule.urgent_call_id.is_(None))
    exceptions = (
        select(SessionException)
        .where(SessionException.commune_id == commune_id)
        .where(SessionException.first_day <= last, SessionException.last_day >= first)
        .order_by(SessionException.id)
    )
    dropped = select(DroppedSession.village_id, DroppedSession.series_id, DroppedSession.day).where(
        DroppedSession.commune_id == commune_id, DroppedSession.day.between(first, last)
    )
    return calendar.Week(
        rules=[calendar_rule(row, call) for row, call in session.execute(rules)],
        exceptions=[calendar_exception(row) for row in session.scalars(exceptions)],
        villages=[calendar_village(row) for row in villages],
        dropped={(village, series, day) for village, series, day in session.execute(dropped)},
        lunar_of=lunar_of,
    )


def withdrawn(session: Session, commune_id: int) -> dict[int, datetime]:
    """Return since when the urgent calls of a commune that were withdrawn are so."""
    rows = session.execute(
        select(UrgentCall.id, UrgentCall.withdrawn_at).where(
            UrgentCall.commune_id == commune_id, UrgentCall.withdrawn_at.is_not(None)
        )
    )
    return {number: at for number, at in rows if at is not None}


def calendar_rule(row: SessionRule, call: UrgentCall | None = None) -> calendar.SessionRule:
    """Read a row of the week as the calendar takes it, with the urgent call it belongs to."""
    return calendar.SessionRule(
        id=row.id,
        name=row.name,
        weekdays=frozenset(row.weekdays),
        start=row.start,
        longest=Millis(row.longest_ms),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        series=row.series,
        village_ids=None if row.village_ids is None else frozenset(row.village_ids),
        template_id=row.template_id,
        call=None if call is None else calendar.Call(call.id, call.bulletin_id, call.drill),
        replaces=frozenset(row.replaces),
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
        only_on=row.only_on,
        replaces=frozenset(row.replaces),
    )


def calendar_village(row: Village) -> calendar.Village:
    """Read a village as the calendar takes it."""
    return calendar.Village(
        id=row.id,
        name=row.name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        stagger=row.stagger_seconds,
        stagger_from=row.stagger_from,
        stagger_before=row.stagger_before,
    )

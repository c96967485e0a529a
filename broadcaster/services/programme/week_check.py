"""
Whether a week holds together: no two sessions of a village at once, and nothing changed that has begun.

What is checked is what the calendar makes of the rows as they would stand, so there is one truth about when
a session sounds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE, local
from broadcaster.domain import calendar
from broadcaster.errors import Refused
from broadcaster.services.desk import Desk
from broadcaster.services.programme.expected import calendar_exception, calendar_rule
from broadcaster.store.tables import SessionException, SessionRule, Village

_DAY = timedelta(days=1)
_FURTHEST = timedelta(days=400)
_ANY_VILLAGE = calendar.Village(0, "mọi thôn", date.min, None)
"""Stands for every village that no exception names: all of those have the same sessions."""


@dataclass(frozen=True, slots=True)
class Week:
    """The rules and exceptions of a commune, and the villages in which they differ."""

    rules: tuple[calendar.SessionRule, ...]
    exceptions: tuple[calendar.SessionException, ...]
    villages: tuple[calendar.Village, ...]

    def sessions(self, first: date, last: date) -> tuple[calendar.Occurrence, ...]:
        """List what sounds on these days."""
        days = (last - first).days + 1
        return calendar.occurrences(self.rules, self.exceptions, self.villages, first, days, ZONE)

    def settled_on(self, first: date) -> date:
        """Return a day from which on every week is like the one before, at most some four hundred days on."""
        ends = [one.last_day for one in self.exceptions]
        ends += [day for rule in self.rules for day in (rule.valid_from, rule.valid_to) if day is not None]
        return min(max([first, *ends]), first + _FURTHEST)


def read(session: Session, commune_id: int, also_village: int | None = None) -> Week:
    """Read a commune's week as it stands in the caller's transaction."""
    rules = session.scalars(select(SessionRule).where(SessionRule.commune_id == commune_id))
    rows = session.scalars(
        select(SessionException)
        .where(SessionException.commune_id == commune_id)
        .order_by(SessionException.id)
    ).all()
    named = {row.village_id for row in rows} | {also_village}
    villages = session.scalars(select(Village).where(Village.id.in_(named - {None})).order_by(Village.id))
    return Week(
        tuple(calendar_rule(row) for row in rules),
        tuple(calendar_exception(row) for row in rows),
        (
            _ANY_VILLAGE,
            *(calendar.Village(row.id, row.name, row.valid_from, row.valid_to) for row in villages),
        ),
    )


def require_apart(week: Week, first: date, last: date | None = None) -> None:
    """
    Check that no village has two sessions at once, from a day on.

    Args:
        week: As it would stand.
        first: From which day.
        last: To which day; as far as anything is set when not given.

    Raises:
        Refused: It has; the sentence says which, when and where, and what to do.
    """
    end = last or week.settled_on(first) + timedelta(days=7)
    found = sorted(week.sessions(first - _DAY, end + _DAY), key=lambda one: (one.village_id, one.starts_at))
    names = {village.id: village.name for village in week.villages}
    for village_id, sessions in groupby(found, key=lambda one: one.village_id):
        for earlier, later in _clashes(sessions):
            raise Refused(
                f"Buổi {_said(later)} trùng giờ với buổi {_said(earlier)} ngày {later.day:%d/%m/%Y} "
                f"({names[village_id]}). Hãy đổi giờ bắt đầu hoặc rút ngắn một trong hai buổi."
            )


def first_free_day(desk: Desk) -> date:
    """Return the first day of which no session has begun or is about to begin."""
    return edge_day(desk) + _DAY


def edge_day(desk: Desk) -> date:
    """Return the day of which sessions may have begun: today, shortly before midnight already tomorrow."""
    return local(_edge(desk)).date()


def begun(desk: Desk, sessions: Iterable[calendar.Occurrence]) -> tuple[calendar.Occurrence, ...]:
    """Return those of some sessions that have begun or are about to begin, which nobody can change any more."""
    return tuple(one for one in sessions if one.starts_at <= _edge(desk))


def touched(
    week: Week, change: calendar.SessionException, first: date, last: date
) -> Sequence[calendar.Occurrence]:
    """Return the sessions of some days that an exception is about."""
    return [
        one
        for one in week.sessions(first, last)
        if change.rule_id in (None, one.rule_id)
        and change.village_id in (None, one.village_id)
        and change.first_day <= one.day <= change.last_day
    ]


def _edge(desk: Desk) -> datetime:
    return desk.clock.now() + timedelta(minutes=desk.settings.lock_minutes)


def _clashes(
    sessions: Iterable[calendar.Occurrence],
) -> Iterator[tuple[calendar.Occurrence, calendar.Occurrence]]:
    """Yield each session that begins before one that began earlier has ended, with that one."""
    longest: calendar.Occurrence | None = None
    for one in sessions:
        if longest is not None and one.starts_at < _end(longest):
            yield longest, one
        if longest is None or _end(one) > _end(longest):
            longest = one


def _end(one: calendar.Occurrence) -> datetime:
    return one.starts_at + timedelta(milliseconds=one.longest)


def _said(one: calendar.Occurrence) -> str:
    return f"“{one.name}” ({local(one.starts_at):%H:%M}–{local(_end(one)):%H:%M})"

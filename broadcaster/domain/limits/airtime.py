"""
The air-time guard: how much may sound when, by whose decision, and which sessions are over it.

Each limit carries the document that decided it. Over a limit is a warning, never a refusal: a leader accepts
it with a reason, and the log says so. What is urgent (tin khẩn cấp) is exempt, and the log says that too; a
drill is not. A session belongs whole to the day it starts on; days, hours and lengths are half-open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import groupby

from broadcaster.units import Millis

_MINUTE = 60_000
_DAY = timedelta(days=1)


class LimitKind(StrEnum):
    """What is limited."""

    SESSIONS_A_DAY = "buoi_moi_ngay"
    MINUTES_A_SESSION = "phut_moi_buoi"
    MINUTES_A_DAY = "phut_moi_ngay"
    WEEKDAYS = "ngay_trong_tuan"
    QUIET = "gio_yen_lang"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, as it stands in a document."""

    id: int
    kind: LimitKind
    document: str
    """Its number: `12/QĐ-UBND`."""
    document_day: date
    valid_from: date
    valid_to: date | None = None
    """The last day, inclusive; none while it holds."""
    amount: int = 0
    """Sessions or minutes, where the kind is a number of them."""
    weekdays: frozenset[int] = frozenset()
    """ISO numbers of the days on which anything may sound, for that kind."""
    quiet_from: time = time(0)
    quiet_to: time = time(0)
    """Wall times; half-open, and over midnight where the second is not the later."""

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Airtime:
    """How long one session sounds in one village; one that is silent is none."""

    village_id: int
    rule_id: int
    series: int
    name: str
    day: date
    starts_at: datetime
    """Aware."""
    length: Millis
    """With everything that is relayed."""
    relayed: Millis = field(default=Millis(0))
    urgent: Millis = field(default=Millis(0))
    """Urgent bulletins within it, which no limit of minutes counts."""
    called: bool = False
    """Whether the whole session is an urgent call and no drill."""
    at_most: bool = False
    """Whether the length is only what the session may reach, because nothing is made yet."""

    @property
    def counted(self) -> Millis:
        """Return what limits of minutes count."""
        return Millis(0) if self.called else Millis(max(0, self.length - self.urgent))

    @property
    def ends_at(self) -> datetime:
        """Return when it falls silent, exclusive."""
        return self.starts_at + timedelta(milliseconds=self.length)


@dataclass(frozen=True, slots=True)
class Breach:
    """A session that is over a limit, or would be if it were not exempt."""

    limit: Limit
    session: Airtime
    measured: int
    """Sessions, or milliseconds; 0 where the limit is not of a number."""
    exempt: bool
    """Whether only what is urgent brings it over the limit."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A leader's word that sessions may be over a limit on some days, and why."""

    id: int
    limit_id: int
    series: int | None
    """None means every session."""
    first_day: date
    last_day: date
    up_to: int
    """So many sessions or minutes at most; 0 where the limit is not of a number."""
    reason: str
    by: str
    title: str
    at: datetime

    def covers(self, breach: Breach) -> bool:
        """Say whether it is about a session that is over a limit, and by no more than was accepted."""
        return (
            self.limit_id == breach.limit.id
            and self.series in (None, breach.session.series)
            and self.first_day <= breach.session.day <= self.last_day
            and units(breach) <= self.up_to
        )


def breaches(limits: Sequence[Limit], sessions: Iterable[Airtime], zone: tzinfo) -> tuple[Breach, ...]:
    """
    Find every session that is over a limit in force on its day, village by village.

    A limit of a whole day is broken by the session that passes it and by each one after it on that day.

    Args:
        limits: All that are or were in force.
        sessions: What sounds; whole days, or the limits of a day would see only a part.
        zone: Whose wall time quiet hours and weekdays are.

    Returns:
        By start, then village, then limit.
    """

    def place(one: Airtime) -> tuple[int, date]:
        return one.village_id, one.day

    ordered = sorted(sessions, key=lambda one: (*place(one), one.starts_at, one.rule_id))
    found = [
        breach
        for (_village, day), group in groupby(ordered, key=place)
        for breach in _of_day([limit for limit in limits if limit.holds_on(day)], list(group), zone)
    ]
    found.sort(key=lambda one: (one.session.starts_at, one.session.village_id, one.limit.id))
    return tuple(found)


def accepted(breach: Breach, acceptances: Iterable[Acceptance]) -> Acceptance | None:
    """Return the newest word that accepts a session over a limit; one that is exempt needs none."""
    covering = [one for one in acceptances if not breach.exempt and one.covers(breach)]
    return max(covering, key=lambda one: (one.at, one.id), default=None)


def units(breach: Breach) -> int:
    """Say how much it is in the limit's own unit: sessions, or minutes begun."""
    if breach.limit.kind is LimitKind.SESSIONS_A_DAY:
        return breach.measured
    return -(-breach.measured // _MINUTE)


def _of_day(limits: Sequence[Limit], sessions: Sequence[Airtime], zone: tzinfo) -> Iterator[Breach]:
    """Go through one village's day in order, counting what limits of a day count."""
    count, sum_of = 0, 0
    for session in sessions:
        for limit in limits:
            found = _judged(limit, session, count, sum_of, zone)
            if found is not None:
                yield found
        count += not session.called
        sum_of += session.counted


def _judged(limit: Limit, session: Airtime, count: int, sum_of: int, zone: tzinfo) -> Breach | None:
    """
    Judge one session by one limit.

    Args:
        limit: In force on that day.
        session: Whatever it is.
        count: Sessions of that day before it that count.
        sum_of: How long they are.
        zone: Of the wall.
    """
    most = limit.amount * _MINUTE
    if limit.kind is LimitKind.MINUTES_A_SESSION:
        return _over(limit, session, session.counted, session.length, most)
    if limit.kind is LimitKind.MINUTES_A_DAY:
        return _over(limit, session, sum_of + session.counted, sum_of + session.length, most)
    if limit.kind is LimitKind.SESSIONS_A_DAY:
        return Breach(limit, session, count + 1, session.called) if count + 1 > limit.amount else None
    if limit.kind is LimitKind.WEEKDAYS:
        wrong = session.day.isoweekday() not in limit.weekdays
        return Breach(limit, session, 0, session.called) if wrong else None
    quiet = _overlap(limit, session, zone)
    return Breach(limit, session, quiet, session.called) if quiet else None


def _over(limit: Limit, session: Airtime, counted: int, whole: int, most: int) -> Breach | None:
    """Judge a number of minutes; a session that adds nothing that counts is never what passes it."""
    if session.counted and counted > most:
        return Breach(limit, session, counted, exempt=False)
    if session.counted < session.length and whole > most:
        return Breach(limit, session, whole, exempt=True)
    return None


def _overlap(limit: Limit, session: Airtime, zone: tzinfo) -> int:
    """Say how many milliseconds of a session lie in quiet hours; those of the evening before count too."""
    long_nights = _DAY if limit.quiet_to <= limit.quiet_from else timedelta(0)
    found = timedelta(0)
    day, last = session.day - _DAY, session.ends_at.astimezone(zone).date()
    while day <= last:
        begins = datetime.combine(day, limit.quiet_from, tzinfo=zone)
        ends = datetime.combine(day + long_nights, limit.quiet_to, tzinfo=zone)
        shared = min(ends, session.ends_at) - max(begins, session.starts_at)
        found += max(shared, timedelta(0))
        day += _DAY
    return round(found / timedelta(milliseconds=1))

"""
When sessions sound: a pure function of weekly rules, exceptions and villages.

Weekdays are ISO numbers, Monday 1 … Sunday 7; every last day is inclusive; a session belongs whole to the
day it starts on, also when it sounds over midnight; wall times become instants in the zone given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Call:
    """An urgent call (tin khẩn cấp) that has sessions of its own, in which nothing else airs."""

    id: int
    bulletin_id: int
    drill: bool
    """Whether it is only a drill (diễn tập)."""


@dataclass(frozen=True, slots=True)
class SessionRule:
    """A weekly session (buổi phát)."""

    id: int
    name: str
    weekdays: frozenset[int]
    start: time
    longest: Millis
    valid_from: date
    valid_to: date | None
    """The last day, inclusive; none while the rule holds."""
    series: int = 0
    """Names the session through all its changes; 0 where the rule is the first of its line."""
    village_ids: frozenset[int] | None = None
    """None means every village."""
    template_id: int | None = None
    """How its programmes are laid out; none is the shipped template."""
    call: Call | None = None
    """Of one airing of an urgent call; no exception is about it."""


@dataclass(frozen=True, slots=True)
class SessionException:
    """On some days, in one village or all: another time, another length, or no session at all."""

    rule_id: int | None
    """None means every session."""
    village_id: int | None
    """None means every village."""
    first_day: date
    last_day: date
    cancelled: bool
    start: time | None
    """None leaves the time as it is."""
    longest: Millis | None
    """None leaves the length as it is."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Village:
    """A village and the days on which it exists."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One session of one village on one day."""

    village_id: int
    rule_id: int
    name: str
    day: date
    """The day it starts on, by the wall."""
    starts_at: datetime
    """Aware, in UTC."""
    longest: Millis
    series: int = 0
    template_id: int | None = None
    call: Call | None = None


def occurrences(
    rules: Sequence[SessionRule],
    exceptions: Sequence[SessionException],
    villages: Sequence[Village],
    first: date,
    days: int,
    zone: tzinfo,
) -> tuple[Occurrence, ...]:
    """
    List every session of every village on some days.

    Args:
        rules: The week.
        exceptions: Oldest first. One for a village goes before one for all; among equals the later goes
            first. What the first leaves as it is, the next may still change.
        villages: All that exist or existed.
        first: The first day.
        days: How many days from it.
        zone: Whose wall time the rules speak of.

    Returns:
        By start, then village, then rule.
    """
    found = [
        one
        for number in range(days)
        for village in villages
        for one in _of_day(rules, exceptions, village, first + timedelta(days=number), zone)
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.village_id, one.rule_id)))


def _of_day(
    rules: Sequence[SessionRule],
    exceptions: Sequence[SessionException],
    village: Village,
    day: date,
    zone: tzinfo,
) -> Iterator[Occurrence]:
    if not _holds(village.valid_from, village.valid_to, day):
        return
    for rule in rules:
        if day.isoweekday() not in rule.weekdays or not _holds(rule.valid_from, rule.valid_to, day):
            continue
        matching = _matching(exceptions, rule, village, day)
        if matching and matching[0].cancelled:
            continue
        start = next((one.start for one in matching if one.start is not None), rule.start)
        longest = next((one.longest for one in matching if one.longest is not None), rule.longest)
        starts_at = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
        yield Occurrence(
            village_id=village.id,
            rule_id=rule.id,
            name=rule.name,
            day=day,
            starts_at=starts_at,
            longest=longest,
            series=rule.series or rule.id,
            template_id=rule.template_id,
            call=rule.call,
        )


def _matching(
    exceptions: Sequence[SessionException], rule: SessionRule, village: Village, day: date
) -> list[SessionException]:
    """Return the exceptions to a session, the one that goes first at the front; under it no cancelled one counts."""
    found = [
        one
        for one in reversed(exceptions)
        if one.rule_id in (None, rule.id)
        and one.village_id in (None, village.id)
        and one.first_day <= day <= one.last_day
    ]
    found.sort(key=lambda one: one.village_id is None)
    return found[:1] + [one for one in found[1:] if not one.cancelled]


def _holds(valid_from: date, valid_to: date | None, day: date) -> bool:
    return valid_from <= day and (valid_to is None or day <= valid_to)

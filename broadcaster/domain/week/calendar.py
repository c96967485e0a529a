"""
When sessions sound: a pure function of weekly rules, exceptions and villages.

Weekdays are ISO numbers, Monday 1 … Sunday 7; every last day is inclusive; a session belongs whole to the
day it starts on, also when it sounds over midnight; wall times become instants in the zone given.

    rules of the day and village -> exceptions -> stagger -> who gives way -> what a person dropped
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from broadcaster.domain.week.overlap import standing
from broadcaster.domain.week.session import Call, Occurrence, Place, SessionException, SessionRule, Village
from broadcaster.domain.week.special_days import holds
from broadcaster.domain.writing.lint_lunar import LunarOf

__all__ = [
    "Call",
    "Occurrence",
    "SessionException",
    "SessionRule",
    "Village",
    "Week",
    "occurrences",
]

_DAY = timedelta(days=1)


def _no_lunar(day: date) -> tuple[int, int]:
    raise LookupError(f"the lunar day of {day} was asked for, and nobody said how to know it")


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that says when a commune's sessions sound."""

    rules: Sequence[SessionRule]
    exceptions: Sequence[SessionException] = ()
    """Oldest first. One for a village goes before one for all; among equals the later goes first. What the
    first leaves as it is, the next may still change."""
    villages: Sequence[Village] = ()
    """All that exist or existed."""
    dropped: Collection[Place] = frozenset()
    """What people took out; what had given way to it stays out too."""
    lunar_of: LunarOf = _no_lunar
    """Needed where an exception holds on lunar days."""

    def occurrences(self, first: date, days: int, zone: tzinfo) -> tuple[Occurrence, ...]:
        """
        List every session of every village on some days.

        Args:
            first: The first day.
            days: How many days from it.
            zone: Whose wall time the rules speak of.

        Returns:
            By start, then village, then rule.
        """
        replacing = any(one.replaces for one in self.rules) or any(one.replaces for one in self.exceptions)
        margin = 1 if replacing else 0
        every = [
            one
            for number in range(-margin, days + margin)
            for one in self._of_day(first + timedelta(days=number), zone)
        ]
        kept = standing(every) if margin else every
        last = first + timedelta(days=days - 1)
        found = [one for one in kept if first <= one.day <= last and one.place not in self.dropped]
        return tuple(sorted(found, key=lambda one: (one.starts_at, one.village_id, one.rule_id)))

    def _of_day(self, day: date, zone: tzinfo) -> Iterator[Occurrence]:
        rules = [
            rule
            for rule in self.rules
            if day.isoweekday() in rule.weekdays and _holds(rule.valid_from, rule.valid_to, day)
        ]
        exceptions = [
            one
            for one in reversed(self.exceptions)
            if one.first_day <= day <= one.last_day and holds(one.only_on, day, self.lunar_of)
        ]
        for village in self.villages:
            if _holds(village.valid_from, village.valid_to, day):
                for rule in rules:
                    if rule.is_in(village.id):
                        yield from _of_rule(rule, exceptions, village, day, zone)


def occurrences(
    rules: Sequence[SessionRule],
    exceptions: Sequence[SessionException],
    villages: Sequence[Village],
    first: date,
    days: int,
    zone: tzinfo,
) -> tuple[Occurrence, ...]:
    """List every session of every village on some days, as `Week` does, where nobody dropped any."""
    return Week(rules, exceptions, villages).occurrences(first, days, zone)


def _of_rule(
    rule: SessionRule, exceptions: Sequence[SessionException], village: Village, day: date, zone: tzinfo
) -> Iterator[Occurrence]:
    matching = _matching(exceptions, rule, village)
    if matching and matching[0].cancelled:
        return
    start = next((one.start for one in matching if one.start is not None), rule.start)
    longest = next((one.longest for one in matching if one.longest is not None), rule.longest)
    starts_at = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
    yield Occurrence(
        village_id=village.id,
        rule_id=rule.id,
        name=rule.name,
        day=day,
        starts_at=starts_at + village.stagger_on(day),
        longest=longest,
        series=rule.series or rule.id,
        template_id=rule.template_id,
        call=rule.call,
        replaces=rule.replaces.union(*(one.replaces for one in matching)),
    )


def _matching(
    exceptions: Sequence[SessionException], rule: SessionRule, village: Village
) -> list[SessionException]:
    """
    Return the day's exceptions to a session, the one that goes first at the front; under it no cancelled one counts.

    Args:
        exceptions: Of the day, the newest first.
        rule: Which session; one of an urgent call has none.
        village: Where.
    """
    if rule.call is not None:
        return []
    found = [
        one for one in exceptions if one.rule_id in (None, rule.id) and one.village_id in (None, village.id)
    ]
    found.sort(key=lambda one: one.village_id is None)
    return found[:1] + [one for one in found[1:] if not one.cancelled]


def _holds(valid_from: date, valid_to: date | None, day: date) -> bool:
    return valid_from <= day and (valid_to is None or day <= valid_to)

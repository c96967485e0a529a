"""
Whether a week holds together: no two sessions of a village at once, and nothing changed that has begun.

What is checked is what the calendar makes of the rows as they would stand, so there is one truth about when
a session sounds.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE, local
from broadcaster.domain.week import calendar
from broadcaster.domain.week.overlap import clashes
from broadcaster.errors import Refused
from broadcaster.services.desk import Desk
from broadcaster.services.week import week_rows
from broadcaster.store.tables import Village

_DAY = timedelta(days=1)
_FURTHEST = timedelta(days=400)
"""Longer than a lunar year of thirteen months."""
_ANY_VILLAGE = calendar.Village(0, "mọi thôn", date.min, None)
"""Stands for every village that no exception and no session names: all of those have the same sessions."""


class Overlap(Refused):
    """The session that is being saved would sound at the same time as another one; there are ways out."""

    def __init__(self, says: str, mine: calendar.Occurrence, other: calendar.Occurrence) -> None:
        super().__init__(says)
        self.other = other
        """The first that it meets."""
        ends = local(other.ends_at)
        self.follows_at: time | None = ends.time() if ends.date() == mine.day else None
        """When the saved one begins if it follows at once; none where that is another day."""


@dataclass(frozen=True, slots=True)
class Week:
    """The sessions of a commune in each of its villages, and in any that may yet be opened."""

    plan: calendar.Week
    names: Mapping[int, str]
    """What each village of the plan stands for, in words."""

    def sessions(self, first: date, last: date) -> tuple[calendar.Occurrence, ...]:
        """List what sounds on these days."""
        return self.plan.occurrences(first, (last - first).days + 1, ZONE)

    def without(self, exception: calendar.SessionException) -> "Week":
        """Return the week as it would be without an exception."""
        left = [one for one in self.plan.exceptions if one != exception]
        return replace(self, plan=replace(self.plan, exceptions=left))

    def by_kind(self) -> "Week":
        """Return the week with one village for all those that have the same sessions."""
        kinds: dict[object, list[calendar.Village]] = defaultdict(list)
        for one in self.plan.villages:
            kinds[_special(self.plan, one)].append(one)
        kinds[()] = [_ANY_VILLAGE]
        names = {same[0].id: ", ".join(one.name for one in same) for same in kinds.values()}
        return Week(replace(self.plan, villages=[same[0] for same in kinds.values()]), names)

    def settled_on(self, first: date) -> date:
        """Return a day from which on every week is like the one before, at most some four hundred days on."""
        if any(one.only_on for one in self.plan.exceptions):
            return first + _FURTHEST
        days = [day for one in self.plan.exceptions for day in (one.first_day, one.last_day)]
        days += [day for rule in self.plan.rules for day in (rule.valid_from, rule.valid_to) if day]
        return min(max([first, *(day for day in days if day != date.max)]), first + _FURTHEST)


def read(session: Session, desk: Desk, commune_id: int) -> Week:
    """
    Read a commune's week as it stands in the caller's transaction, from yesterday on.

    Sessions of urgent calls are not among them; villages are not staggered, since that moves all of a village.
    """
    rows = session.scalars(
        select(Village)
        .where(Village.commune_id == commune_id)
        .where(Village.valid_to.is_(None) | (Village.valid_to >= desk.today()))
        .order_by(Village.id)
    ).all()
    plan = week_rows.week(session, commune_id, (), desk.today() - _DAY, None, calls=False)
    villages = (
        _ANY_VILLAGE,
        *(calendar.Village(row.id, row.name, row.valid_from, row.valid_to) for row in rows),
    )
    return Week(replace(plan, villages=villages), {one.id: one.name for one in villages})


def _special(plan: calendar.Week, village: calendar.Village) -> tuple[object, ...]:
    """Say in what a village differs from those that nothing names; empty where in nothing."""
    named = (
        tuple(one.id for one in plan.rules if one.village_ids is not None and one.is_in(village.id)),
        tuple(number for number, one in enumerate(plan.exceptions) if one.village_id == village.id),
        tuple(sorted(one[1:] for one in plan.dropped if one[0] == village.id)),
    )
    return (*named, village.valid_from, village.valid_to) if any(named) else ()


def require_apart(week: Week, first: date, last: date | None = None, mine: int | None = None) -> None:
    """
    Check that no village has two sessions at once, from a day on.

    Args:
        week: As it would stand.
        first: From which day.
        last: To which day; as far as anything is set when not given or further.
        mine: The series that is being saved, if it is one.

    Raises:
        Overlap: The one that is saved meets another.
        Refused: Two others meet; either sentence says which, when and where, and what to do.
    """
    end = week.settled_on(first) + timedelta(days=7)
    if last is not None and last < end:
        end = last
    week = week.by_kind()
    found = list(clashes(week.sessions(first - _DAY, end + _DAY)))
    found.sort(key=lambda pair: mine not in (pair[0].series, pair[1].series))
    for earlier, later in found:
        other, one = (later, earlier) if earlier.series == mine else (earlier, later)
        says = (
            f"Buổi {_said(one)} trùng giờ với buổi {_said(other)} ngày {later.day:%d/%m/%Y} "
            f"({week.names[one.village_id]})."
        )
        if one.series == mine != other.series:
            raise Overlap(says, one, other)
        raise Refused(f"{says} Hãy đổi giờ bắt đầu hoặc rút ngắn một trong hai buổi.")


def lost(desk: Desk, one: Week, other: Week, days_before: int = 1) -> tuple[calendar.Occurrence, ...]:
    """
    Return what has begun or is about to begin by one week, and does not sound so by the other.

    Args:
        desk: What to work with.
        one: A week.
        other: Another.
        days_before: How many days before the day of which sessions may have begun are looked at too: a
            session of the night before may give way to one after midnight.
    """
    day = edge_day(desk)
    first, edge = day - days_before * _DAY, frozen_until(desk)
    kept = {_sounds(found) for found in other.sessions(first, day)}
    return tuple(
        found for found in one.sessions(first, day) if found.starts_at <= edge and _sounds(found) not in kept
    )


def _sounds(one: calendar.Occurrence) -> tuple[object, ...]:
    return one.village_id, one.rule_id, one.day, one.starts_at, one.longest


def first_free_day(desk: Desk) -> date:
    """Return the first day of which no session has begun or is about to begin."""
    return edge_day(desk) + _DAY


def edge_day(desk: Desk) -> date:
    """Return the day of which sessions may have begun: today, shortly before midnight already tomorrow."""
    return local(frozen_until(desk)).date()


def frozen_until(desk: Desk) -> datetime:
    """Return until when sessions that begin are not changed any more, but by "phát ngay"."""
    return desk.clock.now() + timedelta(minutes=desk.settings.lock_minutes)


def too_late(one: calendar.Occurrence) -> str:
    """Say that a session cannot be changed any more."""
    return (
        f"Buổi “{one.name}” lúc {local(one.starts_at):%H:%M} đã phát hoặc sắp phát nên "
        "không đổi được nữa. Hãy chọn ngày sau, hoặc chọn buổi khác."
    )


def _said(one: calendar.Occurrence) -> str:
    return f"“{one.name}” ({local(one.starts_at):%H:%M}–{local(one.ends_at):%H:%M})"

"""What the calendar speaks of: sessions of the week, exceptions to them, villages, and what they make of a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from broadcaster.units import Millis

Key = tuple[int, int, date]
"""Names one session of one day: village, rule, day."""
Place = tuple[int, int, date]
"""Names the same through all changes of its rule: village, series, day."""


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
    replaces: frozenset[int] = frozenset()
    """Series of the sessions that give way to it where both would sound at once."""

    def is_in(self, village_id: int) -> bool:
        """Say whether it is a session of a village."""
        return self.village_ids is None or village_id in self.village_ids


@dataclass(frozen=True, slots=True)
class SessionException:
    """On some days, in one village or all: another time, another length, or no session at all."""

    rule_id: int | None
    """None means every session."""
    village_id: int | None
    """None means every village."""
    first_day: date
    last_day: date
    """Inclusive; `date.max` until further notice."""
    cancelled: bool
    start: time | None
    """None leaves the time as it is."""
    longest: Millis | None
    """None leaves the length as it is."""
    note: str = ""
    only_on: str = ""
    """On which days of the range: see `domain.week.special_days`."""
    replaces: frozenset[int] = frozenset()
    """As of `SessionRule`."""


@dataclass(frozen=True, slots=True)
class Village:
    """A village and the days on which it exists."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None
    stagger: int = 0
    """How many seconds later its sessions begin than the rule says."""
    stagger_from: date | None = None
    """The first day of that."""
    stagger_before: int = 0
    """The seconds until then."""

    def stagger_on(self, day: date) -> timedelta:
        """Say how much later its sessions of a day begin."""
        early = self.stagger_from is not None and day < self.stagger_from
        return timedelta(seconds=self.stagger_before if early else self.stagger)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One session of one village on one day."""

    village_id: int
    rule_id: int
    name: str
    day: date
    """The day its rule starts it on, by the wall."""
    starts_at: datetime
    """Aware, in UTC."""
    longest: Millis
    series: int = 0
    template_id: int | None = None
    call: Call | None = None
    replaces: frozenset[int] = frozenset()
    """Series that give way to it."""

    @property
    def key(self) -> Key:
        """Return what names it."""
        return self.village_id, self.rule_id, self.day

    @property
    def place(self) -> Place:
        """Return what names it whatever becomes of its rule."""
        return self.village_id, self.series, self.day

    @property
    def ends_at(self) -> datetime:
        """Return the first instant at which it does not sound any more."""
        return self.starts_at + timedelta(milliseconds=self.longest)

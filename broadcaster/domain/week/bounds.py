"""How much a bulletin may be and wish, and one thing wrong with it: what the checks of `completeness` speak of."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from broadcaster.domain.plan.template import ProgrammeKind
from broadcaster.units import Millis, seconds

_THREE_MINUTES, _HALF_MINUTE, _MINUTE = seconds(180), seconds(30), seconds(60)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a bulletin may be; what only advises is named so."""

    longest_text: int = 20_000
    """Characters."""
    longest_title: int = 200
    """Characters."""
    longest_headline: int = 2_000
    """Characters."""
    most_days: int = 366
    most_airings: int = 366
    most_airings_a_day: int = 24
    most_readings: int = 3
    longest_gap_seconds: int = 120
    """Between two readings."""
    longest_item: Millis = _THREE_MINUTES
    """What is longer is only advised against."""
    shortest_brief: Millis = _HALF_MINUTE
    """Of a headline; only advised."""
    longest_brief: Millis = _MINUTE
    """Likewise."""
    syllables_per_minute: int = 190


@dataclass(frozen=True, slots=True)
class Slot:
    """A session of the week in which a bulletin may be aired."""

    series: int
    kind: ProgrammeKind = ProgrammeKind.NEWS
    village_ids: AbstractSet[int] | None = None
    """None means every village."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a bulletin may be aired: the villages that exist and the sessions that run today or later."""

    village_ids: AbstractSet[int] = frozenset()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubts:
    """How many places it is not clear how to say."""

    text: int = 0
    headline: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a bulletin."""

    field: str
    """The field of `Content` whose box on the page it belongs to."""
    message: str
    blocking: bool = True
    """Whether it keeps the bulletin from the leader."""

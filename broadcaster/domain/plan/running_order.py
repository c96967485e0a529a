"""What a plan is made from and what comes out: candidates, what stands around them, and the running order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from broadcaster.domain.plan.template import Template
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class InVillage:
    """How a bulletin airs in a village with languages of its own."""

    length: Millis
    """In all its languages, with repetitions and the pause that follows; 0 where it is in none of them."""
    missing: tuple[str, ...] = ()
    """Languages of the village that the bulletin is not in: `tiếng Dao`."""
    once: Millis = field(default=Millis(0))
    """As `length`, read once in each language."""
    headline: Millis = field(default=Millis(0))
    """Of its short form; 0 where the village does not hear Vietnamese."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved bulletin that wants to be aired."""

    bulletin_id: int
    revision_id: int
    title: str
    urgency: Urgency
    village_ids: frozenset[int] | None
    first_day: date
    last_day: date
    airings: int
    """Wished in each village."""
    length: Millis
    """With its repetitions and the pause that follows it; without the tone before an urgent one."""
    approved_at: datetime
    plan_row_id: int | None
    ready: bool = True
    reason_not_ready: str = ""
    in_village: Mapping[int, InVillage] = field(default_factory=dict)
    """Villages that do not hear it in Vietnamese alone."""
    approved_on: date | None = None
    """The day in Vietnam: its airings are spread from then on, where that is later than its first day."""
    airings_a_day: int = 0
    """At most, in each village; 0 leaves it to the spreading."""
    session_series: frozenset[int] | None = None
    """For which sessions; none means any."""
    notice: bool = False
    """Whether it is a notice (thông báo)."""
    once: Millis = field(default=Millis(0))
    """As `length`, read once."""
    headline: Millis = field(default=Millis(0))
    """Of its short form with the pause that follows; 0 where it has none."""
    called: bool = False
    """Whether an urgent call has sessions of its own for it, so that it is in no other."""

    def length_in(self, village_id: int) -> Millis:
        """Return how long it takes in a village."""
        own = self.in_village.get(village_id)
        return self.length if own is None else own.length

    def once_in(self, village_id: int) -> Millis:
        """Return how long it takes in a village, read once."""
        own = self.in_village.get(village_id)
        return self.once if own is None else own.once

    def headline_in(self, village_id: int) -> Millis:
        """Return how long its short form takes in a village; 0 where it has none."""
        own = self.in_village.get(village_id)
        return self.headline if own is None else own.headline

    def missing_in(self, village_id: int) -> tuple[str, ...]:
        """Return which languages of a village it is not in."""
        own = self.in_village.get(village_id)
        return () if own is None else own.missing

    def is_for(self, village_id: int) -> bool:
        """Say whether it is for a village."""
        return self.village_ids is None or village_id in self.village_ids


@dataclass(frozen=True, slots=True)
class Fixed:
    """How long each thing around the items takes, with the pause that follows it; 0 is not there."""

    opening: Millis
    greeting: Millis
    separator: Millis
    closing_words: Millis
    closing: Millis
    attention: Millis = field(default=Millis(0))
    """Before each urgent item."""
    relay_words: Millis = field(default=Millis(0))
    """The words that announce what is relayed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one session is laid out: its template, and how long what stands around the items takes."""

    template: Template
    fixed: Fixed


@dataclass(frozen=True, slots=True)
class History:
    """What can no longer change and counts against the wishes."""

    aired: Mapping[tuple[int, int, date], int] = field(default_factory=dict)
    """Airings by (village, bulletin, day)."""
    headlines: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Airings of short forms, by (village, bulletin)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a running order."""

    position: int
    """From 1."""
    kind: str
    """
    `opening`, `greeting`, `headline` (a bulletin's short form), `bulletin`, `repeat` (a bulletin once more),
    `separator`, `relay_words`, `closing_words` or `closing`.
    """
    title: str
    bulletin_id: int | None = None
    revision_id: int | None = None
    reason: str = ""
    """Why a bulletin stands here."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A bulletin that is not in a session, and why."""

    bulletin_id: int
    title: str
    reason: str
    only_room: bool = False
    """Whether it would be in if somebody put it first by hand: nothing but room or its turn keeps it out."""


@dataclass(frozen=True, slots=True)
class RunningOrder:
    """What airs in one session, in order; no items at all where there is nothing to air."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    length: Millis
    """With what is relayed, at most; a village with a short name is greeted a little quicker."""

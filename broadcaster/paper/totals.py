"""What a log adds up to: confirmed, not aired and unconfirmed kept apart; what was planned is never counted as aired."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from broadcaster.domain.log.airing import Outcome
from broadcaster.paper.entries import Entry, PlanRow
from broadcaster.units import Millis

CONFIRMED = (Outcome.PLAYED, Outcome.DECLARED)
AHEAD = (Outcome.PLANNED, Outcome.DOWNLOADED)
"""States of a session that is not over yet."""


@dataclass(frozen=True, slots=True)
class Count:
    """Airings (one session in one village each) and how long they sound together."""

    airings: int
    length: Millis

    def plus(self, length: Millis) -> "Count":
        """Count one more."""
        return Count(self.airings + 1, Millis(self.length + length))


NONE = Count(0, Millis(0))


@dataclass(frozen=True, slots=True)
class Totals:
    """Airings by what is known of them."""

    confirmed: Count = NONE
    not_played: Count = NONE
    unconfirmed: Count = NONE
    ahead: Count = NONE

    @property
    def planned(self) -> int:
        """Return how many airings the schedule had."""
        return (
            self.confirmed.airings + self.not_played.airings + self.unconfirmed.airings + self.ahead.airings
        )


def totals(entries: Iterable[Entry]) -> Totals:
    """Add sessions up."""
    return _fold((entry.state, entry.duration_ms) for entry in entries)


def by_plan_row(entries: Iterable[Entry]) -> tuple[tuple[PlanRow | None, Totals], ...]:
    """
    Add bulletins up by the plan row they serve, in the plan's order; those that serve none come last.

    An airing here is one bulletin in one session of one village, with the time the bulletin itself took: whole or as
    a headline, and read again in the same session it is still one.
    """
    parts: dict[int, list[tuple[Outcome, Millis]]] = defaultdict(list)
    rows: dict[int, PlanRow | None] = {}
    for entry in entries:
        took: dict[tuple[int, int], Millis] = defaultdict(lambda: Millis(0))
        for item in entry.items:
            key = item.plan_row.id if item.plan_row else 0
            rows[key] = item.plan_row
            took[key, item.bulletin_id] = Millis(took[key, item.bulletin_id] + item.duration_ms)
        for (key, _bulletin), length in took.items():
            parts[key].append((entry.state, length))
    order = sorted(rows, key=lambda key: _place(rows[key]))
    return tuple((rows[key], _fold(parts[key])) for key in order)


def _place(row: PlanRow | None) -> tuple[bool, int, int]:
    return (row is None, row.year if row else 0, row.number if row else 0)


def _fold(parts: Iterable[tuple[Outcome, Millis]]) -> Totals:
    found: dict[str, Count] = {}
    for state, length in parts:
        name = _heading(state)
        found[name] = found.get(name, NONE).plus(length)
    return Totals(**found)


def _heading(state: Outcome) -> str:
    if state in CONFIRMED:
        return "confirmed"
    if state in AHEAD:
        return "ahead"
    return "not_played" if state is Outcome.NOT_PLAYED else "unconfirmed"

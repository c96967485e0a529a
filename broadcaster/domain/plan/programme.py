"""
What airs in which session, in which order, and why, decided for a whole horizon at once.

Every bulletin that is not in a session has a reason in words; a session with nothing to air stays silent.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.plan.filling import Session, fill
from broadcaster.domain.plan.running_order import (
    Candidate,
    Fixed,
    History,
    InVillage,
    Item,
    Layout,
    LeftOut,
    RunningOrder,
)
from broadcaster.domain.plan.template import ProgrammeKind
from broadcaster.domain.plan.turns import Heard
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.week.session import Place
from broadcaster.domain.writing.bulletin import Urgency

__all__ = [
    "Candidate",
    "Fixed",
    "Hand",
    "History",
    "InVillage",
    "Item",
    "Layout",
    "LeftOut",
    "RunningOrder",
    "plan",
]

LayoutOf = Callable[[Occurrence], Layout]
Hands = Mapping[Place, Hand]
"""Orders made by hand."""
_NOTHING_BY_HAND = Hand()
_AGAIN = (Urgency.URGENT, Urgency.PRIORITY)


def plan(
    occurrences: Sequence[Occurrence],
    candidates: Sequence[Candidate],
    history: History,
    layout_of: LayoutOf,
    hands: Hands | None = None,
) -> list[tuple[Occurrence, RunningOrder]]:
    """
    Decide what airs in each session.

    In the order of time each session takes, as far as they fit, what was put there by hand and then bulletins
    in turn (`domain.plan.turns`), each spread over its days (`domain.plan.pace`).

    Args:
        occurrences: Sessions that may still change.
        candidates: What leaders approved.
        history: What can no longer change and counts against the wishes.
        layout_of: How a session is laid out.
        hands: What people decided about sessions.

    Returns:
        Every session with its running order, by start. The same question has the same answer, also when its
        first sessions have meanwhile moved into the history.
    """
    by_village: dict[int, list[Occurrence]] = defaultdict(list)
    for one in sorted(occurrences, key=lambda one: (one.starts_at, one.village_id, one.rule_id)):
        by_village[one.village_id].append(one)
    planner = _Planner(candidates, history)
    found = [pair for own in by_village.values() for pair in planner.village(own, layout_of, hands or {})]
    return sorted(found, key=lambda pair: (pair[0].starts_at, pair[0].village_id, pair[0].rule_id))


@dataclass(slots=True)
class _State:
    """A village as the plan knows it: two villages with equal pasts share one, and are decided once."""

    heard: Heard
    decided: dict[Hashable, "tuple[RunningOrder, _State]"] = field(default_factory=dict)
    """By what tells one session from another: its running order, and the state after it."""


class _Planner:
    """Plans villages one after another; what was decided for an equal one is not decided again."""

    def __init__(self, candidates: Sequence[Candidate], history: History) -> None:
        self._candidates = candidates
        self._rows = {one.bulletin_id: one.plan_row_id for one in candidates}
        self._by_day: dict[int, dict[tuple[int, date], int]] = defaultdict(dict)
        self._headlines: dict[int, dict[int, int]] = defaultdict(dict)
        self._begun: dict[Hashable, _State] = {}
        for (village, bulletin, day), count in history.aired.items():
            if bulletin in self._rows and count:
                self._by_day[village][bulletin, day] = count
        for (village, bulletin), count in history.headlines.items():
            if bulletin in self._rows and count:
                self._headlines[village][bulletin] = count

    def village(
        self, occurrences: Sequence[Occurrence], layout_of: LayoutOf, hands: Hands
    ) -> list[tuple[Occurrence, RunningOrder]]:
        """Plan the sessions of one village, by start."""
        state, found = self._beginning(occurrences[0].village_id), []
        for one, later in zip(occurrences, _later_notices(occurrences, layout_of), strict=True):
            hand = hands.get(one.place, _NOTHING_BY_HAND)
            session = Session(one, state.heard, layout_of(one), hand, later)
            same = _sameness(session)
            if same not in state.decided:
                order = fill(session, self._candidates)
                state.decided[same] = order, _State(state.heard.after(order.items, one.day, self._rows))
            order, state = state.decided[same]
            found.append((one, order))
        return found

    def _beginning(self, village_id: int) -> _State:
        """Return the state a village begins with, shared by all for which bulletins are and were the same."""
        by_day, headlines = self._by_day[village_id], self._headlines[village_id]
        same = (
            tuple((one.is_for(village_id), one.in_village.get(village_id)) for one in self._candidates),
            frozenset(by_day.items()),
            frozenset(headlines.items()),
        )
        if same not in self._begun:
            total, rows = Counter[int](), Counter[int | None]()
            for (bulletin, _day), count in by_day.items():
                total[bulletin] += count
                rows[self._rows[bulletin]] += count
            self._begun[same] = _State(Heard(dict(total), by_day, headlines, dict(rows)))
        return self._begun[same]


def _sameness(session: Session) -> Hashable:
    """Return everything besides a village's past that a running order is decided by."""
    one = session.one
    return one.day, one.longest, one.series, one.call, session.layout, session.hand, session.later_notices


def _later_notices(occurrences: Sequence[Occurrence], layout_of: LayoutOf) -> list[frozenset[int]]:
    """Return, for each session of a village, the series of its sessions of notices later on the same day."""
    found: list[frozenset[int]] = []
    later: dict[date, frozenset[int]] = defaultdict(frozenset)
    for one in reversed(occurrences):
        found.append(later[one.day])
        if one.call is None and layout_of(one).template.kind is ProgrammeKind.NOTICES:
            later[one.day] |= {one.series}
    return found[::-1]

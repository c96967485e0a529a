"""
What airs in which session, in which order, and why, decided for a whole horizon at once.

Every bulletin that is not in a session has a reason in words; a session with nothing to air stays silent.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from broadcaster.domain.plan import eligible, reasons
from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.plan.eligible import is_short
from broadcaster.domain.plan.layout import Builder, Chosen
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
from broadcaster.domain.plan.template import FEWEST_HEADLINES, PartKind, ProgrammeKind
from broadcaster.domain.plan.turns import RANK, Heard, Turns
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis

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
Hands = Mapping[tuple[int, int, date], Hand]
"""Orders made by hand, by (village, series, day)."""
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
        for one in occurrences:
            layout = layout_of(one)
            hand = hands.get((one.village_id, one.series, one.day), _NOTHING_BY_HAND)
            same = _sameness(one, layout, hand)
            if same not in state.decided:
                order = _order(_Session(one, state.heard, layout, hand), self._candidates)
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


@dataclass(frozen=True, slots=True)
class _Session:
    """One session that is being decided. What decides here is named in `_sameness` or in the state."""

    one: Occurrence
    heard: Heard
    layout: Layout
    hand: Hand

    @property
    def village_id(self) -> int:
        """Return the village, or one that is equal to it."""
        return self.one.village_id

    def why_not(self, one: Candidate) -> str:
        """Say what keeps a bulletin out of this session."""
        return eligible.why_not(self.one, one, self.heard, self.layout.template, self.hand)

    def why_not_yet(self, one: Candidate) -> str:
        """Say that nothing more is due to a bulletin by this day; a person's hand does not wait for that."""
        if one.bulletin_id in self.hand.first:
            return ""
        return eligible.why_not_yet(self.one, one, self.heard.total.get(one.bulletin_id, 0))

    def why_no_headline(self, one: Candidate) -> str:
        """Say what keeps the short form of a bulletin out of this session."""
        return eligible.why_no_headline(self.one, one, self.heard, self.hand)

    def alone(self, one: Candidate, *, once: bool = False) -> Millis:
        """Say how long one item takes, with the tone before an urgent one."""
        tone = self.layout.fixed.attention if one.urgency is Urgency.URGENT else 0
        return Millis((one.once_in if once else one.length_in)(self.village_id) + tone)


def _sameness(one: Occurrence, layout: Layout, hand: Hand) -> Hashable:
    """Return everything besides a village's past that a running order is decided by."""
    return one.day, one.longest, one.series, one.call, layout, hand


def _order(session: _Session, candidates: Sequence[Candidate]) -> RunningOrder:
    """Decide one session."""
    builder = Builder(session.layout, session.one.longest, merged=bool(session.hand.first))
    if session.one.call is not None:
        _call(session, session.one.call.bulletin_id, candidates, builder)
        return RunningOrder(builder.items(), (), builder.length)
    why_not = {one.bulletin_id: session.why_not(one) for one in candidates}
    _fill(session, [one for one in candidates if not why_not[one.bulletin_id]], builder)
    if session.layout.template.has(PartKind.HEADLINES):
        why_not |= _headlines(session, candidates, builder)
    if session.layout.template.has(PartKind.REPEATS):
        _repeat(session, builder)
    chosen = {one.candidate.bulletin_id for one in builder.chosen}
    left_out = tuple(
        LeftOut(
            one.bulletin_id,
            one.title,
            why_not[one.bulletin_id] or session.why_not_yet(one) or _no_room(session, one, builder),
            not why_not[one.bulletin_id] and session.alone(one) <= builder.whole_room,
        )
        for one in candidates
        if one.bulletin_id not in chosen
    )
    return RunningOrder(builder.items(), left_out, builder.length)


def _call(session: _Session, bulletin_id: int, candidates: Sequence[Candidate], builder: Builder) -> None:
    """Take the bulletin of an urgent call and nothing else, however often it was aired."""
    for one in candidates:
        if one.bulletin_id == bulletin_id and one.ready and one.length_in(session.village_id):
            builder.take(Chosen(one, "bulletin", session.alone(one), reasons.CALL), PartKind.ITEMS)


def _fill(session: _Session, open_to: Sequence[Candidate], builder: Builder) -> None:
    """Take what was put first by hand and then what is due, in turn, as long as they fit."""
    by_id = {one.bulletin_id: one for one in open_to}
    by_hand = {number: by_id[number] for number in session.hand.first if number in by_id}
    due = [one for one in open_to if one.bulletin_id not in by_hand and not session.why_not_yet(one)]
    turns = Turns(due, session.heard, session.one.day)
    shortest = min(map(session.alone, due), default=Millis(0))
    for one in by_hand.values():
        if _take(session, one, builder, by_hand=True):
            turns.took(one)
    for one in turns:
        if shortest > builder.room:
            break  # nothing fits any more: why, is said of each that is left out
        if _take(session, one, builder, by_hand=False):
            turns.took(one)


def _take(session: _Session, one: Candidate, builder: Builder, *, by_hand: bool) -> bool:
    part, length = builder.part_for(one), session.alone(one)
    if part is None or not builder.fits(length, part):
        return False
    aired = session.heard.total.get(one.bulletin_id, 0)
    reason = reasons.why(one, aired, session.village_id, by_hand=by_hand)
    builder.take(Chosen(one, "bulletin", length, reason), part)
    return True


def _headlines(session: _Session, candidates: Sequence[Candidate], builder: Builder) -> dict[int, str]:
    """
    Fill the part of headlines with short forms of what is not in the programme whole.

    Returns:
        Why something is not among them, by bulletin; in a Điểm tin of everything, else of nothing.
    """
    heard, why_not = session.heard.headlines, dict[int, str]()
    whole = {one.candidate.bulletin_id for one in builder.chosen}
    rest = [one for one in candidates if one.bulletin_id not in whole]
    first = {bulletin: place for place, bulletin in enumerate(session.hand.first)}
    rest.sort(
        key=lambda one: (
            first.get(one.bulletin_id, len(first)),
            RANK[one.urgency],
            heard.get(one.bulletin_id, 0),
            one.last_day,
            one.bulletin_id,
        )
    )
    for one in rest:
        length, reason = one.headline_in(session.village_id), session.why_no_headline(one)
        if not reason and not builder.fits(length, PartKind.HEADLINES):
            reason = reasons.no_room(builder, length, PartKind.HEADLINES)
        if not reason:
            why = reasons.why_headline(one, heard.get(one.bulletin_id, 0))
            builder.take(Chosen(one, "headline", length, why), PartKind.HEADLINES)
        why_not[one.bulletin_id] = reason
    if builder.count(PartKind.HEADLINES) < FEWEST_HEADLINES:
        gone = builder.drop(PartKind.HEADLINES)
        why_not |= {one.candidate.bulletin_id: reasons.few_headlines(len(gone)) for one in gone}
    alone = session.layout.template.kind is ProgrammeKind.HEADLINES
    short = {one.bulletin_id for one in candidates if is_short(one, session.village_id)}
    return {
        number: reason
        for number, reason in why_not.items()
        if alone and (number not in short or number in whole)
    }


def _repeat(session: _Session, builder: Builder) -> None:
    """Read what is urgent or has priority once more, in the same order, as far as there is room."""
    for one in builder.chosen:
        if one.kind != "bulletin" or one.candidate.urgency not in _AGAIN:
            continue
        length = session.alone(one.candidate, once=True)
        if builder.fits(length, PartKind.REPEATS):
            builder.take(Chosen(one.candidate, "repeat", length, reasons.REPEAT), PartKind.REPEATS)


def _no_room(session: _Session, one: Candidate, builder: Builder) -> str:
    return reasons.no_room(builder, session.alone(one), builder.part_for(one))

"""Filling one session: what was put there by hand, then what is due in turn, headlines, and what is read again."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadcaster.domain.plan import eligible, reasons
from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.plan.layout import Builder, Chosen
from broadcaster.domain.plan.running_order import Candidate, Layout, LeftOut, RunningOrder
from broadcaster.domain.plan.template import FEWEST_HEADLINES, PartKind, ProgrammeKind
from broadcaster.domain.plan.turns import RANK, Heard, Turns
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis

_AGAIN = (Urgency.URGENT, Urgency.PRIORITY)


@dataclass(frozen=True, slots=True)
class Session:
    """
    One session that is being decided.

    What is read here decides: whatever tells two villages apart must be named in `programme._sameness` or be part
    of what a village has heard, or they would share an order that is not theirs.
    """

    one: Occurrence
    heard: Heard
    layout: Layout
    hand: Hand
    later_notices: frozenset[int]
    """Series of the village's sessions of notices later on the same day."""

    @property
    def village_id(self) -> int:
        """Return the village, or one that is equal to it."""
        return self.one.village_id

    def why_not(self, one: Candidate) -> str:
        """Say what keeps a bulletin out of this session."""
        return eligible.why_not(self.one, one, self.heard, self.layout.template, self.hand)

    def why_not_yet(self, one: Candidate) -> str:
        """Say what a bulletin waits for; a person's hand does not wait."""
        if one.bulletin_id in self.hand.first:
            return ""
        aired = self.heard.total.get(one.bulletin_id, 0)
        return eligible.why_not_yet(self.one, one, aired, self.later_notices)

    def why_no_headline(self, one: Candidate) -> str:
        """Say what keeps the short form of a bulletin out of this session."""
        return eligible.why_no_headline(self.one, one, self.heard, self.hand)

    def alone(self, one: Candidate, *, once: bool = False) -> Millis:
        """Say how long one item takes, with the tone before an urgent one."""
        tone = self.layout.fixed.attention if one.urgency is Urgency.URGENT else 0
        return Millis((one.once_in if once else one.length_in)(self.village_id) + tone)


def fill(session: Session, candidates: Sequence[Candidate]) -> RunningOrder:
    """
    Decide one session.

    Args:
        session: Which, with what is known of its village.
        candidates: Everything that leaders approved.

    Returns:
        What airs in it, and for every other bulletin but urgent calls why it does not.
    """
    builder = Builder(session.layout, session.one.longest, merged=bool(session.hand.first))
    if session.one.call is not None:
        _call(session, session.one.call.bulletin_id, candidates, builder)
        return RunningOrder(builder.items(), (), builder.length)
    why_not = {one.bulletin_id: session.why_not(one) for one in candidates}
    _take_whole(session, [one for one in candidates if not why_not[one.bulletin_id]], builder)
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
        if one.bulletin_id not in chosen and not one.called  # of those nobody asks in a session of the week
    )
    return RunningOrder(builder.items(), left_out, builder.length)


def _call(session: Session, bulletin_id: int, candidates: Sequence[Candidate], builder: Builder) -> None:
    """Take the bulletin of an urgent call and nothing else, however often it was aired."""
    for one in candidates:
        if one.bulletin_id == bulletin_id and one.ready and one.length_in(session.village_id):
            builder.take(Chosen(one, "bulletin", session.alone(one), reasons.CALL), PartKind.ITEMS)


def _take_whole(session: Session, open_to: Sequence[Candidate], builder: Builder) -> None:
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


def _take(session: Session, one: Candidate, builder: Builder, *, by_hand: bool) -> bool:
    part, length = builder.part_for(one), session.alone(one)
    if part is None or not builder.fits(length, part):
        return False
    aired = session.heard.total.get(one.bulletin_id, 0)
    reason = reasons.why(one, aired, session.village_id, by_hand=by_hand)
    builder.take(Chosen(one, "bulletin", length, reason), part)
    return True


def _headlines(session: Session, candidates: Sequence[Candidate], builder: Builder) -> dict[int, str]:
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
            by_hand = one.bulletin_id in first
            why = reasons.why_headline(one, heard.get(one.bulletin_id, 0), by_hand=by_hand)
            builder.take(Chosen(one, "headline", length, why), PartKind.HEADLINES)
        why_not[one.bulletin_id] = reason
    if builder.count(PartKind.HEADLINES) < FEWEST_HEADLINES:
        gone = builder.drop(PartKind.HEADLINES)
        why_not |= {one.candidate.bulletin_id: reasons.few_headlines(len(gone)) for one in gone}
    builder.arrange(PartKind.HEADLINES, session.hand.first)
    alone = session.layout.template.kind is ProgrammeKind.HEADLINES
    short = {one.bulletin_id for one in candidates if eligible.is_short(one, session.village_id)}
    return {
        number: reason
        for number, reason in why_not.items()
        if alone and (number not in short or number in whole)
    }


def _repeat(session: Session, builder: Builder) -> None:
    """Read what is urgent or has priority once more, in the same order, as far as there is room."""
    for one in builder.chosen:
        if one.kind != "bulletin" or one.candidate.urgency not in _AGAIN:
            continue
        length = session.alone(one.candidate, once=True)
        if builder.fits(length, PartKind.REPEATS):
            builder.take(Chosen(one.candidate, "repeat", length, reasons.REPEAT), PartKind.REPEATS)


def _no_room(session: Session, one: Candidate, builder: Builder) -> str:
    return reasons.no_room(builder, session.alone(one), builder.part_for(one))

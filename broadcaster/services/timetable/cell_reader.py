"""
Putting together what is known of a session: the plan as it stands now, what was made, and what was put by hand.

What may still change is shown as the plan wants it now, whatever was made before; what is locked or has begun is
shown as it was made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.plan.running_order import Item
from broadcaster.domain.plan.template import ProgrammeKind
from broadcaster.domain.week.calendar import Occurrence as Due
from broadcaster.domain.week.session import Key
from broadcaster.services.outgoing.day_views import ItemView, SessionView
from broadcaster.services.plan.outlook import Foreseen
from broadcaster.services.plan.planning import Decided, Gathered
from broadcaster.services.timetable.cells import RELAY, Cell, Line, Out, Phase
from broadcaster.units import Millis


@dataclass(slots=True)
class CellReader:
    """Reads the sessions of one timetable."""

    now: datetime
    plan: Foreseen
    made: Mapping[Key, SessionView]
    _planned: dict[object, tuple[Line, ...]] = field(default_factory=dict)
    """By running order, items made and template: villages that hear the same share them, and all outlive this."""

    def cell(self, one: Due) -> Cell:
        """Say what is known of one session."""
        key = one.key
        hand = self.plan.gathered.hands.get(one.place, Hand())
        made, decided = self.made.get(key), self.plan.decided.get(key)
        lines = self._lines(decided, made)
        changing = decided is not None and (_said(lines) != _said(_as_made(made)) or _moved(one, made))
        used = decided.order.length if decided else Millis(0)
        begun = one.starts_at <= self.now
        return Cell(
            key=key,
            series=one.series,
            name=one.name,
            starts_at=one.starts_at,
            longest_ms=one.longest,
            phase=Phase.BEGUN if begun else Phase.LOCKED if decided is None else Phase.OPEN,
            lines=lines,
            left_out=_left_out(decided, made, hand.out),
            used_ms=made.air_ms if made and not changing else used,
            made=made,
            changing=changing,
            by_hand=not hand.free,
            called=one.call is not None,
            one_part=self.plan.gathered.template_of(one).kind is ProgrammeKind.HEADLINES,
        )

    def _lines(self, decided: Decided | None, made: SessionView | None) -> tuple[Line, ...]:
        """Return what airs: as the plan wants it, or as it was made where nothing can change any more."""
        if decided is None:
            return _as_made(made)
        items = made.items if made else ()
        key = id(decided.order), id(items), decided.occurrence.template_id
        if key not in self._planned:
            self._planned[key] = _as_planned(decided, items, self.plan.gathered)
        return self._planned[key]


def _left_out(
    decided: Decided | None, made: SessionView | None, out_by_hand: Sequence[int]
) -> tuple[Out, ...]:
    if decided is None:
        return tuple(Out(None, title, reason) for title, reason in (made.left_out if made else ()))
    return tuple(
        Out(out.bulletin_id, out.title, out.reason, out.bulletin_id in out_by_hand, out.only_room)
        for out in decided.order.left_out
    )


def _said(lines: Sequence[Line]) -> list[tuple[str, int | None, str]]:
    """Return what is compared: in which pieces which bulletins are heard, and what is relayed for how long."""
    return [
        (line.kind, line.bulletin_id, f"{line.title} {line.duration_ms}" if line.kind == RELAY else "")
        for line in lines
        if line.spoken or line.kind == RELAY
    ]


def _moved(one: Due, made: SessionView | None) -> bool:
    return made is not None and made.starts_at != one.starts_at


def _as_made(made: SessionView | None) -> tuple[Line, ...]:
    if made is None:
        return ()
    lines = [Line(one.kind, one.title, one.reason, one.bulletin_id, one.duration_ms) for one in made.items]
    if made.relay:
        place = sum(1 for item in made.items if item.offset_ms < made.relay.offset_ms)
        lines.insert(place, _relay(made.relay.source, made.relay.duration_ms))
    return tuple(lines)


def _as_planned(decided: Decided, made: Sequence[ItemView], gathered: Gathered) -> tuple[Line, ...]:
    """Take the order and the reasons from the plan, the lengths from what was made where the same piece was."""
    measured = {(item.kind, item.bulletin_id): item.duration_ms for item in made}
    lines = [
        Line(
            item.kind,
            item.title,
            item.reason,
            item.bulletin_id,
            measured.get((item.kind, item.bulletin_id)) or _estimated(item, decided, gathered),
        )
        for item in decided.order.items
    ]
    template = gathered.template_of(decided.occurrence)
    if lines and template.relay:
        kinds = [line.kind for line in lines]
        after = kinds.index("relay_words") + 1 if "relay_words" in kinds else len(kinds)
        lines.insert(after, _relay(template.relay.source, template.relayed))
    return tuple(lines)


def _relay(source: str, duration_ms: Millis) -> Line:
    return Line(RELAY, f"Tiếp sóng {source}", "", None, duration_ms)


def _estimated(item: Item, decided: Decided, gathered: Gathered) -> Millis | None:
    """Say how long a bulletin takes that was not made yet; what stands around is not measured."""
    if item.bulletin_id is None:
        return None
    candidate, village = gathered.approved[item.bulletin_id].candidate, decided.occurrence.village_id
    length = {"headline": candidate.headline_in, "repeat": candidate.once_in}.get(
        item.kind, candidate.length_in
    )
    return length(village)

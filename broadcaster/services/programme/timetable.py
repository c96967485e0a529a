"""
The schedule as the page Lịch phát shows it: every session of every village, what airs in it and why.

What may still change is shown as the plan wants it now, whatever was made before; what is locked or has begun is
shown as it was made.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.calendar import Occurrence as Due
from broadcaster.domain.running_order import Item
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.board import Key
from broadcaster.services.outgoing.days import ItemView, SessionView, days_of
from broadcaster.services.programme import orders
from broadcaster.services.programme.expected import expected
from broadcaster.services.programme.planning import Decided, Gathered
from broadcaster.services.programme.preview import Foreseen, foresee
from broadcaster.store.tables import DroppedSession, Occurrence, SessionOrder, SessionRule, Village
from broadcaster.units import Millis

SPOKEN = ("bulletin", "headline", "repeat")
"""Kinds of pieces in which a bulletin is heard."""
RELAY = "relay"
"""The kind of the line that stands for what is relayed."""


class Phase(StrEnum):
    """How far a session is from the air."""

    OPEN = "open"
    LOCKED = "locked"
    """About to begin with what was made."""
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of a session."""

    kind: str
    title: str
    reason: str
    bulletin_id: int | None
    duration_ms: Millis | None
    """None where nobody has measured it yet."""
    pinned: bool = False
    """Whether somebody put it here by hand."""

    @property
    def spoken(self) -> bool:
        """Whether a bulletin is heard in it."""
        return self.bulletin_id is not None and self.kind in SPOKEN


@dataclass(frozen=True, slots=True)
class Out:
    """A bulletin that is not in a session, and why."""

    bulletin_id: int | None
    title: str
    reason: str
    by_hand: bool = False
    only_room: bool = False
    """Whether it would be in if somebody put it first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One session of one village on one day."""

    key: Key
    series: int
    name: str
    starts_at: datetime
    longest_ms: Millis
    phase: Phase
    lines: tuple[Line, ...]
    left_out: tuple[Out, ...]
    used_ms: Millis
    made: SessionView | None
    """Its newest programme that has sound."""
    changing: bool
    """Whether the plan wants something else than what was made, so that it will be made again."""
    by_hand: bool
    called: bool = False
    """Whether it is of an urgent call, in which nobody changes anything."""

    @property
    def relay(self) -> Line | None:
        """Return what is relayed in it."""
        return next((line for line in self.lines if line.kind == RELAY), None)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to air in it."""
        return not self.lines

    @property
    def movable(self) -> tuple[Line, ...]:
        """Return the pieces that people put into an order: whole bulletins, or headlines where there are only those."""
        whole = tuple(line for line in self.bulletins if line.kind == "bulletin")
        return whole or tuple(line for line in self.bulletins if line.kind == "headline")

    @property
    def bulletins(self) -> tuple[Line, ...]:
        """Return the pieces in which bulletins are heard, in order."""
        return tuple(line for line in self.lines if line.spoken)

    @property
    def heard(self) -> object:
        """Return everything that villages must have alike to share a row; reasons may differ."""
        said = tuple((line.kind, line.bulletin_id) for line in self.bulletins)
        relay = (self.relay.title, self.relay.duration_ms) if self.relay else None
        return (
            *self.key[1:],
            self.starts_at,
            self.longest_ms,
            self.phase,
            self.changing,
            self.by_hand,
            relay,
            said,
        )


@dataclass(frozen=True, slots=True)
class Dropped:
    """A session that somebody took out."""

    ids: tuple[int, ...]
    """Of the rows that say so: one a village."""
    series: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """One village with its sessions by day."""

    id: int
    name: str
    cells: Mapping[date, tuple[Cell, ...]]
    dropped: Mapping[date, tuple[Dropped, ...]]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Some days of a commune."""

    days: tuple[date, ...]
    places: tuple[Place, ...]
    """In the order the villages were opened."""
    made_until: date
    """The last day whose programmes are made by now; later ones are only a preview."""

    def cells(self) -> tuple[Cell, ...]:
        """Return every session."""
        return tuple(cell for place in self.places for day in self.days for cell in place.cells.get(day, ()))


def timetable(
    desk: Desk, commune_id: int, first: date, days: int, village_id: int | None = None
) -> Timetable:
    """Return some days from a day on, of every village that exists on one of them, or of one village."""
    last = first + timedelta(days=days - 1)
    plan = foresee(desk, commune_id, last, None if village_id is None else (village_id,))
    with desk.store.reading() as session:
        due = expected(session, commune_id, first, days)
        villages = [
            one for one in due.villages.values() if village_id in (None, one.id) and _there(one, first, last)
        ]
        sound = days_of(session, desk, villages, first, days)
        rows = session.execute(
            select(Occurrence.id, Occurrence.village_id, Occurrence.rule_id, Occurrence.day).where(
                Occurrence.commune_id == commune_id, Occurrence.day.between(first, last)
            )
        )
        keys = {row.id: (row.village_id, row.rule_id, row.day) for row in rows}
        made = {
            keys[one.occurrence_id]: one
            for every in sound.values()
            for view in every
            for one in view.sessions
        }
        hands = orders.newest(session, commune_id, first)
        dropped = _dropped(session, commune_id, first, last)
    shown = {village.id for village in villages}
    cells: dict[tuple[int, date], list[Cell]] = defaultdict(list)
    reader = _Reader(desk.clock.now(), plan, made, hands)
    for one in due.occurrences:
        if one.village_id in shown:
            cells[one.village_id, one.day].append(reader.cell(one))
    every_day = tuple(first + timedelta(days=number) for number in range(days))
    return Timetable(
        days=every_day,
        places=tuple(
            Place(
                village.id,
                village.name,
                {day: tuple(cells[village.id, day]) for day in every_day if cells[village.id, day]},
                {day: dropped[village.id, day] for day in every_day if (village.id, day) in dropped},
            )
            for village in villages
        ),
        made_until=desk.today() + timedelta(days=desk.settings.horizon_days),
    )


def _there(village: Village, first: date, last: date) -> bool:
    return village.valid_from <= last and (village.valid_to is None or village.valid_to >= first)


def _dropped(
    session: Session, commune_id: int, first: date, last: date
) -> dict[tuple[int, date], tuple[Dropped, ...]]:
    rows = session.execute(
        select(DroppedSession, SessionRule.name)
        .join(SessionRule, SessionRule.id == DroppedSession.series_id)
        .where(DroppedSession.commune_id == commune_id, DroppedSession.day.between(first, last))
        .order_by(DroppedSession.id)
    )
    found: dict[tuple[int, date], tuple[Dropped, ...]] = defaultdict(tuple)
    for row, name in rows:
        found[row.village_id, row.day] += (Dropped((row.id,), row.series_id, name, row.reason),)
    return dict(found)


@dataclass(slots=True)
class _Reader:
    """Puts together what is known of a session."""

    now: datetime
    plan: Foreseen
    made: Mapping[Key, SessionView]
    hands: Mapping[orders.Place, SessionOrder]
    _planned: dict[object, tuple[Line, ...]] = field(default_factory=dict)
    """By running order, items made and hand: villages that hear the same share them, and both outlive this."""

    def cell(self, one: Due) -> Cell:
        """Say what is known of one session."""
        key = (one.village_id, one.rule_id, one.day)
        hand = orders.hand_of(self.hands.get((one.village_id, one.series, one.day)))
        made, decided = self.made.get(key), self.plan.decided.get(key)
        lines = self._lines(decided, made, hand.first)
        changing = decided is not None and (_said(lines) != _said(_as_made(made, ())) or _moved(one, made))
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
        )

    def _lines(
        self, decided: Decided | None, made: SessionView | None, pinned: tuple[int, ...]
    ) -> tuple[Line, ...]:
        """Return what airs: as the plan wants it, or as it was made where nothing can change any more."""
        items = made.items if made else ()
        relayed = decided.occurrence.template_id if decided else None
        key = id(decided.order) if decided else 0, id(items), relayed, pinned
        if decided is None:
            return _as_made(made, pinned)
        if key not in self._planned:
            self._planned[key] = _as_planned(decided, items, self.plan.gathered, pinned)
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


def _as_made(made: SessionView | None, pinned: Sequence[int]) -> tuple[Line, ...]:
    if made is None:
        return ()
    lines = [
        Line(one.kind, one.title, one.reason, one.bulletin_id, one.duration_ms, one.bulletin_id in pinned)
        for one in made.items
    ]
    if made.relay:
        place = sum(1 for item in made.items if item.offset_ms < made.relay.offset_ms)
        lines.insert(place, _relay(made.relay.source, made.relay.duration_ms))
    return tuple(lines)


def _as_planned(
    decided: Decided, made: Sequence[ItemView], gathered: Gathered, pinned: Sequence[int]
) -> tuple[Line, ...]:
    """Take the order and the reasons from the plan, the lengths from what was made where the same piece was."""
    measured = {(item.kind, item.bulletin_id): item.duration_ms for item in made}
    lines = [
        Line(
            item.kind,
            item.title,
            item.reason,
            item.bulletin_id,
            measured.get((item.kind, item.bulletin_id)) or _estimated(item, decided, gathered),
            item.bulletin_id in pinned,
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

"""
Laying a programme out: what was chosen, in the parts of its template, and how long that takes.

A separator stands before every item but the first, where its part has separators.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from broadcaster.domain.plan.running_order import Candidate, Item, Layout
from broadcaster.domain.plan.template import PartKind, ProgrammeKind
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis

TITLES = {
    "opening": "Nhạc hiệu mở đầu",
    "greeting": "Lời chào",
    "separator": "Nhạc cắt",
    "relay_words": "Lời giới thiệu tiếp sóng",
    "closing_words": "Lời kết",
    "closing": "Nhạc hiệu kết thúc",
}
_FRAME = {
    PartKind.OPENING: "opening",
    PartKind.GREETING: "greeting",
    PartKind.RELAY: "relay_words",
    PartKind.CLOSING_WORDS: "closing_words",
    PartKind.CLOSING: "closing",
}
_WHOLE = {False: (PartKind.ITEMS,), True: (PartKind.ITEMS, PartKind.NOTICES)}
"""Which parts take a bulletin whole, by whether it is a notice."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A bulletin in a programme: as it is, as its short form, or once more."""

    candidate: Candidate
    kind: str
    """`bulletin`, `headline` or `repeat`."""
    length: Millis
    reason: str


@dataclass(slots=True)
class Builder:
    """A programme that is being filled."""

    layout: Layout
    longest: Millis
    merged: bool = False
    """Whether notices stand among the items: an order made by hand is kept whole."""
    _parts: dict[PartKind, list[Chosen]] = field(default_factory=dict)
    _items: int = 0
    """How long all that was taken is, without separators."""
    _around: int = field(init=False)
    _needs: dict[PartKind | None, int] = field(default_factory=dict)
    """How long all separators are, with one more item in a part; as long as nothing was taken."""

    def __post_init__(self) -> None:
        """Begin with what stands around the items."""
        self._around = self.layout.template.relayed + sum(
            getattr(self.layout.fixed, name)
            for kind, name in _FRAME.items()
            if self.layout.template.has(kind)
        )

    @property
    def length(self) -> Millis:
        """Return how long the programme is as it stands; 0 while there is nothing to air in it."""
        if not self._parts and not self.layout.template.relay:
            return Millis(0)
        return self._total(None)

    @property
    def room(self) -> Millis:
        """Return what is left of the session."""
        return Millis(self.longest - self._total(None))

    @property
    def whole_room(self) -> Millis:
        """Return what the session has for items at all."""
        return Millis(self.longest - self._around)

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """Return everything taken, by part."""
        return tuple(one for part in self._parts.values() for one in part)

    def needed(self, length: int, kind: PartKind) -> Millis:
        """Return how much longer the programme is with one more item of a part, its separator included."""
        return Millis(length + self._separators(kind) - self._separators(None))

    def fits(self, length: int, kind: PartKind) -> bool:
        """Say whether one more item fits."""
        return not self.is_full(kind) and self._total(kind) + length <= self.longest

    def count(self, kind: PartKind) -> int:
        """Return how many items stand in a part."""
        return len(self._parts.get(kind, ()))

    def is_full(self, kind: PartKind) -> bool:
        """Say whether a part has as many items as its template lets it have."""
        if kind is not PartKind.HEADLINES:
            return False
        part = self.layout.template.part(kind)
        return part is not None and self.count(kind) >= part.most

    def take(self, one: Chosen, kind: PartKind) -> None:
        """Put an item at the end of a part."""
        self._parts.setdefault(kind, []).append(one)
        self._items += one.length
        self._needs.clear()

    def arrange(self, kind: PartKind, first: Sequence[int]) -> None:
        """Put what stands in a part and was put first by hand before the rest of it, in that order."""
        place = {bulletin: number for number, bulletin in enumerate(first)}
        self._parts.get(kind, []).sort(key=lambda one: place.get(one.candidate.bulletin_id, len(place)))

    def drop(self, kind: PartKind) -> tuple[Chosen, ...]:
        """Take a whole part out again and return what was in it."""
        gone = tuple(self._parts.pop(kind, ()))
        self._needs.clear()
        self._items -= sum(one.length for one in gone)
        return gone

    def part_for(self, candidate: Candidate) -> PartKind | None:
        """
        Return the part in which a bulletin stands whole; none where the template has none for it.

        What is urgent or has priority stands in the first part that takes it, a notice too: it is heard first.
        """
        template = self.layout.template
        if template.kind is ProgrammeKind.HEADLINES:
            return PartKind.HEADLINES
        kinds = [one.kind for one in template.parts if one.kind in _WHOLE[candidate.notice]]
        if self.merged and PartKind.ITEMS in kinds:
            return PartKind.ITEMS
        if candidate.urgency is Urgency.NORMAL and candidate.notice and PartKind.NOTICES in kinds:
            return PartKind.NOTICES
        return kinds[0] if kinds else None

    def items(self) -> tuple[Item, ...]:
        """Return the running order; nothing where there is nothing to air."""
        if not self._parts and not self.layout.template.relay:
            return ()
        return tuple(_item(position, piece) for position, piece in enumerate(self._pieces(), 1))

    def _pieces(self) -> Iterator[str | Chosen]:
        first = True
        for part in self.layout.template.parts:
            name = _FRAME.get(part.kind, "")
            if name and getattr(self.layout.fixed, name):
                yield name
            for one in self._parts.get(part.kind, ()):
                if not first and part.separators and self.layout.fixed.separator:
                    yield "separator"
                first = False
                yield one

    def _total(self, one_more: PartKind | None) -> Millis:
        return Millis(self._around + self._items + self._separators(one_more))

    def _separators(self, one_more: PartKind | None) -> int:
        """Return how long the separators take, with one more item in a part."""
        if one_more not in self._needs:
            self._needs[one_more] = self._count_separators(one_more) * self.layout.fixed.separator
        return self._needs[one_more]

    def _count_separators(self, one_more: PartKind | None) -> int:
        count, first = 0, True
        for part in self.layout.template.parts:
            here = len(self._parts.get(part.kind, ())) + (part.kind is one_more)
            if here:
                count += (here - first) if part.separators else 0
                first = False
        return count


def _item(position: int, piece: str | Chosen) -> Item:
    if isinstance(piece, str):
        return Item(position, piece, TITLES[piece])
    one = piece.candidate
    return Item(position, piece.kind, one.title, one.bulletin_id, one.revision_id, piece.reason)

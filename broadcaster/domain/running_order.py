"""What a plan is made from and what comes out: candidates, the frame around them, and the running order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from broadcaster.domain.bulletin import Urgency
from broadcaster.units import Millis

_FRAME_TITLES = {
    "opening": "Nhạc hiệu mở đầu",
    "greeting": "Lời chào",
    "separator": "Nhạc cắt",
    "closing_words": "Lời kết",
    "closing": "Nhạc hiệu kết thúc",
}


@dataclass(frozen=True, slots=True)
class InVillage:
    """How a bulletin airs in a village with languages of its own."""

    length: Millis
    """In all its languages, with repetitions and the pause that follows; 0 where it is in none of them."""
    missing: tuple[str, ...] = ()
    """Languages of the village that the bulletin is not in: `tiếng Dao`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved bulletin that wants to be aired."""

    bulletin_id: int
    revision_id: int
    title: str
    urgency: Urgency
    village_ids: tuple[int, ...] | None
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

    def length_in(self, village_id: int) -> Millis:
        """Return how long it takes in a village."""
        own = self.in_village.get(village_id)
        return self.length if own is None else own.length

    def missing_in(self, village_id: int) -> tuple[str, ...]:
        """Return which languages of a village it is not in."""
        own = self.in_village.get(village_id)
        return () if own is None else own.missing


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

    @property
    def around(self) -> Millis:
        """Return what a programme takes before its first item and after its last."""
        return Millis(self.opening + self.greeting + self.closing_words + self.closing)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a running order."""

    position: int
    """From 1."""
    kind: str
    """`opening`, `greeting`, `bulletin`, `separator`, `closing_words` or `closing`."""
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


@dataclass(frozen=True, slots=True)
class RunningOrder:
    """What airs in one session, in order; no items at all where there is no bulletin to air."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    length: Millis
    """At most; a village with a short name is greeted a little quicker."""


def lay_out(chosen: Sequence[Candidate], reasons: Mapping[int, str], fixed: Fixed) -> tuple[Item, ...]:
    """
    Put what stands around the items around them, as far as it is there.

    Args:
        chosen: Bulletins, in playing order.
        reasons: Why each stands here, by bulletin.
        fixed: What stands around.
    """
    if not chosen:
        return ()
    before = [kind for kind in ("opening", "greeting") if getattr(fixed, kind)]
    after = [kind for kind in ("closing_words", "closing") if getattr(fixed, kind)]
    pieces: list[str | Candidate] = [*before]
    for number, candidate in enumerate(chosen):
        pieces += ["separator", candidate] if number and fixed.separator else [candidate]
    pieces += after
    return tuple(_item(position, piece, reasons) for position, piece in enumerate(pieces, 1))


def _item(position: int, piece: str | Candidate, reasons: Mapping[int, str]) -> Item:
    if isinstance(piece, str):
        return Item(position, piece, _FRAME_TITLES[piece])
    reason = reasons[piece.bulletin_id]
    return Item(position, "bulletin", piece.title, piece.bulletin_id, piece.revision_id, reason)

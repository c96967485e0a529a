"""
How a programme is built: its kind, and the parts it is laid out in, in order.

    opening -> greeting -> headlines -> items -> notices -> relay -> repeats -> closing words -> closing

A commune edits its templates on a page; a session names the one it follows. What a part cannot fill (no jingle
chosen, nothing to announce) is left out of that programme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from broadcaster.errors import Refused
from broadcaster.units import Millis, seconds


class ProgrammeKind(StrEnum):
    """What a session is for."""

    NEWS = "ban_tin"
    HEADLINES = "diem_tin"
    NOTICES = "thong_bao"


PROGRAMME_LABELS = {
    ProgrammeKind.NEWS: "Bản tin",
    ProgrammeKind.HEADLINES: "Điểm tin",
    ProgrammeKind.NOTICES: "Thông báo",
}


class PartKind(StrEnum):
    """A part of a programme."""

    OPENING = "opening"
    GREETING = "greeting"
    HEADLINES = "headlines"
    ITEMS = "items"
    NOTICES = "notices"
    RELAY = "relay"
    REPEATS = "repeats"
    CLOSING_WORDS = "closing_words"
    CLOSING = "closing"


PART_LABELS = {
    PartKind.OPENING: "Nhạc hiệu mở đầu",
    PartKind.GREETING: "Lời chào",
    PartKind.HEADLINES: "Điểm tin",
    PartKind.ITEMS: "Tin, bài",
    PartKind.NOTICES: "Thông báo",
    PartKind.RELAY: "Tiếp sóng",
    PartKind.REPEATS: "Đọc lại tin ưu tiên",
    PartKind.CLOSING_WORDS: "Lời kết",
    PartKind.CLOSING: "Nhạc hiệu kết thúc",
}

FEWEST_HEADLINES, MOST_HEADLINES = 3, 6
SHORTEST_HEADLINE, LONGEST_HEADLINE = seconds(30), seconds(60)
LONGEST_RELAY_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One part, with what only some kinds of it need."""

    kind: PartKind
    most: int = MOST_HEADLINES
    """Of headlines: how many at most."""
    separators: bool = True
    """Of items and notices: whether the short jingle sounds between two."""
    minutes: int = 0
    """Of a relay: how long."""
    source: str = ""
    """Of a relay: whose programme, as it is said on air: `Đài Tiếng nói Việt Nam`."""
    address: str = ""
    """Of a relay: the stream, for stations with a player."""
    instruction: str = ""
    """Of a relay: what an operator without a player does."""


@dataclass(frozen=True, slots=True)
class Template:
    """The parts of a programme in order; each kind stands in it once at most."""

    kind: ProgrammeKind
    parts: tuple[Part, ...]

    def has(self, kind: PartKind) -> bool:
        """Say whether a part of this kind is in it."""
        return kind in {one.kind for one in self.parts}

    def part(self, kind: PartKind) -> Part | None:
        """Return the part of this kind."""
        return next((one for one in self.parts if one.kind is kind), None)

    @property
    def relay(self) -> Part | None:
        """Return what is relayed, if anything."""
        return self.part(PartKind.RELAY)

    @property
    def relayed(self) -> Millis:
        """Return how long is relayed; it counts as air time."""
        relay = self.relay
        return seconds(60 * relay.minutes) if relay else Millis(0)


def _plain(kind: ProgrammeKind, *parts: PartKind) -> Template:
    return Template(kind, tuple(Part(one) for one in parts))


_BEFORE = (PartKind.OPENING, PartKind.GREETING)
_AFTER = (PartKind.CLOSING_WORDS, PartKind.CLOSING)

DEFAULTS = {
    ProgrammeKind.NEWS: _plain(ProgrammeKind.NEWS, *_BEFORE, PartKind.ITEMS, PartKind.NOTICES, *_AFTER),
    ProgrammeKind.HEADLINES: _plain(ProgrammeKind.HEADLINES, *_BEFORE, PartKind.HEADLINES, *_AFTER),
    ProgrammeKind.NOTICES: _plain(ProgrammeKind.NOTICES, *_BEFORE, PartKind.NOTICES, *_AFTER),
}
"""What ships; a session that names no template follows the first."""

CALL = _plain(ProgrammeKind.NEWS, PartKind.GREETING, PartKind.ITEMS, PartKind.CLOSING_WORDS)
"""An urgent call: the words before it, its bulletin, the words after it."""

_NEEDED = {
    ProgrammeKind.NEWS: PartKind.ITEMS,
    ProgrammeKind.HEADLINES: PartKind.HEADLINES,
    ProgrammeKind.NOTICES: PartKind.NOTICES,
}
_UNUSED: Mapping[ProgrammeKind, tuple[PartKind, ...]] = {
    ProgrammeKind.HEADLINES: (PartKind.ITEMS, PartKind.NOTICES),
    ProgrammeKind.NOTICES: (PartKind.ITEMS,),
}
"""Parts that would stay empty whatever is approved."""


def checked(template: Template) -> Template:
    """
    Return a template that makes sense.

    Raises:
        Refused: A part stands twice or can never be filled, what the kind is for is missing, or a number is out
            of its range; the sentence says what to do. A Bản tin or Thông báo that only relays needs no items.
    """
    kinds = [part.kind for part in template.parts]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise Refused(f"Phần “{PART_LABELS[kind]}” có hai lần. Hãy bỏ bớt một.")
        if kind in _UNUSED.get(template.kind, ()):
            raise Refused(
                f"Chương trình {PROGRAMME_LABELS[template.kind]} không có phần “{PART_LABELS[kind]}”. Hãy bỏ phần đó."
            )
    needed = _NEEDED[template.kind]
    relays_alone = template.relay is not None and template.kind is not ProgrammeKind.HEADLINES
    if needed not in kinds and not relays_alone:
        raise Refused(
            f"Chương trình {PROGRAMME_LABELS[template.kind]} cần có phần “{PART_LABELS[needed]}”. Hãy đánh dấu phần đó."
        )
    for part in template.parts:
        _check_part(part)
    return template


def _check_part(part: Part) -> None:
    if part.kind is PartKind.HEADLINES and not FEWEST_HEADLINES <= part.most <= MOST_HEADLINES:
        raise Refused(f"Điểm tin có từ {FEWEST_HEADLINES} đến {MOST_HEADLINES} tin. Hãy ghi lại số tin.")
    if part.kind is PartKind.RELAY:
        if not 1 <= part.minutes <= LONGEST_RELAY_MINUTES:
            raise Refused(f"Thời lượng tiếp sóng từ 1 đến {LONGEST_RELAY_MINUTES} phút. Hãy ghi lại.")
        if not part.source.strip():
            raise Refused("Hãy ghi tiếp sóng đài nào, ví dụ: Đài Tiếng nói Việt Nam.")
        if part.address and not part.address.startswith(("http://", "https://")):
            raise Refused(
                "Địa chỉ luồng phải bắt đầu bằng http:// hoặc https://. Hãy ghi lại, hoặc để trống."
            )


def offered(template: Template) -> tuple[tuple[Part, bool], ...]:
    """
    Return every part a page shows, with whether it is in: those that are in their order, the others among them.

    One that its kind has no use for is not shown. One that is not in stands after what comes before it in the usual order, so that it is switched on where it
    is looked for.
    """
    usual = list(PartKind)
    found = [(part, True) for part in template.parts]
    for number, kind in enumerate(usual):
        if template.has(kind) or kind in _UNUSED.get(template.kind, ()):
            continue
        before = [place for place, (part, _in) in enumerate(found) if part.kind in usual[:number]]
        found.insert(before[-1] + 1 if before else 0, (Part(kind), False))
    return tuple(found)


_OWN = {
    PartKind.HEADLINES: ("most",),
    PartKind.ITEMS: ("separators",),
    PartKind.NOTICES: ("separators",),
    PartKind.RELAY: ("minutes", "source", "address", "instruction"),
}


def written(template: Template) -> list[dict[str, object]]:
    """Write the parts as JSON has them: each with its kind and only what it needs."""
    return [
        {"kind": part.kind.value} | {name: getattr(part, name) for name in _OWN.get(part.kind, ())}
        for part in template.parts
    ]


def read(kind: str, parts: Sequence[Mapping[str, object]]) -> Template:
    """Read what `written` wrote."""
    return Template(ProgrammeKind(kind), tuple(map(_part, parts)))


def _part(said: Mapping[str, object]) -> Part:
    own = {name: value for name, value in said.items() if name != "kind"}
    return replace(Part(PartKind(str(said["kind"]))), **own)  # type: ignore[arg-type] # fields of Part, written by `written`

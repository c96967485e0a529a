"""The form of a template: every part with its place, whether it is in, and what only some parts need."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from broadcaster.domain.plan.template import (
    FEWEST_HEADLINES,
    LONGEST_RELAY_MINUTES,
    MOST_HEADLINES,
    PART_LABELS,
    Part,
    PartKind,
    offered,
)
from broadcaster.errors import Refused
from broadcaster.services.layout.templates import TemplateView

HELP = {
    PartKind.OPENING: "Nhạc chọn ở trang Âm thanh.",
    PartKind.GREETING: "Lời chào ghi ở Quản trị, mục Cài đặt của xã.",
    PartKind.HEADLINES: "Mỗi tin 30–60 giây, lấy từ bản tin đã duyệt có lời điểm tin. Chưa đủ 3 tin thì bỏ qua phần này.",
    PartKind.ITEMS: "Các bản tin đã duyệt: ưu tiên trước, mỗi tin chia đều cho các ngày của nó.",
    PartKind.NOTICES: "Các bản tin loại Thông báo. Mẫu Bản tin không có phần này thì thông báo đứng chung với tin, bài.",
    PartKind.RELAY: "Giới thiệu rồi chuyển sang phát đài khác. Số phút này tính vào thời lượng của buổi.",
    PartKind.REPEATS: "Tin khẩn cấp, ưu tiên được đọc thêm một lần, nếu còn thời lượng.",
    PartKind.CLOSING_WORDS: "Lời kết ghi ở Quản trị, mục Cài đặt của xã.",
    PartKind.CLOSING: "Nhạc chọn ở trang Âm thanh.",
}
"""What each part is, and where its words or sound come from."""
SEPARATED = (PartKind.ITEMS, PartKind.NOTICES)
HEADLINE_COUNTS = tuple(range(FEWEST_HEADLINES, MOST_HEADLINES + 1))
_RELAY = ("minutes", "source", "address", "instruction")


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part as the page shows it."""

    kind: PartKind
    is_in: bool

    @property
    def label(self) -> str:
        """Name it."""
        return PART_LABELS[self.kind]

    @property
    def help(self) -> str:
        """Say what it is."""
        return HELP[self.kind]


@dataclass(frozen=True, slots=True)
class TypedTemplate:
    """A template as it stands on the page: what was typed is kept as it was typed."""

    name: str
    version: int
    rows: tuple[PartRow, ...]
    most: str = str(MOST_HEADLINES)
    separators: frozenset[str] = frozenset()
    """Kinds of part with a short jingle between two items."""
    relay: Mapping[str, str] = field(default_factory=dict)
    """Minutes, source, address and instruction."""

    def moved(self, kind: str, step: int) -> "TypedTemplate":
        """Return the same with one part a place higher (-1) or lower (1); at the end it stays where it is."""
        rows = list(self.rows)
        places = [number for number, row in enumerate(rows) if row.kind == kind]
        if places and 0 <= places[0] + step < len(rows):
            rows.insert(places[0] + step, rows.pop(places[0]))
        return replace(self, rows=tuple(rows))

    def parts(self) -> tuple[Part, ...]:
        """Return the parts that are in. Raises `Refused` where a number is none."""
        return tuple(self._part(row.kind) for row in self.rows if row.is_in)

    def _part(self, kind: PartKind) -> Part:
        if kind is PartKind.HEADLINES:
            return Part(kind, most=_number(self.most, "Hãy chọn số tin của phần Điểm tin."))
        if kind is PartKind.RELAY:
            asked = f"Hãy ghi số phút tiếp sóng, từ 1 đến {LONGEST_RELAY_MINUTES}."
            minutes = _number(self.relay.get("minutes", ""), asked)
            return Part(kind, minutes=minutes, **{name: self.relay.get(name, "") for name in _RELAY[1:]})  # type: ignore[arg-type] # texts only
        return Part(kind, separators=kind in self.separators or kind not in SEPARATED)


def of_view(view: TemplateView) -> TypedTemplate:
    """Show a template as it is stored."""
    every, relay = offered(view.template), view.template.relay
    parts = {kind: view.template.part(kind) or Part(kind) for kind in PartKind}
    return TypedTemplate(
        name=view.name,
        version=view.version,
        rows=tuple(PartRow(part.kind, is_in) for part, is_in in every),
        most=str(parts[PartKind.HEADLINES].most),
        separators=frozenset(kind for kind in SEPARATED if parts[kind].separators),
        relay={name: str(getattr(relay, name)) for name in _RELAY} if relay else {},
    )


def of_form(form: MultiDict[str, str], view: TemplateView) -> TypedTemplate:
    """Read what was sent; parts that a page left out stand where they usually do, and are not in."""
    sent = [PartKind(kind) for kind in dict.fromkeys(form.getlist("thu_tu")) if kind in set(PartKind)]
    usual = [part.kind for part, _is_in in offered(view.template)]
    order = [*sent, *(kind for kind in usual if kind not in sent)]
    inside = set(form.getlist("co"))
    return TypedTemplate(
        name=form.get("ten", ""),
        version=_number(form.get("version", "")),
        rows=tuple(PartRow(kind, kind in inside) for kind in order),
        most=form.get("so_tin", ""),
        separators=frozenset(form.getlist("nhac_cat")),
        relay={name: form.get(name, "") for name in _RELAY},
    )


def _number(text: str, otherwise: str = "") -> int:
    """Read a small whole number; 0 where it is none and nothing is to be said of it."""
    said = text.strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return int(said)
    if otherwise:
        raise Refused(otherwise)
    return 0

"""Why a bulletin is in a programme, and why there was no room for it, in words."""

from broadcaster.domain.plan.layout import Builder
from broadcaster.domain.plan.running_order import Candidate
from broadcaster.domain.plan.template import FEWEST_HEADLINES, PartKind
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis, spoken_length

REPEAT = "đọc lại ở cuối buổi"
CALL = "tin khẩn cấp, phát ngay"
_CLASSES = {Urgency.URGENT: "khẩn cấp", Urgency.PRIORITY: "ưu tiên"}


def why(candidate: Candidate, aired: int, village_id: int, *, by_hand: bool) -> str:
    """Say why a bulletin is in a programme."""
    turn = f"lần phát {aired + 1}/{candidate.airings} ở thôn này"
    if missing := candidate.missing_in(village_id):
        turn += f"; chưa có bản thu {', '.join(missing)} nên bỏ qua tiếng đó"
    if by_hand:
        return f"xếp bằng tay; {turn}"
    if candidate.urgency in _CLASSES:
        return f"{_CLASSES[candidate.urgency]}, phát trước; {turn}"
    return turn


def why_headline(candidate: Candidate, had: int, *, by_hand: bool) -> str:
    """Say why a short form is in a programme."""
    return f"{'xếp bằng tay; ' if by_hand else ''}điểm tin lần {had + 1}/{candidate.airings} ở thôn này"


def few_headlines(count: int) -> str:
    """Say that there are too few short forms for a Điểm tin."""
    return f"điểm tin cần ít nhất {FEWEST_HEADLINES} tin, mới có {count}"


def no_room(builder: Builder, length: Millis, part: PartKind | None) -> str:
    """Say in numbers that something does not fit; what never will is told so."""
    if part is None:
        return "mẫu chương trình của buổi này không có chỗ cho loại tin này"
    if builder.is_full(part):
        return f"đã đủ {builder.count(part)} tin điểm"
    if length > builder.whole_room:
        room = _at_most(builder.whole_room)
        return f"dài hơn cả buổi: cần {_at_least(length)}, buổi này có {room} cho tin, bài"
    needed = builder.needed(length, part)
    return f"hết thời lượng: cần {_at_least(needed)}, còn {_at_most(builder.room)}"


def _at_least(duration: int) -> str:
    """Say a duration rounded up to whole seconds, so that what is needed never looks like what is left."""
    return spoken_length(Millis(-(-duration // 1000) * 1000))


def _at_most(duration: int) -> str:
    return spoken_length(Millis(duration // 1000 * 1000))

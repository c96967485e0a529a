"""Limits of air time and what is over them, said in the commune's words with their numbers."""

from collections.abc import Iterable
from datetime import date

from broadcaster.domain.limits.airtime import Acceptance, Breach, Limit, LimitKind
from broadcaster.units import Millis, spoken_length

LABELS = {
    LimitKind.SESSIONS_A_DAY: "Số buổi mỗi ngày",
    LimitKind.MINUTES_A_SESSION: "Số phút mỗi buổi",
    LimitKind.MINUTES_A_DAY: "Số phút mỗi ngày",
    LimitKind.WEEKDAYS: "Ngày được phát trong tuần",
    LimitKind.QUIET: "Giờ yên lặng",
}
"""In the order in which pages offer them."""

_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def document(limit: Limit) -> str:
    """Say who decided it: `Quyết định số 12/QĐ-UBND ngày 1/3/2026`."""
    what = "Quyết định" if "QĐ" in limit.document.upper() else "văn bản"
    return f"{what} số {limit.document} ngày {_numbers(limit.document_day)}"


def limit(limit: Limit) -> str:
    """Say what may be aired at most: `mỗi buổi dài nhất 15 phút`."""
    if limit.kind is LimitKind.SESSIONS_A_DAY:
        return f"mỗi ngày nhiều nhất {limit.amount} buổi"
    if limit.kind is LimitKind.MINUTES_A_SESSION:
        return f"mỗi buổi dài nhất {limit.amount} phút, kể cả tiếp sóng"
    if limit.kind is LimitKind.MINUTES_A_DAY:
        return f"mỗi ngày nhiều nhất {limit.amount} phút, kể cả tiếp sóng"
    if limit.kind is LimitKind.WEEKDAYS:
        return f"chỉ phát {weekdays(limit.weekdays)}"
    return f"không phát từ {limit.quiet_from:%H:%M} đến {limit.quiet_to:%H:%M}"


def breach(found: Breach) -> str:
    """Say by how much a session is over a limit: `dài 16 phút, quá 1 phút so với mức 15 phút mỗi buổi (…)`."""
    if found.exempt:
        return f"tin khẩn cấp được miễn giới hạn: {_much(found)} ({document(found.limit)})"
    return f"{_much(found)} ({document(found.limit)})"


def acceptance(word: Acceptance) -> str:
    """Say who accepted it and why: `Triệu Văn Trường, Phó Chủ tịch, chấp nhận: Tết cổ truyền`."""
    who = f"{word.by}, {word.title}," if word.title else word.by
    return f"{who} chấp nhận: {word.reason}"


def up_to(kind: LimitKind, amount: int) -> str:
    """Say up to how much is accepted: `đến 20 phút mỗi buổi`; nothing where it is no number."""
    if kind is LimitKind.SESSIONS_A_DAY:
        return f"đến {amount} buổi mỗi ngày"
    if kind is LimitKind.MINUTES_A_SESSION:
        return f"đến {amount} phút mỗi buổi"
    if kind is LimitKind.MINUTES_A_DAY:
        return f"đến {amount} phút mỗi ngày"
    if kind is LimitKind.QUIET:
        return f"đến {amount} phút trong giờ yên lặng"
    return ""


def weekdays(days: Iterable[int]) -> str:
    """Say days of the week: `mọi ngày`, `thứ hai đến thứ sáu`, `thứ ba, chủ nhật`."""
    found = sorted(set(days))
    if len(found) == 7:
        return "mọi ngày"
    if len(found) > 2 and found[-1] - found[0] == len(found) - 1:
        return f"{_WEEKDAYS[found[0] - 1]} đến {_WEEKDAYS[found[-1] - 1]}"
    return ", ".join(_WEEKDAYS[day - 1] for day in found)


def _much(found: Breach) -> str:
    """Say the measure and the limit; both in whole seconds, the measure rounded up so that it is seen to be over."""
    limit, session = found.limit, found.session
    if limit.kind is LimitKind.WEEKDAYS:
        return f"phát {_WEEKDAYS[session.day.isoweekday() - 1]}, chỉ được phát {weekdays(limit.weekdays)}"
    if limit.kind is LimitKind.SESSIONS_A_DAY:
        over = found.measured - limit.amount
        return f"là buổi thứ {found.measured} trong ngày, quá {over} so với mức {limit.amount} buổi mỗi ngày"
    may = "có thể " if session.at_most else ""
    if limit.kind is LimitKind.QUIET:
        quiet = f"giờ yên lặng {limit.quiet_from:%H:%M}–{limit.quiet_to:%H:%M}"
        return f"{may}phát {_length(found.measured)} trong {quiet}"
    over, most = found.measured - limit.amount * 60_000, f"{limit.amount} phút"
    if limit.kind is LimitKind.MINUTES_A_SESSION:
        return f"{may}dài {_length(found.measured)}{_parts(found)}, quá {_length(over)} so với mức {most} mỗi buổi"
    return (
        f"{may}làm cả ngày dài {_length(found.measured)}{_parts(found)}, quá {_length(over)} "
        f"so với mức {most} mỗi ngày"
    )


def _parts(found: Breach) -> str:
    """Say what of a length is relayed, and what is not counted."""
    session, said = found.session, []
    if session.relayed:
        said.append(f"có {_length(session.relayed)} tiếp sóng")
    if session.urgent and not found.exempt:
        said.append(f"không tính {_length(session.urgent)} tin khẩn cấp")
    return f" ({', '.join(said)})" if said else ""


def _length(duration: int) -> str:
    return spoken_length(Millis(-(-duration // 1000) * 1000))


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

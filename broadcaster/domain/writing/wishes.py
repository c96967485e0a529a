"""What a bulletin wishes of its airings: how often, in which sessions, how repeated, and its headline."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from broadcaster.domain.plan.template import ProgrammeKind
from broadcaster.domain.week.bounds import Doubts, Limits, Places, Problem, Slot
from broadcaster.domain.writing.bulletin import Content, Kind, estimated_length, same_places
from broadcaster.units import Millis, spoken_length

_TIMES = {1: "một", 2: "hai", 3: "ba"}


def wish_problems(content: Content, places: Places, doubts: Doubts, limits: Limits) -> Iterator[Problem]:
    """List what is wrong with a bulletin's wishes, in the order of the page."""
    yield from _counts(content, limits)
    yield from _sessions(content, places, limits)
    yield from _reach(content)
    yield from _headline(content, doubts, limits)


def wish_in_words(airings: int, a_day: int, read_times: int, gap_seconds: int) -> str:
    """Say how often: `4 buổi, mỗi ngày nhiều nhất 1 buổi, mỗi buổi đọc hai lần, cách nhau 5 giây`."""
    daily = f", mỗi ngày nhiều nhất {a_day} buổi" if a_day else ""
    gap = f", cách nhau {gap_seconds} giây" if gap_seconds and read_times > 1 else ""
    return f"{airings} buổi{daily}, mỗi buổi đọc {_TIMES.get(read_times, read_times)} lần{gap}"


def most_airings(days: int, a_day: int, sessions: int | None) -> int | None:
    """
    Say how often a bulletin can be aired in one village at most.

    Args:
        days: From the first to the last, both counted.
        a_day: How often on one day at most; 0 where that is left open.
        sessions: For how many sessions it is; none where it is for any.

    Returns:
        None where nothing bounds it.
    """
    bounds = [one for one in (a_day, sessions) if one is not None and one > 0]
    return days * min(bounds) if bounds else None


def _counts(content: Content, limits: Limits) -> Iterator[Problem]:
    if not 0 <= content.airings_a_day <= limits.most_airings_a_day:
        yield Problem(
            "airings_a_day",
            f"Số buổi một ngày là {content.airings_a_day}. Hãy chọn từ 1 đến {limits.most_airings_a_day}, "
            "hoặc để trống cho chương trình tự xếp.",
        )
    if not 0 <= content.repeat_gap_seconds <= limits.longest_gap_seconds:
        yield Problem(
            "repeat_gap_seconds",
            f"Quãng nghỉ giữa hai lần đọc là {content.repeat_gap_seconds} giây. "
            f"Hãy chọn từ 0 đến {limits.longest_gap_seconds} giây.",
        )


def _sessions(content: Content, places: Places, limits: Limits) -> Iterator[Problem]:
    if content.session_series is None:
        return
    chosen = [one for one in places.slots if one.series in content.session_series]
    if not content.session_series:
        yield Problem("session_series", "Chưa chọn buổi nào. Hãy chọn ít nhất một buổi, hoặc chọn mọi buổi.")
    elif gone := set(content.session_series) - {one.series for one in chosen}:
        yield Problem(
            "session_series",
            f"Có {len(gone)} buổi đã chọn nay không còn. Hãy xem lại danh sách buổi và chọn lại.",
        )
    else:
        yield from _unreached(content, places, chosen)
        yield from _wrong_kind(content, {one.kind for one in chosen}, limits)


def _unreached(content: Content, places: Places, chosen: Sequence[Slot]) -> Iterator[Problem]:
    """Say that some villages, or all, have none of the sessions."""
    meant = places.village_ids if content.village_ids is None else set(content.village_ids)
    missed = [
        village
        for village in meant & places.village_ids
        if not any(same_places(one.village_ids, (village,)) for one in chosen)
    ]
    if missed and len(missed) == len(meant):
        yield Problem(
            "session_series",
            "Không thôn nào đã chọn có các buổi này, nên bản tin không phát được ở đâu. "
            "Hãy chọn thêm buổi, hoặc chọn thôn khác.",
        )
    elif missed:
        yield Problem(
            "session_series",
            f"Có {len(missed)} thôn đã chọn không có các buổi này, nên bản tin không phát ở đó. "
            "Nên chọn thêm buổi.",
            blocking=False,
        )


def _wrong_kind(content: Content, kinds: Collection[ProgrammeKind], limits: Limits) -> Iterator[Problem]:
    """Say that every session chosen is for something else."""
    length = estimated_length(len(content.spoken.split()), limits.syllables_per_minute)
    too_long = length > limits.longest_brief and not content.headline.strip()
    if set(kinds) == {ProgrammeKind.HEADLINES} and too_long:
        yield Problem(
            "session_series",
            f"Các buổi đã chọn chỉ điểm tin, mỗi tin tối đa {spoken_length(limits.longest_brief)}. "
            "Nên ghi lời điểm tin cho bản tin này, hoặc chọn thêm buổi.",
            blocking=False,
        )
    if set(kinds) == {ProgrammeKind.NOTICES} and content.kind is not Kind.NOTICE:
        yield Problem(
            "session_series",
            "Các buổi đã chọn chỉ phát thông báo. Nên đổi loại bản tin thành Thông báo, hoặc chọn thêm buổi.",
            blocking=False,
        )


def _reach(content: Content) -> Iterator[Problem]:
    days = (content.last_day - content.first_day).days + 1
    chosen = None if content.session_series is None else len(content.session_series)
    most = most_airings(days, content.airings_a_day, chosen)
    if content.last_day != date.min and days > 0 and most and most < content.airings:
        yield Problem(
            "airings",
            f"Mong muốn {content.airings} buổi, nhưng trong {days} ngày với số buổi đã chọn chỉ phát được nhiều nhất "
            f"{most}. Nên kéo dài ngày phát, hoặc chọn thêm buổi.",
            blocking=False,
        )


def _headline(content: Content, doubts: Doubts, limits: Limits) -> Iterator[Problem]:
    if not content.headline.strip():
        return
    length = len(content.headline)
    if length > limits.longest_headline:
        yield Problem(
            "headline",
            f"Lời điểm tin dài {length} ký tự, tối đa {limits.longest_headline}. Hãy rút gọn còn một vài câu.",
        )
    elif not any(letter.isalpha() for letter in content.headline_spoken):
        yield Problem("headline", "Lời điểm tin không có chữ nào đọc lên được. Hãy viết lại bằng lời.")
    elif doubts.headline:
        yield Problem(
            "headline",
            f"Lời điểm tin còn {doubts.headline} chỗ chưa rõ cách đọc. Hãy chọn cách đọc cho từng chỗ rồi trình duyệt.",
        )
    else:
        yield from _headline_length(content, limits)


def _headline_length(content: Content, limits: Limits) -> Iterator[Problem]:
    length = estimated_length(len(content.headline_spoken.split()), limits.syllables_per_minute)
    if limits.shortest_brief <= length <= limits.longest_brief:
        return
    short = length < limits.shortest_brief
    fives = max(1, length // 5_000) if short else -(-length // 5_000)  # never the very limit that is missed
    about = Millis(fives * 5_000)  # an estimate is not good to the second
    yield Problem(
        "headline",
        f"Lời điểm tin đọc khoảng {spoken_length(about)}; mỗi tin trong Điểm tin nên từ "
        f"{spoken_length(limits.shortest_brief)} đến {spoken_length(limits.longest_brief)}. "
        + ("Nên thêm một vài ý." if short else "Nên bớt một vài ý: lời dài hơn không vào được Điểm tin."),
        blocking=False,
    )

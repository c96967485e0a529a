"""Days in a bulletin that will not be true when it airs: `hôm nay` on another day, past dates, wrong weekdays."""

import re
from collections.abc import Iterator
from datetime import date

from broadcaster.domain.plan.spoken import weekday
from broadcaster.domain.writing.written_days import WrittenDay, written_days

_EVENT_WITHIN_DAYS = 60
"""A day longer ago than this is history that is told, not an event that people could still go to."""

_DAY_WORDS = re.compile(
    r"\b(?:hôm nay|hôm qua|hôm kia|ngày mai|ngày kia|ngày mốt|(?:sáng|trưa|chiều|tối|đêm) (?:nay|mai|qua))\b",
    re.IGNORECASE,
)
_WEEK_WORDS = re.compile(r"\btuần (?:này|sau|tới|trước|vừa qua)\b", re.IGNORECASE)
_MONTH_WORDS = re.compile(r"\btháng (?:này|sau|tới|trước|vừa qua)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b\d{1,2}\s?(?:giờ|h|g|:)|\bthứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|\bchủ nhật\b|\bhằng (?:ngày|tuần|tháng)\b"
    r"|\btừ nay\b|\btháng \d|\bngày \d",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:quyết định|kế hoạch|nghị định|nghị quyết|thông tư|thông báo|công văn|chỉ thị|luật|báo cáo|tờ trình|số|"
    r"ban hành|ký|sinh)\b[^.;]*$",
    re.IGNORECASE,
)

_NEAR = 80
"""Characters before a day in which a document may be named whose day it is."""

Mark = tuple[str, int, int]


def day_advice(text: str, first_day: date, last_day: date) -> Iterator[Mark]:
    """Yield (message, start, end) for every day that may be untrue on some day from the first to the last."""
    yield from _relative(text, first_day, last_day)
    for found in written_days(text, first_day):
        message = _wrong(found) or _past(text, found, first_day, last_day)
        if message:
            yield message, found.start, found.end


def names_a_day(text: str, near: date) -> bool:
    """Say whether a text says when: a day, an hour, a weekday or a word such as `ngày mai`."""
    patterns = (_DAY_WORDS, _WEEK_WORDS, _MONTH_WORDS, _TIME)
    return any(pattern.search(text) for pattern in patterns) or any(written_days(text, near))


def _relative(text: str, first_day: date, last_day: date) -> Iterator[Mark]:
    same_week = first_day.isocalendar()[:2] == last_day.isocalendar()[:2]
    same_month = (first_day.year, first_day.month) == (last_day.year, last_day.month)
    for pattern, holds in (
        (_DAY_WORDS, first_day == last_day),
        (_WEEK_WORDS, same_week),
        (_MONTH_WORDS, same_month),
    ):
        if not holds:
            for found in pattern.finditer(text):
                yield _untrue(found.group(), first_day, last_day), *found.span()


def _untrue(words: str, first_day: date, last_day: date) -> str:
    return (
        f"Bản tin phát từ {_numbers(first_day)} đến {_numbers(last_day)} nên “{words}” sẽ sai vào ngày khác. "
        "Hãy ghi rõ ngày, tháng."
    )


def _wrong(found: WrittenDay) -> str:
    """Say that there is no such day, or that it is another day of the week."""
    if found.day is None:
        return f"Không có ngày {found.words}. Hãy xem lại ngày, tháng."
    if found.weekday not in (None, found.day.isoweekday()):
        return f"Ngày {_numbers(found.day)} là {weekday(found.day)}. Hãy sửa lại thứ hoặc ngày."
    return ""


def _past(text: str, found: WrittenDay, first_day: date, last_day: date) -> str:
    """Say that a day has passed while the bulletin still airs, unless it is a document's or history."""
    day = found.day
    if day is None or day >= last_day or (first_day - day).days > _EVENT_WITHIN_DAYS:
        return ""
    if _DOCUMENT.search(text[max(0, found.start - _NEAR) : found.start]):
        return ""
    if day < first_day:
        return f"Ngày {_numbers(day)} đã qua trước khi bản tin phát ({_numbers(first_day)}). Hãy xem lại ngày, tháng."
    return (
        f"Sau ngày {_numbers(day)} bản tin còn phát đến {_numbers(last_day)}. "
        "Nếu việc này chỉ đến ngày đó, hãy cho bản tin thôi phát sớm hơn."
    )


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

"""Days as people write them in a bulletin: where they stand, which day they mean, and the weekday beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_WEEKDAY_WORDS = {
    "hai": 1,
    "2": 1,
    "ba": 2,
    "3": 2,
    "tư": 3,
    "4": 3,
    "năm": 4,
    "5": 4,
    "sáu": 5,
    "6": 5,
    "bảy": 6,
    "bẩy": 6,
    "7": 6,
}
_DAY = re.compile(
    r"""
    (?:(?<!lần\ )(?P<weekday>thứ\s(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\snhật|cn)\s?[,(]?\s?)?
    (?P<word>(?:ngày|mùng|mồng|hôm|từ|đến|trước|sau)\s{1,2}){0,3}
    (?<![\d/.\-])
    (?P<day>\d{1,2})
    (?:
        (?P<mark>[/.\-])(?P<month>\d{1,2})(?:(?P=mark)(?P<year>(?:19|20)\d{2}))?
        | \s{1,2}tháng\s{1,2}(?P<month_word>\d{1,2})(?:(?:\s{1,2}năm\s{1,2}|/)(?P<year_word>(?:19|20)\d{2}))?
    )
    (?![\d/]|[.,\-]\d|\s?%)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LUNAR = re.compile(r"\s{0,2}\(?(?:âm\slịch|âl\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day of the solar calendar found in a text."""

    start: int
    end: int
    words: str
    """As written, without the weekday."""
    day: date | None
    """None where the calendar has no such day."""
    weekday: int | None
    """ISO number of the weekday written beside it."""


def written_days(text: str, near: date) -> Iterator[WrittenDay]:
    """
    Find the days in a text (NFC).

    Two numbers alone are a day only with a word such as `ngày` or a weekday before them; without a year
    the year is the one that brings the day nearest to `near`. Days of the lunar calendar are passed over.
    """
    for found in _DAY.finditer(text):
        if _LUNAR.match(text, found.end()) or not _is_day(found):
            continue
        day, month = int(found["day"]), int(found["month"] or found["month_word"])
        year = found["year"] or found["year_word"]
        meant = _date(int(year), month, day) if year else _nearest(month, day, near)
        words = text[found.start("day") : found.end()]
        yield WrittenDay(found.start(), found.end(), words, meant, _weekday(found["weekday"]))


def _is_day(found: re.Match[str]) -> bool:
    """Tell `ngày 15/6` from the fraction 15/6 and from a part of a document's number."""
    return bool(
        found["year"] or found["month_word"] or (found["mark"] == "/" and (found["word"] or found["weekday"]))
    )


def _weekday(words: str | None) -> int | None:
    if words is None:
        return None
    last = words.lower().split()[-1]
    return _WEEKDAY_WORDS.get(last, 7)


def _nearest(month: int, day: int, near: date) -> date | None:
    found = [_date(year, month, day) for year in range(near.year - 1, near.year + 2)]
    return min((one for one in found if one), key=lambda one: abs(one - near), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

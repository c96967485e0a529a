"""Lunar days that stand beside a solar day in a bulletin: do the two say the same day?"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from broadcaster.domain.writing.written_days import WrittenDay, written_days

LunarOf = Callable[[date], tuple[int, int]]
"""A solar day -> (day, month) of Vietnam's lunar calendar."""

_MONTH_WORDS = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "một": 11, "mười một": 11, "chạp": 12, "mười hai": 12,
}  # fmt: skip
_LUNAR_DAY = re.compile(
    r"""
    (?:(?:ngày|mùng|mồng)\s{1,2})?
    (?:(?P<full>rằm)|(?<![\d/.\-])(?P<day>\d{1,2}))
    (?:/(?P<month>\d{1,2})|\s{1,2}tháng\s{1,2}(?P<word>mười\s(?:một|hai)|[^\W\d_]+|\d{1,2}))
    (?P<said>\s{0,2}\(?(?:âm\slịch|âl\b))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s{0,2}[,(]?\s{0,2}(?:tức|nhằm|là|vào)?(?:\s(?:là|vào|ngày)){0,2}\s{0,2}\(?", re.IGNORECASE
)
"""What joins two ways of naming one day: `15/8 âm lịch (tức ngày 25/9/2026)`."""


def lunar_advice(text: str, near: date, lunar_of: LunarOf) -> Iterator[tuple[str, int, int]]:
    """Yield (message, start, end) for every lunar day that is not the solar day written right beside it."""
    solar = [one for one in written_days(text, near) if one.day is not None]
    for found in _LUNAR_DAY.finditer(text):
        month = _month(found)
        if month is None or not (found["said"] or found["full"]):
            continue
        beside = _beside(text, found, solar)
        if beside is None or beside.day is None:
            continue
        written = (15 if found["full"] else int(found["day"]), month)
        true = lunar_of(beside.day)
        if true != written:
            message = (
                f"Ngày {beside.day.day}/{beside.day.month}/{beside.day.year} là {true[0]}/{true[1]} âm lịch, "
                f"không phải {written[0]}/{written[1]}. Hãy sửa một trong hai ngày."
            )
            yield message, min(found.start(), beside.start), max(found.end(), beside.end)


def _month(found: re.Match[str]) -> int | None:
    words = (found["month"] or found["word"]).lower()
    return int(words) if words.isdigit() else _MONTH_WORDS.get(" ".join(words.split()))


def _beside(text: str, found: re.Match[str], solar: list[WrittenDay]) -> WrittenDay | None:
    """Return the solar day that only joining words part from the lunar one."""
    for one in solar:
        first, second = (found.end(), one.start) if one.start >= found.end() else (one.end, found.start())
        if first <= second and _BETWEEN.fullmatch(text, first, second):
            return one
    return None

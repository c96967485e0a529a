"""Days, months and years."""

import re

from broadcaster.reading.numbers import cardinal
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_FULL = re.compile(r"(\d{1,2})[ ]?([/.-])[ ]?(\d{1,2})[ ]?\2[ ]?(\d{4}|\d{2})(?![\w/]|[.,-]\d)")
_SHORT = re.compile(r"(\d{1,2})[/](\d{1,2})(?![\w/%°]|[.,]\d)")
_DASHED = re.compile(r"(\d{1,2})[-.](\d{1,2})(?![\w/%°.,-]| ?[-/] ?\d)")
_MONTH = re.compile(r"(\d{1,2})[ ]?[/.-][ ]?((?:1[5-9]|20|21)\d\d)(?![\w/]|[.,]\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ((?:19|20)\d\d)(?!\w|[.,/]\d)")
_QUARTER = re.compile(r"([1-4]|I{1,3}|IV)[ ]?[/-][ ]?((?:19|20)\d\d)(?![\w/])")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NEAR = frozenset(
    "ngày hôm sáng trưa chiều tối đêm lễ tết khánh rằm dịp nghỉ niệm trước từ hết đến sau mai nay khuya "
    "giỗ hội hè nhật phụ nữ thương binh giáo lao động mừng chào hạn mùng mồng tới đợt nghỉ tiêm vào".split()
)
_WEEKDAY = re.compile(r"(thứ (hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7])[ ,(:]*\Z")
_AFTER_DATE = re.compile(
    r"\d{1,2}/\d{1,2}(/\d{2,4})?( ?[-,;] ?| và | đến | hoặc | đến hết | và đến |, rạng sáng )\Z"
)
_AFTER_DAY = re.compile(r"ngày \d{1,2}(/\d{1,2})? ?- ?\Z")
_FEAST = re.compile(
    r"(quốc khánh|tết|lễ|giỗ tổ|hùng vương|nguyên tiêu|rằm|đoan ngọ|vu lan|quốc tế lao động|rạng sáng)[ (:]*\Z"
)
_COUNTED = frozenset(
    "diện số dân tổng hộ đại thành quân trường thôn xã tiêu chỉ khẩu lượng thời sản công tiền giá mức phần chặng quãng".split()
)


def date(place: Place) -> Found | None:
    """Read 09/4/2021, 25-03-1975, 2/9 near a word of time, and tháng 12/2023."""
    for shape in (_full, _month, _short):
        if found := shape(place):
            return found
    return None


def _full(place: Place) -> Found | None:
    match = _FULL.match(place.text, place.at)
    if not match:
        return None
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    if not valid(day, month, year if len(match[4]) == 4 else None):
        return None
    return (
        match.end(),
        f"{_lead(place, day, full=True)} tháng {_month_word(place, month)} năm {cardinal(year, place.options)}".strip(),
    )


def _month(place: Place) -> Found | None:
    if place.word_before == "tháng" and (match := _MONTH_YEAR.match(place.text, place.at)):
        lead = ""
    elif match := _MONTH.match(place.text, place.at):
        lead = (
            ""
            if place.word_before == "tháng" or re.search(r"tháng \d{1,2} ?[-,] ?\Z", place.before)
            else "tháng "
        )
    else:
        return _quarter(place)
    month = int(match[1])
    if not 1 <= month <= 12 or place.word_before in {"quý", "số"}:
        return _quarter(place)
    return match.end(), f"{lead}{_month_word(place, month)} năm {cardinal(int(match[2]), place.options)}"


def _quarter(place: Place) -> Found | None:
    if place.word_before not in {"quý", "kỳ", "đợt"}:
        return None
    match = _QUARTER.match(place.text, place.at)
    if not match:
        return None
    number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match[1]) or int(match[1])
    return match.end(), f"{cardinal(number, place.options)} năm {cardinal(int(match[2]), place.options)}"


def _short(place: Place) -> Found | None:
    match = _SHORT.match(place.text, place.at)
    if not match:
        match = _DASHED.match(place.text, place.at) if place.word_before in {"ngày", "hôm"} else None
        if not match or "-" in match[0]:
            return None
    day, month = int(match[1]), int(match[2])
    if not valid(day, month, None) or not _dated(place, match.end()):
        return None
    return match.end(), f"{_lead(place, day, full=False)} tháng {_month_word(place, month)}"


def _dated(place: Place, end: int) -> bool:
    """Whether a bare D/M is a day: a word of time before it, or another day."""
    word = place.word_before
    if _AFTER_DATE.search(place.before) or _WEEKDAY.search(place.before):
        return place.word_after(end) not in _COUNTED
    if word == "ngày":
        return True
    return word in _NEAR and place.word_after(end) not in _COUNTED


def _lead(place: Place, day: int, *, full: bool) -> str:
    """Say the day, with one "ngày" where none stands before, and "mùng" at feasts and in the first ten nights."""
    said, word = cardinal(day, place.options), place.word_before
    low = f"mùng {said}" if day <= 10 else said
    if word in {"ngày", "mùng", "mồng", "rằm"} or _AFTER_DAY.search(place.before):
        return said
    if _FEAST.search(place.before) or word in {"sáng", "trưa", "chiều", "tối", "đêm", "khuya"}:
        return low
    return f"ngày {said}"


def _month_word(place: Place, month: int) -> str:
    """Say a month: the fourth is "tư"."""
    return "tư" if month == 4 else cardinal(month, place.options)


def valid(day: int, month: int, year: int | None) -> bool:
    """Whether the calendar has this day; without a year, whether any year has it."""
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return leap or (day, month) != (29, 2)

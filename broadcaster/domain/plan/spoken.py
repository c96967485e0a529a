"""
Small numbers and days in spoken Vietnamese, for the words around the items.

`reading` says everything that people write; a greeting is made by the program and goes to the voice as it
stands, so it needs only this.
"""

import re
from datetime import date, datetime

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_DIGITS = re.compile(r"\d+")
_DIGIT_BESIDE_LETTER = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")


def number(count: int) -> str:
    """Say a whole number from 0 to 9999: 2026 is `hai nghìn không trăm hai mươi sáu`."""
    thousands, rest = divmod(count, 1000)
    hundreds, low = divmod(rest, 100)
    words = [_ONES[thousands], "nghìn"] if thousands else []
    if hundreds or (thousands and rest):
        words += [_ONES[hundreds], "trăm"]
    if low or not words:
        words += _below_hundred(low, after_hundreds=bool(words))
    return " ".join(words)


def day(day: date) -> str:
    """Say a day: `ngày mười lăm tháng sáu năm hai nghìn không trăm hai mươi sáu`."""
    month = "tư" if day.month == 4 else number(day.month)
    return f"ngày {number(day.day)} tháng {month} năm {number(day.year)}"


def weekday(day: date) -> str:
    """Say a day of the week: `thứ hai` … `chủ nhật`."""
    return _WEEKDAYS[day.weekday()]


def part_of_day(wall: datetime) -> str:
    """Say which part of the day a wall time is in: `sáng`, `trưa`, `chiều` or `tối`."""
    for before, name in ((11, "sáng"), (13, "trưa"), (18, "chiều")):
        if wall.hour < before:
            return name
    return "tối"


def without_digits(text: str) -> str:
    """Say the numbers of a name: `thôn 2` is `thôn hai`; longer than four digits they are said one by one."""
    return _DIGITS.sub(lambda found: _said(found.group()), _DIGIT_BESIDE_LETTER.sub(" ", text))


def _said(digits: str) -> str:
    if len(digits) > 4 or digits[0] == "0":
        return " ".join(_ONES[int(digit)] for digit in digits)
    return number(int(digits))


def _below_hundred(count: int, *, after_hundreds: bool) -> list[str]:
    tens, ones = divmod(count, 10)
    if tens == 0:
        return ["linh", _ONES[ones]] if after_hundreds else [_ONES[ones]]
    words = ["mười"] if tens == 1 else [_ONES[tens], "mươi"]
    if ones == 5:
        return [*words, "lăm"]
    if tens > 1 and ones in (1, 4):
        return [*words, "mốt" if ones == 1 else "tư"]
    return [*words, _ONES[ones]] if ones else words

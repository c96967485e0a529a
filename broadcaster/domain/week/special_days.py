"""
Days of which a commune's exceptions may speak besides plain ranges: holidays, the first and the full moon.

    le          1/1, Tết, Giỗ Tổ 10/3 âm lịch, 30/4, 1/5, 2/9, from 2026 24/11
    tet         the last day of the lunar year and the first four of the next
    mung_1      the first day of each lunar month, also of a leap one
    ram         the fifteenth of each lunar month, also of a leap one
    mung_1_ram  both

Days off instead of a Sunday, and which day goes with 2/9, are decided anew each year: those are plain ranges.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from broadcaster.domain.writing.lint_lunar import LunarOf

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "": "mọi ngày trong khoảng trên",
        "mung_1": "mùng 1 âm lịch",
        "ram": "ngày rằm (15 âm lịch)",
        "mung_1_ram": "mùng 1 và ngày rằm",
        "tet": "Tết Nguyên đán (ngày cuối năm đến hết mùng 4)",
        "le": "ngày lễ, Tết của cả nước",
    }
)
"""What each key of `session_exception.only_on` means, as a page offers it."""

_FIXED = frozenset({(1, 1), (30, 4), (1, 5), (2, 9)})
_CULTURE_DAY, _CULTURE_FROM = (24, 11), 2026
_KINGS_DAY = (10, 3)
_TET_DAYS = 4


def holds(key: str, day: date, lunar_of: LunarOf) -> bool:
    """
    Say whether a day is one of those a key names.

    Args:
        key: Of `LABELS`; the empty one names every day.
        day: By the solar calendar.
        lunar_of: Tells the lunar day of a solar one.
    """
    return not key or _RULES[key](day, lunar_of)


def _first(day: date, lunar_of: LunarOf) -> bool:
    return lunar_of(day)[0] == 1


def _full(day: date, lunar_of: LunarOf) -> bool:
    return lunar_of(day)[0] == 15


def _either(day: date, lunar_of: LunarOf) -> bool:
    return lunar_of(day)[0] in (1, 15)


def _tet(day: date, lunar_of: LunarOf) -> bool:
    number, month = lunar_of(day)
    if month == 1:
        return number <= _TET_DAYS and not _again(day, lunar_of)
    return number >= 29 and lunar_of(day + timedelta(days=1)) == (1, 1)


def _holiday(day: date, lunar_of: LunarOf) -> bool:
    written = (day.day, day.month)
    if written in _FIXED or (written == _CULTURE_DAY and day.year >= _CULTURE_FROM):
        return True
    return _tet(day, lunar_of) or (lunar_of(day) == _KINGS_DAY and not _again(day, lunar_of))


def _again(day: date, lunar_of: LunarOf) -> bool:
    """Say whether a lunar day comes for the second time in its year: its month is a leap one."""
    return any(lunar_of(day - timedelta(days=length)) == lunar_of(day) for length in (29, 30))


_RULES: Mapping[str, Callable[[date, LunarOf], bool]] = {
    "mung_1": _first,
    "ram": _full,
    "mung_1_ram": _either,
    "tet": _tet,
    "le": _holiday,
}

"""Days from–to as papers name them: a week, a month, a quarter, a year, or any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both inclusive."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """Say it: `Quý II năm 2026`, `Từ ngày 1/6/2026 đến ngày 5/6/2026`."""
        first, kind = self.first, self._kind()
        if kind is year:
            return f"Năm {first.year}"
        if kind is quarter:
            return f"Quý {_ROMAN[(first.month - 1) // 3]} năm {first.year}"
        if kind is month:
            return f"Tháng {first.month} năm {first.year}"
        if self.first == self.last:
            return f"Ngày {_numbers(first)}"
        start = "Tuần từ" if kind is week else "Từ"
        return f"{start} ngày {_numbers(first)} đến ngày {_numbers(self.last)}"

    @property
    def before(self) -> "Period":
        """Return the period of the same kind that ends where this one begins."""
        kind = self._kind()
        if kind is not None:
            return kind(self.first - _DAY)
        return Period(self.first - (self.last - self.first) - _DAY, self.first - _DAY)

    @property
    def after(self) -> "Period":
        """Return the period of the same kind that begins where this one ends."""
        kind = self._kind()
        if kind is not None:
            return kind(self.last + _DAY)
        return Period(self.last + _DAY, self.last + (self.last - self.first) + _DAY)

    def _kind(self) -> "Callable[[date], Period] | None":
        """Return which of the kinds it is; none for any other days."""
        return next((kind for _label, kind in PRESETS.values() if kind(self.first) == self), None)


def week(day: date) -> Period:
    """Return the week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month(day: date) -> Period:
    """Return the calendar month of a day."""
    return Period(day.replace(day=1), _month_end(day.year, day.month))


def quarter(day: date) -> Period:
    """Return the calendar quarter of a day."""
    first = (day.month - 1) // 3 * 3 + 1
    return Period(date(day.year, first, 1), _month_end(day.year, first + 2))


def year(day: date) -> Period:
    """Return the calendar year of a day."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


PRESETS: Mapping[str, tuple[str, Callable[[date], Period]]] = {
    "tuan": ("Tuần", week),
    "thang": ("Tháng", month),
    "quy": ("Quý", quarter),
    "nam": ("Năm", year),
}
"""What pages offer: the word in the address -> label, and the period that has a day in it."""


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

"""Holidays and lunar days are Vietnam's, also where the Chinese calendar differs and where a month comes twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.week.special_days import LABELS, holds
from broadcaster.services.lunar import lunar_of

DAYS = st.dates(date(1970, 1, 1), date(2100, 12, 31))


def listed(key: str, first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if holds(key, day, lunar_of)]


@pytest.mark.parametrize(
    ("year", "first"),
    [
        (1985, date(1985, 1, 21)),  # in China 20 February
        (2007, date(2007, 2, 17)),  # in China 18 February
        (2030, date(2030, 2, 2)),  # in China 3 February
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
    ],
)
def test_tet_is_the_last_day_of_the_old_year_and_four_of_the_new(year: int, first: date) -> None:
    found = listed("tet", date(year, 1, 1), date(year, 12, 31))
    assert found == [first + timedelta(days=number) for number in range(-1, 4)]


def test_the_first_and_the_full_moon_of_a_year_are_those_of_the_calendar() -> None:
    assert listed("mung_1", date(2026, 11, 25), date(2027, 3, 31)) == [
        date(2026, 12, 9),
        date(2027, 1, 8),
        date(2027, 2, 6),
        date(2027, 3, 8),
    ]
    assert listed("ram", date(2026, 8, 1), date(2026, 9, 30)) == [date(2026, 8, 27), date(2026, 9, 25)]


def test_a_leap_month_has_its_first_and_its_full_moon_too() -> None:
    assert len(listed("mung_1", date(2025, 1, 29), date(2026, 2, 16))) == 13  # the sixth month comes twice
    assert len(listed("ram", date(2025, 1, 29), date(2026, 2, 16))) == 13


def test_the_kings_day_is_kept_once_where_its_month_comes_twice() -> None:
    first, again = date(2061, 3, 31), date(2061, 4, 29)
    assert [lunar_of(first), lunar_of(again)] == [(10, 3), (10, 3)]
    assert listed("le", date(2061, 3, 1), again) == [first]


def test_tet_is_kept_once_where_the_first_month_comes_twice() -> None:
    assert lunar_of(date(2148, 2, 20)) == (1, 1)
    found = listed("tet", date(2148, 1, 1), date(2148, 12, 31))
    assert found == [date(2148, 1, 20) + timedelta(days=number) for number in range(5)]


def test_the_holidays_of_a_year() -> None:
    assert listed("le", date(2026, 1, 1), date(2026, 12, 31)) == [
        date(2026, 1, 1),
        *(date(2026, 2, 16) + timedelta(days=number) for number in range(5)),
        date(2026, 4, 26),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),
    ]
    assert date(2025, 11, 24) not in listed("le", date(2025, 1, 1), date(2025, 12, 31))


@given(DAYS)
def test_keys_fit_together(day: date) -> None:
    said = {key for key in LABELS if holds(key, day, lunar_of)}
    assert "" in said
    assert ("mung_1_ram" in said) == bool(said & {"mung_1", "ram"})
    assert "tet" not in said or "le" in said
    assert not {"mung_1", "ram"} <= said


@given(DAYS)
def test_the_first_of_a_month_comes_after_29_or_30_days(day: date) -> None:
    first = next(day + timedelta(n) for n in range(31) if holds("mung_1", day + timedelta(n), lunar_of))
    following = [n for n in range(1, 31) if holds("mung_1", first + timedelta(n), lunar_of)]
    assert following in ([29], [30])

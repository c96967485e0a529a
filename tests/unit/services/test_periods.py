"""Periods as papers name them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.services.periods import PRESETS, Period, month, quarter, week, year

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (week(date(2026, 6, 17)), "Tuần từ ngày 15/6/2026 đến ngày 21/6/2026"),
        (month(date(2024, 2, 29)), "Tháng 2 năm 2024"),
        (month(date(2026, 12, 1)), "Tháng 12 năm 2026"),
        (quarter(date(2026, 5, 31)), "Quý II năm 2026"),
        (quarter(date(2026, 12, 31)), "Quý IV năm 2026"),
        (year(date(2026, 6, 15)), "Năm 2026"),
        (Period(date(2026, 6, 15), date(2026, 6, 15)), "Ngày 15/6/2026"),
        (Period(date(2026, 6, 1), date(2026, 6, 29)), "Từ ngày 1/6/2026 đến ngày 29/6/2026"),
        (Period(date(2026, 6, 16), date(2026, 6, 22)), "Từ ngày 16/6/2026 đến ngày 22/6/2026"),
    ],
    ids=str,
)
def test_a_period_is_said_the_way_papers_do(period: Period, words: str) -> None:
    assert period.words == words


@given(DAYS, st.sampled_from(sorted(PRESETS)))
def test_a_preset_holds_its_day_and_its_neighbours_touch_it(day: date, name: str) -> None:
    kind = PRESETS[name][1]
    period = kind(day)
    assert period.first <= day <= period.last
    assert period.after == kind(period.last + timedelta(days=1))
    assert period.before.last == period.first - timedelta(days=1)
    assert period.before.after == period.after.before == period


@given(DAYS, st.integers(0, 40))
def test_any_other_days_step_by_their_own_length(day: date, days: int) -> None:
    period = Period(day, day + timedelta(days=days))
    assert period.before.last == day - timedelta(days=1)
    assert period.after.first == period.last + timedelta(days=1)

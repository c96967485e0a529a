"""The lunar calendar is Vietnam's, also in the years in which the Chinese one differs."""

from datetime import date

import pytest

from broadcaster.services.lunar import lunar_of


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(1985, 1, 21), (1, 1)),  # in China a month later
        (date(2007, 2, 17), (1, 1)),  # in China a day later
        (date(2030, 2, 2), (1, 1)),  # in China a day later
        (date(2026, 2, 17), (1, 1)),
        (date(2026, 9, 25), (15, 8)),
        (date(2026, 4, 26), (10, 3)),
    ],
)
def test_a_solar_day_has_the_lunar_day_of_vietnams_calendar(day: date, lunar: tuple[int, int]) -> None:
    assert lunar_of(day) == lunar

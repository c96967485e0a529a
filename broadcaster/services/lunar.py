"""Vietnam's lunar calendar: the one door to `vnlunar`, whose tables are those of the calendar as published."""

from datetime import date
from functools import lru_cache

import vnlunar


@lru_cache(4096)
def lunar_of(day: date) -> tuple[int, int]:
    """
    Return the day and month of the lunar calendar of a solar day (1800 to 2199).

    Reference:
        The Vietnamese calendar differs from the Chinese one in 1985, 2007 and 2030
        (tests/unit/services/test_lunar.py).
    """
    found = vnlunar.get_lunar_date(day.day, day.month, day.year)
    return int(found["day"]), int(found["month"])

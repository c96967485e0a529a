"""Spreading: all that is wished is due by the last day, never more, and the day named is the day it comes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan.pace import due_by, next_due, pressing
from broadcaster.domain.plan.running_order import Candidate
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import seconds

FIRST = date(2026, 6, 15)


def wished(airings: int, days: int, approved_after: int = 0) -> Candidate:
    return Candidate(
        bulletin_id=1,
        revision_id=1,
        title="Tin",
        urgency=Urgency.NORMAL,
        village_ids=None,
        first_day=FIRST,
        last_day=FIRST + timedelta(days=days - 1),
        airings=airings,
        length=seconds(60),
        approved_at=datetime(2026, 6, 1, tzinfo=UTC),
        plan_row_id=None,
        approved_on=FIRST + timedelta(days=approved_after),
    )


@pytest.mark.parametrize(
    ("airings", "days", "due"),
    [
        (4, 10, [1, 1, 2, 2, 2, 3, 3, 4, 4, 4]),
        (1, 5, [1, 1, 1, 1, 1]),
        (5, 5, [1, 2, 3, 4, 5]),
        (6, 3, [2, 4, 6]),
        (7, 3, [3, 5, 7]),
        (3, 1, [3]),
    ],
)
def test_what_is_due_by_each_day(airings: int, days: int, due: list[int]) -> None:
    one = wished(airings, days)
    assert [due_by(one, FIRST + timedelta(days=number)) for number in range(days)] == due
    assert due_by(one, FIRST - timedelta(days=1)) == 0


@given(st.integers(1, 60), st.integers(1, 400), st.integers(0, 500), st.data())
def test_all_is_due_by_the_last_day_and_the_day_named_is_the_first_on_which_it_is(
    airings: int, days: int, approved_after: int, data: st.DataObject
) -> None:
    one = wished(airings, days, approved_after)
    assert due_by(one, one.last_day) == airings
    aired = data.draw(st.integers(0, airings - 1))
    day = next_due(one, aired)
    assert FIRST <= day <= one.last_day
    assert due_by(one, day - timedelta(days=1)) <= aired < due_by(one, day)


@pytest.mark.parametrize(
    ("airings", "aired", "days_left", "step"),
    [(4, 0, 10, 0), (4, 0, 8, 1), (4, 0, 4, 2), (4, 0, 2, 3), (4, 3, 2, 1), (4, 4, 1, 0), (4, 9, 1, 0)],
)
def test_how_pressing_it_is(airings: int, aired: int, days_left: int, step: int) -> None:
    one = wished(airings, 30)
    assert pressing(one, aired, one.last_day - timedelta(days=days_left - 1)) == step

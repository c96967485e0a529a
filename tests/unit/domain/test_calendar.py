"""Every weekday fires, last days count, exceptions go before rules, and nights belong to their evening."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.week.calendar import (
    Call,
    Occurrence,
    SessionException,
    SessionRule,
    Village,
    Week,
    occurrences,
)
from broadcaster.units import Millis, seconds

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 6, 15)
QUARTER = seconds(900)
EVERY_DAY = frozenset(range(1, 8))
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def rule(
    number: int = 1,
    weekdays: frozenset[int] = EVERY_DAY,
    start: time = time(5, 30),
    valid_from: date = date(1990, 1, 1),
    valid_to: date | None = None,
) -> SessionRule:
    return SessionRule(number, f"Buổi {number}", weekdays, start, QUARTER, valid_from, valid_to)


def village(number: int = 1, valid_from: date = date(1990, 1, 1), valid_to: date | None = None) -> Village:
    return Village(number, f"thôn {number}", valid_from, valid_to)


def exception(
    rule_id: int | None = 1,
    village_id: int | None = None,
    first_day: date = MONDAY,
    last_day: date = MONDAY,
    *,
    cancelled: bool = False,
    start: time | None = None,
    longest: Millis | None = None,
) -> SessionException:
    return SessionException(rule_id, village_id, first_day, last_day, cancelled, start, longest)


def week(rules: list[SessionRule], villages: list[Village] | None = None) -> tuple[Occurrence, ...]:
    return occurrences(rules, [], villages or [village()], MONDAY, 7, ZONE)


@given(st.integers(1, 7), DAYS)
def test_each_weekday_fires_once_in_any_seven_days(weekday: int, first: date) -> None:
    found = occurrences([rule(weekdays=frozenset({weekday}))], [], [village()], first, 7, ZONE)
    assert [one.day.isoweekday() for one in found] == [weekday]


@given(st.sets(st.integers(1, 7)), DAYS, st.integers(0, 40), st.times())
def test_what_is_listed_is_what_counting_by_hand_gives(
    weekdays: set[int], first: date, days: int, start: time
) -> None:
    found = occurrences([rule(weekdays=frozenset(weekdays), start=start)], [], [village()], first, days, ZONE)
    by_hand = [first + timedelta(n) for n in range(days) if (first + timedelta(n)).isoweekday() in weekdays]
    assert [one.day for one in found] == by_hand
    assert all(one.starts_at.utcoffset() == timedelta(0) for one in found)
    assert [one.starts_at.astimezone(ZONE).replace(tzinfo=None) for one in found] == [
        datetime.combine(day, start) for day in by_hand
    ]


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_a_rule_a_village_and_an_exception_hold_on_their_first_and_their_last_day(
    first: date, skip: int, span: int
) -> None:
    start, end = first + timedelta(skip), first + timedelta(skip + span)
    inside = [start + timedelta(n) for n in range(span + 1)]

    def listed(*parts: object) -> list[date]:
        rules = [one for one in parts if isinstance(one, SessionRule)] or [rule()]
        villages = [one for one in parts if isinstance(one, Village)] or [village()]
        exceptions = [one for one in parts if isinstance(one, SessionException)]
        return [one.day for one in occurrences(rules, exceptions, villages, first, 60, ZONE)]

    assert listed(rule(valid_from=start, valid_to=end)) == inside
    assert listed(village(valid_from=start, valid_to=end)) == inside
    silent = exception(first_day=start, last_day=end, cancelled=True)
    assert sorted({*listed(silent), *inside}) == listed()
    assert not set(listed(silent)) & set(inside)


def test_without_a_last_day_a_village_and_a_rule_go_on() -> None:
    assert [one.day for one in week([rule()])] == [MONDAY + timedelta(n) for n in range(7)]


def test_morning_in_vietnam_is_the_evening_before_in_utc_and_keeps_its_day() -> None:
    first = week([rule()])[0]
    assert first.day == MONDAY
    assert first.starts_at == datetime(2026, 6, 14, 22, 30, tzinfo=UTC)


def test_a_session_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    sunday_night = rule(weekdays=frozenset({7}), start=time(23, 55))
    (one,) = week([sunday_night])
    assert one.day == MONDAY + timedelta(6)
    ends_at = one.starts_at + timedelta(milliseconds=one.longest)
    assert ends_at.astimezone(ZONE).date() == MONDAY + timedelta(7)
    assert occurrences([sunday_night], [], [village()], MONDAY + timedelta(7), 6, ZONE) == ()


def test_sessions_come_by_start_then_village() -> None:
    found = week([rule(2, start=time(17)), rule(1)], villages=[village(2), village(1)])
    order = [(one.starts_at, one.village_id, one.rule_id) for one in found]
    assert order == sorted(order)
    assert len(found) == 28
    assert {one.name for one in found} == {"Buổi 1", "Buổi 2"}


ALL_LATER = exception(start=time(6), longest=seconds(600))
ONE_LATER = exception(village_id=2, start=time(7))
ALL_OFF = exception(rule_id=None, cancelled=True)
ONE_OFF = exception(village_id=2, cancelled=True)
OTHER_RULE = exception(rule_id=9, cancelled=True)
OTHER_DAY = exception(first_day=MONDAY + timedelta(1), last_day=MONDAY + timedelta(1), cancelled=True)


@pytest.mark.parametrize(
    ("exceptions", "first", "second"),
    [
        ([], (5, QUARTER), (5, QUARTER)),
        ([OTHER_RULE, OTHER_DAY], (5, QUARTER), (5, QUARTER)),
        ([ALL_LATER], (6, seconds(600)), (6, seconds(600))),
        ([ONE_LATER], (5, QUARTER), (7, QUARTER)),
        ([ALL_LATER, ONE_LATER], (6, seconds(600)), (7, seconds(600))),
        ([ONE_LATER, ALL_LATER], (6, seconds(600)), (7, seconds(600))),
        ([ALL_OFF], None, None),
        ([ONE_OFF], (5, QUARTER), None),
        ([ALL_OFF, ONE_LATER], None, (7, QUARTER)),
        ([ONE_LATER, ALL_OFF], None, (7, QUARTER)),
        ([ALL_OFF, ALL_LATER], (6, seconds(600)), (6, seconds(600))),
        ([ALL_LATER, ALL_OFF], None, None),
        ([ONE_OFF, ONE_LATER], (5, QUARTER), (7, QUARTER)),
        ([ONE_LATER, ONE_OFF], (5, QUARTER), None),
        ([ALL_LATER, exception(start=time(8))], (8, seconds(600)), (8, seconds(600))),
    ],
    ids=range(15),
)
def test_one_village_goes_before_all_and_later_before_earlier(
    exceptions: list[SessionException], first: tuple[int, int] | None, second: tuple[int, int] | None
) -> None:
    found = occurrences([rule()], exceptions, [village(1), village(2)], MONDAY, 1, ZONE)
    by_village = {one.village_id: (one.starts_at.astimezone(ZONE).hour, one.longest) for one in found}
    assert (by_village.get(1), by_village.get(2)) == (first, second)


def test_the_order_of_rules_and_villages_changes_nothing() -> None:
    rules = [rule(1), rule(2, start=time(17)), rule(3, frozenset({6, 7}), time(19))]
    exceptions = [ALL_LATER, ONE_OFF]
    lists = {
        occurrences(some, exceptions, homes, MONDAY, 7, ZONE)
        for some in map(list, permutations(rules))
        for homes in ([village(1), village(2)], [village(2), village(1)])
    }
    assert len(lists) == 1


def starts(found: tuple[Occurrence, ...]) -> list[tuple[int, str]]:
    return [(one.village_id, f"{one.starts_at.astimezone(ZONE):%d %H:%M:%S}") for one in found]


def test_a_session_of_some_villages_sounds_only_there() -> None:
    some = replace(rule(), village_ids=frozenset({2}))
    found = occurrences([some], [], [village(1), village(2)], MONDAY, 1, ZONE)
    assert [one.village_id for one in found] == [2]


def test_an_exception_until_further_notice_has_no_last_day() -> None:
    rest = exception(first_day=MONDAY + timedelta(1), last_day=date.max, cancelled=True)
    found = occurrences([rule()], [rest], [village()], MONDAY, 400, ZONE)
    assert [one.day for one in found] == [MONDAY]


def test_an_exception_on_lunar_days_holds_on_those_of_its_range_alone() -> None:
    rest = replace(exception(first_day=MONDAY, last_day=date.max, cancelled=True), only_on="ram")
    plan = Week(
        [rule()], [rest], [village()], lunar_of=lambda day: (day.day - 14, 5)
    )  # the 29th is the full moon
    every = {MONDAY + timedelta(n) for n in range(20)}
    assert every - {one.day for one in plan.occurrences(MONDAY, 20, ZONE)} == {date(2026, 6, 29)}
    with pytest.raises(LookupError):
        Week([rule()], [rest], [village()]).occurrences(MONDAY, 1, ZONE)


def test_a_staggered_village_begins_later_from_the_day_said_and_over_midnight_keeps_its_day() -> None:
    late = replace(village(), stagger=90, stagger_from=MONDAY + timedelta(1), stagger_before=10)
    found = occurrences([rule(start=time(23, 59))], [], [late], MONDAY, 2, ZONE)
    assert starts(found) == [(1, "15 23:59:10"), (1, "17 00:00:30")]
    assert [one.day for one in found] == [MONDAY, MONDAY + timedelta(1)]


def test_what_a_person_dropped_stays_out_under_any_rule_of_the_series() -> None:
    new = replace(rule(2, start=time(6)), series=1)
    plan = Week(
        [rule(1, valid_to=MONDAY), replace(new, valid_from=MONDAY + timedelta(1))],
        [],
        [village(1), village(2)],
    )
    dropped = replace(plan, dropped={(1, 1, MONDAY), (1, 1, MONDAY + timedelta(1))})
    assert starts(dropped.occurrences(MONDAY, 2, ZONE)) == [(2, "15 05:30:00"), (2, "16 06:00:00")]


def test_dropping_what_replaced_another_does_not_bring_the_other_back() -> None:
    new = replace(rule(2, start=time(5, 40)), replaces=frozenset({1}))
    plan = Week([rule(1), new], [], [village()])
    assert starts(plan.occurrences(MONDAY, 1, ZONE)) == [(1, "15 05:40:00")]
    assert replace(plan, dropped={(1, 2, MONDAY)}).occurrences(MONDAY, 1, ZONE) == ()
    resting = replace(plan, exceptions=[exception(2, cancelled=True)])
    assert starts(resting.occurrences(MONDAY, 1, ZONE)) == [(1, "15 05:30:00")]


def test_a_session_of_the_night_before_gives_way_whatever_day_is_asked_for() -> None:
    night, early = rule(1, start=time(23, 50)), replace(rule(2, start=time(0, 0)), replaces=frozenset({1}))
    plan = Week([night, replace(early, weekdays=frozenset({2}))], [], [village()])
    assert starts(plan.occurrences(MONDAY, 1, ZONE)) == []
    assert starts(plan.occurrences(MONDAY + timedelta(1), 1, ZONE)) == [
        (1, "16 00:00:00"),
        (1, "16 23:50:00"),
    ]


def test_no_exception_is_about_an_urgent_call() -> None:
    call = replace(rule(), call=Call(1, 1, drill=False))
    found = occurrences([call], [exception(None, cancelled=True)], [village()], MONDAY, 1, ZONE)
    assert [one.call for one in found] == [call.call]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=3), DAYS, st.integers(1, 9))
def test_asking_for_some_days_gives_that_part_of_a_longer_answer(
    staggers: list[int], first: date, days: int
) -> None:
    homes = [replace(village(number), stagger=one) for number, one in enumerate(staggers, 1)]
    rules = [
        rule(1, start=time(23, 50)),
        replace(rule(2, frozenset({1, 4}), time(0, 5)), replaces=frozenset({1})),
        replace(rule(3, frozenset({2, 7}), time(23, 40)), replaces=frozenset({1, 2})),
    ]
    plan = Week(rules, [], homes)
    whole = plan.occurrences(first - timedelta(3), days + 6, ZONE)
    part = tuple(one for one in whole if first <= one.day < first + timedelta(days))
    assert plan.occurrences(first, days, ZONE) == part

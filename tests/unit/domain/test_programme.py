"""What airs: never longer than the session, never more than wished, nothing where or when it should not be."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadcaster.domain.plan.programme import (
    Candidate,
    Hand,
    InVillage,
    RunningOrder,
)
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis, seconds
from tests.unit.domain.plans import (
    AROUND,
    BARE,
    MONDAY,
    bulletin,
    heard,
    orders,
    past,
    planned,
    reasons,
    session,
)


def test_a_programme_has_its_frame_around_and_a_separator_between() -> None:
    (order,) = orders([session()], [bulletin(1), bulletin(2)])
    assert [item.kind for item in order.items] == [
        "opening",
        "greeting",
        "bulletin",
        "separator",
        "bulletin",
        "closing_words",
        "closing",
    ]
    assert [item.position for item in order.items] == [1, 2, 3, 4, 5, 6, 7]
    assert [(item.bulletin_id, item.revision_id) for item in order.items if item.kind == "bulletin"] == [
        (1, 101),
        (2, 102),
    ]
    assert all(item.title for item in order.items)
    assert order.length == seconds(AROUND + 60 + 3 + 60)


def test_what_takes_no_time_is_not_there() -> None:
    ((_one, order),) = planned([session()], [bulletin(1), bulletin(2)], fixed=BARE)
    assert [item.kind for item in order.items] == ["bulletin", "bulletin"]
    assert order.length == seconds(120)


def test_a_session_without_a_bulletin_stays_silent() -> None:
    (order,) = orders([session()], [])
    assert order == RunningOrder((), (), Millis(0))
    (order,) = orders([session()], [bulletin(days=(3, 5))])
    assert (order.items, order.length) == ((), 0)


@pytest.mark.parametrize(
    ("candidate", "aired", "reason"),
    [
        (bulletin(days=(1, 5)), 0, "chưa đến ngày đầu 16/6/2026"),
        (bulletin(days=(-5, -1)), 0, "đã qua ngày cuối 14/6/2026"),
        (bulletin(villages=(2, 3)), 0, "không phát ở thôn này"),
        (bulletin(airings=3), 3, "đã xếp đủ 3 lần phát"),
        (bulletin(airings=3), 7, "đã xếp đủ 3 lần phát"),
        (bulletin(ready=False, reason_not_ready="chưa có giọng đọc"), 0, "chưa có giọng đọc"),
        (bulletin(ready=False), 0, "chưa có giọng đọc"),
        (
            bulletin(length=1000),
            0,
            "dài hơn cả buổi: cần 16 phút 40 giây, buổi này có 14 phút 13 giây cho tin, bài",
        ),
    ],
    ids=str,
)
def test_what_is_left_out_says_why(candidate: Candidate, aired: int, reason: str) -> None:
    (order,) = orders([session()], [candidate], {(1, 1): aired})
    assert heard(order) == []
    assert reasons(order) == {1: reason}
    assert order.left_out[0].title == "Tin 1"


def test_first_and_last_day_are_in_it() -> None:
    found = orders([session(day) for day in range(5)], [bulletin(days=(1, 3))])
    assert [heard(order) for order in found] == [[], [1], [1], [1], []]


def test_what_does_not_fit_says_what_it_needs_and_what_is_left() -> None:
    sessions = [session(longest=AROUND + 60 + 40)]
    (order,) = orders(sessions, [bulletin(1, 60), bulletin(2, 127)])
    assert heard(order) == [1]
    assert reasons(order)[2] == "dài hơn cả buổi: cần 2 phút 7 giây, buổi này có 1 phút 40 giây cho tin, bài"
    (order,) = orders(sessions, [bulletin(1, 60), bulletin(2, 90)])
    assert reasons(order)[2] == "hết thời lượng: cần 1 phút 33 giây, còn 40 giây"


def test_what_is_needed_never_reads_like_what_is_left() -> None:
    nearly = replace(bulletin(2, airings=5), length=Millis(37_001))
    (order,) = orders([session(longest=AROUND + 60 + 40)], [bulletin(1, 60), nearly])
    assert reasons(order)[2] == "hết thời lượng: cần 41 giây, còn 40 giây"


def test_a_programme_may_fill_its_session_to_the_last_millisecond() -> None:
    (order,) = orders([session(longest=AROUND + 63 + 40)], [bulletin(1, 60), bulletin(2, 40)])
    assert sorted(heard(order)) == [1, 2]
    assert order.length == seconds(AROUND + 63 + 40)


def test_a_shorter_one_takes_the_room_a_longer_one_cannot_use() -> None:
    (order,) = orders(
        [session(longest=AROUND + 100)],
        [bulletin(1, 60, Urgency.PRIORITY), bulletin(2, 90, Urgency.PRIORITY), bulletin(3, 30)],
    )
    assert heard(order) == [1, 3]


def test_urgent_goes_before_priority_and_priority_before_the_rest() -> None:
    candidates = [
        bulletin(1),
        bulletin(2, urgency=Urgency.PRIORITY),
        bulletin(3, urgency=Urgency.URGENT),
    ]
    (order,) = orders([session(9)], candidates, {(1, 3): 9, (1, 2): 5})
    assert heard(order) == [3, 2, 1]
    assert [item.reason for item in order.items if item.bulletin_id] == [
        "khẩn cấp, phát trước; lần phát 10/10 ở thôn này",
        "ưu tiên, phát trước; lần phát 6/10 ở thôn này",
        "lần phát 1/10 ở thôn này",
    ]


@pytest.mark.parametrize(
    ("candidates", "aired", "expected"),
    [
        ([bulletin(1, airings=6, days=(0, 19)), bulletin(2, days=(0, 19))], {}, [2, 1]),
        ([bulletin(1, airings=4, days=(0, 19)), bulletin(2, airings=4, days=(0, 5))], {}, [2, 1]),
        ([bulletin(1, days=(5, 14)), bulletin(2, days=(5, 14))], {(1, 1): 4}, [2, 1]),
        ([bulletin(1, days=(5, 14)), bulletin(2, days=(5, 14))], {(2, 1): 5}, [1, 2]),
        ([bulletin(1, days=(0, 9), airings=9), bulletin(2, days=(0, 8), airings=8)], {}, [2, 1]),
        ([bulletin(1), bulletin(2, approved_at=datetime(2026, 5, 1, tzinfo=UTC))], {}, [2, 1]),
        ([bulletin(1, plan_row_id=7), bulletin(2, plan_row_id=7), bulletin(3, plan_row_id=8)], {}, [1, 3, 2]),
        (
            [bulletin(1, plan_row_id=7), bulletin(2, plan_row_id=8), bulletin(3, airings=1, plan_row_id=7)],
            {(1, 3): 1},
            [2, 1],
        ),
    ],
    ids=[
        "the most pressing wish",
        "nearer its last day",
        "fewest airings",
        "another village does not count",
        "expires first",
        "approved first",
        "plan rows in turn",
        "the plan row heard least",
    ],
)
def test_whose_turn_it_is(
    candidates: list[Candidate], aired: dict[tuple[int, int], int], expected: list[int]
) -> None:
    (order,) = orders([session(9 if candidates[0].first_day > MONDAY else 0)], candidates, aired)
    assert heard(order) == expected


def test_bulletins_that_cannot_all_fit_take_turns() -> None:
    days = [session(day, longest=AROUND + 60 + 63) for day in range(6)]
    found = orders(days, [bulletin(number) for number in (1, 2, 3)])
    counts = Counter(number for order in found for number in heard(order))
    assert counts == {1: 4, 2: 4, 3: 4}
    assert all(len(heard(order)) == 2 for order in found)


def test_sessions_are_filled_in_the_order_of_time_whatever_order_they_come_in() -> None:
    sessions = [session(2), session(0), session(1)]
    found = planned(sessions, [bulletin(airings=1)])
    assert [(one.day, heard(order)) for one, order in found] == [
        (MONDAY, [1]),
        (MONDAY + timedelta(1), []),
        (MONDAY + timedelta(2), []),
    ]


def test_a_village_with_two_languages_needs_the_time_of_both() -> None:
    dao = {2: InVillage(seconds(150))}
    one, two = orders([session(village=1), session(village=2)], [bulletin(in_village=dao)])
    assert (one.length, two.length) == (seconds(AROUND + 60), seconds(AROUND + 150))
    (short,) = orders([session(village=2, longest=AROUND + 149)], [bulletin(in_village=dao)])
    assert "dài hơn cả buổi: cần 2 phút 30 giây" in reasons(short)[1]
    one, two = orders(
        [session(village=1, longest=AROUND + 130), session(village=2, longest=AROUND + 160)],
        [bulletin(1, in_village=dao), bulletin(2)],
    )
    assert (heard(one), heard(two)) == ([1, 2], [1])
    assert "cần 1 phút 3 giây, còn 10 giây" in reasons(two)[2]


def test_a_language_that_is_not_there_is_said_and_skipped() -> None:
    part = {1: InVillage(seconds(60), ("tiếng Dao", "tiếng Tày"))}
    (order,) = orders([session()], [bulletin(in_village=part)])
    assert order.items[2].reason == (
        "lần phát 1/10 ở thôn này; chưa có bản thu tiếng Dao, tiếng Tày nên bỏ qua tiếng đó"
    )


def test_a_bulletin_in_none_of_a_villages_languages_is_left_out_with_the_reason() -> None:
    none = {1: InVillage(Millis(0), ("tiếng Dao",))}
    (order,) = orders([session()], [bulletin(in_village=none)])
    assert order.items == ()
    assert reasons(order) == {1: "chưa có bản thu tiếng Dao mà thôn này nghe"}


WEEK = [session(day, hour=hour) for day in range(7) for hour in (5, 17)]


def test_airings_are_spread_over_the_days() -> None:
    found = orders(WEEK, [bulletin(airings=3, days=(0, 6))])
    assert [number for number, order in enumerate(found) if heard(order)] == [0, 4, 8]
    assert reasons(found[1]) == {1: "giãn đều các ngày: đã xếp 1/3 lần, lần tới từ ngày 17/6/2026"}


def test_what_found_no_room_is_made_up_for() -> None:
    short = [replace(one, longest=seconds(30)) for one in WEEK[:6]]
    found = orders([*short, *WEEK[6:]], [bulletin(airings=3, days=(0, 6))])
    assert [number for number, order in enumerate(found) if heard(order)] == [6, 7, 8]


def test_an_urgent_one_is_not_spread() -> None:
    found = orders(WEEK, [bulletin(airings=3, days=(0, 6), urgency=Urgency.URGENT)])
    assert [number for number, order in enumerate(found) if heard(order)] == [0, 1, 2]


def test_what_was_approved_late_is_spread_from_then_on() -> None:
    late = bulletin(airings=4, days=(-10, 3), approved_on=MONDAY)
    assert [len(heard(order)) for order in orders(WEEK, [late])] == [1, 0] * 4 + [0] * 6


def test_no_more_than_wished_on_a_day() -> None:
    found = orders(WEEK, [bulletin(airings=14, days=(0, 6), airings_a_day=1)])
    assert [len(heard(order)) for order in found] == [1, 0] * 7
    assert reasons(found[1]) == {1: "đã đủ 1 lần trong ngày"}
    found = orders(WEEK, [bulletin(airings=14, days=(0, 6))])
    assert [len(heard(order)) for order in found] == [1] * 14


def test_only_in_the_sessions_wished() -> None:
    sessions = [session(rule=1), session(rule=2, hour=17)]
    morning, evening = orders(sessions, [bulletin(session_series=frozenset({2}))])
    assert (heard(morning), heard(evening)) == ([], [1])
    assert reasons(morning) == {1: "người soạn chọn buổi khác"}


def test_the_order_made_by_hand_goes_first_and_the_program_goes_on_after_it() -> None:
    hands = {(1, 1, MONDAY): Hand((3, 1), (4,))}
    candidates = [bulletin(1), bulletin(2, urgency=Urgency.PRIORITY), bulletin(3), bulletin(4)]
    ((_one, order),) = planned([session()], candidates, hands=hands)
    assert heard(order) == [3, 1, 2]
    assert reasons(order) == {4: "được bỏ khỏi buổi này"}
    assert order.items[2].reason == "xếp bằng tay; lần phát 1/10 ở thôn này"
    (other,) = orders([session(village=2)], candidates)
    assert heard(other) == [2, 1, 3, 4]


def test_a_hand_does_not_wait_for_the_spreading_but_never_goes_beyond_what_was_approved() -> None:
    hands = {(1, 1, MONDAY): Hand((1, 2, 3))}
    candidates = [bulletin(1), bulletin(2), bulletin(3, days=(1, 5))]
    ((_one, order),) = planned([session()], candidates, past({(1, 1): 5, (1, 2): 10}), hands=hands)
    assert heard(order) == [1]
    assert reasons(order) == {2: "đã xếp đủ 10 lần phát", 3: "chưa đến ngày đầu 16/6/2026"}

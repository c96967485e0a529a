"""What airs: never longer than the session, never more than wished, nothing where or when it should not be."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.bulletin import Urgency
from broadcaster.domain.calendar import Occurrence
from broadcaster.domain.programme import Candidate, Fixed, InVillage, RunningOrder, plan
from broadcaster.units import Millis, seconds

MONDAY = date(2026, 6, 15)
FRAME = Fixed(seconds(10), seconds(20), seconds(3), seconds(8), seconds(9))
BARE = Fixed(*[Millis(0)] * 5)
AROUND = 47


def session(day: int = 0, village: int = 1, longest: int = 900, hour: int = 5, rule: int = 1) -> Occurrence:
    on = MONDAY + timedelta(days=day)
    start = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Occurrence(village, rule, "Buổi sáng", on, start, seconds(longest))


def bulletin(
    number: int = 1,
    length: int = 60,
    urgency: Urgency = Urgency.NORMAL,
    airings: int = 10,
    villages: tuple[int, ...] | None = None,
    days: tuple[int, int] = (0, 30),
    **changed: object,
) -> Candidate:
    values: dict[str, object] = {
        "bulletin_id": number,
        "revision_id": 100 + number,
        "title": f"Tin {number}",
        "urgency": urgency,
        "village_ids": villages,
        "first_day": MONDAY + timedelta(days=days[0]),
        "last_day": MONDAY + timedelta(days=days[1]),
        "airings": airings,
        "length": seconds(length),
        "approved_at": datetime(2026, 6, 1, tzinfo=UTC),
        "plan_row_id": None,
    }
    return Candidate(**values | changed)  # type: ignore[arg-type] # values of the fields named


def orders(
    sessions: list[Occurrence], candidates: list[Candidate], aired: dict[tuple[int, int], int] | None = None
) -> list[RunningOrder]:
    return [order for _one, order in plan(sessions, candidates, aired or {}, FRAME)]


def heard(order: RunningOrder) -> list[int]:
    return [item.bulletin_id for item in order.items if item.bulletin_id]


def reasons(order: RunningOrder) -> dict[int, str]:
    return {out.bulletin_id: out.reason for out in order.left_out}


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
    ((_one, order),) = plan([session()], [bulletin(1), bulletin(2)], {}, BARE)
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
        (bulletin(airings=3), 3, "đã đủ 3 lần phát"),
        (bulletin(airings=3), 7, "đã đủ 3 lần phát"),
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
    nearly = replace(bulletin(2, airings=20), length=Millis(37_001))
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
    (order,) = orders([session()], candidates, {(1, 3): 9, (1, 2): 5})
    assert heard(order) == [3, 2, 1]
    assert [item.reason for item in order.items if item.bulletin_id] == [
        "khẩn cấp, phát trước; lần phát 10/10 ở thôn này",
        "ưu tiên, phát trước; lần phát 6/10 ở thôn này",
        "lần phát 1/10 ở thôn này",
    ]


@pytest.mark.parametrize(
    ("candidates", "aired", "expected"),
    [
        ([bulletin(1), bulletin(2)], {(1, 1): 1}, [2, 1]),
        ([bulletin(1, airings=10), bulletin(2, airings=2)], {(1, 1): 4, (1, 2): 1}, [1, 2]),
        ([bulletin(1), bulletin(2)], {(2, 1): 5}, [1, 2]),
        ([bulletin(1, days=(0, 9)), bulletin(2, days=(0, 8))], {}, [2, 1]),
        ([bulletin(1), bulletin(2, approved_at=datetime(2026, 5, 1, tzinfo=UTC))], {}, [2, 1]),
        (
            [bulletin(1, plan_row_id=7), bulletin(2, plan_row_id=7), bulletin(3, plan_row_id=8)],
            {},
            [1, 3, 2],
        ),
        (
            [
                bulletin(1, plan_row_id=7, days=(0, 1)),
                bulletin(2, plan_row_id=8),
                bulletin(3, 60, airings=1, plan_row_id=7),
            ],
            {(1, 3): 1},
            [2, 1],
        ),
    ],
    ids=[
        "fewest airings",
        "the smallest part of its wish",
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
    (order,) = orders([session()], candidates, aired)
    assert heard(order) == expected


def test_bulletins_that_cannot_all_fit_take_turns() -> None:
    days = [session(day, longest=AROUND + 60 + 63) for day in range(6)]
    found = orders(days, [bulletin(number) for number in (1, 2, 3)])
    counts = Counter(number for order in found for number in heard(order))
    assert counts == {1: 4, 2: 4, 3: 4}
    assert all(len(heard(order)) == 2 for order in found)


def test_sessions_are_filled_in_the_order_of_time_whatever_order_they_come_in() -> None:
    sessions = [session(2), session(0), session(1)]
    found = plan(sessions, [bulletin(airings=1)], {}, FRAME)
    assert [(one.day, heard(order)) for one, order in found] == [
        (MONDAY, [1]),
        (MONDAY + timedelta(1), []),
        (MONDAY + timedelta(2), []),
    ]


CANDIDATES = st.lists(
    st.builds(
        bulletin,
        number=st.integers(1, 30),
        length=st.integers(1, 400),
        urgency=st.sampled_from(Urgency),
        airings=st.integers(1, 5),
        villages=st.none() | st.sets(st.integers(1, 3)).map(lambda some: tuple(sorted(some))),
        days=st.tuples(st.integers(-2, 5), st.integers(0, 7)).map(lambda pair: (pair[0], pair[0] + pair[1])),
        plan_row_id=st.none() | st.integers(1, 3),
        ready=st.sampled_from([True, True, True, False]),
    ),
    max_size=10,
    unique_by=lambda candidate: candidate.bulletin_id,
)
SESSIONS = st.lists(
    st.builds(
        session,
        day=st.integers(0, 6),
        village=st.integers(1, 3),
        longest=st.integers(10, 900),
        hour=st.sampled_from([5, 17]),
        rule=st.just(1),
    ),
    max_size=12,
    unique_by=lambda one: (one.village_id, one.starts_at),
)
AIRED = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 30)), st.integers(0, 6), max_size=6)
LENGTHS = st.integers(0, 30).map(seconds)
FRAMES = st.builds(Fixed, LENGTHS, LENGTHS, LENGTHS, LENGTHS, LENGTHS)


@given(SESSIONS, CANDIDATES, AIRED, FRAMES)
def test_a_plan_keeps_every_promise(
    sessions: list[Occurrence],
    candidates: list[Candidate],
    aired: dict[tuple[int, int], int],
    fixed: Fixed,
) -> None:
    by_id = {candidate.bulletin_id: candidate for candidate in candidates}
    counts = Counter(aired)
    found = plan(sessions, candidates, aired, fixed)
    assert sorted(one.starts_at for one in sessions) == [one.starts_at for one, _order in found]
    for one, order in found:
        on_air = heard(order)
        around = sum(
            by_id[item.bulletin_id].length if item.bulletin_id else getattr(fixed, item.kind)
            for item in order.items
        )
        assert around == order.length <= one.longest
        assert len(on_air) == len(set(on_air))
        assert sorted([*on_air, *(out.bulletin_id for out in order.left_out)]) == sorted(by_id)
        assert all(out.reason for out in order.left_out)
        for out in order.left_out:
            if "hết thời lượng" in out.reason:
                assert order.length + fixed.separator + by_id[out.bulletin_id].length > one.longest
        assert bool(order.items) == bool(on_air)
        ranks = [list(Urgency)[::-1].index(by_id[number].urgency) for number in on_air]
        assert ranks == sorted(ranks)
        for number in on_air:
            candidate = by_id[number]
            counts[one.village_id, number] += 1
            assert counts[one.village_id, number] <= candidate.airings
            assert candidate.first_day <= one.day <= candidate.last_day
            assert candidate.village_ids is None or one.village_id in candidate.village_ids
            assert candidate.ready


@given(SESSIONS, CANDIDATES, AIRED, st.integers(0, 12))
def test_what_has_moved_into_the_past_changes_nothing_ahead(
    sessions: list[Occurrence], candidates: list[Candidate], aired: dict[tuple[int, int], int], past: int
) -> None:
    whole = plan(sessions, candidates, aired, FRAME)
    counts = Counter(aired)
    for one, order in whole[:past]:
        counts.update((one.village_id, number) for number in heard(order))
    assert plan([one for one, _order in whole[past:]], candidates, counts, FRAME) == whole[past:]


@given(SESSIONS, st.permutations([bulletin(number, 50 * number, airings=2) for number in range(1, 6)]))
def test_the_order_in_which_bulletins_are_given_does_not_decide(
    sessions: list[Occurrence], candidates: list[Candidate]
) -> None:
    ordered = sorted(candidates, key=lambda candidate: candidate.bulletin_id)
    assert [order.items for order in orders(sessions, candidates)] == [
        order.items for order in orders(sessions, ordered)
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


VILLAGES = st.integers(1, 4)


@st.composite
def wished(draw: st.DrawFn) -> list[Candidate]:
    """Bulletins for some villages or all, some of them in the languages of some villages."""
    return [
        bulletin(
            number,
            length=draw(st.integers(10, 400)),
            airings=draw(st.integers(1, 4)),
            villages=draw(st.none() | st.sets(VILLAGES, min_size=1).map(lambda one: tuple(sorted(one)))),
            days=(draw(st.integers(0, 1)), draw(st.integers(1, 3))),
            urgency=draw(st.sampled_from(Urgency)),
            plan_row_id=draw(st.none() | st.integers(1, 2)),
            in_village=draw(
                st.dictionaries(
                    VILLAGES,
                    st.builds(
                        InVillage,
                        st.integers(0, 600).map(seconds),
                        st.sampled_from([(), ("tiếng Dao",)]),
                    ),
                    max_size=2,
                )
            ),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]


@given(
    wished(),
    st.dictionaries(st.tuples(VILLAGES, st.integers(1, 6)), st.integers(0, 3)),
    st.dictionaries(VILLAGES, st.sampled_from([FRAME, BARE, replace(FRAME, attention=seconds(4))])),
    st.dictionaries(VILLAGES, st.sampled_from([120, 500, 900])),
)
def test_planning_villages_together_decides_for_each_what_planning_it_alone_does(
    candidates: list[Candidate],
    aired: dict[tuple[int, int], int],
    own: dict[int, Fixed],
    longest: dict[int, int],
) -> None:
    sessions = [
        session(day, village, longest.get(village, 600), hour)
        for day in range(3)
        for hour in (5, 17)
        for village in range(1, 5)
    ]
    together = plan(sessions, candidates, aired, FRAME, own)
    apart = [
        pair
        for village in range(1, 5)
        for pair in plan(
            [one for one in sessions if one.village_id == village], candidates, aired, FRAME, own
        )
    ]
    assert sorted(together, key=lambda pair: (pair[0].village_id, pair[0].starts_at)) == apart

"""What airs: never longer than the session, never more than wished, nothing where or when it should not be."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan.pace import due_by
from broadcaster.domain.plan.programme import (
    Candidate,
    Fixed,
    Hand,
    History,
    InVillage,
    Layout,
    RunningOrder,
    plan,
)
from broadcaster.domain.plan.template import DEFAULTS, Part, PartKind, ProgrammeKind, Template
from broadcaster.domain.week.calendar import Call, Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis, seconds

MONDAY = date(2026, 6, 15)
FRAME = Fixed(seconds(10), seconds(20), seconds(3), seconds(8), seconds(9))
BARE = Fixed(*[Millis(0)] * 5)
AROUND = 47


LONG_AGO = date(2020, 1, 1)


def past(aired: dict[tuple[int, int], int]) -> History:
    """Airings that nobody remembers the day of."""
    return History({(village, number, LONG_AGO): count for (village, number), count in aired.items()})


def planned(
    sessions: list[Occurrence],
    candidates: list[Candidate],
    history: History | None = None,
    fixed: Fixed = FRAME,
    template: Template = DEFAULTS[ProgrammeKind.NEWS],
    hands: dict[tuple[int, int, date], Hand] | None = None,
) -> list[tuple[Occurrence, RunningOrder]]:
    layout = Layout(template, fixed)
    return plan(sessions, candidates, history or History(), lambda _one: layout, hands)


def session(day: int = 0, village: int = 1, longest: int = 900, hour: int = 5, rule: int = 1) -> Occurrence:
    on = MONDAY + timedelta(days=day)
    start = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Occurrence(village, rule, "Buổi sáng", on, start, seconds(longest), series=rule)


def bulletin(
    number: int = 1,
    length: int = 60,
    urgency: Urgency = Urgency.NORMAL,
    airings: int = 10,
    villages: tuple[int, ...] | None = None,
    days: tuple[int, int] = (0, 9),
    **changed: object,
) -> Candidate:
    values: dict[str, object] = {
        "bulletin_id": number,
        "revision_id": 100 + number,
        "title": f"Tin {number}",
        "urgency": urgency,
        "village_ids": None if villages is None else frozenset(villages),
        "first_day": MONDAY + timedelta(days=days[0]),
        "last_day": MONDAY + timedelta(days=days[1]),
        "airings": airings,
        "length": seconds(length),
        "approved_at": datetime(2026, 6, 1, tzinfo=UTC),
        "plan_row_id": None,
        "once": seconds(length),
    }
    return Candidate(**values | changed)  # type: ignore[arg-type] # values of the fields named


def orders(
    sessions: list[Occurrence], candidates: list[Candidate], aired: dict[tuple[int, int], int] | None = None
) -> list[RunningOrder]:
    return [order for _one, order in planned(sessions, candidates, past(aired or {}))]


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
        notice=st.booleans(),
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
    found = planned(sessions, candidates, past(aired), fixed)
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
            assert counts[one.village_id, number] < due_by(candidate, one.day)
            counts[one.village_id, number] += 1
            assert counts[one.village_id, number] <= candidate.airings
            assert candidate.first_day <= one.day <= candidate.last_day
            assert candidate.village_ids is None or one.village_id in candidate.village_ids
            assert candidate.ready


@given(SESSIONS, CANDIDATES, AIRED, st.integers(0, 12))
def test_what_has_moved_into_the_past_changes_nothing_ahead(
    sessions: list[Occurrence], candidates: list[Candidate], aired: dict[tuple[int, int], int], gone: int
) -> None:
    def layout_of(one: Occurrence) -> Layout:
        return Layout(
            DEFAULTS[ProgrammeKind.NOTICES if one.starts_at.hour == 17 else ProgrammeKind.NEWS], FRAME
        )

    whole = plan(sessions, candidates, past(aired), layout_of)
    counts = Counter(past(aired).aired)
    for one, order in whole[:gone]:
        counts.update((one.village_id, number, one.day) for number in heard(order))
    rest = [one for one, _order in whole[gone:]]
    assert plan(rest, candidates, History(counts), layout_of) == whole[gone:]


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
            airings_a_day=draw(st.integers(0, 2)),
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
    st.dictionaries(
        st.tuples(VILLAGES, st.just(1), st.sampled_from([MONDAY, MONDAY + timedelta(1)])),
        st.builds(Hand, st.permutations([1, 2, 3]).map(tuple), st.frozensets(st.integers(4, 6)).map(tuple)),
        max_size=3,
    ),
)
def test_planning_villages_together_decides_for_each_what_planning_it_alone_does(
    candidates: list[Candidate],
    aired: dict[tuple[int, int], int],
    own: dict[int, Fixed],
    longest: dict[int, int],
    hands: dict[tuple[int, int, date], Hand],
) -> None:
    sessions = [
        session(day, village, longest.get(village, 600), hour)
        for day in range(3)
        for hour in (5, 17)
        for village in range(1, 5)
    ]

    def layout_of(one: Occurrence) -> Layout:
        return Layout(DEFAULTS[ProgrammeKind.NEWS], own.get(one.village_id, FRAME))

    together = plan(sessions, candidates, past(aired), layout_of, hands)
    apart = [
        pair
        for village in range(1, 5)
        for pair in plan(
            [one for one in sessions if one.village_id == village], candidates, past(aired), layout_of, hands
        )
    ]
    assert sorted(together, key=lambda pair: (pair[0].village_id, pair[0].starts_at)) == apart


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


def template(*kinds: PartKind, kind: ProgrammeKind = ProgrammeKind.NEWS, **values: object) -> Template:
    parts = (Part(one, **(values if one is PartKind.RELAY else {})) for one in kinds)  # type: ignore[arg-type] # fields of a relay
    return Template(kind, tuple(parts))


def test_notices_stand_in_their_own_part() -> None:
    candidates = [bulletin(1, notice=True), bulletin(2), bulletin(3, notice=True)]
    (order,) = orders([session()], candidates)
    assert heard(order) == [2, 1, 3]
    ((_one, order),) = planned([session()], candidates, template=template(PartKind.ITEMS))
    assert heard(order) == [1, 2, 3]
    first = [bulletin(1), bulletin(2, notice=True), bulletin(3, notice=True, urgency=Urgency.PRIORITY)]
    (order,) = orders([session()], first)
    assert heard(order) == [3, 1, 2]
    only = DEFAULTS[ProgrammeKind.NOTICES]
    ((_one, order),) = planned([session()], candidates, template=only)
    assert heard(order) == [1, 3]
    assert reasons(order) == {2: "buổi này chỉ phát thông báo"}


def test_what_has_priority_is_read_again_at_the_end_where_there_is_room() -> None:
    again = template(PartKind.ITEMS, PartKind.REPEATS)
    candidates = [bulletin(1), replace(bulletin(2, 100, Urgency.PRIORITY), once=seconds(40))]
    ((_one, order),) = planned([session()], candidates, template=again)
    kinds = [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id]
    assert kinds == [("bulletin", 2), ("bulletin", 1), ("repeat", 2)]
    assert order.length == seconds(100 + 60 + 40 + 2 * 3)
    ((_one, order),) = planned([session(longest=170)], candidates, template=again)
    assert [item.kind for item in order.items if item.bulletin_id] == ["bulletin", "bulletin"]


HEADLINES = DEFAULTS[ProgrammeKind.HEADLINES]


def headlined(number: int, headline: int = 45, **changed: object) -> Candidate:
    return bulletin(number, 200, headline=seconds(headline), **changed)  # type: ignore[arg-type] # as bulletin


def test_a_diem_tin_has_three_to_six_short_forms_and_short_bulletins() -> None:
    candidates = [*(headlined(number) for number in range(1, 8)), bulletin(8, 50), bulletin(9, 200)]
    ((_one, order),) = planned([session()], candidates, template=HEADLINES)
    assert [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id] == [
        ("bulletin", 8),
        *(("headline", number) for number in range(1, 6)),
    ]
    assert reasons(order) == {
        6: "đã đủ 6 tin điểm",
        7: "đã đủ 6 tin điểm",
        9: "chưa có lời điểm tin; bản tin dài 3 phút 20 giây, mỗi tin điểm tối đa 1 phút",
    }
    ((_one, order),) = planned([session()], candidates[:2], template=HEADLINES)
    assert order.items == ()
    assert set(reasons(order).values()) == {"điểm tin cần ít nhất 3 tin, mới có 2"}


def test_a_short_form_with_priority_comes_first_however_often_it_was_heard() -> None:
    candidates = [*(headlined(number) for number in range(1, 4)), headlined(4, urgency=Urgency.PRIORITY)]
    heard = History(headlines={(1, 4): 1})
    ((_one, order),) = planned([session(3)], candidates, heard, template=HEADLINES)
    assert [item.bulletin_id for item in order.items if item.bulletin_id] == [4, 1, 2, 3]


def test_short_forms_put_first_by_hand_come_first_in_that_order() -> None:
    candidates = [headlined(number) for number in range(1, 6)]
    hands = {(1, 1, MONDAY): Hand((5, 3), (1,))}
    ((_one, order),) = planned([session()], candidates, template=HEADLINES, hands=hands)
    assert [item.bulletin_id for item in order.items if item.bulletin_id] == [5, 3, 2, 4]


def test_short_forms_and_short_bulletins_of_a_diem_tin_are_put_into_one_order_by_hand() -> None:
    candidates = [*(headlined(number) for number in range(1, 4)), bulletin(8, 50), bulletin(9, 40)]
    hands = {(1, 1, MONDAY): Hand((2, 9, 1))}
    ((_one, order),) = planned([session()], candidates, template=HEADLINES, hands=hands)
    said = [item for item in order.items if item.bulletin_id]
    assert [item.bulletin_id for item in said] == [2, 9, 1, 8, 3]
    assert [item.reason.startswith("xếp bằng tay; ") for item in said] == [True] * 3 + [False] * 2


def test_it_is_told_whether_only_room_or_turn_keeps_a_bulletin_out() -> None:
    candidates = [
        bulletin(1, 500),
        bulletin(2, 500),
        bulletin(3, 2000),
        bulletin(4, first_day=MONDAY + timedelta(days=1)),
    ]
    ((_one, order),) = planned([session()], candidates)
    assert {out.bulletin_id: out.only_room for out in order.left_out} == {2: True, 3: False, 4: False}


def test_a_short_form_does_not_count_as_an_airing_but_takes_its_own_turns() -> None:
    sessions = [session(day) for day in range(3)]
    found = planned(sessions, [headlined(number) for number in range(1, 9)], template=HEADLINES)
    counts = Counter(item.bulletin_id for _one, order in found for item in order.items if item.bulletin_id)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert "lần phát" not in str(found[0])
    news = planned([session(3)], [headlined(1)], History(headlines={(1, 1): 3}))
    assert news[0][1].items[2].reason == "lần phát 1/10 ở thôn này"


def test_headlines_in_a_ban_tin_are_of_what_is_not_in_it_whole() -> None:
    both = template(PartKind.HEADLINES, PartKind.ITEMS)
    candidates = [headlined(number) for number in range(1, 6)]
    ((_one, order),) = planned([session(longest=620)], candidates, template=both)
    assert [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id] == [
        ("bulletin", 1),
        ("bulletin", 2),
        ("bulletin", 3),
    ]
    ((_one, order),) = planned([session(longest=390)], candidates, template=both)
    assert [(item.kind, item.bulletin_id) for item in order.items if item.bulletin_id] == [
        ("headline", 2),
        ("headline", 3),
        ("headline", 4),
        ("bulletin", 1),
    ]


def test_what_is_relayed_counts_in_the_session() -> None:
    relay = template(PartKind.OPENING, PartKind.ITEMS, PartKind.RELAY, minutes=10, source="Đài tỉnh")
    words = replace(FRAME, relay_words=seconds(5))
    ((_one, order),) = planned([session()], [bulletin(1), bulletin(2, 230)], fixed=words, template=relay)
    assert [item.kind for item in order.items] == ["opening", "bulletin", "relay_words"]
    assert order.length == seconds(10 + 60 + 5 + 600)
    assert "còn 3 phút 45 giây" in reasons(order)[2]
    ((_one, order),) = planned([session()], [], fixed=words, template=relay)
    assert [item.kind for item in order.items] == ["opening", "relay_words"]


def test_an_urgent_call_airs_its_bulletin_alone_and_that_is_nowhere_else() -> None:
    call = replace(session(hour=9), call=Call(5, 2, drill=False))
    candidates = [bulletin(1), bulletin(2, airings=1, urgency=Urgency.URGENT, called=True)]
    found = orders(
        [session(), call, replace(call, starts_at=call.starts_at + timedelta(hours=1))], candidates
    )
    assert [heard(order) for order in found] == [[1], [2], [2]]
    assert reasons(found[0]) == {}


def test_a_notice_waits_for_the_sessions_of_notices_of_its_day_unless_it_is_behind() -> None:
    news, own = DEFAULTS[ProgrammeKind.NEWS], DEFAULTS[ProgrammeKind.NOTICES]
    days = [
        session(day, hour=hour, rule=rule) for day in range(2) for hour, rule in ((5, 1), (9, 2), (17, 1))
    ]

    def layout_of(one: Occurrence) -> Layout:
        return Layout(own if one.series == 2 else news, FRAME)

    def found(candidate: Candidate, history: History | None = None) -> list[list[int]]:
        return [heard(order) for _one, order in plan(days, [candidate], history or History(), layout_of)]

    assert found(bulletin(1, notice=True)) == [[], [1], [], [], [1], []]
    first = plan(days, [bulletin(1, notice=True)], History(), layout_of)[0][1]
    assert reasons(first) == {1: "chờ buổi Thông báo cùng ngày"}
    assert found(bulletin(1, notice=True, urgency=Urgency.PRIORITY)) == [[1], [], [], [1], [], []]
    assert found(bulletin(1, notice=True, session_series=frozenset({1}))) == [[1], [], [], [1], [], []]
    behind = bulletin(1, notice=True, days=(-3, 6))
    assert found(behind, past({(1, 1): 2})) == [[1], [1], [], [], [1], []]
    assert found(bulletin(1)) == [[1], [], [], [1], [], []]

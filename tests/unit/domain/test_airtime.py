"""Limits of air time: what is over them and by how much, what is exempt, and what a leader's word covers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.limits import airtime_words
from broadcaster.domain.limits.airtime import (
    Acceptance,
    Airtime,
    Breach,
    Limit,
    LimitKind,
    accepted,
    breaches,
    units,
)
from broadcaster.units import Millis

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 6, 15)
MINUTE = 60_000


def limit(kind: LimitKind, amount: int = 0, number: int = 1, **more: object) -> Limit:
    said = {"valid_from": date(2026, 1, 1), "document_day": date(2026, 3, 1)} | more
    return Limit(number, kind, "12/QĐ-UBND", amount=amount, **said)  # type: ignore[arg-type] # fields of Limit


def session(
    start: str = "05:30", minutes: float = 15, number: int = 1, day: date = MONDAY, **more: object
) -> Airtime:
    starts_at = datetime.combine(day, time.fromisoformat(start), tzinfo=ZONE).astimezone(UTC)
    length = Millis(round(minutes * MINUTE))
    said = {"village_id": 1, "name": f"Buổi {number}"} | more
    return Airtime(rule_id=number, series=number, day=day, starts_at=starts_at, length=length, **said)  # type: ignore[arg-type] # fields of Airtime


def judged(one: Limit, *sessions: Airtime) -> list[tuple[int, int, bool]]:
    return [
        (found.session.rule_id, found.measured, found.exempt) for found in breaches([one], sessions, ZONE)
    ]


def only(one: Limit, *sessions: Airtime) -> Breach:
    (found,) = breaches([one], sessions, ZONE)
    return found


@pytest.mark.parametrize(
    ("minutes", "over"), [(0, False), (14.99, False), (15, False), (15.00002, True), (16, True), (45, True)]
)
def test_a_session_as_long_as_it_may_be_is_within_its_limit(minutes: float, over: bool) -> None:
    found = judged(limit(LimitKind.MINUTES_A_SESSION, 15), session(minutes=minutes))
    assert bool(found) is over


def test_a_day_is_passed_by_the_session_that_passes_it_and_each_after_it() -> None:
    three = [session("17:00", 10, 2), session("05:30", 20, 1), session("20:00", 5, 3)]
    assert judged(limit(LimitKind.MINUTES_A_DAY, 30), *three) == [(3, 35 * MINUTE, False)]
    assert judged(limit(LimitKind.MINUTES_A_DAY, 29), *three) == [
        (2, 30 * MINUTE, False),
        (3, 35 * MINUTE, False),
    ]
    assert judged(limit(LimitKind.SESSIONS_A_DAY, 2), *three) == [(3, 3, False)]
    assert judged(limit(LimitKind.SESSIONS_A_DAY, 0), *three) == [(1, 1, False), (2, 2, False), (3, 3, False)]


def test_villages_and_days_are_counted_apart() -> None:
    sessions = [session(number=1), session(number=2, village_id=2), session(number=3, day=date(2026, 6, 16))]
    assert judged(limit(LimitKind.SESSIONS_A_DAY, 1), *sessions) == []
    assert judged(limit(LimitKind.MINUTES_A_DAY, 15), *sessions) == []


@pytest.mark.parametrize("number", range(1, 8))
def test_only_the_days_that_are_said_may_sound(number: int) -> None:
    day = MONDAY + timedelta(days=number - 1)
    allowed = limit(LimitKind.WEEKDAYS, weekdays=frozenset({1, 2, 3, 4, 5}))
    assert judged(allowed, session(day=day)) == ([] if number <= 5 else [(1, 0, False)])


def test_a_session_over_midnight_is_of_the_day_it_starts_on() -> None:
    friday = MONDAY + timedelta(days=4)
    allowed = limit(LimitKind.WEEKDAYS, weekdays=frozenset({1, 2, 3, 4, 5}))
    assert judged(allowed, session("23:50", 30, day=friday)) == []
    assert judged(allowed, session("00:10", 30, day=friday + timedelta(days=1))) == [(1, 0, False)]


@pytest.mark.parametrize(
    ("start", "minutes", "quiet"),
    [
        ("04:45", 15, 15),  # until the very minute they end
        ("05:00", 15, 0),  # they end as it begins
        ("04:50", 15, 10),
        ("20:45", 15, 0),  # they begin as it ends
        ("20:50", 15, 5),
        ("21:00", 15, 15),
        ("23:50", 30, 30),  # over midnight, whole
        ("00:00", 15, 15),
        ("12:00", 15, 0),
        ("20:00", 600, 480 + 0 * 60),  # from evening to morning: the whole night
    ],
)
def test_quiet_hours_over_midnight_are_half_open(start: str, minutes: int, quiet: int) -> None:
    night = limit(LimitKind.QUIET, quiet_from=time(21), quiet_to=time(5))
    found = judged(night, session(start, minutes))
    assert found == ([(1, quiet * MINUTE, False)] if quiet else [])


@pytest.mark.parametrize(("start", "quiet"), [("11:15", 0), ("11:20", 5), ("13:55", 5), ("14:00", 0)])
def test_quiet_hours_at_noon(start: str, quiet: int) -> None:
    noon = limit(LimitKind.QUIET, quiet_from=time(11, 30), quiet_to=time(14))
    assert judged(noon, session(start)) == ([(1, quiet * MINUTE, False)] if quiet else [])


def test_a_limit_holds_to_its_last_day_and_not_before_its_first() -> None:
    short = limit(LimitKind.SESSIONS_A_DAY, 0, valid_from=MONDAY, valid_to=MONDAY + timedelta(days=1))
    days = [MONDAY + timedelta(days=number) for number in (-1, 0, 1, 2)]
    sessions = [session(number=number, day=day) for number, day in enumerate(days)]
    assert [rule for rule, *_rest in judged(short, *sessions)] == [1, 2]


def test_an_urgent_call_is_exempt_and_counts_against_nobody() -> None:
    call = session("02:10", 20, 9, called=True)
    two = [session("05:30", 15, 1), session("17:00", 15, 2)]
    assert judged(limit(LimitKind.SESSIONS_A_DAY, 2), call, *two) == []
    assert judged(limit(LimitKind.SESSIONS_A_DAY, 1), call, *two) == [(2, 2, False)]
    assert judged(limit(LimitKind.MINUTES_A_DAY, 30), call, *two) == []
    night = limit(LimitKind.QUIET, quiet_from=time(21), quiet_to=time(5))
    assert judged(night, call, *two) == [(9, 20 * MINUTE, True)]
    assert judged(limit(LimitKind.MINUTES_A_SESSION, 15), call) == [(9, 20 * MINUTE, True)]


def test_an_urgent_bulletin_in_an_ordinary_session_is_not_counted() -> None:
    mixed = session(minutes=17, urgent=Millis(2 * MINUTE))
    assert judged(limit(LimitKind.MINUTES_A_SESSION, 15), mixed) == [(1, 17 * MINUTE, True)]
    assert judged(limit(LimitKind.MINUTES_A_SESSION, 14), mixed) == [(1, 15 * MINUTE, False)]
    assert judged(limit(LimitKind.MINUTES_A_DAY, 15), mixed, session("17:00", 1, 2)) == [
        (1, 17 * MINUTE, True),
        (2, 16 * MINUTE, False),
    ]


SAID = [
    (
        only(limit(LimitKind.MINUTES_A_SESSION, 15), session(minutes=16.2)),
        "dài 16 phút 12 giây, quá 1 phút 12 giây so với mức 15 phút mỗi buổi",
    ),
    (
        only(limit(LimitKind.MINUTES_A_SESSION, 15), session(minutes=15.0001)),
        "dài 15 phút 1 giây, quá 1 giây so với mức 15 phút mỗi buổi",
    ),
    (
        only(limit(LimitKind.MINUTES_A_SESSION, 45), session(minutes=50, relayed=Millis(30 * MINUTE))),
        "dài 50 phút (có 30 phút tiếp sóng), quá 5 phút so với mức 45 phút mỗi buổi",
    ),
    (
        only(limit(LimitKind.MINUTES_A_SESSION, 14), session(minutes=17, urgent=Millis(2 * MINUTE))),
        "dài 15 phút (không tính 2 phút tin khẩn cấp), quá 1 phút so với mức 14 phút mỗi buổi",
    ),
    (
        only(limit(LimitKind.MINUTES_A_DAY, 30), session(minutes=35, at_most=True)),
        "có thể làm cả ngày dài 35 phút, quá 5 phút so với mức 30 phút mỗi ngày",
    ),
    (
        only(limit(LimitKind.SESSIONS_A_DAY, 1), session(), session("17:00", number=2)),
        "là buổi thứ 2 trong ngày, quá 1 so với mức 1 buổi mỗi ngày",
    ),
    (
        only(limit(LimitKind.WEEKDAYS, weekdays=frozenset({2, 3, 4})), session()),
        "phát thứ hai, chỉ được phát thứ ba đến thứ năm",
    ),
    (
        only(
            limit(LimitKind.QUIET, quiet_from=time(21), quiet_to=time(5)), session("02:10", 20, called=True)
        ),
        "tin khẩn cấp được miễn giới hạn: phát 20 phút trong giờ yên lặng 21:00–05:00",
    ),
]


@pytest.mark.parametrize(("found", "says"), SAID)
def test_what_is_over_is_said_with_its_numbers_and_its_document(found: Breach, says: str) -> None:
    assert airtime_words.breach(found) == f"{says} (Quyết định số 12/QĐ-UBND ngày 1/3/2026)"


def test_what_is_no_decision_is_called_a_document() -> None:
    letter = replace(limit(LimitKind.SESSIONS_A_DAY, 1), document="3/CV-VHXH")
    assert airtime_words.document(letter) == "văn bản số 3/CV-VHXH ngày 1/3/2026"


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (limit(LimitKind.SESSIONS_A_DAY, 2), "mỗi ngày nhiều nhất 2 buổi"),
        (limit(LimitKind.MINUTES_A_SESSION, 45), "mỗi buổi dài nhất 45 phút, kể cả tiếp sóng"),
        (limit(LimitKind.MINUTES_A_DAY, 30), "mỗi ngày nhiều nhất 30 phút, kể cả tiếp sóng"),
        (limit(LimitKind.WEEKDAYS, weekdays=frozenset({1, 3})), "chỉ phát thứ hai, thứ tư"),
        (limit(LimitKind.WEEKDAYS, weekdays=frozenset(range(1, 8))), "chỉ phát mọi ngày"),
        (limit(LimitKind.QUIET, quiet_from=time(21), quiet_to=time(5)), "không phát từ 21:00 đến 05:00"),
    ],
)
def test_a_limit_is_said_in_words(one: Limit, says: str) -> None:
    assert airtime_words.limit(one) == says


def word(number: int = 1, up_to: int = 20, series: int | None = 1, **more: object) -> Acceptance:
    said = {"first_day": MONDAY, "last_day": MONDAY, "reason": "Tết", "by": "Trường", "title": ""} | more
    at = datetime(2026, 6, 14, 8, tzinfo=UTC)
    return Acceptance(number, said.pop("limit_id", 1), series, up_to=up_to, at=at, **said)  # type: ignore[arg-type] # fields of Acceptance


@pytest.mark.parametrize(
    ("given_word", "covers"),
    [
        (word(), True),
        (word(series=None), True),
        (word(series=2), False),
        (word(limit_id=2), False),
        (word(up_to=17), True),
        (word(up_to=16), False),  # it has grown since by a begun minute
        (word(first_day=MONDAY + timedelta(days=1), last_day=MONDAY + timedelta(days=9)), False),
        (word(first_day=MONDAY - timedelta(days=9), last_day=MONDAY - timedelta(days=1)), False),
        (word(first_day=MONDAY - timedelta(days=9), last_day=MONDAY), True),
    ],
)
def test_a_word_covers_what_it_is_about_and_no_more(given_word: Acceptance, covers: bool) -> None:
    found = only(limit(LimitKind.MINUTES_A_SESSION, 15), session(minutes=16.2))
    assert units(found) == 17
    assert (accepted(found, [given_word]) is not None) is covers


def test_of_several_words_the_newest_is_told_and_what_is_exempt_needs_none() -> None:
    found = only(limit(LimitKind.MINUTES_A_SESSION, 15), session(minutes=16))
    newer = replace(word(2), at=datetime(2026, 6, 15, tzinfo=UTC), reason="Bầu cử")
    assert accepted(found, [newer, word(1)]) == newer
    assert accepted(replace(found, exempt=True), [word()]) is None


STARTS = st.times().map(lambda one: one.replace(microsecond=0, second=0, tzinfo=None))
SESSIONS = st.lists(
    st.builds(
        lambda start, minutes, urgent, called, village: session(
            f"{start:%H:%M}",
            minutes,
            village_id=village,
            urgent=Millis(min(urgent, minutes) * MINUTE),
            called=called,
        ),
        STARTS,
        st.integers(1, 180),
        st.integers(0, 60),
        st.booleans(),
        st.integers(1, 2),
    ),
    max_size=6,
).map(lambda found: [replace(one, rule_id=number, series=number) for number, one in enumerate(found, 1)])
LIMITS = st.one_of(
    st.builds(limit, st.just(LimitKind.SESSIONS_A_DAY), st.integers(0, 4)),
    st.builds(limit, st.just(LimitKind.MINUTES_A_SESSION), st.integers(1, 90)),
    st.builds(limit, st.just(LimitKind.MINUTES_A_DAY), st.integers(1, 240)),
    st.builds(limit, st.just(LimitKind.WEEKDAYS), weekdays=st.frozensets(st.integers(1, 7), min_size=1)),
    st.builds(limit, st.just(LimitKind.QUIET), quiet_from=STARTS, quiet_to=STARTS),
)


@given(STARTS, STARTS, STARTS, st.integers(1, 300))
def test_quiet_minutes_are_what_counting_minutes_gives(
    begins: time, ends: time, start: time, minutes: int
) -> None:
    def quiet(wall: time) -> bool:
        return begins <= wall < ends if begins < ends else wall >= begins or wall < ends

    first = datetime.combine(MONDAY, start)
    by_hand = sum(quiet((first + timedelta(minutes=number)).time()) for number in range(minutes))
    found = judged(
        limit(LimitKind.QUIET, quiet_from=begins, quiet_to=ends), session(f"{start:%H:%M}", minutes)
    )
    assert found == ([(1, by_hand * MINUTE, False)] if by_hand else [])


@given(LIMITS, SESSIONS, st.randoms())
def test_the_order_in_which_sessions_come_changes_nothing(
    one: Limit, sessions: list[Airtime], chance: object
) -> None:
    shuffled = list(sessions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random of Hypothesis
    assert breaches([one], shuffled, ZONE) == breaches([one], sessions, ZONE)


@given(LIMITS, SESSIONS)
def test_an_urgent_call_never_waits_for_a_leader_nor_makes_another_session_wait(
    one: Limit, sessions: list[Airtime]
) -> None:
    found = breaches([one], sessions, ZONE)
    assert all(breach.exempt for breach in found if breach.session.called)
    without = breaches([one], [other for other in sessions if not other.called], ZONE)
    assert [breach for breach in found if not breach.exempt] == [one for one in without if not one.exempt]


@given(LIMITS, SESSIONS)
def test_a_stricter_number_lets_nothing_through_that_a_milder_one_stops(
    one: Limit, sessions: list[Airtime]
) -> None:
    milder = replace(one, amount=one.amount + 1)

    def over(which: Limit) -> set[int]:
        return {found.session.rule_id for found in breaches([which], sessions, ZONE) if not found.exempt}

    assert over(milder) <= over(one)


@given(LIMITS, SESSIONS)
def test_whatever_is_over_can_be_said_and_accepted_by_just_so_much(
    one: Limit, sessions: list[Airtime]
) -> None:
    for found in breaches([one], sessions, ZONE):
        assert "12/QĐ-UBND" in airtime_words.breach(found)
        just = word(up_to=units(found), series=found.session.series)
        assert (accepted(found, [just]) is just) is not found.exempt
        if units(found):
            assert accepted(found, [replace(just, up_to=units(found) - 1)]) is None

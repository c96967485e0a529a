"""What a bulletin wishes of its airings is checked with its number, and said in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan.template import ProgrammeKind
from broadcaster.domain.week.bounds import Doubts, Limits, Places, Problem, Slot
from broadcaster.domain.writing.bulletin import Kind
from broadcaster.domain.writing.wishes import most_airings, wish_in_words, wish_problems
from tests.unit.domain.test_bulletin import GOOD, TODAY

PLACES = Places(
    frozenset({1, 2}),
    (
        Slot(1),
        Slot(3),
        Slot(5, village_ids=frozenset({2})),
        Slot(6, village_ids=frozenset({8})),
        Slot(7, ProgrammeKind.HEADLINES),
        Slot(8, ProgrammeKind.NOTICES),
    ),
)
BRIEF = "một " * 120


def found(doubts: int = 0, **changed: object) -> list[Problem]:
    content = replace(GOOD, **changed)  # type: ignore[arg-type] # values of the fields named
    return list(wish_problems(content, PLACES, Doubts(headline=doubts), Limits()))


def test_a_bulletin_without_wishes_and_one_with_fair_ones_have_no_problem() -> None:
    assert found() == []
    fair = {"airings_a_day": 2, "session_series": (3,), "repeat_gap_seconds": 120, "replaces_id": 9}
    assert found(**fair, headline=BRIEF, headline_spoken=BRIEF) == []  # type: ignore[arg-type] # values of the fields named


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"airings_a_day": -1}, "airings_a_day", "một ngày là -1"),
        ({"airings_a_day": 25}, "airings_a_day", "là 25. Hãy chọn từ 1 đến 24"),
        ({"repeat_gap_seconds": 121}, "repeat_gap_seconds", "121 giây. Hãy chọn từ 0 đến 120"),
        ({"session_series": ()}, "session_series", "ít nhất một buổi"),
        ({"session_series": (1, 2, 4, 3)}, "session_series", "Có 2 buổi đã chọn nay không còn"),
        ({"session_series": (6,)}, "session_series", "Không thôn nào đã chọn có các buổi này"),
        ({"session_series": (5,), "village_ids": (1,)}, "session_series", "Không thôn nào đã chọn"),
        ({"headline": "a" * 2001, "headline_spoken": "a"}, "headline", "dài 2001 ký tự, tối đa 2000"),
        ({"headline": "🎉", "headline_spoken": ""}, "headline", "không có chữ nào"),
        ({"headline": "Họp QZX.", "headline_spoken": "Họp.", "doubts": 2}, "headline", "còn 2 chỗ chưa rõ"),
    ],
    ids=str,
)
def test_a_wish_that_cannot_be_is_one_sentence_with_its_number(
    changed: dict[str, object], field: str, words: str
) -> None:
    only = found(**changed)  # type: ignore[arg-type] # values of the arguments named
    assert [(one.field, one.blocking) for one in only] == [(field, True)]
    assert words in only[0].message
    assert only[0].message.endswith(".")


@pytest.mark.parametrize(
    ("syllables", "words"),
    [
        (94, "khoảng 25 giây; mỗi tin trong Điểm tin nên từ 30 giây đến 1 phút. Nên thêm"),
        (20, "khoảng 5 giây; "),
        (1, "khoảng 5 giây; "),
        (191, "khoảng 1 phút 5 giây; mỗi tin trong Điểm tin nên từ 30 giây đến 1 phút. Nên bớt"),
        (380, "khoảng 2 phút; "),
    ],
)
def test_a_headline_too_short_or_too_long_is_only_advised_against(syllables: int, words: str) -> None:
    spoken = "một " * syllables
    only = found(headline=spoken, headline_spoken=spoken)
    assert [(one.field, one.blocking) for one in only] == [("headline", False)]
    assert words in only[0].message


@pytest.mark.parametrize("syllables", [95, 120, 190])
def test_a_headline_of_half_a_minute_to_a_minute_is_right(syllables: int) -> None:
    spoken = "một " * syllables
    assert found(headline=spoken, headline_spoken=spoken) == []


@pytest.mark.parametrize(
    ("changed", "most"),
    [
        ({"airings": 12, "airings_a_day": 1}, 11),
        ({"airings": 23, "session_series": (1, 3)}, 22),
        ({"airings": 12, "session_series": (3,), "airings_a_day": 2}, 11),
    ],
    ids=str,
)
def test_more_airings_than_the_days_can_hold_are_advised_against(
    changed: dict[str, object], most: int
) -> None:
    only = found(**changed)  # type: ignore[arg-type] # values of the arguments named
    assert [(one.field, one.blocking) for one in only] == [("airings", False)]
    assert f"chỉ phát được nhiều nhất {most}." in only[0].message
    assert found(**changed | {"airings": most}) == []  # type: ignore[arg-type] # as above


def test_while_days_are_missing_or_wrong_nothing_is_said_of_how_many_they_hold() -> None:
    assert found(airings=99, airings_a_day=1, last_day=date.min) == []
    assert found(airings=99, airings_a_day=1, last_day=TODAY - timedelta(days=1)) == []


@given(
    days=st.integers(1, 366), a_day=st.integers(0, 24), sessions=st.none() | st.integers(1, 10)
)  # fmt: skip
def test_the_most_is_days_times_the_tighter_bound(days: int, a_day: int, sessions: int | None) -> None:
    most = most_airings(days, a_day, sessions)
    if a_day == 0 and sessions is None:
        assert most is None
    else:
        assert most == days * min(a_day or 99, 99 if sessions is None else sessions)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ((4, 0, 1, 0), "4 buổi, mỗi buổi đọc một lần"),
        ((4, 2, 1, 9), "4 buổi, mỗi ngày nhiều nhất 2 buổi, mỗi buổi đọc một lần"),
        ((6, 1, 2, 5), "6 buổi, mỗi ngày nhiều nhất 1 buổi, mỗi buổi đọc hai lần, cách nhau 5 giây"),
        ((6, 0, 3, 0), "6 buổi, mỗi buổi đọc ba lần"),
    ],
)
def test_a_wish_is_said_in_words(wish: tuple[int, int, int, int], words: str) -> None:
    assert wish_in_words(*wish) == words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"session_series": (5,)}, "Có 1 thôn đã chọn không có các buổi này"),
        ({"session_series": (5, 6), "village_ids": None}, "Có 1 thôn đã chọn không có các buổi này"),
        ({"session_series": (7,), "spoken": "một " * 191}, "chỉ điểm tin, mỗi tin tối đa 1 phút"),
        ({"session_series": (8,), "kind": Kind.NEWS}, "chỉ phát thông báo"),
    ],
    ids=str,
)
def test_sessions_that_would_not_air_it_everywhere_are_advised_against(
    changed: dict[str, object], words: str
) -> None:
    only = found(**changed)  # type: ignore[arg-type] # values of the fields named
    assert [(one.field, one.blocking) for one in only] == [("session_series", False)]
    assert words in only[0].message


def test_a_session_fit_for_it_among_those_chosen_is_enough() -> None:
    assert found(session_series=(1, 5)) == []
    assert found(session_series=(5,), village_ids=(2,)) == []
    assert found(session_series=(1, 7), spoken="một " * 191) == []
    assert found(session_series=(7,), spoken="một " * 190) == []
    assert found(session_series=(7,), spoken="một " * 191, headline=BRIEF, headline_spoken=BRIEF) == []
    assert found(session_series=(1, 8), kind=Kind.NEWS) == []
    assert found(session_series=(8,), kind=Kind.NOTICE) == []

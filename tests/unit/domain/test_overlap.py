"""Two sessions at once: half-open, in one village, and who gives way; nobody gives way to a session that is silent."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.week.overlap import clashes, overlaps, standing
from broadcaster.domain.week.session import Occurrence
from broadcaster.units import seconds

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)


def session(
    series: int, start: int = 0, length: int = 15, village: int = 1, replaces: frozenset[int] = frozenset()
) -> Occurrence:
    """Say a session that begins so many minutes after noon."""
    starts_at = NOON + timedelta(minutes=start)
    return Occurrence(
        village, series, f"Buổi {series}", date(2026, 6, 15), starts_at, seconds(60 * length), series,
        replaces=replaces,
    )  # fmt: skip


SESSIONS = st.builds(
    session,
    st.integers(1, 5),
    st.integers(0, 60),
    st.integers(1, 40),
    st.integers(1, 2),
    st.frozensets(st.integers(1, 5), max_size=3),
)


@pytest.mark.parametrize(
    ("start", "length", "meets"),
    [
        (15, 5, False),
        (14, 5, True),
        (-5, 5, False),
        (-5, 6, True),
        (0, 15, True),
        (5, 1, True),
        (-5, 60, True),
    ],
)
def test_a_session_sounds_up_to_its_end_and_not_at_it(start: int, length: int, *, meets: bool) -> None:
    assert overlaps(session(1), session(2, start, length)) is meets
    assert overlaps(session(2, start, length), session(1)) is meets


def test_only_sessions_of_one_village_clash_and_the_earlier_is_named_first() -> None:
    early, late = session(1), session(2, 10)
    assert list(clashes([late, early, session(3, 5, village=2)])) == [(early, late)]


def test_each_two_that_clash_are_found() -> None:
    found = {(one.series, other.series) for one, other in clashes([session(n, 2 * n, 30) for n in (1, 2, 3)])}
    assert found == {(1, 2), (1, 3), (2, 3)}


def names(*sessions: Occurrence) -> set[int]:
    return {one.series for one in standing(sessions)}


def test_one_gives_way_only_where_both_would_sound() -> None:
    new = session(2, 10, replaces=frozenset({1}))
    assert names(session(1), new) == {2}
    assert names(session(1, -30), new) == {1, 2}
    assert names(session(1, village=2), new) == {1, 2}


def test_what_gives_way_itself_makes_nobody_give_way() -> None:
    first = session(1, 0, 10)
    second = session(2, 5, 15, replaces=frozenset({1}))
    third = session(3, 15, 15, replaces=frozenset({2}))
    assert names(first, second, third) == {1, 3}


def test_of_two_that_name_each_other_the_newer_stays() -> None:
    assert names(session(1, replaces=frozenset({2})), session(2, replaces=frozenset({1}))) == {2}


@given(st.lists(SESSIONS, max_size=6))
def test_nobody_falls_silent_but_for_one_that_sounds(sessions: list[Occurrence]) -> None:
    kept = standing(sessions)
    assert set(kept) <= set(sessions)
    for one in sessions:
        if not any(one.series in other.replaces for other in sessions):
            assert one in kept
        if one not in kept:
            assert any(overlaps(one, other) and one.series in other.replaces for other in sessions)


@given(st.lists(SESSIONS, max_size=4, unique_by=lambda one: one.series))
def test_the_order_in_which_sessions_come_changes_nothing(sessions: list[Occurrence]) -> None:
    assert len({frozenset(standing(order)) for order in permutations(sessions)}) == 1


@given(st.lists(SESSIONS, max_size=5, unique_by=lambda one: one.series))
def test_where_there_are_sessions_some_sound(sessions: list[Occurrence]) -> None:
    assert bool(standing(sessions)) == bool(sessions)

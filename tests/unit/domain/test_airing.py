"""Every session is in exactly one honest state, and nobody speaks of one before it begins."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.log.airing import LABELS, REASONS, Event, Outcome, may_declare, state_of
from broadcaster.errors import Refused

OVER = datetime(2026, 6, 15, 10, 15, tzinfo=UTC)
BEFORE, AFTER = OVER - timedelta(microseconds=1), OVER
P, D, M, C, N, U = (
    Outcome.PLANNED,
    Outcome.DOWNLOADED,
    Outcome.PLAYED,
    Outcome.DECLARED,
    Outcome.NOT_PLAYED,
    Outcome.UNCONFIRMED,
)


def events(*said: Outcome | tuple[Outcome, int]) -> list[Event]:
    pairs = [one if isinstance(one, tuple) else (one, None) for one in said]
    return [Event(seq, outcome, OVER, corrects) for seq, (outcome, corrects) in enumerate(pairs, 1)]


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ([], P, U),
        ([P], P, U),
        ([P, D], D, U),
        ([D], D, U),
        ([P, D, P], D, U),
        ([P, C], C, C),
        ([P, M], M, M),
        ([P, D, N], N, N),
        ([P, C, D], C, C),
        ([P, C, (N, 2)], N, N),
        ([P, N, (C, 2)], C, C),
        ([P, N, (C, 2), (N, 3)], N, N),
        ([P, C, P], C, C),
    ],
    ids=str,
)
def test_what_is_known_of_a_session(said: list[Outcome], before: Outcome, after: Outcome) -> None:
    for order in permutations(events(*said)):
        assert state_of(order, OVER, BEFORE) is before
        assert state_of(order, OVER, AFTER) is after


@given(st.lists(st.sampled_from([P, D])), st.timedeltas(timedelta(-400), timedelta(400)))
def test_what_was_planned_or_fetched_is_never_counted_as_aired(
    said: list[Outcome], from_end: timedelta
) -> None:
    assert state_of(events(*said), OVER, OVER + from_end) in {P, D, U}


def test_a_session_is_spoken_of_from_its_first_instant_on() -> None:
    start = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
    may_declare(start, start)
    may_declare(start, start + timedelta(days=30))
    with pytest.raises(Refused, match="còn 1 phút nữa"):
        may_declare(start, start - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(minutes=20), "20 phút"),
        (timedelta(minutes=19, seconds=1), "20 phút"),
        (timedelta(hours=2), "2 giờ"),
        (timedelta(hours=2, minutes=5), "2 giờ 5 phút"),
        (timedelta(days=3, hours=2, minutes=5), "3 ngày 2 giờ"),
    ],
    ids=str,
)
def test_who_speaks_too_early_is_told_how_long_to_wait(wait: timedelta, words: str) -> None:
    with pytest.raises(Refused, match=f"còn {words} nữa"):
        may_declare(OVER, OVER - wait)


def test_every_state_has_words_and_pages_offer_reasons() -> None:
    assert set(LABELS) == set(Outcome)
    assert len(set(LABELS.values())) == len(LABELS)
    assert {"mat_dien", "mat_mang", "hong_loa", "trung_lich", "bo_theo_lenh", "vang_nguoi_truc"} < set(
        REASONS
    )
    assert list(REASONS)[-1] == "khac"

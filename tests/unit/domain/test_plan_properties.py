"""Whatever comes: a plan keeps every promise, and decides for each village and day as if it were alone."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

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
    plan,
)
from broadcaster.domain.plan.template import DEFAULTS, ProgrammeKind
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import seconds
from tests.unit.domain.plans import (
    BARE,
    FRAME,
    MONDAY,
    bulletin,
    heard,
    orders,
    past,
    planned,
    session,
)

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

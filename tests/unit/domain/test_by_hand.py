"""What an act on a running order leaves to the program, and going back step by step."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from broadcaster.domain.plan.by_hand import Act, Hand, let_in, put_in, reordered, stepped, taken_out, undoable

ORDERS = some.lists(some.integers(1, 40), unique=True, max_size=8)


@pytest.mark.parametrize(
    ("hand", "shown", "wanted", "first"),
    [
        ((), (1, 2, 3, 4), (1, 2, 3, 4), ()),
        ((), (1, 2, 3, 4), (2, 1, 3, 4), (2, 1)),
        ((), (1, 2, 3, 4), (1, 2, 4, 3), (1, 2, 4, 3)),
        ((), (1, 2, 3, 4), (3, 1, 2, 4), (3, 1, 2)),
        ((3, 1, 2), (3, 1, 2, 4), (1, 3, 2, 4), (1, 3, 2)),
        ((3, 1, 2), (3, 1, 2, 4), (3, 1, 4, 2), (3, 1, 4, 2)),
    ],
)
def test_kept_is_what_the_act_decided_and_the_rest_stays_free(
    hand: tuple[int, ...], shown: tuple[int, ...], wanted: tuple[int, ...], first: tuple[int, ...]
) -> None:
    assert reordered(Hand(hand, (9,)), shown, wanted) == Hand(first, (9,))


@given(ORDERS, some.randoms(use_true_random=False))
def test_what_is_kept_begins_the_order_wanted_and_the_rest_stands_as_it_was(
    shown: list[int], random: Random
) -> None:
    wanted = random.sample(shown, len(shown))
    kept = reordered(Hand(), shown, wanted).first
    assert list(kept) == wanted[: len(kept)]
    assert shown[len(kept) :] == wanted[len(kept) :]


@pytest.mark.parametrize(
    ("moving", "step", "after"),
    [
        (1, 1, (2, 1, 3)),
        (3, -1, (1, 3, 2)),
        (1, -1, (1, 2, 3)),
        (3, 1, (1, 2, 3)),
        (3, -9, (3, 1, 2)),
        (8, 1, (1, 2, 3)),
    ],
)
def test_a_step_up_or_down_moves_one(moving: int, step: int, after: tuple[int, ...]) -> None:
    assert stepped((1, 2, 3), moving, step) == after


def test_out_in_and_free_again() -> None:
    out = taken_out(Hand((1, 2)), 1)
    assert out == Hand((2,), (1,))
    assert taken_out(out, 1) == out
    assert let_in(out, 1) == Hand((2,))
    assert put_in(out, 1) == Hand((2, 1))
    assert put_in(put_in(out, 1), 1) == Hand((2, 1))
    assert Hand().free
    assert not out.free


def test_undoing_goes_back_step_by_step_and_not_to_and_fro() -> None:
    one, two, three = (Act(number, Hand((number,))) for number in (1, 2, 3))
    assert undoable([]) == (None, Hand())
    assert undoable([one]) == (one, Hand())
    assert undoable([one, two, three]) == (three, two.hand)
    back = Act(4, two.hand, undoes=3)
    assert undoable([one, two, three, back]) == (two, one.hand)
    assert undoable([one, two, three, back, Act(5, one.hand, undoes=2)]) == (one, Hand())
    assert undoable([one, two, three, back, Act(6, Hand((6,)))]) == (Act(6, Hand((6,))), two.hand)


@given(some.lists(some.one_of(some.just("undo"), some.integers(1, 9)), max_size=12))
def test_undoing_everything_leaves_nothing_by_hand(acts: list[str | int]) -> None:
    kept: list[Act] = []
    states = [Hand()]
    for number, act in enumerate(acts, 1):
        last, before = undoable(kept)
        if act == "undo":
            if last is None:
                continue
            kept.append(Act(number, before, undoes=last.id))
            states.pop()
        else:
            kept.append(Act(number, Hand((int(act),))))
            states.append(Hand((int(act),)))
        assert kept[-1].hand == states[-1]
    while (found := undoable(kept))[0] is not None:
        kept.append(Act(len(kept) + 100, found[1], undoes=found[0].id))
        states.pop()
        assert found[1] == states[-1]
    assert states == [Hand()]

"""What differs between two running orders, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from broadcaster.domain.plan.difference import Titled, differences

A, B, C = (1, "Tin một"), (2, "Tin hai"), (3, "Tin ba")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([], [], ()),
        ([A, B], [A, B], ()),
        ([], [A], ("có chương trình, trước đó im lặng",)),
        ([A], [], ("không còn tin, bài nào nên loa im lặng",)),
        ([A, B], [B, A], ("đổi thứ tự",)),
        ([A, B], [A, C, B], ("thêm “Tin ba”",)),
        ([A, B, C], [C, A], ("bỏ “Tin hai”", "đổi thứ tự")),
        ([A, B], [C, A], ("thêm “Tin ba”", "bỏ “Tin hai”")),
        ([A], [A, A], ("thêm “Tin một”",)),
    ],
)
def test_differences_are_said(before: list[Titled], after: list[Titled], said: tuple[str, ...]) -> None:
    assert differences(before, after) == said


@given(
    some.lists(some.sampled_from([A, B, C]), max_size=5), some.lists(some.sampled_from([A, B, C]), max_size=5)
)
def test_something_is_said_exactly_where_something_differs(before: list[Titled], after: list[Titled]) -> None:
    assert bool(differences(before, after)) == (before != after)

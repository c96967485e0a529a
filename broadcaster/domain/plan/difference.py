"""What differs between two running orders of one session, in words."""

from collections.abc import Sequence

Titled = tuple[int, str]
"""A bulletin and its title."""


def differences(before: Sequence[Titled], after: Sequence[Titled]) -> tuple[str, ...]:
    """
    Say what came, what went and whether the rest stands in another order; nothing where they are equal.

    A bulletin that stands several times counts each time.
    """
    if not before and after:
        return ("có chương trình, trước đó im lặng",)
    if before and not after:
        return ("không còn tin, bài nào nên loa im lặng",)
    came, gone = _beyond(after, before), _beyond(before, after)
    said = [f"thêm “{title}”" for title in came] + [f"bỏ “{title}”" for title in gone]
    if _without(before, gone) != _without(after, came):
        said.append("đổi thứ tự")
    return tuple(said)


def _beyond(some: Sequence[Titled], others: Sequence[Titled]) -> list[str]:
    """Return the titles of those that stand in one order more often than in the other."""
    left = [bulletin for bulletin, _title in others]
    found = []
    for bulletin, title in some:
        if bulletin in left:
            left.remove(bulletin)
        else:
            found.append(title)
    return found


def _without(some: Sequence[Titled], titles: Sequence[str]) -> list[int]:
    left, kept = list(titles), []
    for bulletin, title in reversed(some):
        if title in left:
            left.remove(title)
        else:
            kept.append(bulletin)
    return kept[::-1]

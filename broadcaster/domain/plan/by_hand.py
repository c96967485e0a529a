"""
Putting the order of a session by hand: what each act of a person leaves for the program, and how acts are undone.

A person sees the whole running order and moves one bulletin in it. Kept is only the part that the act decided: the
bulletins up to the last one whose place changed. What stands after them stays the program's to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody decided of one session."""

    first: tuple[int, ...] = ()
    """Bulletins that begin the session, in this order."""
    out: tuple[int, ...] = ()
    """Bulletins kept out of it."""

    @property
    def free(self) -> bool:
        """Whether all of it is the program's to choose."""
        return not self.first and not self.out


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a session, as it was kept."""

    id: int
    hand: Hand
    undoes: int | None = None
    """The act that this one takes back."""


def reordered(hand: Hand, shown: Sequence[int], wanted: Sequence[int], *, whole: bool = False) -> Hand:
    """
    Keep what a new order decides.

    Args:
        hand: As it stands.
        shown: The order as the person saw it.
        wanted: The same bulletins in the order the person wants.
        whole: Whether all of it is to be kept, because the program would put the rest into another order
            than it stands in: notices stand apart only as long as nobody puts a session into an order.
    """
    moved = [place for place, (old, new) in enumerate(zip(shown, wanted, strict=True)) if old != new]
    if not moved:
        return hand
    if whole:
        return Hand(tuple(wanted), hand.out)
    last_pinned = max((place for place, one in enumerate(wanted) if one in hand.first), default=-1)
    return Hand(tuple(wanted[: max(moved[-1], last_pinned) + 1]), hand.out)


def stepped(shown: Sequence[int], bulletin_id: int, step: int) -> tuple[int, ...]:
    """Move a bulletin some places up (negative) or down; at an end, or where it is not, nothing moves."""
    if bulletin_id not in shown:
        return tuple(shown)
    rest = [one for one in shown if one != bulletin_id]
    place = min(max(0, list(shown).index(bulletin_id) + step), len(rest))
    return (*rest[:place], bulletin_id, *rest[place:])


def taken_out(hand: Hand, bulletin_id: int) -> Hand:
    """Keep a bulletin out of the session."""
    first = tuple(one for one in hand.first if one != bulletin_id)
    return Hand(first, (*(one for one in hand.out if one != bulletin_id), bulletin_id))


def let_in(hand: Hand, bulletin_id: int) -> Hand:
    """Leave a bulletin that was kept out to the program again."""
    return Hand(hand.first, tuple(one for one in hand.out if one != bulletin_id))


def put_in(hand: Hand, bulletin_id: int) -> Hand:
    """Put a bulletin into the session before everything that the program chooses."""
    free = let_in(hand, bulletin_id)
    return free if bulletin_id in free.first else Hand((*free.first, bulletin_id), free.out)


def undoable(acts: Sequence[Act]) -> tuple[Act | None, Hand]:
    """
    Say which act of a session is the last one not taken back, and what stood before it.

    Args:
        acts: Of one session, oldest first.
    """
    stack: list[Act] = []
    for act in acts:
        if act.undoes is None:
            stack.append(act)
        elif stack and stack[-1].id == act.undoes:
            stack.pop()
    if not stack:
        return None, Hand()
    return stack[-1], stack[-2].hand if len(stack) > 1 else Hand()

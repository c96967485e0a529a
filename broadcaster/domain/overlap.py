"""
Sessions of one village that would sound at once: which there are, and which gives way.

A session sounds from its start up to, but not at, its end: one that begins as another ends is no overlap.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from broadcaster.domain.session import Occurrence


def overlaps(one: Occurrence, other: Occurrence) -> bool:
    """Say whether two sessions of a village sound at once."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes(sessions: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Yield each two sessions of one village that sound at once, the earlier first; by village, then start."""
    for own in _by_village(sessions):
        for number, later in enumerate(own):
            yield from ((earlier, later) for earlier in own[:number] if overlaps(earlier, later))


def standing(sessions: Sequence[Occurrence]) -> list[Occurrence]:
    """
    Leave out each session that gives way to another.

    A session gives way where one that replaces it sounds at the same time in the same village; one that gives
    way itself replaces nothing. Where two name each other, the newer of them stays.
    """
    return [one for own in _by_village(sessions) for one in own if _stays(one, own, ())]


def _stays(one: Occurrence, own: Sequence[Occurrence], asked: tuple[Occurrence, ...]) -> bool:
    return not any(
        other not in asked and _gives_way(one, other) and _stays(other, own, (*asked, one)) for other in own
    )


def _gives_way(one: Occurrence, other: Occurrence) -> bool:
    if one.series not in other.replaces or not overlaps(one, other):
        return False
    return other.series not in one.replaces or one.rule_id < other.rule_id


def _by_village(sessions: Iterable[Occurrence]) -> Iterator[list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for one in sessions:
        found[one.village_id].append(one)
    for village_id in sorted(found):
        yield sorted(found[village_id], key=lambda one: (one.starts_at, one.rule_id))

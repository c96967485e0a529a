"""
Sessions of one village that would sound at once: which there are, and which gives way.

A session sounds from its start up to, but not at, its end: one that begins as another ends is no overlap.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from broadcaster.domain.week.session import Occurrence


def overlaps(one: Occurrence, other: Occurrence) -> bool:
    """Say whether two sessions of a village sound at once."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes(sessions: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Yield each two sessions of one village that sound at once, the earlier first; by village, then start."""
    for own in _by_village(sessions):
        sounding: list[Occurrence] = []
        for later in own:
            sounding = [one for one in sounding if later.starts_at < one.ends_at]
            yield from ((earlier, later) for earlier in sounding)
            sounding.append(later)


def standing(sessions: Sequence[Occurrence]) -> list[Occurrence]:
    """
    Leave out each session that gives way to another.

    A session gives way where one that replaces it sounds at the same time in the same village; one that gives
    way itself replaces nothing. Where two name each other, the newer of them stays.
    """
    over: dict[Occurrence, list[Occurrence]] = defaultdict(list)
    for earlier, later in clashes(sessions):
        for one, other in ((earlier, later), (later, earlier)):
            if _gives_way(one, other):
                over[one].append(other)
    return [one for one in sessions if one not in over or _stays(one, over, ())]


def _stays(
    one: Occurrence, over: Mapping[Occurrence, Sequence[Occurrence]], asked: tuple[Occurrence, ...]
) -> bool:
    return not any(other not in asked and _stays(other, over, (*asked, one)) for other in over.get(one, ()))


def _gives_way(one: Occurrence, other: Occurrence) -> bool:
    if one.series not in other.replaces:
        return False
    return other.series not in one.replaces or one.rule_id < other.rule_id


def _by_village(sessions: Iterable[Occurrence]) -> Iterator[list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for one in sessions:
        found[one.village_id].append(one)
    for village_id in sorted(found):
        yield sorted(found[village_id], key=lambda one: (one.starts_at, one.rule_id))

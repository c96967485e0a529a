"""Sessions that are one on paper: the same session, items and outcome in several villages is one row."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from broadcaster.domain.log.airing import Outcome
from broadcaster.paper.entries import Entry, Item, Remark
from broadcaster.units import Millis

_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One session in the villages where the same was planned and the same came of it; never empty."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """Return the entry that speaks for all of them where they are equal."""
        return self.entries[0]

    @property
    def day(self) -> date:
        """Return the day the session starts on."""
        return self.first.day

    @property
    def starts_at(self) -> datetime:
        """Return when it starts, in every village."""
        return self.first.starts_at

    @property
    def ends_at(self) -> datetime:
        """Return when the last of the villages ends: each is greeted by its own name, a second more or less."""
        return max(entry.ends_at for entry in self.entries)

    @property
    def lengths(self) -> tuple[Millis, Millis]:
        """Return how long it was on the air, shortest and longest."""
        found = [entry.duration_ms for entry in self.entries]
        return min(found), max(found)

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the bulletins, in playing order."""
        return self.first.items

    @property
    def state(self) -> Outcome:
        """Return what is known of it, in every village."""
        return self.first.state

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return what is noted beside it, each by the village where it is the greatest."""
        told = zip(*(entry.remarks for entry in self.entries), strict=True)
        return tuple(max(same, key=lambda one: one.measured) for same in told)


def groups(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """Put together what is one row on paper, in order of time; villages keep the order they came in."""
    found: dict[_Key, list[Entry]] = {}
    for entry in entries:
        found.setdefault(_key(entry), []).append(entry)
    made = [Group(tuple(parts)) for parts in found.values()]
    return tuple(sorted(made, key=lambda group: (group.starts_at, group.first.name)))


def content(entry: Entry) -> _Key:
    """
    Say what makes two villages hear the same: session and items with what was true of them.

    Not how long an item took: after a longer village name it begins at another frame, and ends one later.
    """
    items = tuple(replace(item, duration_ms=Millis(0)) for item in entry.items)
    return (entry.day, entry.starts_at, entry.name, items, entry.relay)


def _key(entry: Entry) -> _Key:
    """Say what must be equal to be one row: the content, the outcome, its words and what is noted beside it."""
    last = entry.last
    words = (last.reason, last.note) if last else ("", "")
    return (*content(entry), entry.state, *words, *(one.key for one in entry.remarks))

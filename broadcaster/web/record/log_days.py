"""The log laid out for a screen: days of sessions, newest first, cut into pages that a phone can carry."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from broadcaster.paper import relays, words
from broadcaster.paper.entries import Entry, Remark
from broadcaster.paper.totals import Totals, totals

ROWS_A_PAGE = 40


Titles = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """One session in the villages that have it."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """Return the entry that speaks for all where they are equal."""
        return self.entries[0]

    @property
    def titles(self) -> Titles:
        """Return what most of the villages hear."""
        return Counter(_titles(entry) for entry in self.entries).most_common(1)[0][0]

    def own_titles(self, entry: Entry) -> Titles:
        """Return what a village hears where that is something else."""
        own = _titles(entry)
        return () if own == self.titles else own

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return what is noted beside it in every one of its villages, each by the one where it is the greatest."""
        everywhere = set.intersection(*({one.key for one in entry.remarks} for entry in self.entries))
        noted = [one for entry in self.entries for one in entry.remarks]
        return tuple(
            max((same for same in noted if same.key == one.key), key=lambda same: same.measured)
            for one in self.first.remarks
            if one.key in everywhere
        )

    def own_remarks(self, entry: Entry) -> tuple[Remark, ...]:
        """Return what is noted in a village but not in every one."""
        everywhere = {one.key for one in self.remarks}
        return tuple(one for one in entry.remarks if one.key not in everywhere)


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one day, in the order they are aired."""

    day: date
    entries: tuple[Entry, ...]

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Return them by session, so that what all villages hear is said once."""
        parts = groupby(self.entries, key=lambda entry: (entry.starts_at, entry.name))
        return tuple(Session(tuple(found)) for _key, found in parts)

    @property
    def totals(self) -> Totals:
        """Return what the day adds up to."""
        return totals(self.entries)

    @property
    def open_count(self) -> int:
        """Return how many sessions nobody has spoken of."""
        return sum(1 for entry in self.entries if entry.last is None)


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log."""

    days: tuple[Day, ...]
    """Sessions that have begun; the newest day first."""
    ahead: tuple[Day, ...]
    """Sessions still to come, the next day first; only on the first page."""
    number: int
    """From 1."""
    count: int

    @property
    def ahead_count(self) -> int:
        """Return how many sessions are still to come."""
        return sum(len(day.entries) for day in self.ahead)


def log_page(entries: Iterable[Entry], now: datetime, number: int) -> LogPage:
    """Lay out a page; one that does not exist is the nearest that does."""
    every = tuple(entries)
    begun = _days(entry for entry in every if entry.starts_at <= now)[::-1]
    cut = _cut(begun)
    place = min(max(number, 1), len(cut))
    ahead = _days(entry for entry in every if entry.starts_at > now) if place == 1 else ()
    return LogPage(cut[place - 1], ahead, place, len(cut))


def _days(entries: Iterable[Entry]) -> tuple[Day, ...]:
    """Group sessions, which come in the order of time, by the day they start on."""
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.starts_at, entry.name, entry.village_id))
    return tuple(Day(day, tuple(found)) for day, found in groupby(ordered, key=lambda entry: entry.day))


def _cut(days: Iterable[Day]) -> tuple[tuple[Day, ...], ...]:
    """Fill pages with whole days; a day larger than a page has one of its own."""
    pages: list[list[Day]] = [[]]
    rows = 0
    for day in days:
        if pages[-1] and rows + len(day.entries) > ROWS_A_PAGE:
            pages.append([])
            rows = 0
        pages[-1].append(day)
        rows += len(day.entries)
    return tuple(tuple(page) for page in pages)


def _titles(entry: Entry) -> Titles:
    found = [words.called(item.title, item.form) for item in entry.items]
    if entry.relay is not None:
        found.insert(entry.relay.after, relays.title(entry.relay.source))
    return tuple(found)

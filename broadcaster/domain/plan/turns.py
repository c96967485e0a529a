"""Whose turn it is: what villages have heard of every bulletin, and which one goes next."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from broadcaster.domain.plan.pace import pressing
from broadcaster.domain.plan.running_order import Candidate, Item
from broadcaster.domain.writing.bulletin import Urgency

RANK = {Urgency.URGENT: 0, Urgency.PRIORITY: 1, Urgency.NORMAL: 2}

_Own = tuple[date, float, datetime, int]
"""What decides between bulletins of one plan row; no two are equal."""


@dataclass(slots=True)
class Heard:
    """What one village has heard of every bulletin so far."""

    total: dict[int, int]
    """Airings by bulletin."""
    by_day: dict[tuple[int, date], int]
    headlines: dict[int, int]
    """Airings of short forms, by bulletin."""
    rows: dict[int | None, int] = field(default_factory=dict)
    """Airings by plan row."""

    def after(self, items: Iterable[Item], day: date, row_of: dict[int, int | None]) -> "Heard":
        """Return what it has heard after a programme."""
        new = Heard(dict(self.total), dict(self.by_day), dict(self.headlines), dict(self.rows))
        for item in items:
            if item.bulletin_id is None:
                continue
            if item.kind == "headline":
                new.headlines[item.bulletin_id] = new.headlines.get(item.bulletin_id, 0) + 1
            elif item.kind == "bulletin":
                key, row = (item.bulletin_id, day), row_of[item.bulletin_id]
                new.total[item.bulletin_id] = new.total.get(item.bulletin_id, 0) + 1
                new.by_day[key] = new.by_day.get(key, 0) + 1
                new.rows[row] = new.rows.get(row, 0) + 1
        return new


@dataclass(slots=True)
class Turns:
    """
    Bulletins for one session, the next in turn first.

    Urgent ones, then those with priority; then the one whose wish is most pressing (near its last day, far
    behind); where equal, the one whose plan row was heard least, then the one that expires first, then the one
    that has had the smallest part of its wish, then the one approved first. A row counts as heard as soon as
    one of its bulletins was taken, so rows take turns within a session too.
    """

    candidates: Sequence[Candidate]
    heard: Heard
    day: date
    _rows: dict[int | None, int] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with what the village has heard."""
        self._rows = dict(self.heard.rows)

    def __iter__(self) -> Iterator[Candidate]:
        """Yield each once; what is told to `took` meanwhile counts."""
        steps: dict[tuple[int, int], dict[int | None, list[tuple[_Own, Candidate]]]] = {}
        for one in self.candidates:
            rows = steps.setdefault(self._step(one), {})
            rows.setdefault(one.plan_row_id, []).append((self._own(one), one))
        for step in sorted(steps):
            yield from self._in_rows(steps[step])

    def _in_rows(self, rows: dict[int | None, list[tuple[_Own, Candidate]]]) -> Iterator[Candidate]:
        """Yield bulletins that are equally pressing: always of the row heard least, there the next by itself."""
        for waiting in rows.values():
            waiting.sort(reverse=True)
        queue = [(self._rows.get(row, 0), waiting[-1][0], row) for row, waiting in rows.items()]
        heapq.heapify(queue)
        while queue:
            _count, _own, row = heapq.heappop(queue)
            yield rows[row].pop()[1]
            if rows[row]:
                heapq.heappush(queue, (self._rows.get(row, 0), rows[row][-1][0], row))

    def took(self, one: Candidate) -> None:
        """Say that one was taken."""
        self._rows[one.plan_row_id] = self._rows.get(one.plan_row_id, 0) + 1

    def _step(self, one: Candidate) -> tuple[int, int]:
        aired = self.heard.total.get(one.bulletin_id, 0)
        return RANK[one.urgency], -pressing(one, aired, self.day)

    def _own(self, one: Candidate) -> _Own:
        aired = self.heard.total.get(one.bulletin_id, 0)
        return one.last_day, aired / one.airings, one.approved_at, one.bulletin_id

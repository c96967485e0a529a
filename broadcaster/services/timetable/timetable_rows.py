"""Rows of the page Lịch phát: villages that hear the same on every day shown share one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from broadcaster.services.timetable.cells import Cell, Line
from broadcaster.services.timetable.timetable import Dropped, Place, Timetable

_DIFFERS = "các thôn khác nhau, bấm vào buổi phát để xem từng thôn"


@dataclass(frozen=True, slots=True)
class Row:
    """Villages that hear the same, with what they hear."""

    villages: tuple[Place, ...]
    cells: dict[date, tuple[Cell, ...]]
    """Those of the first village; a reason that is another elsewhere says so."""
    dropped: dict[date, tuple[Dropped, ...]]


def rows(table: Timetable) -> tuple[Row, ...]:
    """Put villages that hear the same together, in the order of the first of each."""
    groups: dict[object, list[Place]] = {}
    for place in table.places:
        groups.setdefault(_heard(table, place), []).append(place)
    return tuple(_row(table, places) for places in groups.values())


def alike(table: Timetable, cell: Cell) -> tuple[Place, ...]:
    """Return the villages that hear the same in one session, the one asked for among them."""
    day = cell.key[2]
    return tuple(
        place for place in table.places if any(one.heard == cell.heard for one in place.cells.get(day, ()))
    )


def _heard(table: Timetable, place: Place) -> object:
    return tuple(
        (
            tuple(cell.heard for cell in place.cells.get(day, ())),
            tuple((one.series, one.reason) for one in place.dropped.get(day, ())),
        )
        for day in table.days
    )


def _row(table: Timetable, places: Sequence[Place]) -> Row:
    first = places[0]
    return Row(
        villages=tuple(places),
        cells={
            day: tuple(
                _shared([place.cells[day][n] for place in places]) for n in range(len(first.cells[day]))
            )
            for day in table.days
            if day in first.cells
        },
        dropped={
            day: tuple(
                replace(one, ids=tuple(id_ for place in places for id_ in place.dropped[day][n].ids))
                for n, one in enumerate(every)
            )
            for day, every in first.dropped.items()
        },
    )


def _shared(cells: Sequence[Cell]) -> Cell:
    """Return one session for several villages: the longest of their lengths, and reasons where they agree."""
    first = cells[0]
    if len(cells) == 1:
        return first
    reasons = iter(zip(*([line.reason for line in cell.bulletins] for cell in cells), strict=True))
    lines = tuple(_agreed(line, next(reasons)) if line.spoken else line for line in first.lines)
    return replace(first, lines=lines, used_ms=max(cell.used_ms for cell in cells))


def _agreed(line: Line, reasons: Sequence[str]) -> Line:
    if all(reason == line.reason for reason in reasons):
        return line
    return replace(line, reason=f"{line.reason} ({_DIFFERS})")

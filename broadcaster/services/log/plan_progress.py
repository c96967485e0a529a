"""How far the plan is: what each of its rows has on the air in some days, and which rows have fallen silent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from broadcaster.paper.entries import Entry
from broadcaster.paper.totals import NONE, Count, Totals, by_plan_row
from broadcaster.services.commune import plan_rows
from broadcaster.services.commune.plan_rows import PlanRowView
from broadcaster.services.desk import Desk
from broadcaster.services.log import logbook
from broadcaster.services.periods import Period
from broadcaster.units import Millis

SILENT_DAYS = 30
"""A row that is to be aired continually and was not confirmed for so long is shown."""
_CONTINUAL = "thường xuyên"


@dataclass(frozen=True, slots=True)
class RowProgress:
    """One row of the plan and what came of it."""

    row: PlanRowView
    totals: Totals
    silent: bool
    """To be aired continually, yet nothing confirmed in the last `SILENT_DAYS` days."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A year's plan over some days."""

    rows: tuple[RowProgress, ...]
    outside: Totals
    """Of bulletins that serve no row of this year's plan."""


def progress(desk: Desk, commune_id: int, year: int, period: Period) -> Progress:
    """
    Count what each row of a year's plan has on the air in a period.

    Raises:
        Refused: The period is the wrong way round or too long.
    """
    wanted = logbook.Wanted(period.first, period.last)
    counted = _by_row(logbook.entries(desk, commune_id, wanted))
    heard = _heard_lately(desk, commune_id)
    this_year = year == desk.today().year
    rows = tuple(
        RowProgress(
            row=row,
            totals=counted.pop(row.id, Totals()),
            silent=this_year and _CONTINUAL in row.timing.lower() and row.id not in heard,
        )
        for row in plan_rows.listing(desk, commune_id, year)
    )
    return Progress(rows, _sum(counted.values()))


def _by_row(entries: Iterable[Entry]) -> dict[int, Totals]:
    """Add up by the key of the plan row; 0 stands for none."""
    return {row.id if row else 0: found for row, found in by_plan_row(entries)}


def _heard_lately(desk: Desk, commune_id: int) -> frozenset[int]:
    """Return the rows with a confirmed airing in the last days."""
    today = desk.today()
    lately = logbook.Wanted(today - timedelta(days=SILENT_DAYS - 1), today)
    counted = _by_row(logbook.entries(desk, commune_id, lately))
    return frozenset(key for key, found in counted.items() if found.confirmed.airings)


def _sum(parts: Iterable[Totals]) -> Totals:
    whole = Totals()
    for part in parts:
        whole = replace(
            whole,
            confirmed=_plus(whole.confirmed, part.confirmed),
            not_played=_plus(whole.not_played, part.not_played),
            unconfirmed=_plus(whole.unconfirmed, part.unconfirmed),
            ahead=_plus(whole.ahead, part.ahead),
        )
    return whole


def _plus(one: Count, other: Count) -> Count:
    if other == NONE:
        return one
    return Count(one.airings + other.airings, Millis(one.length + other.length))

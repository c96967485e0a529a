"""Sessions, bulletins and plans of a few words, for the tests of what airs."""

from datetime import UTC, date, datetime, timedelta

from broadcaster.domain.plan.programme import (
    Candidate,
    Fixed,
    Hand,
    History,
    Layout,
    RunningOrder,
    plan,
)
from broadcaster.domain.plan.template import DEFAULTS, ProgrammeKind, Template
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis, seconds

MONDAY = date(2026, 6, 15)
FRAME = Fixed(seconds(10), seconds(20), seconds(3), seconds(8), seconds(9))
BARE = Fixed(*[Millis(0)] * 5)
AROUND = 47


LONG_AGO = date(2020, 1, 1)


def past(aired: dict[tuple[int, int], int]) -> History:
    """Airings that nobody remembers the day of."""
    return History({(village, number, LONG_AGO): count for (village, number), count in aired.items()})


def planned(
    sessions: list[Occurrence],
    candidates: list[Candidate],
    history: History | None = None,
    fixed: Fixed = FRAME,
    template: Template = DEFAULTS[ProgrammeKind.NEWS],
    hands: dict[tuple[int, int, date], Hand] | None = None,
) -> list[tuple[Occurrence, RunningOrder]]:
    layout = Layout(template, fixed)
    return plan(sessions, candidates, history or History(), lambda _one: layout, hands)


def session(day: int = 0, village: int = 1, longest: int = 900, hour: int = 5, rule: int = 1) -> Occurrence:
    on = MONDAY + timedelta(days=day)
    start = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Occurrence(village, rule, "Buổi sáng", on, start, seconds(longest), series=rule)


def bulletin(
    number: int = 1,
    length: int = 60,
    urgency: Urgency = Urgency.NORMAL,
    airings: int = 10,
    villages: tuple[int, ...] | None = None,
    days: tuple[int, int] = (0, 9),
    **changed: object,
) -> Candidate:
    values: dict[str, object] = {
        "bulletin_id": number,
        "revision_id": 100 + number,
        "title": f"Tin {number}",
        "urgency": urgency,
        "village_ids": None if villages is None else frozenset(villages),
        "first_day": MONDAY + timedelta(days=days[0]),
        "last_day": MONDAY + timedelta(days=days[1]),
        "airings": airings,
        "length": seconds(length),
        "approved_at": datetime(2026, 6, 1, tzinfo=UTC),
        "plan_row_id": None,
        "once": seconds(length),
    }
    return Candidate(**values | changed)  # type: ignore[arg-type] # values of the fields named


def orders(
    sessions: list[Occurrence], candidates: list[Candidate], aired: dict[tuple[int, int], int] | None = None
) -> list[RunningOrder]:
    return [order for _one, order in planned(sessions, candidates, past(aired or {}))]


def heard(order: RunningOrder) -> list[int]:
    return [item.bulletin_id for item in order.items if item.bulletin_id]


def reasons(order: RunningOrder) -> dict[int, str]:
    return {out.bulletin_id: out.reason for out in order.left_out}

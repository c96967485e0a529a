"""Spreading the wished airings of a bulletin evenly over its days, and how pressing what is still owed is."""

from datetime import date, timedelta

from broadcaster.domain.plan.running_order import Candidate
from broadcaster.domain.writing.bulletin import Urgency


def due_by(candidate: Candidate, day: date) -> int:
    """
    Return how many airings a bulletin may have had by the end of a day.

    With four wished over ten days the first is due on day 1, the others from days 3, 6 and 8 on; what found no
    room stays owed and is made up for. An urgent one is not spread.
    """
    first, days = _window(candidate)
    if candidate.urgency is Urgency.URGENT:
        return candidate.airings
    gone = min(days, (day - first).days + 1)
    return -(-candidate.airings * gone // days) if gone > 0 else 0


def next_due(candidate: Candidate, aired: int) -> date:
    """Return the day from which on one more airing is due after so many."""
    first, days = _window(candidate)
    return first + timedelta(days=aired * days // candidate.airings)


def pressing(candidate: Candidate, aired: int, day: date) -> int:
    """
    Say how pressing what is owed is: airings still owed for each day left, in four steps.

    Near its last day, or far behind its wish, a bulletin rises: 3 from two a day on, 2 from one a day on, 1
    from one in two days on, else 0.
    """
    owed = max(0, candidate.airings - aired)
    left = max(1, (candidate.last_day - day).days + 1)
    if owed >= 2 * left:
        return 3
    return 2 if owed >= left else int(2 * owed >= left)


def _window(candidate: Candidate) -> tuple[date, int]:
    """Return the first day over which airings are spread, and how many days there are."""
    first = max(candidate.first_day, candidate.approved_on or candidate.first_day)
    first = min(first, candidate.last_day)
    return first, (candidate.last_day - first).days + 1

"""What becomes of a session that would sound at the same time as another, as the person who saves it chose."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from broadcaster.services.desk import Desk
from broadcaster.services.week import week_check
from broadcaster.services.week.week_check import Overlap, Week
from broadcaster.store.tables import SessionException, SessionRule


class WhenBoth(StrEnum):
    """What is to be done where two sessions would sound at once."""

    ASK = ""
    """Nothing is saved: the person chooses, or types another time."""
    FOLLOW = "noi_tiep"
    """The saved one begins when the other ends."""
    REPLACE = "thay_the"
    """The other one does not sound there, as long as the saved one does."""


def settle(
    session: Session,
    desk: Desk,
    row: SessionRule | SessionException,
    series: int | None,
    days: tuple[date, date | None],
    when_both: WhenBoth,
) -> Week:
    """
    Make sure that no two sessions sound at once, with what was chosen for that.

    Args:
        session: The transaction.
        desk: What to work with.
        row: What is saved; its start, or whom it replaces, may be changed.
        series: Which session it is about; none where about every one.
        days: The first and the last day to look at; none looks as far as anything is set.
        when_both: What was chosen.

    Returns:
        The week as it now stands.

    Raises:
        Overlap: Two would sound at once, and the choice does not help.
        Refused: Two others would.
    """
    while True:
        session.flush()
        week = week_check.read(session, desk, row.commune_id)
        try:
            week_check.require_apart(week, *days, mine=series)
        except Overlap as overlap:
            if not _made_way(row, overlap, when_both):
                raise
        else:
            return week


def _made_way(row: SessionRule | SessionException, overlap: Overlap, when_both: WhenBoth) -> bool:
    """Change the row as was chosen; each time it is later, or replaces one more, so that there is an end."""
    if when_both is WhenBoth.FOLLOW and overlap.follows_at is not None:
        later = row.start is None or row.start < overlap.follows_at
        row.start = overlap.follows_at if later else row.start
        return later
    if when_both is WhenBoth.REPLACE and overlap.other.series not in row.replaces:
        row.replaces = sorted((*row.replaces, overlap.other.series))
        return True
    return False

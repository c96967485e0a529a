"""What a greeting will say today in the first village, before it is kept."""

from datetime import datetime, time

from broadcaster.clock import ZONE
from broadcaster.domain.plan.greeting import check_template
from broadcaster.services.commune import villages
from broadcaster.services.desk import Desk
from broadcaster.services.plan.words import said_pieces
from broadcaster.services.week import week

_OTHERWISE = time(5, 30)


def preview(desk: Desk, commune_id: int, commune_name: str, template: str, what: str = "Lời này") -> str:
    """
    Fill a greeting or closing text in for the first village, today's first session.

    Args:
        desk: What to work with.
        commune_id: Whose villages and sessions.
        commune_name: As it is typed, which may not be kept yet.
        template: The text with its places.
        what: What the page calls it.

    Raises:
        Refused: It has a place nobody knows, or is too long.
    """
    check_template(template, what)
    found = villages.listing(desk, commune_id)
    rules = week.rules(desk, commune_id)
    start = rules[0].start if rules else _OTHERWISE
    village = found[0].name if found else "thôn"
    begins = datetime.combine(desk.today(), start, tzinfo=ZONE)
    return " ".join(said_pieces(template, commune_name, village, begins))

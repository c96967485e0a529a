"""Publishing urgent calls ahead of everything else that waits: in the request that asks, and by the scheduler."""

import logging
from datetime import timedelta

from sqlalchemy import select

from broadcaster.errors import BroadcasterError
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.urgent.calls import LONG_AGO, starts
from broadcaster.services.urgent.keeping_up import keep_up
from broadcaster.store.tables import Occurrence, Programme, SessionRule, UrgentCall

_LOG = logging.getLogger(__name__)

_SOON = timedelta(minutes=10)
"""What is later is made with everything else that is due."""


def publish(desk: Desk, commune_id: int) -> None:
    """
    Make and publish what urgent calls want next; whatever else is due is left to the scheduler.

    Raises:
        Unavailable: No voice works, or the disk is full.
    """
    publishing.publish(desk, commune_id, calls_only=True)


def work(desk: Desk) -> None:
    """Publish calls of which a coming airing is not made, before voices and plans that can wait."""
    for commune_id in _with_calls(desk):
        try:
            keep_up(desk, commune_id)
            if _unmade(desk, commune_id):
                publish(desk, commune_id)
        except BroadcasterError as failure:  # voices that wait may be what is missing: they go on
            _LOG.warning("commune %s, urgent: %s", commune_id, failure)


def _with_calls(desk: Desk) -> tuple[int, ...]:
    """Return the communes that have called something out lately."""
    with desk.store.reading() as session:
        found = session.scalars(
            select(UrgentCall.commune_id)
            .where(UrgentCall.first_at.is_not(None), UrgentCall.withdrawn_at.is_(None))
            .where(UrgentCall.at > desk.clock.now() - LONG_AGO)
            .distinct()
        )
        return tuple(found)


def _unmade(desk: Desk, commune_id: int) -> bool:
    """Say whether an airing of the next minutes has no programme yet."""
    now = desk.clock.now()
    made = (
        select(Occurrence.id)
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .where(Occurrence.commune_id == commune_id, Occurrence.day == SessionRule.valid_from)
        .where(Occurrence.rule_id == SessionRule.id)
    )
    with desk.store.reading() as session:
        rows = session.scalars(
            select(SessionRule)
            .join(UrgentCall, UrgentCall.id == SessionRule.urgent_call_id)
            .where(UrgentCall.commune_id == commune_id, UrgentCall.withdrawn_at.is_(None))
            .where(UrgentCall.at > now - LONG_AGO, ~made.exists())
        )
        return any(now < starts(row) < now + _SOON for row in rows)

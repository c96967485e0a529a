"""Publishing an urgent call within the request that asks for it, ahead of everything else that waits."""

from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing


def publish(desk: Desk, commune_id: int) -> None:
    """
    Make and publish what urgent calls want; whatever else is due is left to the scheduler.

    Raises:
        Unavailable: No voice works, or the disk is full.
    """
    publishing.publish(desk, commune_id)

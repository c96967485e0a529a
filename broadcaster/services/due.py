"""What is due: marks in the database that the scheduler's next wake acts on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.services.desk import Desk
from broadcaster.store.tables import Commune


def replan(session: Session, desk: Desk, commune_id: int) -> None:
    """Ask for a commune's programmes to be planned and published again, within the caller's transaction."""
    session.get_one(Commune, commune_id).publish_wanted_at = desk.clock.now()


def wanted(desk: Desk) -> dict[int, datetime]:
    """Return which communes wait to be published again, and since when they were last asked for."""
    with desk.store.reading() as session:
        rows = session.execute(
            select(Commune.id, Commune.publish_wanted_at).where(Commune.publish_wanted_at.is_not(None))
        )
        return {row.id: row.publish_wanted_at for row in rows}


def done(desk: Desk, commune_id: int, wanted_at: datetime) -> None:
    """Clear the mark, unless somebody asked again meanwhile."""
    with desk.store.writing() as session:
        row = session.get_one(Commune, commune_id)
        if row.publish_wanted_at == wanted_at:
            row.publish_wanted_at = None

"""What a village hears that others do not: its own jingles, and sound shaped for its horn loudspeakers."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.store.tables import Jingle, Station, Village

Heard = Mapping[int, Mapping[str, Jingle]]
"""Jingles by village and role."""


def jingles_heard(session: Session, commune_id: int) -> Heard:
    """Return the jingles of every village: its own, and the commune's where it has none of its own."""
    rows = session.scalars(
        select(Jingle).where(Jingle.commune_id == commune_id, Jingle.replaced_at.is_(None))
    ).all()
    shared = {row.role: row for row in rows if row.village_id is None}
    villages = session.scalars(select(Village.id).where(Village.commune_id == commune_id))
    return {
        village: shared | {row.role: row for row in rows if row.village_id == village} for village in villages
    }


def with_horns(session: Session, commune_id: int, today: date) -> frozenset[int]:
    """Return the villages that have a speaker cluster of horns, which decides for the whole village."""
    rows = session.scalars(
        select(Station.village_id)
        .join(Village, Village.id == Station.village_id)
        .where(Village.commune_id == commune_id, Station.horn.is_(True))
        .where(Station.valid_to.is_(None) | (Station.valid_to >= today))
    )
    return frozenset(rows)

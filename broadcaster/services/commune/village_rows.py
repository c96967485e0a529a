"""Rows of villages and speaker clusters: written from what was typed, and read as views."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.services.typed import code_of, line
from broadcaster.store.tables import Station, Village

DELIVERY_LABELS = {
    "usb": "chép vào USB",
    "phone": "điện thoại",
    "pc": "máy tính ở đài",
    "player": "máy phát tự động",
}
"""How files reach a speaker cluster, in words."""


@dataclass(frozen=True, slots=True)
class StationView:
    """A speaker cluster."""

    id: int
    village_id: int
    name: str
    delivery: str
    operator: str
    phone: str
    horn: bool
    """Whether it has horn loudspeakers."""
    valid_from: date
    valid_to: date | None

    @property
    def delivery_label(self) -> str:
        """How files reach it, in words."""
        return DELIVERY_LABELS[self.delivery]


@dataclass(frozen=True, slots=True)
class VillageView:
    """A village with the speaker clusters that stand there now."""

    id: int
    commune_id: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None
    """Its last day; none while no end is known."""
    group_ids: tuple[int, ...]
    """See `village_groups`."""
    former_commune: str
    """Which commune it was part of before; empty where nobody said."""
    link_version: int
    version: int
    stations: tuple[StationView, ...]


def insert_village(session: Session, commune_id: int, name: str, first_day: date) -> Village:
    """Write a village with its first speaker cluster, within the caller's transaction."""
    taken = session.scalars(select(Village.code).where(Village.commune_id == commune_id)).all()
    row = Village(
        commune_id=commune_id,
        code=code_of(name, taken, "thon"),
        name=line(name, "tên thôn"),
        valid_from=first_day,
    )
    session.add(row)
    session.flush()
    station = Station(
        village_id=row.id,
        name=f"Cụm loa {row.name}",
        delivery="usb",
        operator="",
        phone="",
        valid_from=first_day,
    )
    session.add(station)
    session.flush()
    return row


def village_view(session: Session, row: Village, today: date) -> VillageView:
    """Read a village; speaker clusters that were taken down before today are left out."""
    stations = session.scalars(
        select(Station)
        .where(Station.village_id == row.id)
        .where(Station.valid_to.is_(None) | (Station.valid_to >= today))
        .order_by(Station.id)
    )
    return VillageView(
        id=row.id,
        commune_id=row.commune_id,
        code=row.code,
        name=row.name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        group_ids=tuple(row.group_ids),
        former_commune=row.former_commune,
        link_version=row.link_version,
        version=row.version,
        stations=tuple(station_view(one) for one in stations),
    )


def station_view(row: Station) -> StationView:
    """Read a speaker cluster."""
    return StationView(
        id=row.id,
        village_id=row.village_id,
        name=row.name,
        delivery=row.delivery,
        operator=row.operator,
        phone=row.phone,
        horn=row.horn,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )

"""Speaker clusters (cụm loa) of the villages. Writers keep them too: in most communes they run the station."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.commune.village_rows import DELIVERY_LABELS, StationView, station_view
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Station, Village

__all__ = ["DELIVERY_LABELS", "StationView", "StationWords", "add", "change", "close"]

_LONGEST_PHONE = 30


@dataclass(frozen=True, slots=True)
class StationWords:
    """What is typed about a speaker cluster; `delivery` is a key of `DELIVERY_LABELS`."""

    name: str
    delivery: str = "usb"
    operator: str = ""
    phone: str = ""
    horn: bool = False
    """Whether it has horn loudspeakers."""


def add(desk: Desk, actor: Actor, village_id: int, words: StationWords) -> StationView:
    """
    Put up a speaker cluster in a village from today.

    Raises:
        NotFound: The commune has no such village.
        Refused: No name, or an unknown way of delivery.
    """
    actor.require(Role.ADMIN, Role.WRITER)
    checked = _checked(words)
    with desk.store.writing() as session:
        village = session.get(Village, village_id)
        if village is None or village.commune_id != actor.commune_id:
            raise NotFound("Không có thôn này. Hãy mở lại trang Thôn và cụm loa.")
        row = Station(village_id=village.id, valid_from=max(desk.today(), village.valid_from), **checked)
        row.valid_to = village.valid_to
        session.add(row)
        session.flush()
        due.replan(session, desk, actor.commune_id)
        return _done(session, desk, actor, row, "add", **checked)


def change(desk: Desk, actor: Actor, station_id: int, words: StationWords) -> StationView:
    """Change what is known of a speaker cluster. Raises as `add` does."""
    checked = _checked(words)
    with desk.store.writing() as session:
        row = _row(session, actor, station_id)
        for name, value in checked.items():
            setattr(row, name, value)
        due.replan(session, desk, actor.commune_id)
        return _done(session, desk, actor, row, "change", **checked)


def close(desk: Desk, actor: Actor, station_id: int, last_day: date) -> StationView:
    """
    Say a speaker cluster's last day; papers of the days before go on naming it.

    Raises:
        NotFound: The commune has no such speaker cluster.
        Refused: The last day has passed.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, station_id)
        first = max(desk.today(), row.valid_from)
        if last_day < first:
            raise Refused(f"Ngày cuối của cụm loa phải từ ngày {first:%d/%m/%Y} trở đi. Hãy chọn lại ngày.")
        row.valid_to = last_day
        due.replan(session, desk, actor.commune_id)
        return _done(session, desk, actor, row, "close", last_day=last_day.isoformat())


def _checked(words: StationWords) -> dict[str, str | bool]:
    if words.delivery not in DELIVERY_LABELS:
        raise Refused(f"Hãy chọn cách nhận chương trình: {', '.join(DELIVERY_LABELS.values())}.")
    return {
        "name": line(words.name, "tên cụm loa"),
        "delivery": words.delivery,
        "operator": line(words.operator, "tên người trực", needed=False),
        "phone": line(words.phone, "số điện thoại", longest=_LONGEST_PHONE, needed=False),
        "horn": words.horn,
    }


def _row(session: Session, actor: Actor, station_id: int) -> Station:
    actor.require(Role.ADMIN, Role.WRITER)
    row = session.get(Station, station_id)
    village = session.get(Village, row.village_id) if row is not None else None
    if row is None or village is None or village.commune_id != actor.commune_id:
        raise NotFound("Không có cụm loa này. Hãy mở lại trang Thôn và cụm loa.")
    return row


def _done(
    session: Session, desk: Desk, actor: Actor, row: Station, verb: str, **detail: object
) -> StationView:
    note(session, actor.commune_id, actor.login, desk.clock.now(), verb, f"station {row.id}", **detail)
    return station_view(row)

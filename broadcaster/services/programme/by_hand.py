"""What people decided about single sessions: their order, and that one about to begin may still change."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.running_order import ByHand
from broadcaster.store.tables import AirNow, SessionOrder

Key = tuple[int, int, date]


def orders(session: Session, commune_id: int, first_day: date) -> dict[Key, ByHand]:
    """Return the orders made by hand from a day on, by (village, series, day); of several the newest holds."""
    rows = session.scalars(
        select(SessionOrder)
        .where(SessionOrder.commune_id == commune_id, SessionOrder.day >= first_day)
        .order_by(SessionOrder.id)
    )
    return {
        (row.village_id, row.series_id, row.day): ByHand(tuple(row.bulletin_ids), frozenset(row.left_out_ids))
        for row in rows
    }


def opened(session: Session, commune_id: int, first_day: date) -> frozenset[Key]:
    """Return the sessions that may change until they begin ("phát ngay"), as (village, rule, day)."""
    rows = session.scalars(select(AirNow).where(AirNow.commune_id == commune_id, AirNow.day >= first_day))
    return frozenset((row.village_id, row.rule_id, row.day) for row in rows)

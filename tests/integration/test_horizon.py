"""Sessions are made to the horizon by the wake of the night, whether or not anybody looks at a page."""

from datetime import timedelta

from sqlalchemy import select

from broadcaster import scheduler
from broadcaster.clock import FixedClock
from broadcaster.services.desk import Desk
from broadcaster.store.tables import Occurrence
from tests.integration.conftest import Approve


def test_each_night_one_more_day_is_made_and_nothing_that_stood_is_touched(
    desk: Desk, approve: Approve, clock: FixedClock
) -> None:
    approve(last_day=desk.today() + timedelta(days=30), airings=60)
    scheduler.reconcile(desk)
    before = made(desk)
    horizon = desk.settings.horizon_days
    assert {one[2] for one in before} == {desk.today() + timedelta(days=n) for n in range(horizon + 1)}
    clock.at += timedelta(days=1) - timedelta(hours=7, minutes=50)  # ten past midnight
    scheduler.reconcile(desk)
    after = made(desk)
    assert {one[2] for one in after - before} == {desk.today() + timedelta(days=horizon)}
    assert before <= after


def made(desk: Desk) -> set[tuple[object, ...]]:
    with desk.store.reading() as session:
        rows = session.scalars(select(Occurrence).where(Occurrence.cancelled.is_(False)))
        return {(row.village_id, row.rule_id, row.day, row.starts_at, row.longest_ms) for row in rows}

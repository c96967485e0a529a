"""A commune with a bulletin on the air since Monday morning: what the pages of the log and the plan show."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from broadcaster.paper.entries import Entry
from broadcaster.services.commune import plan_rows
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import logbook
from broadcaster.services.outgoing import publishing
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins

MONDAY = date(2026, 6, 15)
TITLE = "Lịch tiếp công dân tháng sáu"


@dataclass(frozen=True)
class Aired:
    """What was put on the air."""

    bulletin_id: int
    plan_row_id: int
    digest: str


def put_on_air(desk: Desk, writer: Actor, leader: Actor, *, title: str = TITLE) -> Aired:
    """Write, approve and publish a bulletin."""
    row = plan_rows.add(
        desk, writer, plan_rows.PlanWords(2026, 1, "Tuyên truyền cải cách hành chính", timing="Thường xuyên")
    )
    draft = bulletins.Draft(
        title=title,
        text="Ủy ban nhân dân xã tiếp công dân vào sáng thứ năm hằng tuần tại trụ sở.",
        field="phap_luat",
        plan_row_id=row.id,
        first_day=MONDAY,
        last_day=MONDAY + timedelta(days=10),
        airings=20,
    )
    made = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, made.id, made.version)
    speaking.make(desk, revision.speech_key)
    with desk.store.reading() as session:
        version = bulletins.find(session, writer.commune_id, made.id).version
    approvals.approve(desk, leader, made.id, version, revision.digest)
    near = replace(
        desk, settings=replace(desk.settings, horizon_days=2)
    )  # two days show all that a week does
    publishing.publish(near, writer.commune_id)
    return Aired(made.id, row.id, revision.digest)


def over(desk: Desk, actor: Actor) -> list[Entry]:
    """Return the sessions of Monday that have begun."""
    found = logbook.entries(desk, actor.commune_id, logbook.Wanted(MONDAY, MONDAY))
    return [entry for entry in found if entry.starts_at <= desk.clock.now()]

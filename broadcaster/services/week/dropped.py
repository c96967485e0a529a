"""Single sessions that a person took out: no rule and no later plan brings them back, only that person's undo."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.services.week import week_check
from broadcaster.services.week.expected import Expected, expected
from broadcaster.services.week.week_fields import series_names
from broadcaster.store.tables import AirNow, DroppedSession, Person, SessionRule, Village

MAY = (Role.WRITER, Role.APPROVER, Role.ADMIN)
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class DroppedView:
    """A session that was taken out, as pages show it."""

    id: int
    village_id: int
    village_name: str
    series: int
    name: str
    day: date
    reason: str
    by: str
    at: datetime


def listing(desk: Desk, commune_id: int, first_day: date | None = None) -> tuple[DroppedView, ...]:
    """List what was taken out of a day (today when not given) and later, by day, session and act."""
    with desk.store.reading() as session:
        rows = session.execute(
            select(DroppedSession, Village.name, Person.name)
            .join(Village, Village.id == DroppedSession.village_id)
            .join(Person, Person.id == DroppedSession.by_id)
            .where(DroppedSession.commune_id == commune_id, DroppedSession.day >= (first_day or desk.today()))
            .order_by(
                DroppedSession.day, DroppedSession.series_id, DroppedSession.at, DroppedSession.village_id
            )
        ).all()
        called = series_names(session, commune_id) if rows else {}
        return tuple(
            DroppedView(
                row.id, row.village_id, village, row.series_id, called.get(row.series_id, ""), row.day, row.reason,
                by, row.at,
            )
            for row, village, by in rows
        )  # fmt: skip


def drop(desk: Desk, actor: Actor, village_ids: Collection[int], rule_id: int, day: date, reason: str) -> int:
    """
    Take a session of one day out of some villages.

    Returns:
        The key of the first row; those of the other villages follow it, by the villages' keys.

    Raises:
        NotAllowed: The person is only an operator.
        NotFound: There is no such session.
        Refused: No reason, no village, the session has begun or is about to (and nobody opened it by
            "phát ngay"), or it is an urgent call's; the sentence says what to do.
    """
    actor.require(*MAY)
    why = line(reason, "lý do bỏ buổi phát", longest=_LONGEST_REASON)
    if not village_ids:
        raise Refused("Hãy chọn ít nhất một thôn.")
    now = desk.clock.now()
    with desk.store.writing() as session:
        rule = _rule(session, actor, rule_id)
        due_then = expected(session, actor.commune_id, day, 1)
        for village_id in sorted(set(village_ids)):
            _require_coming(session, desk, rule, village_id, due_then, day)
        rows = [
            DroppedSession(
                commune_id=actor.commune_id,
                village_id=village_id,
                series_id=rule.series,
                day=day,
                reason=why,
                by_id=actor.person_id,
                at=now,
            )
            for village_id in sorted(set(village_ids))
        ]
        for row in rows:  # one by one, so that their keys follow each other
            session.add(row)
            session.flush()
        _note(session, desk, actor, rows, "drop")
        return rows[0].id


def restore(desk: Desk, actor: Actor, dropped_ids: Iterable[int]) -> None:
    """
    Take droppings back: those sessions are planned again.

    Raises:
        NotAllowed: The person is only an operator.
        NotFound: One is not there any more.
        Refused: A session's time has come meanwhile, or two would sound at once.
    """
    actor.require(*MAY)
    with desk.store.writing() as session:
        rows = [_row(session, actor, one) for one in sorted(set(dropped_ids))]
        if not rows:
            raise NotFound("Chưa chọn buổi phát nào để lấy lại. Hãy chọn trong danh sách các buổi đã bỏ.")
        before = week_check.read(session, desk, actor.commune_id)
        _note(session, desk, actor, rows, "restore")
        for row in rows:
            session.delete(row)
        session.flush()
        after = week_check.read(session, desk, actor.commune_id)
        for one in week_check.lost(desk, after, before):
            raise Refused(
                f"Buổi “{one.name}” ngày {one.day:%d/%m/%Y} đã đến giờ hoặc sắp đến giờ phát nên không lấy lại được."
            )
        week_check.require_apart(after, min(row.day for row in rows), max(row.day for row in rows))


def _require_coming(
    session: Session, desk: Desk, rule: SessionRule, village_id: int, due_then: Expected, day: date
) -> None:
    """Refuse what does not sound there on that day, is dropped already, or has begun."""
    if village_id not in due_then.villages:
        raise NotFound("Không có thôn này. Hãy chọn lại thôn trong danh sách.")
    found = next(
        (one for one in due_then.occurrences if (one.village_id, one.series) == (village_id, rule.series)),
        None,
    )
    if found is None:
        raise Refused(
            f"Ngày {day:%d/%m/%Y} {due_then.villages[village_id].name} không có buổi “{rule.name}”, hoặc buổi ấy "
            "đã bỏ rồi. Hãy mở lại trang để xem lịch mới."
        )
    late = found.starts_at <= desk.clock.now()
    locked = found.starts_at <= week_check.frozen_until(desk) and not _opened(session, found)
    if late or locked:
        raise Refused(week_check.too_late(found))


def _opened(session: Session, one: Occurrence) -> bool:
    """Say whether somebody opened a session about to begin ("phát ngay")."""
    rows = select(AirNow.id).where(
        AirNow.village_id == one.village_id, AirNow.rule_id == one.rule_id, AirNow.day == one.day
    )
    return session.scalar(rows.limit(1)) is not None


def _rule(session: Session, actor: Actor, rule_id: int) -> SessionRule:
    rule = session.get(SessionRule, rule_id)
    if rule is None or rule.commune_id != actor.commune_id:
        raise NotFound("Không có buổi phát này. Hãy chọn lại buổi trong danh sách.")
    if rule.urgent_call_id is not None:
        raise Refused("Đây là buổi của tin khẩn cấp. Muốn thôi phát, hãy rút tin ở trang Khẩn cấp.")
    return rule


def _row(session: Session, actor: Actor, dropped_id: int) -> DroppedSession:
    row = session.get(DroppedSession, dropped_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Buổi này không còn trong danh sách các buổi đã bỏ; có thể đã có người lấy lại.")
    return row


def _note(session: Session, desk: Desk, actor: Actor, rows: list[DroppedSession], verb: str) -> None:
    """Write the audit row and ask for the plan to be made again."""
    said = {
        "villages": [row.village_id for row in rows],
        "day": rows[0].day.isoformat(),
        "reason": rows[0].reason,
    }
    target = f"session_rule {rows[0].series_id}"
    note(session, actor.commune_id, actor.login, desk.clock.now(), verb, target, **said)
    due.replan(session, desk, actor.commune_id)

"""The sessions (buổi phát) of the week: what a commune airs when, changed only for days to come."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.programme import week_check
from broadcaster.services.typed import line
from broadcaster.store.tables import SessionException, SessionRule
from broadcaster.units import Millis, seconds

LONGEST_MINUTES = 180
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A weekly session as it is typed; weekdays are ISO numbers, Monday 1 … Sunday 7."""

    name: str
    weekdays: tuple[int, ...]
    start: time
    """Wall time in Vietnam."""
    longest_minutes: int


@dataclass(frozen=True, slots=True)
class RuleView:
    """A weekly session as pages show it."""

    id: int
    name: str
    weekdays: tuple[int, ...]
    start: time
    longest_minutes: int
    valid_from: date
    valid_to: date | None
    """The last day; none while no end is known."""
    version: int


def rules(desk: Desk, commune_id: int) -> tuple[RuleView, ...]:
    """List the sessions that hold today or will, by the time they start."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(SessionRule)
            .where(SessionRule.commune_id == commune_id)
            .where(SessionRule.valid_to.is_(None) | (SessionRule.valid_to >= desk.today()))
        ).all()
        shown = sorted(rows, key=lambda row: (row.start, row.valid_from, row.id))
        return tuple(_view(row) for row in shown if row.weekdays)


def add_rule(desk: Desk, actor: Actor, rule: Rule, from_day: date) -> RuleView:
    """
    Open a weekly session.

    Raises:
        Refused: A field is missing or wrong, the day has passed, or another session sounds at that time; the
            sentence says which and what to do.
    """
    actor.require(Role.ADMIN)
    checked = _checked(rule)
    if from_day < desk.today():
        raise Refused("Ngày bắt đầu đã qua. Hãy chọn từ hôm nay trở đi.")
    with desk.store.writing() as session:
        row = SessionRule(commune_id=actor.commune_id, valid_from=from_day, **checked)
        session.add(row)
        return _done(session, desk, actor, row, "add", **_said(rule, from_day))


def change_rule(desk: Desk, actor: Actor, rule_id: int, version: int, rule: Rule, from_day: date) -> RuleView:
    """
    Change a weekly session from a day on: the old one ends the day before and a new one begins.

    Exceptions to it for days from then on go over to the new one.

    Returns:
        The session that holds from that day.

    Raises:
        Stale: Somebody changed it first.
        Refused: As `add_rule`; the earliest day is the first of which nothing has been aired.
    """
    checked = _checked(rule)
    with desk.store.writing() as session:
        row = _row(session, actor, rule_id, version)
        first = week_check.first_free_day(desk)
        if from_day < first:
            raise Refused(f"Thay đổi chỉ áp dụng từ ngày {first:%d/%m/%Y} trở đi. Hãy chọn lại ngày.")
        if row.valid_to is not None and from_day > row.valid_to:
            raise Refused(f"Buổi “{row.name}” kết thúc ngày {row.valid_to:%d/%m/%Y}. Hãy chọn ngày sớm hơn.")
        if row.valid_from >= from_day:  # it has not begun, so there is no past to keep
            row.valid_from = from_day
            for name, value in checked.items():
                setattr(row, name, value)
            return _done(session, desk, actor, row, "change", **_said(rule, from_day))
        new = SessionRule(commune_id=row.commune_id, valid_from=from_day, valid_to=row.valid_to, **checked)
        row.valid_to = from_day - _DAY
        session.add(new)
        session.flush()
        _hand_over(session, row.id, new.id, from_day)
        return _done(session, desk, actor, new, "change", before=row.id, **_said(rule, from_day))


def close_rule(desk: Desk, actor: Actor, rule_id: int, version: int, last_day: date) -> None:
    """
    Say a weekly session's last day; one that has not begun by then is not aired at all.

    Raises:
        Stale: Somebody changed it first.
        Refused: The last day has passed.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, rule_id, version)
        if last_day < week_check.edge_day(desk):
            raise Refused("Ngày cuối đã qua. Hãy chọn từ hôm nay trở đi.")
        if last_day < row.valid_from:
            row.weekdays, row.valid_to = [], row.valid_from
        else:
            row.valid_to = last_day
        _done(session, desk, actor, row, "close", last_day=last_day.isoformat())


def read_length(minutes: int) -> Millis:
    """Take a session's longest length. Raises `Refused` where nobody would listen that long."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Refused(f"Thời lượng tối đa của buổi phải từ 1 đến {LONGEST_MINUTES} phút. Hãy ghi lại.")
    return seconds(60 * minutes)


def _checked(rule: Rule) -> dict[str, object]:
    """Tidy and check every field; return them by column."""
    weekdays = sorted(set(rule.weekdays))
    if not weekdays:
        raise Refused("Hãy chọn ít nhất một ngày trong tuần.")
    if not set(weekdays) <= set(range(1, 8)):
        raise Refused("Ngày trong tuần không đúng. Hãy chọn từ thứ hai đến chủ nhật.")
    return {
        "name": line(rule.name, "tên buổi phát", longest=40),
        "weekdays": weekdays,
        "start": rule.start.replace(second=0, microsecond=0),
        "longest_ms": read_length(rule.longest_minutes),
    }


def _row(session: Session, actor: Actor, rule_id: int, version: int) -> SessionRule:
    actor.require(Role.ADMIN)
    row = session.get(SessionRule, rule_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Không có buổi phát này. Hãy mở lại trang các buổi phát trong tuần.")
    if row.version != version:
        raise Stale("Có người vừa sửa buổi phát này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
    row.version += 1
    return row


def _hand_over(session: Session, old_id: int, new_id: int, from_day: date) -> None:
    """Let the exceptions of a session hold for the one that follows it; one over the border is parted."""
    rows = session.scalars(
        select(SessionException).where(
            SessionException.rule_id == old_id, SessionException.last_day >= from_day
        )
    ).all()
    for row in rows:
        if row.first_day >= from_day:
            row.rule_id = new_id
            continue
        columns = (column.key for column in SessionException.__mapper__.column_attrs)
        kept = {name: getattr(row, name) for name in columns if name != "id"}
        session.add(SessionException(**kept | {"rule_id": new_id, "first_day": from_day}))
        row.last_day = from_day - _DAY


def _said(rule: Rule, from_day: date) -> dict[str, object]:
    """Say a session for the audit trail."""
    return {
        "name": rule.name,
        "weekdays": list(rule.weekdays),
        "start": rule.start.isoformat(timespec="minutes"),
        "longest_minutes": rule.longest_minutes,
        "from_day": from_day.isoformat(),
    }


def _done(
    session: Session, desk: Desk, actor: Actor, row: SessionRule, verb: str, **detail: object
) -> RuleView:
    """Check the week as it now stands, write the audit row and ask for the plan to be made again."""
    session.flush()
    week_check.require_apart(week_check.read(session, row.commune_id), week_check.edge_day(desk))
    note(session, row.commune_id, actor.login, desk.clock.now(), verb, f"session_rule {row.id}", **detail)
    due.replan(session, desk, row.commune_id)
    return _view(row)


def _view(row: SessionRule) -> RuleView:
    return RuleView(
        id=row.id,
        name=row.name,
        weekdays=tuple(row.weekdays),
        start=row.start,
        longest_minutes=row.longest_ms // 60_000,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
    )

"""The sessions (buổi phát) of the week: what a commune airs when, changed only for days to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.week import week_check, week_rows, week_series
from broadcaster.services.week.week_fields import (
    LONGEST_MINUTES,
    Rule,
    RuleView,
    checked,
    read_length,
    require_own,
    views,
)
from broadcaster.services.week.week_overlap import WhenBoth, settle
from broadcaster.store.tables import SessionRule

__all__ = [
    "LONGEST_MINUTES",
    "Rule",
    "RuleView",
    "WhenBoth",
    "add_rule",
    "change_rule",
    "close_rule",
    "read_length",
    "rules",
]


def rules(desk: Desk, commune_id: int) -> tuple[RuleView, ...]:
    """List the sessions that hold today or will, by the time they start; none of urgent calls."""
    with desk.store.reading() as session:
        rows = [row for row in session.scalars(week_rows.weekly(commune_id, desk.today())) if row.weekdays]
        rows.sort(key=lambda row: (row.start, row.valid_from, row.id))
        return views(session, commune_id, rows)


def add_rule(
    desk: Desk, actor: Actor, rule: Rule, from_day: date, when_both: WhenBoth = WhenBoth.ASK
) -> RuleView:
    """
    Open a weekly session.

    Raises:
        Overlap: Another session sounds at that time, and nothing was chosen for that.
        Refused: A field is missing or wrong, the day has passed, or what gives way has begun; the sentence
            says which and what to do.
    """
    actor.require(Role.ADMIN)
    columns = checked(rule)
    if from_day < desk.today():
        raise Refused("Ngày bắt đầu đã qua. Hãy chọn từ hôm nay trở đi.")
    _require_order(from_day, rule.last_day)
    with desk.store.writing() as session:
        require_own(session, actor.commune_id, rule)
        before = week_check.read(session, desk, actor.commune_id)
        row = SessionRule(commune_id=actor.commune_id, valid_from=from_day, valid_to=rule.last_day, **columns)
        session.add(row)
        return _done(session, desk, actor, row, before, _Said("add", when_both, rule.said(from_day)))


def change_rule(
    desk: Desk,
    actor: Actor,
    rule_id: int,
    version: int,
    rule: Rule,
    from_day: date,
    when_both: WhenBoth = WhenBoth.ASK,
) -> RuleView:
    """
    Change a weekly session from a day on: the old one ends the day before and a new one begins.

    Exceptions to it for days from then on go over to the new one, and it keeps its series.

    Returns:
        The session that holds from that day.

    Raises:
        Stale: Somebody changed it first.
        Overlap: As `add_rule`.
        Refused: As `add_rule`; the earliest day is the first of which nothing has been aired.
    """
    columns = checked(rule)
    with desk.store.writing() as session:
        row = _row(session, actor, rule_id, version)
        require_own(session, actor.commune_id, rule)
        first = week_check.first_free_day(desk)
        if from_day < first:
            raise Refused(f"Thay đổi chỉ áp dụng từ ngày {first:%d/%m/%Y} trở đi. Hãy chọn lại ngày.")
        if row.valid_to is not None and from_day > row.valid_to:
            raise Refused(f"Buổi “{row.name}” kết thúc ngày {row.valid_to:%d/%m/%Y}. Hãy chọn ngày sớm hơn.")
        last = week_series.last_day(session, row, rule.last_day)
        _require_order(from_day, last)
        before = week_check.read(session, desk, actor.commune_id)
        said = _Said("change", when_both, rule.said(from_day) | {"before": row.id})
        if row.valid_from >= from_day:  # it has not begun, so there is no past to keep
            week_series.make_room(session, row, from_day)
            row.valid_from, row.valid_to = from_day, last
            for name, value in columns.items():
                setattr(row, name, value)
            return _done(session, desk, actor, row, before, said)
        new = SessionRule(
            commune_id=row.commune_id, series_id=row.series, valid_from=from_day, valid_to=last, **columns
        )
        week_series.follow(session, row, from_day, new)
        return _done(session, desk, actor, new, before, said)


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
        before = week_check.read(session, desk, actor.commune_id)
        week_series.close(session, row, last_day)
        said = _Said("close", WhenBoth.ASK, {"last_day": last_day.isoformat()})
        _done(session, desk, actor, row, before, said)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is done to a session, how overlaps are settled, and the rest for the audit trail."""

    verb: str
    when_both: WhenBoth
    detail: Mapping[str, object]


def _require_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Refused("Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày.")


def _row(session: Session, actor: Actor, rule_id: int, version: int) -> SessionRule:
    actor.require(Role.ADMIN)
    row = session.get(SessionRule, rule_id)
    if row is None or row.commune_id != actor.commune_id or row.urgent_call_id is not None:
        raise NotFound("Không có buổi phát này. Hãy mở lại trang các buổi phát trong tuần.")
    if row.version != version:
        raise Stale("Có người vừa sửa buổi phát này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
    row.version += 1
    return row


def _done(
    session: Session, desk: Desk, actor: Actor, row: SessionRule, before: week_check.Week, said: _Said
) -> RuleView:
    """Settle the week as it now stands, write the audit row and ask for the plan to be made again."""
    session.flush()
    after = settle(session, desk, row, row.series, (week_check.edge_day(desk), None), said.when_both)
    for one in week_check.lost(desk, before, after):
        raise Refused(week_check.too_late(one))
    settled = {"start": row.start.isoformat(timespec="minutes"), "replaces": row.replaces}
    detail = {**said.detail, **(settled if said.when_both else {})}
    note(
        session, row.commune_id, actor.login, desk.clock.now(), said.verb, f"session_rule {row.id}", **detail
    )
    due.replan(session, desk, row.commune_id)
    return views(session, row.commune_id, [row])[0]

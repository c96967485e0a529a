"""
Exceptions to the week: another time, another length or no session on some days, in one village or all.

The days are a range, or until further notice; of them all, or only holidays and days of the lunar calendar.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.week.special_days import LABELS
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.services.week import week_check, week_series
from broadcaster.services.week.week_change_view import (
    UNTIL_NOTICE,
    ChangeView,
    coming,
    exceptions,
    view,
)
from broadcaster.services.week.week_fields import read_length
from broadcaster.services.week.week_overlap import WhenBoth, settle
from broadcaster.services.week.week_rows import calendar_exception
from broadcaster.store.tables import SessionException, SessionRule, Village

__all__ = [
    "UNTIL_NOTICE",
    "Change",
    "ChangeView",
    "add_exception",
    "coming",
    "exceptions",
    "remove_exception",
]

_LONGEST_DAYS = 366
_LONGEST_NOTE = 200
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """An exception as it is typed. Where a session is cancelled, time and length say nothing."""

    rule_id: int | None
    """None means every session."""
    village_id: int | None
    """None means every village."""
    first_day: date
    last_day: date
    cancelled: bool = False
    start: time | None = None
    """None leaves the time as it is."""
    longest_minutes: int | None = None
    """None leaves the length as it is."""
    note: str = ""
    only_on: str = ""
    """On which days of the range: a key of `domain.week.special_days.LABELS`."""


def add_exception(desk: Desk, actor: Actor, change: Change, when_both: WhenBoth = WhenBoth.ASK) -> ChangeView:
    """
    Set an exception to the week.

    Raises:
        NotFound: The commune has no such session or village.
        Overlap: At its time another session sounds, and nothing was chosen for that.
        Refused: It changes nothing, its days are wrong or have passed, a session it is about has begun, or
            two others would sound at once; the sentence says what to do.
    """
    actor.require(Role.ADMIN)
    checked = _checked(desk, change)
    with desk.store.writing() as session:
        rule = _own_rule(session, actor, change)
        _require_new(session, actor, checked)
        before = week_check.read(session, desk, actor.commune_id)
        row = SessionException(commune_id=actor.commune_id, **checked)
        session.add(row)
        session.flush()
        _require_not_begun(desk, before, week_check.read(session, desk, actor.commune_id))
        days = change.first_day, change.last_day
        series = rule.series if rule else None
        _require_not_begun(desk, before, settle(session, desk, row, series, days, when_both))
        if rule and week_series.carry_on(session, rule, change.last_day):
            settle(session, desk, row, series, days, WhenBoth.ASK)
        _note(session, desk, actor, row, "add")
        return view(session, desk, row)


def _require_new(session: Session, actor: Actor, checked: dict[str, object]) -> None:
    """Refuse what stands already, as when a form is sent twice: the one would outlive the removal of the other."""
    same = {name: value for name, value in checked.items() if name != "note"}
    if session.scalar(select(SessionException.id).filter_by(commune_id=actor.commune_id, **same).limit(1)):
        raise Refused(
            "Thay đổi lịch này đã có trong danh sách. Muốn ghi lý do khác, hãy bỏ thay đổi cũ trước."
        )


def remove_exception(desk: Desk, actor: Actor, exception_id: int) -> None:
    """
    Take an exception back from the first day on of which nothing has been aired by it.

    Raises:
        NotFound: The commune has no such exception.
        Refused: All its days have passed, or without it two sessions would sound at once.
    """
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = session.get(SessionException, exception_id)
        if row is None or row.commune_id != actor.commune_id:
            raise NotFound("Không có thay đổi lịch này. Có thể đã có người xóa; hãy mở lại trang.")
        kept_to = _kept_to(session, desk, row)
        if row.last_day <= kept_to:
            raise Refused(
                "Thay đổi lịch này đã áp dụng xong nên không xóa được; nhật ký cần giữ đúng lịch đã phát."
            )
        first = max(row.first_day, kept_to + _DAY)
        last = row.last_day
        _note(session, desk, actor, row, "remove")
        if row.first_day <= kept_to:
            row.last_day = kept_to
        else:
            session.delete(row)
        session.flush()
        week_check.require_apart(week_check.read(session, desk, actor.commune_id), first, last)


def _kept_to(session: Session, desk: Desk, row: SessionException) -> date:
    """Return the last day on which an exception has done its work already, by the sessions with and without it."""
    day = week_check.edge_day(desk)
    week = week_check.read(session, desk, row.commune_id)
    without = week.without(calendar_exception(row))
    done = week_check.lost(desk, week, without, 0) or week_check.lost(desk, without, week, 0)
    return day if done else day - _DAY


def _require_not_begun(desk: Desk, before: week_check.Week, after: week_check.Week) -> None:
    for one in (*week_check.lost(desk, before, after), *week_check.lost(desk, after, before)):
        raise Refused(week_check.too_late(one))


def _checked(desk: Desk, change: Change) -> dict[str, object]:
    """Check every field; return them by column."""
    if change.last_day < change.first_day:
        raise Refused("Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày.")
    if change.first_day < desk.today():
        raise Refused("Ngày đầu đã qua. Hãy chọn từ hôm nay trở đi.")
    if change.last_day != UNTIL_NOTICE and (change.last_day - change.first_day).days >= _LONGEST_DAYS:
        raise Refused(
            "Thay đổi dài quá một năm. Hãy chọn “Đến khi có thông báo mới”, hoặc sửa hẳn buổi phát trong tuần."
        )
    if change.only_on not in LABELS:
        raise Refused("Hãy chọn lại thay đổi áp dụng vào những ngày nào trong khoảng.")
    if not coming(change.only_on, change.first_day, change.last_day):
        raise Refused(f"Trong khoảng đã chọn không có {LABELS[change.only_on]}. Hãy chọn khoảng ngày khác.")
    if not change.cancelled and change.start is None and change.longest_minutes is None:
        raise Refused("Hãy chọn nghỉ phát, giờ phát khác hoặc thời lượng khác.")
    length = None if change.longest_minutes is None else read_length(change.longest_minutes)
    return {
        "rule_id": change.rule_id,
        "village_id": change.village_id,
        "first_day": change.first_day,
        "last_day": change.last_day,
        "only_on": change.only_on,
        "cancelled": change.cancelled,
        "start": None if change.cancelled or change.start is None else change.start.replace(second=0),
        "longest_ms": None if change.cancelled else length,
        "note": line(change.note, "lý do", longest=_LONGEST_NOTE, needed=False),
    }


def _own_rule(session: Session, actor: Actor, change: Change) -> SessionRule | None:
    """Return the session an exception is about, where it is about one; what is named is of this commune."""
    rule = session.get(SessionRule, change.rule_id) if change.rule_id is not None else None
    if change.rule_id is not None and (
        rule is None or rule.commune_id != actor.commune_id or rule.urgent_call_id is not None
    ):
        raise NotFound("Không có buổi phát này. Hãy chọn lại buổi trong danh sách.")
    village = session.get(Village, change.village_id) if change.village_id is not None else None
    if change.village_id is not None and (village is None or village.commune_id != actor.commune_id):
        raise NotFound("Không có thôn này. Hãy chọn lại thôn trong danh sách.")
    return rule


def _note(session: Session, desk: Desk, actor: Actor, row: SessionException, verb: str) -> None:
    """Write the audit row, with all of the exception in it, and ask for the plan to be made again."""
    said = {name: value for name, value in _columns(row).items() if name not in ("id", "commune_id")}
    note(session, row.commune_id, actor.login, desk.clock.now(), verb, f"session_exception {row.id}", **said)
    due.replan(session, desk, row.commune_id)


def _columns(row: SessionException) -> dict[str, object]:
    """Return an exception as JSON can say it."""
    values = {one.key: getattr(row, one.key) for one in SessionException.__mapper__.column_attrs}
    return {
        name: value.isoformat() if isinstance(value, date | time) else value for name, value in values.items()
    }

"""Exceptions to the week: another time, another length or no session on some days, in one village or all."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.programme import week_check
from broadcaster.services.programme.expected import calendar_exception
from broadcaster.services.programme.week import read_length
from broadcaster.services.typed import line
from broadcaster.store.tables import SessionException, SessionRule, Village

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


@dataclass(frozen=True, slots=True)
class ChangeView:
    """An exception as pages show it; names are none where it is for every session or village."""

    id: int
    rule_id: int | None
    rule_name: str | None
    village_id: int | None
    village_name: str | None
    first_day: date
    last_day: date
    cancelled: bool
    start: time | None
    longest_minutes: int | None
    note: str


def exceptions(desk: Desk, commune_id: int) -> tuple[ChangeView, ...]:
    """List the exceptions that are not over, by their first day."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(SessionException)
            .where(SessionException.commune_id == commune_id, SessionException.last_day >= desk.today())
            .order_by(SessionException.first_day, SessionException.id)
        )
        return tuple(_view(session, row) for row in rows)


def add_exception(desk: Desk, actor: Actor, change: Change) -> ChangeView:
    """
    Set an exception to the week.

    Raises:
        NotFound: The commune has no such session or village.
        Refused: It changes nothing, its days are wrong or have passed, a session it is about has begun, or
            two sessions would sound at once; the sentence says what to do.
    """
    actor.require(Role.ADMIN)
    checked = _checked(desk, change)
    with desk.store.writing() as session:
        _require_own(session, actor, change)
        before = week_check.read(session, actor.commune_id, change.village_id)
        row = SessionException(commune_id=actor.commune_id, **checked)
        session.add(row)
        session.flush()
        after = week_check.read(session, actor.commune_id)
        day, about = week_check.edge_day(desk), calendar_exception(row)
        for week in (before, after):
            gone = week_check.begun(desk, week_check.touched(week, about, change.first_day, day))
            if gone:
                raise Refused(_too_late(gone[0].name, local(gone[0].starts_at).strftime("%H:%M")))
        week_check.require_apart(after, change.first_day, change.last_day)
        _note(session, desk, actor, row, "add")
        return _view(session, row)


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
        week_check.require_apart(week_check.read(session, actor.commune_id), first, last)


def _kept_to(session: Session, desk: Desk, row: SessionException) -> date:
    """Return the last day on which an exception has done its work already, by the sessions with and without it."""
    day, about = week_check.edge_day(desk), calendar_exception(row)
    week = week_check.read(session, row.commune_id)
    without = week_check.Week(
        week.rules, tuple(one for one in week.exceptions if one != about), week.villages
    )
    done = (week_check.begun(desk, week_check.touched(one, about, day, day)) for one in (week, without))
    return day if any(done) else day - _DAY


def _checked(desk: Desk, change: Change) -> dict[str, object]:
    """Check every field; return them by column."""
    if change.last_day < change.first_day:
        raise Refused("Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày.")
    if change.first_day < desk.today():
        raise Refused("Ngày đầu đã qua. Hãy chọn từ hôm nay trở đi.")
    if (change.last_day - change.first_day).days >= _LONGEST_DAYS:
        raise Refused("Thay đổi dài quá một năm. Hãy sửa hẳn buổi phát trong tuần.")
    if not change.cancelled and change.start is None and change.longest_minutes is None:
        raise Refused("Hãy chọn nghỉ phát, giờ phát khác hoặc thời lượng khác.")
    length = None if change.longest_minutes is None else read_length(change.longest_minutes)
    return {
        "rule_id": change.rule_id,
        "village_id": change.village_id,
        "first_day": change.first_day,
        "last_day": change.last_day,
        "cancelled": change.cancelled,
        "start": None if change.cancelled or change.start is None else change.start.replace(second=0),
        "longest_ms": None if change.cancelled else length,
        "note": line(change.note, "lý do", longest=_LONGEST_NOTE, needed=False),
    }


def _require_own(session: Session, actor: Actor, change: Change) -> None:
    rule = session.get(SessionRule, change.rule_id) if change.rule_id is not None else None
    if change.rule_id is not None and (rule is None or rule.commune_id != actor.commune_id):
        raise NotFound("Không có buổi phát này. Hãy chọn lại buổi trong danh sách.")
    village = session.get(Village, change.village_id) if change.village_id is not None else None
    if change.village_id is not None and (village is None or village.commune_id != actor.commune_id):
        raise NotFound("Không có thôn này. Hãy chọn lại thôn trong danh sách.")


def _too_late(name: str, start: str) -> str:
    return (
        f"Buổi “{name}” lúc {start} đã phát hoặc sắp phát nên không đổi được nữa. "
        "Hãy chọn ngày sau, hoặc chọn buổi khác."
    )


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


def _view(session: Session, row: SessionException) -> ChangeView:
    rule = session.get(SessionRule, row.rule_id) if row.rule_id is not None else None
    village = session.get(Village, row.village_id) if row.village_id is not None else None
    return ChangeView(
        id=row.id,
        rule_id=row.rule_id,
        rule_name=rule.name if rule else None,
        village_id=row.village_id,
        village_name=village.name if village else None,
        first_day=row.first_day,
        last_day=row.last_day,
        cancelled=row.cancelled,
        start=row.start,
        longest_minutes=None if row.longest_ms is None else row.longest_ms // 60_000,
        note=row.note,
    )

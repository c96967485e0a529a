"""Limits of air time (giới hạn phát): what the commune's decisions allow, each with its number and date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.limits import airtime_words
from broadcaster.domain.limits.airtime import Limit, LimitKind
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import AirLimit, LimitAcceptance

MOST = {
    LimitKind.SESSIONS_A_DAY: (24, "buổi"),
    LimitKind.MINUTES_A_SESSION: (180, "phút"),
    LimitKind.MINUTES_A_DAY: (24 * 60, "phút"),
}
"""For each kind that is a number: the greatest that makes sense, and of what."""
_LONGEST_NUMBER = 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LimitWords:
    """A limit as it is typed; only what its kind needs is read."""

    kind: LimitKind
    document: str
    document_day: date
    valid_from: date
    amount: int = 0
    weekdays: tuple[int, ...] = ()
    quiet_from: time | None = None
    quiet_to: time | None = None


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit as pages show it."""

    limit: Limit
    label: str
    says: str
    document: str
    begun: bool
    version: int


def listing(desk: Desk, commune_id: int) -> tuple[LimitView, ...]:
    """List the limits that are in force today or will be, by kind."""
    kinds, today = list(LimitKind), desk.today()
    with desk.store.reading() as session:
        rows = [row for row in rows_of(session, commune_id) if row.valid_to is None or row.valid_to >= today]
        rows.sort(key=lambda row: (kinds.index(LimitKind(row.kind)), row.valid_from, row.id))
        return tuple(_view(row, today) for row in rows)


def rows_of(session: Session, commune_id: int) -> Sequence[AirLimit]:
    """Return every limit a commune has or had, by id."""
    return session.scalars(
        select(AirLimit).where(AirLimit.commune_id == commune_id).order_by(AirLimit.id)
    ).all()


def limit_of(row: AirLimit) -> Limit:
    """Read a row as the rules of air time take it."""
    return Limit(
        id=row.id,
        kind=LimitKind(row.kind),
        document=row.document,
        document_day=row.document_day,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        amount=row.amount,
        weekdays=frozenset(row.weekdays),
        quiet_from=row.quiet_from or time(0),
        quiet_to=row.quiet_to or time(0),
    )


def add(desk: Desk, actor: Actor, words: LimitWords) -> LimitView:
    """
    Enter a limit.

    Raises:
        Refused: A field is missing or wrong, or there is one of this kind already on those days; the sentence
            says what to do.
    """
    actor.require(Role.ADMIN)
    checked = _checked(desk, words)
    with desk.store.writing() as session:
        row = AirLimit(commune_id=actor.commune_id, entered_at=desk.clock.now(), **checked)
        session.add(row)
        return _done(session, desk, actor, row, "add")


def change(desk: Desk, actor: Actor, limit_id: int, version: int, words: LimitWords) -> LimitView:
    """
    Correct a limit; its kind stays. What the log says already of past sessions stays as it was.

    Raises:
        Stale: Somebody changed it first.
        Refused: As `add`.
    """
    checked = _checked(desk, words)
    with desk.store.writing() as session:
        row = _row(session, actor, limit_id, version)
        for name, value in (checked | {"kind": row.kind, "entered_at": desk.clock.now()}).items():
            setattr(row, name, value)
        return _done(session, desk, actor, row, "change")


def end(desk: Desk, actor: Actor, limit_id: int, version: int, last_day: date) -> None:
    """
    Say a limit's last day; one that never was in force is taken out.

    Raises:
        Stale: Somebody changed it first.
        Refused: The last day has passed, or a leader accepted something on the days to come.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, limit_id, version)
        if last_day < desk.today() - _DAY:
            raise Refused("Ngày cuối đã qua. Hãy chọn từ hôm qua trở đi.")
        if last_day >= row.valid_from:
            row.valid_to = last_day
        elif session.scalar(select(LimitAcceptance.id).where(LimitAcceptance.limit_id == row.id).limit(1)):
            raise Refused(
                f"Giới hạn này có hiệu lực từ {row.valid_from:%d/%m/%Y}. Hãy chọn ngày cuối từ hôm đó."
            )
        else:
            session.delete(row)
        said = airtime_words.limit(limit_of(row))
        note(
            session, row.commune_id, actor.login, desk.clock.now(), "close", f"air_limit {row.id}", name=said
        )
        due.replan(session, desk, row.commune_id)


def _checked(desk: Desk, words: LimitWords) -> dict[str, object]:
    """Check every field; return them by column."""
    number = line(words.document, "số văn bản quy định", longest=_LONGEST_NUMBER)
    if words.document_day > desk.today():
        raise Refused("Ngày ký văn bản ở sau hôm nay. Hãy ghi lại ngày trên văn bản.")
    return {
        "kind": words.kind.value,
        "document": number,
        "document_day": words.document_day,
        "valid_from": words.valid_from,
        "amount": _amount(words),
        "weekdays": _weekdays(words),
        **_quiet(words),
    }


def _amount(words: LimitWords) -> int:
    if words.kind not in MOST:
        return 0
    most, unit = MOST[words.kind]
    if not 1 <= words.amount <= most:
        raise Refused(f"Hãy ghi số {unit} từ 1 đến {most}.")
    return words.amount


def _weekdays(words: LimitWords) -> list[int]:
    days = sorted(set(words.weekdays)) if words.kind is LimitKind.WEEKDAYS else []
    if words.kind is LimitKind.WEEKDAYS and not (days and set(days) <= set(range(1, 8))):
        raise Refused("Hãy chọn ít nhất một ngày được phát.")
    return days


def _quiet(words: LimitWords) -> dict[str, time | None]:
    if words.kind is not LimitKind.QUIET:
        return {"quiet_from": None, "quiet_to": None}
    if words.quiet_from is None or words.quiet_to is None:
        raise Refused("Hãy ghi cả giờ bắt đầu và giờ kết thúc của giờ yên lặng.")
    begins, ends = (one.replace(second=0, microsecond=0) for one in (words.quiet_from, words.quiet_to))
    if begins == ends:
        raise Refused("Giờ yên lặng bắt đầu và kết thúc cùng một lúc. Hãy ghi lại hai giờ khác nhau.")
    return {"quiet_from": begins, "quiet_to": ends}


def _row(session: Session, actor: Actor, limit_id: int, version: int) -> AirLimit:
    actor.require(Role.ADMIN)
    row = session.get(AirLimit, limit_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Không có giới hạn này. Hãy mở lại trang Giới hạn phát.")
    if row.version != version:
        raise Stale("Có người vừa sửa giới hạn này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
    row.version += 1
    return row


def _done(session: Session, desk: Desk, actor: Actor, row: AirLimit, verb: str) -> LimitView:
    """Check that no two say the same thing of one day, write the audit row, and have the log told."""
    session.flush()
    for other in rows_of(session, row.commune_id):
        if other.id != row.id and other.kind == row.kind != LimitKind.QUIET and _meet(other, row):
            view = _view(other, desk.today())
            raise Refused(
                f"Đã có giới hạn “{view.label}”: {view.says} ({view.document}). "
                "Hãy sửa giới hạn đó, hoặc cho nó thôi áp dụng trước ngày này."
            )
    view = _view(row, desk.today())
    told = {"name": view.says, "document": view.document, "valid_from": row.valid_from.isoformat()}
    note(session, row.commune_id, actor.login, desk.clock.now(), verb, f"air_limit {row.id}", **told)
    due.replan(session, desk, row.commune_id)
    return view


def _meet(one: AirLimit, other: AirLimit) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def _view(row: AirLimit, today: date) -> LimitView:
    limit = limit_of(row)
    return LimitView(
        limit=limit,
        label=airtime_words.LABELS[limit.kind],
        says=airtime_words.limit(limit),
        document=airtime_words.document(limit),
        begun=row.valid_from <= today,
        version=row.version,
    )

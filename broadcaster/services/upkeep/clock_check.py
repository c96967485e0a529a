"""
Whether the machine's clock can be believed, by what the home has written down so far.

A board without a battery wakes up years ago; a mistyped year makes everything old. The days on which people
and the program did something are what the clock is held against.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.errors import Unavailable
from broadcaster.services.desk import Desk
from broadcaster.store.tables import Airing, Audit

_WEEK = timedelta(days=8)
_LATER_DAYS = 3
"""Acts on so many days that are still to come were not all done by a clock that was ahead for a moment."""
_KNOWN_DAYS = 2
_LATELY = 5000
"""Rows of the log that are looked at; it grows every night."""


def require_time(desk: Desk, commune_id: int) -> None:
    """
    Refuse to plan by a clock that is far behind: it would take what has aired for what is still to come.

    Raises:
        Unavailable: Acts of several later days are known and none of the days before now; signing in is
            such an act, so whoever comes, reads the warning and goes on by this clock is believed.
    """
    now = desk.clock.now()
    with desk.store.reading() as session:
        latest = _later(session, commune_id, now)
        if latest is not None and not _before(session, commune_id, now):
            raise Unavailable(
                f"{_behind(now, latest)} Lịch phát được giữ nguyên cho đến khi có người đăng nhập."
            )


def warning(desk: Desk, commune_id: int) -> str:
    """Say on the first page that the clock seems far behind, until the home has known some days like these."""
    now = desk.clock.now()
    with desk.store.reading() as session:
        latest = _later(session, commune_id, now)
        if latest is None or len(_days(_before(session, commune_id, now))) > _KNOWN_DAYS:
            return ""
    return f"{_behind(now, latest)} Nếu để sai, loa sẽ phát sai ngày."


def _behind(now: datetime, latest: datetime) -> str:
    return (
        f"Đồng hồ của máy đang chỉ ngày {local(now):%d/%m/%Y}, nhưng sổ của xã đã có việc của ngày "
        f"{local(latest):%d/%m/%Y}. Hãy chỉnh lại ngày giờ của máy."
    )


def _later(session: Session, commune_id: int, now: datetime) -> datetime | None:
    """Return the last of the acts that lie ahead, where they are of several days and not soon."""
    of_commune = select(Audit.at).where(Audit.commune_id == commune_id, Audit.at > now)
    if session.scalar(of_commune.where(Audit.at > now + _WEEK).limit(1)) is None:
        return None
    later = session.scalars(of_commune).all()
    return max(later) if len(_days(later)) >= _LATER_DAYS else None


def _before(session: Session, commune_id: int, now: datetime) -> Sequence[datetime]:
    return session.scalars(
        select(Audit.at).where(Audit.commune_id == commune_id, Audit.at.between(now - _WEEK, now))
    ).all()


def is_believed(desk: Desk) -> bool:
    """Say whether something was done on some of the days just before today, by the program or by people."""
    today = desk.today()
    now = desk.clock.now()
    with desk.store.reading() as session:
        newest = session.scalar(select(func.max(Airing.id))) or 0
        acts = [
            *session.scalars(select(Audit.at).where(Audit.at.between(now - _WEEK, now))),
            *session.scalars(
                select(Airing.at).where(Airing.id > newest - _LATELY, Airing.at.between(now - _WEEK, now))
            ),
        ]
    return sum(day < today for day in _days(acts)) >= _KNOWN_DAYS


def _days(acts: Iterable[datetime]) -> set[date]:
    return {local(at).date() for at in acts}

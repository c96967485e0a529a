"""
Whether the machine's clock can be believed, by what the home has written down so far.

A board without a battery wakes up years ago; a mistyped year makes everything old. The days on which people
and the program did something are what the clock is held against.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

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
            such an act, so whoever reads the clock and finds it right has only to sign in.
    """
    now = desk.clock.now()
    with desk.store.reading() as session:
        of_commune = select(Audit.at).where(Audit.commune_id == commune_id)
        if session.scalar(of_commune.where(Audit.at > now + _WEEK).limit(1)) is None:
            return
        if session.scalar(of_commune.where(Audit.at.between(now - _WEEK, now)).limit(1)) is not None:
            return
        later = session.scalars(of_commune.where(Audit.at > now)).all()
    if len(_days(later)) >= _LATER_DAYS:
        raise Unavailable(
            f"Đồng hồ của máy đang chỉ ngày {local(now):%d/%m/%Y}, nhưng sổ của xã đã có việc của ngày "
            f"{local(max(later)):%d/%m/%Y}. Lịch phát được giữ nguyên. Hãy chỉnh lại ngày giờ của máy; "
            "nếu ngày giờ đã đúng, hãy đăng nhập lại một lần."
        )


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

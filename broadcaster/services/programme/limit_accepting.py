"""Accepting that a session is over a limit of air time: a leader's word, with a reason, into the log at once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from broadcaster.domain.workflow import Role
from broadcaster.errors import Refused, Stale
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.programme import limit_log
from broadcaster.services.programme.limit_warnings import OverLimit, coming_in
from broadcaster.services.typed import line
from broadcaster.store.tables import LimitAcceptance

LONGEST_REASON = 300
_LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a leader accepts, as the page showed it."""

    limit_id: int
    series: int
    up_to: int
    """What the page said is accepted at most."""
    last_day: date
    reason: str
    every_session: bool = False
    """Whether it is for every session of these days, not this one alone."""


def accept(desk: Desk, actor: Actor, wanted: Wanted) -> LimitAcceptance:
    """
    Accept that a session is over a limit from today to some day, and write it into the log beside each one made.

    Raises:
        NotAllowed: The person is no leader.
        Refused: No reason, the last day has passed or is too far, or nothing is over that limit any more.
        Stale: It is over by more than the page said.
    """
    actor.require(Role.APPROVER)
    reason = line(wanted.reason, "lý do chấp nhận vượt giới hạn", longest=LONGEST_REASON)
    _check_days(desk, wanted)
    with desk.store.writing() as session:
        over = _over(session, desk, actor, wanted)
        row = LimitAcceptance(
            commune_id=actor.commune_id,
            limit_id=over.limit.id,
            series_id=None if wanted.every_session else over.series,
            first_day=desk.today(),
            last_day=wanted.last_day,
            up_to=max(over.needed, min(wanted.up_to, over.up_to)),
            says=f"“{over.name}” {over.says}",
            reason=reason,
            by_id=actor.person_id,
            at=desk.clock.now(),
        )
        session.add(row)
        session.flush()
        limit_log.write(session, desk, actor.commune_id, actor.name)
        told = {"name": row.says, "reason": reason, "last_day": wanted.last_day.isoformat()}
        note(session, row.commune_id, actor.login, row.at, "accept", f"air_limit {over.limit.id}", **told)
        return row


def _check_days(desk: Desk, wanted: Wanted) -> None:
    days = (wanted.last_day - desk.today()).days + 1
    if days < 1:
        raise Refused("Ngày cuối đã qua. Hãy chọn từ hôm nay trở đi.")
    if days > _LONGEST_DAYS:
        raise Refused(f"Chỉ chấp nhận trước được {_LONGEST_DAYS} ngày. Hãy chọn ngày cuối gần hơn.")


def _over(session: Session, desk: Desk, actor: Actor, wanted: Wanted) -> OverLimit:
    """Find what the page showed as it stands now."""
    found = [
        one
        for one in coming_in(session, desk, actor.commune_id)
        if one.waits and (one.limit.id, one.series) == (wanted.limit_id, wanted.series)
    ]
    if not found:
        raise Refused(
            "Không còn buổi nào vượt giới hạn này mà chưa được chấp nhận. Hãy mở lại trang để xem tình hình mới."
        )
    if found[0].needed > wanted.up_to:
        raise Stale(
            f"Chương trình vừa đổi: “{found[0].name}” {found[0].says}. Hãy xem lại con số mới rồi bấm lần nữa."
        )
    return found[0]

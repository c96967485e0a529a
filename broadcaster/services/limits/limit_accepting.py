"""Accepting that sessions are over limits of air time: a leader's word, with a reason, into the log at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused, Stale
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.limits import limit_log
from broadcaster.services.limits.limit_warnings import OverLimit, coming_in
from broadcaster.services.typed import line
from broadcaster.store.tables import LimitAcceptance

LONGEST_REASON = 300
_LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Shown:
    """One session over one limit, as the leader's page showed it."""

    limit_id: int
    series: int
    up_to: int
    """What the page said is accepted at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a leader accepts, to which day, and why."""

    shown: tuple[Shown, ...]
    last_day: date
    reason: str
    every_session: bool = False
    """Whether it is for every session of these days, not for those shown alone."""


def accept(desk: Desk, actor: Actor, wanted: Wanted) -> tuple[LimitAcceptance, ...]:
    """
    Accept that sessions are over limits from today to some day, and write it into the log beside each one made.

    Raises:
        NotAllowed: The person is no leader.
        Refused: Nothing chosen, no reason, the last day has passed or is too far, or nothing is over that limit
            any more. Nothing is accepted then.
        Stale: Something is over by more than the page said.
    """
    actor.require(Role.APPROVER)
    reason = line(wanted.reason, "lý do chấp nhận vượt giới hạn", longest=LONGEST_REASON)
    _check(desk, wanted)
    with desk.store.writing() as session:
        now = desk.clock.now()
        waiting = [one for one in coming_in(session, desk, actor.commune_id) if one.waits]
        rows = tuple(
            LimitAcceptance(
                commune_id=actor.commune_id,
                limit_id=over.limit.id,
                series_id=None if wanted.every_session else over.series,
                first_day=desk.today(),
                last_day=wanted.last_day,
                up_to=max(over.needed, min(shown.up_to, over.up_to)),
                says=f"“{over.name}” {over.says}",
                reason=reason,
                by_id=actor.person_id,
                at=now,
            )
            for shown in dict.fromkeys(wanted.shown)
            for over in [_over(waiting, shown)]
        )
        session.add_all(rows)
        session.flush()
        limit_log.write(session, desk, actor.commune_id, actor.name)
        for row in rows:
            _note(session, actor, row)
        return rows


def _check(desk: Desk, wanted: Wanted) -> None:
    if not wanted.shown:
        raise Refused("Hãy đánh dấu ít nhất một trường hợp rồi bấm lại.")
    days = (wanted.last_day - desk.today()).days + 1
    if days < 1:
        raise Refused("Ngày cuối đã qua. Hãy chọn từ hôm nay trở đi.")
    if days > _LONGEST_DAYS:
        raise Refused(f"Chỉ chấp nhận trước được {_LONGEST_DAYS} ngày. Hãy chọn ngày cuối gần hơn.")


def _over(waiting: Sequence[OverLimit], shown: Shown) -> OverLimit:
    """Find what the page showed as it stands now."""
    key = shown.limit_id, shown.series
    found = next((one for one in waiting if (one.limit.id, one.series) == key), None)
    if found is None:
        raise Refused(
            "Có trường hợp không còn vượt giới hạn, hoặc đã được chấp nhận. Hãy mở lại trang để xem tình hình mới."
        )
    if found.needed > shown.up_to:
        raise Stale(
            f"Chương trình vừa đổi: “{found.name}” {found.says}. Hãy xem lại con số mới rồi bấm lần nữa."
        )
    return found


def _note(session: Session, actor: Actor, row: LimitAcceptance) -> None:
    told = {"name": row.says, "reason": row.reason, "last_day": row.last_day.isoformat()}
    note(session, row.commune_id, actor.login, row.at, "accept", f"air_limit {row.limit_id}", **told)

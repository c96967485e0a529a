"""
What any coming day will air by what stands now, also past the horizon to which programmes are made.

Every session up to that day is planned, because what airs before counts; nothing is written. The sound of one
session can be made to be heard before its programme is made.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from broadcaster.domain.week.session import Key
from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk
from broadcaster.services.plan import outlook
from broadcaster.services.plan.planning import Decided, Gathered

FURTHEST = timedelta(days=92)
"""How far ahead a day can be looked at: by then every bulletin that is approved today has had its airings."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The plan as it stands now."""

    gathered: Gathered
    decided: Mapping[Key, Decided]
    """Sessions that may still change, by village, rule and day."""


def foresee(desk: Desk, commune_id: int, until: date, village_ids: Collection[int] | None = None) -> Foreseen:
    """
    Plan every session that may still change, up to a day.

    Args:
        desk: What to work with.
        commune_id: Whose.
        until: The last day.
        village_ids: Only in these villages: what is decided there depends on no other.
    """
    gathered, decided = outlook.foresee(_as_far_as(desk, until), commune_id, village_ids)
    return Foreseen(gathered, decided)


def require_coming(desk: Desk, day: date) -> None:
    """
    Let through today and the coming days that can be looked at.

    Raises:
        NotFound: The day has passed, or is too far away; the sentence says where to look.
    """
    if day < desk.today():
        raise NotFound(f"Ngày {day:%d/%m/%Y} đã qua. Những gì đã phát có ở trang Nhật ký phát thanh.")
    if day > desk.today() + FURTHEST:
        raise NotFound(
            f"Ngày {day:%d/%m/%Y} còn xa quá. Xem trước được đến ngày {desk.today() + FURTHEST:%d/%m/%Y}."
        )


def _as_far_as(desk: Desk, day: date) -> Desk:
    """
    Return the same desk with a horizon that takes a day in.

    Never a nearer one than programmes are made to: greetings count as the longest of the horizon, so that with
    another one something else might fit than what is made.
    """
    days = max((day - desk.today()).days, desk.settings.horizon_days)
    return replace(desk, settings=replace(desk.settings, horizon_days=days))

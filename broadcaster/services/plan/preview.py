"""How far ahead the plan can be looked at."""

from datetime import date, timedelta

from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk

FURTHEST = timedelta(days=92)
"""How far ahead a day can be looked at: by then every bulletin that is approved today has had its airings."""


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

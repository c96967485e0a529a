"""
What is known of an airing: every planned session is in exactly one honest state.

    đã lên lịch -> đã tải về -> đã phát | xác nhận đã phát | không phát | chưa xác nhận

Only stations and people make airings: what was planned or fetched is never counted as aired.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from broadcaster.errors import Refused


class Outcome(StrEnum):
    """What a row of the log says, and what is known of a session."""

    PLANNED = "da_len_lich"
    DOWNLOADED = "da_tai_ve"
    PLAYED = "da_phat"
    """Measured by the station's player."""
    DECLARED = "xac_nhan_da_phat"
    """Said by a person."""
    NOT_PLAYED = "khong_phat"
    UNCONFIRMED = "chua_xac_nhan"
    """Over, and nobody has said anything. Never written in a row: it follows from the time."""


LABELS = {
    Outcome.PLANNED: "đã lên lịch",
    Outcome.DOWNLOADED: "đã tải về",
    Outcome.PLAYED: "đã phát (máy ghi nhận)",
    Outcome.DECLARED: "xác nhận đã phát",
    Outcome.NOT_PLAYED: "không phát",
    Outcome.UNCONFIRMED: "chưa xác nhận",
}

REASONS = {
    "mat_dien": "Mất điện",
    "mat_mang": "Mất mạng",
    "hong_loa": "Hỏng loa",
    "hong_may": "Hỏng máy phát",
    "trung_lich": "Trùng lịch",
    "vang_nguoi_truc": "Vắng người trực",
    "thoi_tiet": "Mưa bão, thiên tai",
    "bo_theo_lenh": "Bỏ theo lệnh",
    "khac": "Lý do khác",
}
"""Why a session was not aired, in the order in which pages offer it."""

_STATEMENTS = (Outcome.PLAYED, Outcome.DECLARED, Outcome.NOT_PLAYED)


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log about one session."""

    seq: int
    outcome: Outcome
    at: datetime
    corrects: int | None = None
    """The row that this one takes the place of."""


def state_of(events: Iterable[Event], over_at: datetime, now: datetime) -> Outcome:
    """
    Say what is known of a session.

    Args:
        events: Its rows, in any order. The last statement that no other corrects stands; a fetch only
            prepares an airing.
        over_at: From which instant on silence means that nobody confirmed it.
        now: The instant from which it is looked at.
    """
    rows = sorted(events, key=lambda event: event.seq)
    corrected = {event.corrects for event in rows}
    standing = [row for row in rows if row.outcome in _STATEMENTS and row.seq not in corrected]
    if standing:
        return standing[-1].outcome
    if now >= over_at:
        return Outcome.UNCONFIRMED
    fetched = any(row.outcome is Outcome.DOWNLOADED for row in rows)
    return Outcome.DOWNLOADED if fetched else Outcome.PLANNED


def may_declare(starts_at: datetime, now: datetime) -> None:
    """
    Let a person speak of a session only once it has begun.

    Raises:
        Refused: It has not; the sentence says how long to wait.
    """
    if now < starts_at:
        raise Refused(
            f"Buổi này chưa đến giờ phát, còn {_until(starts_at, now)} nữa. "
            "Hãy xác nhận sau khi buổi phát bắt đầu."
        )


def _until(starts_at: datetime, now: datetime) -> str:
    """Say how long it still is, in two units at most."""
    minutes = -(-int((starts_at - now).total_seconds()) // 60)
    days, rest = divmod(max(1, minutes), 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{count} {unit}" for count, unit in ((days, "ngày"), (hours, "giờ"), (left, "phút")) if count]
    return " ".join(parts[:2])

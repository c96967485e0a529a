"""Whether a bulletin may be in a session at all, whatever room there is; where not, why, in words."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from broadcaster.domain.plan.by_hand import Hand
from broadcaster.domain.plan.pace import due_by, next_due
from broadcaster.domain.plan.running_order import Candidate
from broadcaster.domain.plan.template import LONGEST_HEADLINE, PartKind, ProgrammeKind, Template
from broadcaster.domain.plan.turns import Heard
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.units import Millis, spoken_length

_LONGEST_HEADLINE = Millis(LONGEST_HEADLINE + 1000)
"""With the pause that follows it."""


def why_not(one: Occurrence, candidate: Candidate, heard: Heard, template: Template, hand: Hand) -> str:
    """Say what keeps a bulletin out of a session; nothing when it may be in."""
    return (
        _not_here(one, candidate, hand)
        or _had_enough(one, candidate, heard)
        or _not_this_kind(one, candidate, template)
        or _no_language(one, candidate)
    )


def why_not_yet(one: Occurrence, candidate: Candidate, aired: int, later_notices: AbstractSet[int]) -> str:
    """
    Say what a bulletin waits for; nothing when it does not wait.

    It has had what is due to it by this day; or it is a notice for which a session of notices comes later that
    day, unless it is behind already.

    Args:
        one: The session.
        candidate: The bulletin.
        aired: How often it was aired in the village.
        later_notices: Series of the village's sessions of notices later that day.
    """
    if aired >= due_by(candidate, one.day):
        day = _numbers(next_due(candidate, aired))
        return f"giãn đều các ngày: đã xếp {aired}/{candidate.airings} lần, lần tới từ ngày {day}"
    waits = candidate.notice and candidate.urgency is Urgency.NORMAL
    series = candidate.session_series
    own = later_notices if series is None else later_notices & series
    if waits and own and aired >= due_by(candidate, one.day - timedelta(days=1)):
        return "chờ buổi Thông báo cùng ngày"
    return ""


def why_no_headline(one: Occurrence, candidate: Candidate, heard: Heard, hand: Hand) -> str:
    """Say what keeps the short form of a bulletin out of a session; nothing when it may be in."""
    length, had = candidate.headline_in(one.village_id), heard.headlines.get(candidate.bulletin_id, 0)
    if not_here := _not_here(one, candidate, hand):
        return not_here
    if not length:
        return (
            "chưa có lời điểm tin; bản tin "
            f"dài {spoken_length(candidate.length_in(one.village_id))}, mỗi tin điểm tối đa 1 phút"
        )
    if length > _LONGEST_HEADLINE:
        return f"lời điểm tin dài {spoken_length(length)}, mỗi tin điểm tối đa 1 phút"
    if had >= candidate.airings:
        return f"đã xếp điểm đủ {candidate.airings} lần"
    if had >= due_by(candidate, one.day):
        return (
            f"giãn đều các ngày: đã xếp điểm {had} lần, lần tới từ ngày {_numbers(next_due(candidate, had))}"
        )
    return ""


def is_short(candidate: Candidate, village_id: int) -> bool:
    """Say whether a bulletin is short enough to stand among headlines as it is."""
    return not candidate.headline_in(village_id) and candidate.length_in(village_id) <= _LONGEST_HEADLINE


def _not_here(one: Occurrence, candidate: Candidate, hand: Hand) -> str:
    """Say whether a bulletin is not ready, or not for this village, day or session."""
    if candidate.called:
        return "tin khẩn cấp phát trong các buổi riêng"
    if not candidate.ready:
        return candidate.reason_not_ready or "chưa có giọng đọc"
    if not candidate.is_for(one.village_id):
        return "không phát ở thôn này"
    return _wrong_day(one, candidate) or _wrong_session(one, candidate, hand)


def _wrong_day(one: Occurrence, candidate: Candidate) -> str:
    if one.day < candidate.first_day:
        return f"chưa đến ngày đầu {_numbers(candidate.first_day)}"
    if one.day > candidate.last_day:
        return f"đã qua ngày cuối {_numbers(candidate.last_day)}"
    return ""


def _wrong_session(one: Occurrence, candidate: Candidate, hand: Hand) -> str:
    if candidate.session_series is not None and one.series not in candidate.session_series:
        return "người soạn chọn buổi khác"
    return "được bỏ khỏi buổi này" if candidate.bulletin_id in hand.out else ""


def _had_enough(one: Occurrence, candidate: Candidate, heard: Heard) -> str:
    if heard.total.get(candidate.bulletin_id, 0) >= candidate.airings:
        return f"đã xếp đủ {candidate.airings} lần phát"
    most = candidate.airings_a_day
    if most and heard.by_day.get((candidate.bulletin_id, one.day), 0) >= most:
        return f"đã đủ {most} lần trong ngày"
    return ""


def _not_this_kind(one: Occurrence, candidate: Candidate, template: Template) -> str:
    """Say that a session is for something else."""
    if template.kind is ProgrammeKind.HEADLINES and not is_short(candidate, one.village_id):
        return "buổi này chỉ điểm tin"
    if template.kind is ProgrammeKind.NOTICES and not candidate.notice:
        return "buổi này chỉ phát thông báo"
    if template.kind is ProgrammeKind.NEWS and not template.has(PartKind.ITEMS):
        return "" if candidate.notice and template.has(PartKind.NOTICES) else "buổi này chỉ tiếp sóng"
    return ""


def _no_language(one: Occurrence, candidate: Candidate) -> str:
    """Say that a bulletin is in none of a village's languages."""
    if candidate.length_in(one.village_id):
        return ""
    return f"chưa có bản thu {', '.join(candidate.missing_in(one.village_id))} mà thôn này nghe"


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

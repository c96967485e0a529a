"""
What airs in which session, in which order, and why, decided for a whole horizon at once.

Every bulletin that is not in a session has a reason in words; a session without a bulletin stays silent.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime

from broadcaster.domain.bulletin import Urgency
from broadcaster.domain.calendar import Occurrence
from broadcaster.domain.running_order import (
    Candidate,
    Fixed,
    InVillage,
    Item,
    LeftOut,
    RunningOrder,
    lay_out,
)
from broadcaster.units import Millis, spoken_length

__all__ = ["Candidate", "Fixed", "InVillage", "Item", "LeftOut", "RunningOrder", "plan"]

_RANK = {Urgency.URGENT: 0, Urgency.PRIORITY: 1, Urgency.NORMAL: 2}

Aired = Mapping[tuple[int, int], int]
"""Airings by (village, bulletin)."""


def plan(
    occurrences: Sequence[Occurrence],
    candidates: Sequence[Candidate],
    aired: Aired,
    fixed: Fixed,
    own: Mapping[int, Fixed] | None = None,
) -> list[tuple[Occurrence, RunningOrder]]:
    """
    Decide what airs in each session.

    In the order of time each session takes, as far as they fit: urgent bulletins, then those with priority,
    then the one that has had the smallest part of its wished airings in this village; where equal, the one
    whose plan row was heard least there, then the one that expires first, then the one approved first.

    Args:
        occurrences: Sessions that may still change.
        candidates: What leaders approved.
        aired: What can no longer change and counts against the wished airings.
        fixed: What stands around the items.
        own: The same for villages that have something else, by village.

    Returns:
        Every session with its running order, by start. The same question has the same answer, also when
        its first sessions have meanwhile moved into `aired`.
    """
    counts, by_village = Counter(dict(aired)), own or {}
    made, found = dict[Hashable, RunningOrder](), []
    for one in sorted(occurrences, key=lambda one: (one.starts_at, one.village_id, one.rule_id)):
        around = by_village.get(one.village_id, fixed)
        same = _sameness(one, candidates, counts, around)
        order = made.get(same) or made.setdefault(same, _order(one, candidates, counts, around))
        found.append((one, order))
        for item in order.items:
            if item.bulletin_id is not None:
                counts[one.village_id, item.bulletin_id] += 1
    return found


def _sameness(
    one: Occurrence, candidates: Sequence[Candidate], counts: Counter[tuple[int, int]], fixed: Fixed
) -> Hashable:
    """Return everything a running order is decided by: villages for which it is equal share one, decided once."""
    heard = tuple(
        (
            _is_for(candidate, one.village_id),
            counts[one.village_id, candidate.bulletin_id],
            candidate.in_village.get(one.village_id),
        )
        for candidate in candidates
    )
    return one.day, one.longest, fixed, heard


def _order(
    one: Occurrence, candidates: Sequence[Candidate], counts: Counter[tuple[int, int]], fixed: Fixed
) -> RunningOrder:
    """Fill one session. What decides here is named in `_sameness`."""
    why_not = {
        candidate.bulletin_id: _why_not(one, candidate, counts[one.village_id, candidate.bulletin_id])
        for candidate in candidates
    }
    open_to = [candidate for candidate in candidates if not why_not[candidate.bulletin_id]]
    chosen, length = _fill(one, open_to, candidates, counts, fixed)
    reasons = {candidate.bulletin_id: _why(one, candidate, counts) for candidate in chosen}
    left_out = tuple(
        LeftOut(
            candidate.bulletin_id,
            candidate.title,
            why_not[candidate.bulletin_id] or _no_room(one, candidate, chosen, length, fixed),
        )
        for candidate in candidates
        if candidate not in chosen
    )
    return RunningOrder(lay_out(chosen, reasons, fixed), left_out, length)


def _why_not(one: Occurrence, candidate: Candidate, aired: int) -> str:
    """Say what keeps a bulletin out of a session whatever its length; nothing when it may be in."""
    if not candidate.ready:
        return candidate.reason_not_ready or "chưa có giọng đọc"
    return _wrong_time(one, candidate, aired) or _no_language(one, candidate)


def _wrong_time(one: Occurrence, candidate: Candidate, aired: int) -> str:
    """Say whether a bulletin is not for this village or day, or has had its airings."""
    if not _is_for(candidate, one.village_id):
        return "không phát ở thôn này"
    if one.day < candidate.first_day:
        return f"chưa đến ngày đầu {_numbers(candidate.first_day)}"
    if one.day > candidate.last_day:
        return f"đã qua ngày cuối {_numbers(candidate.last_day)}"
    if aired >= candidate.airings:
        return f"đã đủ {candidate.airings} lần phát"
    return ""


def _no_language(one: Occurrence, candidate: Candidate) -> str:
    """Say that a bulletin is in none of a village's languages."""
    if candidate.length_in(one.village_id):
        return ""
    return f"chưa có bản thu {', '.join(candidate.missing_in(one.village_id))} mà thôn này nghe"


def _is_for(candidate: Candidate, village_id: int) -> bool:
    return candidate.village_ids is None or village_id in candidate.village_ids


def _fill(
    one: Occurrence,
    open_to: Sequence[Candidate],
    candidates: Sequence[Candidate],
    counts: Counter[tuple[int, int]],
    fixed: Fixed,
) -> tuple[list[Candidate], Millis]:
    """Take the next in turn that still fits until nothing does; return them with the length they make."""
    rows = Counter[int | None]()
    for candidate in candidates:
        rows[candidate.plan_row_id] += counts[one.village_id, candidate.bulletin_id]
    chosen: list[Candidate] = []
    length = fixed.around
    rest = list(open_to)
    while rest := [other for other in rest if length + _needed(other, one, chosen, fixed) <= one.longest]:
        best = min(rest, key=lambda candidate: _turn(candidate, one.village_id, counts, rows))
        rest.remove(best)
        length = Millis(length + _needed(best, one, chosen, fixed))
        chosen.append(best)
        rows[best.plan_row_id] += 1
    return chosen, length if chosen else Millis(0)


def _turn(
    candidate: Candidate, village_id: int, counts: Counter[tuple[int, int]], rows: Counter[int | None]
) -> tuple[int, float, int, date, datetime, int]:
    """Say whose turn it is: the least goes first."""
    return (
        _RANK[candidate.urgency],
        counts[village_id, candidate.bulletin_id] / candidate.airings,
        rows[candidate.plan_row_id],
        candidate.last_day,
        candidate.approved_at,
        candidate.bulletin_id,
    )


def _needed(candidate: Candidate, one: Occurrence, chosen: Sequence[Candidate], fixed: Fixed) -> Millis:
    """Say how much longer a programme is with one more item."""
    return Millis(_alone(candidate, one, fixed) + (fixed.separator if chosen else 0))


def _alone(candidate: Candidate, one: Occurrence, fixed: Fixed) -> Millis:
    """Say how long one item takes, with the tone before an urgent one."""
    tone = fixed.attention if candidate.urgency is Urgency.URGENT else 0
    return Millis(candidate.length_in(one.village_id) + tone)


def _why(one: Occurrence, candidate: Candidate, counts: Counter[tuple[int, int]]) -> str:
    aired = counts[one.village_id, candidate.bulletin_id]
    turn = f"lần phát {aired + 1}/{candidate.airings} ở thôn này"
    if missing := candidate.missing_in(one.village_id):
        turn += f"; chưa có bản thu {', '.join(missing)} nên bỏ qua tiếng đó"
    if candidate.urgency is Urgency.NORMAL:
        return turn
    return f"{'khẩn cấp' if candidate.urgency is Urgency.URGENT else 'ưu tiên'}, phát trước; {turn}"


def _no_room(
    one: Occurrence, candidate: Candidate, chosen: Sequence[Candidate], length: Millis, fixed: Fixed
) -> str:
    """Say in numbers that a bulletin does not fit; one that never will is told so."""
    whole, alone = one.longest - fixed.around, _alone(candidate, one, fixed)
    if alone > whole:
        return f"dài hơn cả buổi: cần {_at_least(alone)}, buổi này có {_at_most(whole)} cho tin, bài"
    needed = _needed(candidate, one, chosen, fixed)
    return f"hết thời lượng: cần {_at_least(needed)}, còn {_at_most(one.longest - length)}"


def _at_least(duration: int) -> str:
    """Say a duration rounded up to whole seconds, so that what is needed never looks like what is left."""
    return spoken_length(Millis(-(-duration // 1000) * 1000))


def _at_most(duration: int) -> str:
    return spoken_length(Millis(duration // 1000 * 1000))


def _numbers(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

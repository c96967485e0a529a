"""
Urgent calls (tin khẩn cấp) and drills (diễn tập): when they air, what they are called, what is said around them.

Times come as instants, or by the wall where words or days are made of them; slots are whole minutes, because
their minute is said in them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from broadcaster.domain.plan.spoken import number
from broadcaster.errors import Refused
from broadcaster.units import Millis, spoken_length

EVERY_MINUTES = (5, 10, 15, 20, 30, 60)
"""How often a call may air again."""
NOTICE = timedelta(seconds=30)
"""At least so long before it airs it is published: a station must still fetch it."""
LONGEST_TEXT = 3_000
"""Characters; it is written on a phone and read at once."""
MOST_TIMES = 90
"""Files of a day are numbered with two figures, and other sessions have theirs."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""So long after its time a call that airs once is still made good where the program stood still."""

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_LONGEST_TITLE = 70
_NAMES = {False: "Khẩn cấp", True: "Diễn tập"}
_BEFORE = {
    False: "Tin khẩn cấp, phát lúc",
    True: "Diễn tập, diễn tập. Đây là diễn tập, không phải tin thật. Diễn tập phát lúc",
}
DRILL_AGAIN = "Đây là diễn tập. Xin nhắc lại nội dung diễn tập."
"""Said between two readings of a drill: who hears only the second must not take it for true."""
_AFTER = {
    False: "Vừa rồi là tin khẩn cấp của Ủy ban nhân dân {xã}.",
    True: "Diễn tập kết thúc. Tin vừa rồi là diễn tập của Ủy ban nhân dân {xã}, không phải tin thật.",
}


def name(*, drill: bool) -> str:
    """Return what its sessions are called."""
    return _NAMES[drill]


def first_minute(now: datetime, notice: timedelta = NOTICE) -> datetime:
    """Return the first whole minute that leaves a station time to fetch it."""
    soonest = now + notice
    whole = soonest.replace(second=0, microsecond=0)
    return whole if whole == soonest else whole + _MINUTE


def end(now: datetime, wall: time) -> datetime:
    """Return when the clock on the wall shows a time next: today, or tomorrow; `now` by the wall."""
    today = now.replace(hour=wall.hour, minute=wall.minute, second=0, microsecond=0)
    return today if today > now else today + _DAY


def times(first: datetime, every_minutes: int | None, until: datetime | None) -> tuple[datetime, ...]:
    """List when a call airs: once, or again and again before its end, which is none of them."""
    if every_minutes is None or until is None:
        return (first,)
    step = timedelta(minutes=every_minutes)
    count = max(1, -((first - until) // step))
    return tuple(first + step * one for one in range(count))


def require_sensible(planned: Sequence[datetime], every_minutes: int | None, length: Millis) -> None:
    """
    Check how often a call airs against how long it is.

    Raises:
        Refused: It would air too often, or over itself; the sentence has the numbers.
    """
    if len(planned) > MOST_TIMES:
        raise Refused(
            f"Như vậy là phát {len(planned)} lần, tối đa {MOST_TIMES} lần. Hãy chọn nhắc lại thưa hơn hoặc dừng sớm hơn."
        )
    if every_minutes is not None and len(planned) > 1 and length > every_minutes * 60_000:
        raise Refused(
            f"Tin dài {spoken_length(length)} nên không nhắc lại {every_minutes} phút một lần được. "
            "Hãy chọn nhắc lại thưa hơn, hoặc rút gọn tin."
        )


def clear_of(
    planned: Iterable[datetime], length: Millis, taken: Iterable[tuple[datetime, datetime]]
) -> tuple[datetime, ...]:
    """
    Put off the times at which another urgent call sounds, each to the first whole minute after it.

    Args:
        planned: When it is to air, in order.
        length: How long each airing is.
        taken: From when (inclusive) until when (exclusive) other calls sound in one of its villages.

    Returns:
        In order, none over another; one that is put off into the next stands for both.
    """
    long, busy = timedelta(milliseconds=length), sorted(taken)
    found: list[datetime] = []
    for wanted in planned:
        start = wanted
        for begins, ends in busy:
            if begins < start + long and start < ends:
                start = first_minute(ends, timedelta())
        if not found or start >= found[-1] + long:
            found.append(start)
    return tuple(found)


def before(at: datetime, *, drill: bool) -> tuple[str, ...]:
    """Say what comes before an airing at a wall time, cut so that equal parts are spoken once."""
    hour = f"{number(at.hour)} giờ"
    return (_BEFORE[drill], hour, f"{number(at.minute)} phút") if at.minute else (_BEFORE[drill], hour)


def after(*, drill: bool) -> str:
    """Say what comes after an airing, with a place for the commune as in a greeting."""
    return _AFTER[drill]


def title(text: str, speaker: str, *, drill: bool) -> str:
    """Name a call by its first words, or by whoever recorded it."""
    words = " ".join(text.split()) or f"Bản thu của {speaker}"
    if len(words) > _LONGEST_TITLE:
        words = words[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
    return f"{_NAMES[True]}: {words}" if drill else words


def correction(first: datetime, *, drill: bool) -> str:
    """Say the correction (đính chính) of a call that first aired at a wall time: whole as it stands, to be added to."""
    what = "Tin diễn tập" if drill else "Tin khẩn cấp"
    when = f"{first.hour} giờ {first.minute:02d} phút ngày {first.day}/{first.month}"
    return f"Đính chính. {what} phát từ {when} không còn đúng. Bà con không làm theo tin đó nữa."

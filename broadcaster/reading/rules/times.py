"""Times of day and lengths of time."""

import re

from broadcaster.reading.numbers import cardinal
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_CLOCK = re.compile(
    r"(\d{1,2})(?:[ ]?[hHgG][ :]?(\d{2})(?:[ ]?(?:'|p|ph|phút)(?:[ ]?(\d{1,2})(?:\"|s))?)?(?![\w/])"
    r"|:([0-5]\d)(?::([0-5]\d))?(?:[ ]?(?:h|phút))?(?![\w/]|[:,]\d)"
    r"| giờ[ ]?(\d{1,2})(?:[ ]?(?:'|phút))?(?![\w/%]|[.,:]\d))"
)
_RATIOS = frozenset(("lệ", "pha"))
"""Words before a ratio: tỷ lệ 1:10 is no time."""
_WHOLE = re.compile(r"(\d{1,3})(?:[ ]?[hH]|g(?= *(?:sáng|trưa|chiều|tối|ngày|đến|-)))(?![\w/])")
_SHORT = re.compile(r"(\d{1,3})(?:(?:'|p|ph)(?:[ ]?(\d{1,2})(?:''|\"|s))?|(s|''))(?![\w']|/(?![^\W\d_]))")


def time(place: Place) -> Found | None:
    """Read 8h00, 7h30, 8g30, 5:30, 24h, 30', 3p20s."""
    text, at, options = place.text, place.at, place.options
    if (match := _CLOCK.match(text, at)) and not (":" in match[0] and place.word_before in _RATIOS):
        minute, second = match[2] or match[4] or match[6], match[3] or match[5]
        return _said(place, match.end(), int(match[1]), int(minute), int(second or 0))
    if match := _WHOLE.match(text, at):
        return match.end(), f"{cardinal(int(match[1]), options)} giờ"
    if match := _SHORT.match(text, at):
        first = f"{cardinal(int(match[1]), options)} {'giây' if match[3] else 'phút'}"
        return match.end(), first + (
            f" {cardinal(int(match[2]), options)} giây" if match[2] and int(match[2]) else ""
        )
    return None


def _said(place: Place, end: int, hour: int, minute: int, second: int) -> Found | None:
    """Say a time, leaving out zero minutes and seconds; None for what no clock shows."""
    if hour > 24 or minute > 59 or second > 59:
        return None
    said = [f"{cardinal(hour, place.options)} giờ"]
    said += [f"{cardinal(minute, place.options)} phút"] if minute else []
    said += [f"{cardinal(second, place.options)} giây"] if second else []
    return end, " ".join(said)

"""Times of day and lengths of time."""

import re

from broadcaster.reading.numbers import cardinal
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_HOURS = re.compile(
    r"(\d{1,2})[ ]?[hHgG][ ]?(\d{2})(?:[ ]?(?:'|p|ph|phút)(?:[ ]?(\d{1,2})(?:\"|s))?)?(?![\w/])"
)
_WHOLE = re.compile(r"(\d{1,3})[ ]?[hH](?![\w/])|(\d{1,2})g(?= *(?:sáng|trưa|chiều|tối|ngày|đến|-))")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:[ ]?(?:h|phút))?(?![\w/]|[:,]\d)")
_WORDS = re.compile(r"(\d{1,2}) giờ[ ]?(\d{1,2})(?:[ ]?(?:'|phút))?(?![\w/%]|[.,:]\d)")
_MINUTES = re.compile(r"(\d{1,3})(?:'|p|ph)(?:[ ]?(\d{1,2})(?:''|\"|s))?(?![\w/'])")
_SECONDS = re.compile(r"(\d{1,3})(?:s|'')(?![\w/'])")


def time(place: Place) -> Found | None:
    """Read 8h00, 7h30, 8g30, 5:30, 24h, 30', 3p20s."""
    text, at, options = place.text, place.at, place.options
    if match := _HOURS.match(text, at) or _CLOCK.match(text, at) or _WORDS.match(text, at):
        hour, minute, second = int(match[1]), int(match[2]), int((match.re.groups > 2 and match[3]) or 0)
        if hour > 24 or minute > 59:
            return None
        said = [f"{cardinal(hour, options)} giờ"]
        said += [f"{cardinal(minute, options)} phút"] if minute else []
        said += [f"{cardinal(second, options)} giây"] if second else []
        return match.end(), " ".join(said)
    if match := _WHOLE.match(text, at):
        return match.end(), f"{cardinal(int(match[1] or match[2]), options)} giờ"
    if match := _MINUTES.match(text, at):
        seconds = f" {cardinal(int(match[2]), options)} giây" if match[2] and int(match[2]) else ""
        return match.end(), f"{cardinal(int(match[1]), options)} phút{seconds}"
    if match := _SECONDS.match(text, at):
        return match.end(), f"{cardinal(int(match[1]), options)} giây"
    return None

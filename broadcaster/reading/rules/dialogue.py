"""Who asks and who answers, where a line begins with one letter for it."""

import re

from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_SPEAKER = re.compile(r"([hđ]) ?:(?= ?[^\W\d_])", re.IGNORECASE)


def speaker(place: Place) -> Found | None:
    """Read "H:" "Hỏi:" and "Đ:" "Đáp:", as questions and answers mark who speaks."""
    match = _SPEAKER.match(place.text, place.at)
    return (match.end(), "Hỏi:" if match[1].lower() == "h" else "Đáp:") if match else None

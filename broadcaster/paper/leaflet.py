"""One bulletin as a leaflet, A5."""

from dataclasses import dataclass
from datetime import datetime

from broadcaster.paper.typeset import pdf

_LONG = 900
"""Characters from which on the letters are smaller, so that most texts keep to one page."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What stands on it."""

    station: str
    title: str
    text: str
    foot: str
    """Who says this, and when."""


def leaflet(one: Leaflet, made_at: datetime) -> bytes:
    """Set a leaflet as a PDF; a long text goes on on a second page."""
    data = {
        "station": one.station,
        "title": one.title,
        "paragraphs": [line for line in map(str.strip, one.text.splitlines()) if line],
        "foot": one.foot,
        "long": len(one.text) > _LONG,
    }
    return pdf("leaflet", data, made_at)

"""An approved bulletin written for places other than loudspeakers: the portal, Zalo, Facebook."""

import re
from dataclasses import dataclass
from datetime import date

from broadcaster.domain.writing.bulletin import KIND_LABELS, TOPICS, Kind


@dataclass(frozen=True, slots=True)
class Told:
    """What is told."""

    station: str
    """`Đài Truyền thanh xã Quảng La`."""
    title: str
    text: str
    kind: Kind
    topic: str
    """A key of `TOPICS`, or empty."""
    approved: date


def for_portal(told: Told) -> str:
    """Write it as an article: title, paragraphs, source with its day."""
    return "\n\n".join([told.title, *_paragraphs(told.text), source(told)])


def for_zalo(told: Told) -> str:
    """Write it as a message: what it is first, no empty lines, because a phone shows few."""
    kind = KIND_LABELS[told.kind].upper()
    return "\n".join([f"{kind}: {told.title}", *_paragraphs(told.text), told.station])


def for_facebook(told: Told) -> str:
    """Write it as a post: the title stands out without bold letters, and words to find it by at the end."""
    tags = " ".join(_tag(words) for words in (told.station, TOPICS.get(told.topic, "")) if words)
    return "\n\n".join([told.title.upper(), *_paragraphs(told.text), told.station, tags])


def source(told: Told) -> str:
    """Say where a text comes from: `(Đài Truyền thanh xã Quảng La, 15/6/2026)`."""
    day = told.approved
    return f"({told.station}, {day.day}/{day.month}/{day.year})"


def _paragraphs(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _tag(words: str) -> str:
    """Make a hashtag: `#CảiCáchHànhChính`."""
    return "#" + "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", words))

"""
What stands around the items of a programme: jingles, greeting, closing words, and how long they take.

A greeting is cut at its places before it is spoken: the part that names the village is made once, the part
that names the day once a day for everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from broadcaster.clock import local
from broadcaster.domain.bulletin import VIETNAMESE
from broadcaster.domain.calendar import Occurrence
from broadcaster.domain.greeting import pieces
from broadcaster.reading import read
from broadcaster.services.programme.village_sound import Heard
from broadcaster.services.voice.speaking import Voiced
from broadcaster.services.writing.versions import Version
from broadcaster.store.tables import Commune, Jingle, Village
from broadcaster.units import Millis

PAUSE = Millis(500)
"""Between two pieces of a programme."""
GREETING_PAUSE = Millis(80)
"""Between two pieces of one greeting, which are parts of one sentence."""

_KEPT = 4096
"""Texts kept in memory: every village has the same few every day."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Lengths of what the programmes of one village have, each with the pause that follows it."""

    opening: Millis
    longest_greeting: Millis
    separator: Millis
    closing_words: Millis
    closing: Millis
    attention: Millis
    """Before an urgent item."""


def greeting_texts(
    commune: Commune, template: str, village: Village, occurrence: Occurrence
) -> tuple[str, ...]:
    """Cut a greeting or closing text for one village and session into the texts that are spoken apart."""
    return said_pieces(template, commune.name, village.name, local(occurrence.starts_at))


def said_pieces(template: str, commune: str, village: str, start: datetime) -> tuple[str, ...]:
    """Fill a text in, cut it, and read each piece as a bulletin is read: an abbreviation in it is said in full."""
    return _said_pieces(template, commune, village if "{thôn}" in template else "", start)


@lru_cache(_KEPT)
def _said_pieces(template: str, commune: str, village: str, start: datetime) -> tuple[str, ...]:
    found = pieces(template, commune=commune, village=village, start=start)
    return tuple(_said(piece.text) for piece in found)


@lru_cache(_KEPT)
def _said(text: str) -> str:
    return read(text).spoken


def words_length(texts: Iterable[str], spoken: Mapping[str, Voiced]) -> Millis:
    """Add up a greeting's pieces with the pauses between them."""
    lengths = [spoken[text].duration_ms for text in texts]
    return Millis(sum(lengths) + GREETING_PAUSE * max(0, len(lengths) - 1))


def item_length(speech: Millis, read_times: int, repeat_words: Millis) -> Millis:
    """Say how long an item takes, with its repetition."""
    return Millis(speech + (speech + repeat_words + 2 * PAUSE) * (read_times - 1))


def frames_of(jingles: Heard, longest_greeting: Millis, closing_words: Millis) -> dict[int, Frame]:
    """Measure the frame of every village."""
    return {village: frame_of(heard, longest_greeting, closing_words) for village, heard in jingles.items()}


def versions_length(versions: Sequence[Version], read_times: int, repeat_words: Millis) -> Millis:
    """
    Say how long an item takes in several languages one after another, each repeated as often.

    The words between two readings are Vietnamese: another language is repeated after a pause alone.
    """
    lengths = [
        item_length(one.duration_ms, read_times, repeat_words)
        if one.language_id == VIETNAMESE
        else Millis(one.duration_ms * read_times + PAUSE * (read_times - 1))
        for one in versions
    ]
    return Millis(sum(lengths) + PAUSE * max(0, len(lengths) - 1))


def frame_of(jingles: Mapping[str, Jingle], longest_greeting: Millis, closing_words: Millis) -> Frame:
    """Measure the frame of a village from the jingles heard there and the words spoken."""

    def jingle(role: str) -> Millis:
        return Millis(jingles[role].duration_ms + PAUSE) if role in jingles else Millis(0)

    return Frame(
        opening=jingle("opening"),
        longest_greeting=Millis(longest_greeting + PAUSE if longest_greeting else 0),
        separator=jingle("separator"),
        closing_words=Millis(closing_words + PAUSE if closing_words else 0),
        closing=jingle("closing"),
        attention=jingle("attention"),
    )

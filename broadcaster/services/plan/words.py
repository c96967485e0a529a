"""
The words around the items of coming sessions: greetings, closings, and what announces a relay or an urgent call.

They are asked for as texts, spoken once and kept. A text is cut at its places before it is spoken: the part that
names the village is made once, the part that names the day once a day for everybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.domain.plan.greeting import pieces
from broadcaster.domain.plan.template import Part
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.week.session import Key
from broadcaster.reading import read
from broadcaster.services.plan.planning import Gathered
from broadcaster.services.voice.voiced import Voiced
from broadcaster.store.tables import Commune, Village
from broadcaster.units import Millis

GREETING_PAUSE = Millis(80)
"""Between two pieces of one text, which are parts of one sentence."""

_KEPT = 4096
"""Texts kept in memory: every village has the same few every day."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What is to be spoken around the items, cut into the texts that are spoken apart."""

    before: Mapping[Key, tuple[str, ...]]
    after: Mapping[Key, tuple[str, ...]]
    relays: Mapping[int | None, tuple[str, ...]]
    """By template."""
    repeat: str
    """Said between two readings of one item."""
    drill_repeat: str = ""
    """Said between two readings of a drill; empty where none is coming."""

    def all(self) -> tuple[str, ...]:
        """Return every text once."""
        cuts = (*self.before.values(), *self.after.values(), *self.relays.values())
        return tuple(
            sorted(({self.repeat, self.drill_repeat} - {""}) | {text for cut in cuts for text in cut})
        )


@dataclass(frozen=True, slots=True)
class Words:
    """The texts around the items, spoken as far as they are."""

    texts: Texts
    spoken: Mapping[str, Voiced]

    def length(self, cut: Iterable[str]) -> Millis:
        """Add up a text's pieces with the pauses between them; what nobody has spoken yet counts as nothing."""
        lengths = [self.spoken[text].duration_ms for text in cut if text in self.spoken]
        return Millis(sum(lengths) + GREETING_PAUSE * max(0, len(lengths) - 1))


def texts(commune: Commune, gathered: Gathered) -> Texts:
    """Say what is to be spoken around the items of every coming session."""
    before, after = {}, {}
    for one in gathered.occurrences:
        village, key = gathered.villages[one.village_id], one.key
        if one.call is not None:
            before[key], after[key] = around_call(commune, one.starts_at, drill=one.call.drill)
            continue
        before[key] = _cut(commune, commune.greeting, village, one)
        after[key] = _cut(commune, commune.closing, village, one)
    relays: dict[int | None, tuple[str, ...]] = {
        number: (_said(_announcing(template.relay)),)
        for number, template in gathered.templates.items()
        if template.relay
    }
    drills = any(one.call is not None and one.call.drill for one in gathered.occurrences)
    return Texts(before, after, relays, commune.repeat_words, urgent.DRILL_AGAIN if drills else "")


def around_call(
    commune: Commune, starts_at: datetime, *, drill: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts before an airing of an urgent call, which say when it is, and those after it."""
    wall = local(starts_at)
    after = said_pieces(urgent.after(drill=drill), commune.name, "", wall)
    return urgent.before(wall, drill=drill), after


def said_pieces(template: str, commune: str, village: str, start: datetime) -> tuple[str, ...]:
    """Fill a text in, cut it, and read each piece as a bulletin is read: an abbreviation in it is said in full."""
    return _said_pieces(template, commune, village if "{thôn}" in template else "", start)


def _cut(commune: Commune, template: str, village: Village, occurrence: Occurrence) -> tuple[str, ...]:
    return said_pieces(template, commune.name, village.name, local(occurrence.starts_at))


def _announcing(relay: Part) -> str:
    return f"Sau đây, mời bà con nghe chương trình tiếp sóng {relay.source}."


@lru_cache(_KEPT)
def _said_pieces(template: str, commune: str, village: str, start: datetime) -> tuple[str, ...]:
    found = pieces(template, commune=commune, village=village, start=start)
    return tuple(_said(piece.text) for piece in found)


@lru_cache(_KEPT)
def _said(text: str) -> str:
    return read(text).spoken

"""How a commune's station speaks: its engines in order, how each is asked to, and the pauses between."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.services.desk import Desk
from broadcaster.speech import HOUSE_PAUSES, Manner, Pauses, Recipe, has_answers, registry
from broadcaster.store.tables import EngineChoice, SpeakingStyle
from broadcaster.units import Millis

LAST_RESORT = "espeak"
"""Needs no network and no key, so it ends every order that a commune makes."""
_LOWER = 35
"""How much lower the second voice of eSpeak NG is where it has the same variant as the first."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a commune's station speaks."""

    engines: tuple[str, ...]
    """The one that speaks first in front."""
    firsts: Mapping[str, Manner]
    seconds: Mapping[str, Manner]
    """Of the second voice of questions and answers."""
    pauses: Pauses

    def recipe(self, spoken: str, *, two_voices: bool) -> Recipe:
        """Say how a text is to sound."""
        engine = self.engines[0]
        second = self.seconds[engine] if two_voices and has_answers(spoken) else None
        return Recipe(engine, self.firsts[engine], second, self.pauses)


def style_of(session: Session, desk: Desk, commune_id: int) -> Style:
    """Return how a commune's station speaks now; what it has not set is the installation's."""
    kept = session.get(SpeakingStyle, commune_id)
    choices = choices_of(session, commune_id)
    rate = (kept.rate_wpm if kept else None) or desk.settings.rate_wpm
    engines = order_of(desk, choices)
    firsts = {name: first_manner(desk, commune_id, name, choices.get(name), rate) for name in engines}
    seconds = {
        name: second_manner(desk, commune_id, firsts[name], name, choices.get(name)) for name in engines
    }
    return Style(engines, firsts, seconds, pauses_of(kept))


def pace_of(session: Session, desk: Desk, commune_id: int) -> int:
    """Return how many syllables a minute a commune's station says, about, for estimates."""
    kept = session.get(SpeakingStyle, commune_id)
    rate = (kept.rate_wpm if kept else None) or desk.settings.rate_wpm
    return max(1, desk.settings.syllables_per_minute * rate // desk.settings.rate_wpm)


def choices_of(session: Session, commune_id: int) -> dict[str, EngineChoice]:
    """Return what a commune says of its engines, by name."""
    rows = session.scalars(select(EngineChoice).where(EngineChoice.commune_id == commune_id))
    return {row.engine: row for row in rows}


def order_of(desk: Desk, choices: Mapping[str, EngineChoice]) -> tuple[str, ...]:
    """Return the engines in order: the commune's own, which the offline voice ends, else the installation's."""
    placed = [row for row in choices.values() if row.place is not None and row.engine in registry.names()]
    own = tuple(row.engine for row in sorted(placed, key=lambda row: row.place or 0))
    if not own:
        return desk.settings.engines
    return own if LAST_RESORT in own else (*own, LAST_RESORT)


def first_manner(desk: Desk, commune_id: int, engine: str, choice: EngineChoice | None, rate: int) -> Manner:
    """Return how an engine is asked to speak."""
    settings = desk.settings
    voice = choice.voice if choice else ""
    if not voice and engine == LAST_RESORT:
        voice = settings.espeak_voice
    if not voice:
        known = desk.voices.facts(engine, commune_id).voices
        voice = known[0].code if known else "vi"
    return Manner(voice=voice, rate_wpm=rate, pitch=settings.pitch, range=settings.pitch_range)


def second_manner(
    desk: Desk, commune_id: int, first: Manner, engine: str, choice: EngineChoice | None
) -> Manner:
    """Return how an engine speaks with its second voice; one that has only one voice speaks as before."""
    chosen = choice.second_voice if choice else ""
    if engine == LAST_RESORT:
        voice = chosen or first.voice
        lower = voice == first.voice
        return replace(first, voice=voice, pitch=max(0, first.pitch - _LOWER) if lower else first.pitch)
    known = [one.code for one in desk.voices.facts(engine, commune_id).voices]
    others = [code for code in known if code != first.voice]
    return replace(first, voice=chosen or (others[0] if others else first.voice))


def pauses_of(kept: SpeakingStyle | None) -> Pauses:
    """Return the pauses of a commune, or the house's."""
    if kept is None:
        return HOUSE_PAUSES
    return Pauses(
        comma_ms=Millis(kept.comma_ms),
        sentence_ms=Millis(kept.sentence_ms),
        list_item_ms=Millis(kept.list_item_ms),
        paragraph_ms=Millis(kept.paragraph_ms),
    )

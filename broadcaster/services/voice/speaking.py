"""
Asking for text to be spoken: wanted in a row, made by whoever claims it (`making`), kept by digest.

A row of `speech` is a piece of work with a key; doing it twice is harmless, because equal work makes the
same key and the shelf keeps equal sound once.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk
from broadcaster.services.voice.making import make, work
from broadcaster.services.voice.speaking_style import style_of
from broadcaster.services.voice.voiced import Voiced, voiced, voiced_as
from broadcaster.speech import Manner, Recipe, cache_key
from broadcaster.store.tables import Speech

__all__ = [
    "Voiced",
    "ensure",
    "find",
    "house_voice",
    "make",
    "voiced",
    "voiced_as",
    "want",
    "want_as",
    "work",
]

_STILL_WANTED = timedelta(minutes=10)
"""How old the last wish may be before it is taken down again: a better voice is tried only for what is wanted."""


def house_voice(session: Session, desk: Desk, commune_id: int) -> tuple[str, Manner]:
    """Return the engine that speaks first in a commune, and the manner it is asked for."""
    style = style_of(session, desk, commune_id)
    return style.engines[0], style.firsts[style.engines[0]]


def want(session: Session, desk: Desk, commune_id: int, spoken: str, *, two_voices: bool = False) -> str:
    """
    Ask for a text to be spoken the commune's way, within the caller's transaction.

    Args:
        session: The caller's transaction.
        desk: What to work with.
        commune_id: Whose voices, pace and pauses.
        spoken: What is to be said.
        two_voices: Whether answers in it are the second voice's.

    Returns:
        The key to ask for it by; the same text in the same manner has the same key.
    """
    recipe = style_of(session, desk, commune_id).recipe(spoken, two_voices=two_voices)
    return want_as(session, desk, commune_id, spoken, recipe)


def want_as(session: Session, desk: Desk, commune_id: int, spoken: str, recipe: Recipe) -> str:
    """Ask for a text to be spoken in a certain way; a trial that failed is tried again."""
    key = str(cache_key(spoken, desk.voices.version(recipe.engine, commune_id), recipe, commune_id))
    row, now = session.get(Speech, key), desk.clock.now()
    if row is None:
        kept: dict[str, Any] = asdict(recipe)
        row = Speech(
            key=key,
            commune_id=commune_id,
            recipe=kept,
            trial=recipe.alone,
            spoken=spoken,
            wanted_engine=recipe.engine,
            voice=recipe.manner.voice,
            wanted_at=now,
            next_try_at=now,
        )
        session.add(row)
    elif row.sha256 is None and row.trial and row.problem:
        row.problem, row.next_try_at, row.wanted_at = "", now, now
    elif row.sha256 is not None and row.wanted_at < now - _STILL_WANTED:
        row.wanted_at = now
    return key


def find(desk: Desk, key: str) -> Voiced:
    """
    Say where a wanted speech stands.

    Raises:
        NotFound: Nobody asked for this key.
    """
    with desk.store.reading() as session:
        row = session.get(Speech, key)
        if row is None:
            raise NotFound("Không tìm thấy phần đọc này. Hãy bấm nghe thử lại.")
        return voiced(row)


def ensure(desk: Desk, commune_id: int, texts: Sequence[str]) -> dict[str, Voiced]:
    """
    Have every text spoken, now, and say what came of each; what was made before is handed back.

    Raises:
        Unavailable: No voice works, or the disk is full.
    """
    with desk.store.writing() as session:
        keys = {text: want(session, desk, commune_id, text) for text in texts}
    return {text: make(desk, key) for text, key in keys.items()}

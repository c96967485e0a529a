"""The words around an urgent call: which texts, and having them spoken before they are needed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.services.desk import Desk
from broadcaster.services.plan.words import around_call
from broadcaster.services.voice import speaking
from broadcaster.services.voice.speaking import Voiced, ensure
from broadcaster.store.tables import Commune

_NEAR_MINUTES = 6
"""For how many minutes on the time is spoken beforehand: a leader listens and thinks before the second tap."""


def speak(desk: Desk, commune: Commune, at: datetime, *, drill: bool) -> dict[str, Voiced]:
    """
    Have everything around an airing spoken, now.

    Raises:
        Unavailable: No voice works, or the disk is full.
    """
    before, after = around_call(commune, at, drill=drill)
    texts = {urgent.DRILL_AGAIN if drill else commune.repeat_words, *before, *after}
    return ensure(desk, commune.id, sorted(texts))


def ask_ahead(
    desk: Desk, commune_id: int, now: datetime, every_minutes: int | None, count: int, *, drill: bool
) -> None:
    """Ask for the times of the next minutes, and of the repeats from them, to be spoken by whoever has time."""
    near = [urgent.first_minute(now) + timedelta(minutes=one) for one in range(_NEAR_MINUTES)]
    steps = [timedelta(minutes=every_minutes or 0) * one for one in range(count)]
    with desk.store.writing() as session:
        for text in _each(
            urgent.before(local(first + step), drill=drill) for step in steps for first in near
        ):
            speaking.want(session, desk, commune_id, text)


def _each(texts: Iterable[tuple[str, ...]]) -> list[str]:
    """List every text once, the first needed first."""
    return list(dict.fromkeys(text for some in texts for text in some))

"""
What the next days will air and why, read without making or speaking anything.

Pages ask the plan as it stands now, and not the programmes: one whose order did not change is not made again for
a new reason. Past the days to which programmes are made every session is planned too, because what airs before
counts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.programme import RunningOrder
from broadcaster.domain.week.session import Key
from broadcaster.services.desk import Desk
from broadcaster.services.plan.frame import layouts
from broadcaster.services.plan.planning import Decided, Gathered, decide, gather
from broadcaster.services.plan.words import Words, texts
from broadcaster.services.voice.speaking import Voiced, voiced
from broadcaster.store.tables import Commune, Speech
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The plan as it stands now, with everything it was decided from."""

    gathered: Gathered
    words: Words
    """Around the items, as far as they are spoken."""
    decided: Mapping[Key, Decided]
    """Sessions that may still change."""


def decisions(desk: Desk, commune_id: int) -> Mapping[Key, RunningOrder]:
    """Plan what may still change by what stands now, with the lengths of what is already spoken."""
    return {key: one.order for key, one in foresee(desk, commune_id).decided.items()}


def foresee(
    desk: Desk, commune_id: int, until: date | None = None, village_ids: Collection[int] | None = None
) -> Foreseen:
    """
    Plan every session that may still change.

    Args:
        desk: What to work with.
        commune_id: Whose.
        until: Up to which day, where it is past the one to which programmes are made.
        village_ids: Only in these villages: what is decided there depends on no other.
    """
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
        spoken = _spoken(session, (commune.repeat_words,))
        repeat = spoken[commune.repeat_words].duration_ms if commune.repeat_words in spoken else Millis(0)
        gathered = gather(session, desk, commune_id, repeat, until)
        wanted = texts(commune, gathered)
        words = Words(wanted, _spoken(session, wanted.all()))
    layout_of = layouts(gathered, words)
    if village_ids is not None:
        own = tuple(one for one in gathered.occurrences if one.village_id in village_ids)
        gathered = replace(gathered, occurrences=own)
    found = decide(desk, gathered, layout_of)
    return Foreseen(gathered, words, {one.occurrence.key: one for one in found})


def _spoken(session: Session, texts: tuple[str, ...]) -> dict[str, Voiced]:
    rows = session.scalars(
        select(Speech).where(Speech.spoken.in_(texts), Speech.sha256.is_not(None)).order_by(Speech.wanted_at)
    )
    return {row.spoken: voiced(row) for row in rows}

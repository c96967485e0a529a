"""
What the next days will air and why, read without making or speaking anything.

Pages ask the plan as it stands now, and not the programmes: one whose order did not change is not made again for
a new reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

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


def decisions(desk: Desk, commune_id: int) -> Mapping[Key, RunningOrder]:
    """Plan what may still change by what stands now, with the lengths of what is already spoken."""
    return {key: one.order for key, one in foresee(desk, commune_id)[1].items()}


def foresee(
    desk: Desk, commune_id: int, village_ids: Collection[int] | None = None
) -> tuple[Gathered, dict[Key, Decided]]:
    """Return what `decisions` returns with what it was decided from; only of some villages where given."""
    gathered, words = read(desk, commune_id)
    layout_of = layouts(gathered, words)
    if village_ids is not None:
        own = tuple(one for one in gathered.occurrences if one.village_id in village_ids)
        gathered = replace(gathered, occurrences=own)
    found = decide(desk, gathered, layout_of)
    return gathered, {one.occurrence.key: one for one in found}


def read(desk: Desk, commune_id: int) -> tuple[Gathered, Words]:
    """Gather what the plan is made from, with the words around the items as far as they are spoken."""
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
        spoken = _spoken(session, (commune.repeat_words,))
        repeat = spoken[commune.repeat_words].duration_ms if commune.repeat_words in spoken else Millis(0)
        gathered = gather(session, desk, commune_id, repeat)
        wanted = texts(commune, gathered)
        return gathered, Words(wanted, _spoken(session, wanted.all()))


def _spoken(session: Session, texts: tuple[str, ...]) -> dict[str, Voiced]:
    rows = session.scalars(
        select(Speech).where(Speech.spoken.in_(texts), Speech.sha256.is_not(None)).order_by(Speech.wanted_at)
    )
    return {row.spoken: voiced(row) for row in rows}

"""
What the next days will air and why, read without making or speaking anything.

The running order of a session is that of its newest programme; why a bulletin is left out is asked of the
plan as it stands now, because a programme whose order did not change is not made again for a new reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.programme import RunningOrder
from broadcaster.domain.relay import Relay
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.board import BoardSession, Key, VillageDay, board
from broadcaster.services.outgoing.days import LISTED, ItemView
from broadcaster.services.programme.frame import layouts
from broadcaster.services.programme.planning import Decided, Gathered, decide, gather
from broadcaster.services.programme.words import Words, texts
from broadcaster.services.voice.speaking import Voiced, voiced
from broadcaster.store.tables import Commune, Speech
from broadcaster.units import Millis

DAYS = 7


@dataclass(frozen=True, slots=True)
class Heard:
    """Which village hears a session, and its sound there."""

    village_id: int
    village_name: str
    sha256: str
    """Empty where there is no sound."""
    duration_ms: Millis


@dataclass(frozen=True, slots=True)
class Slot:
    """One session of one day, with the villages that hear the same in it."""

    day: date
    name: str
    starts_at: datetime
    longest_ms: Millis
    begun: bool
    changing: bool
    """Whether the plan wants something else than what is made, so that it will be made again."""
    villages: tuple[Heard, ...]
    items: tuple[ItemView, ...]
    left_out: tuple[tuple[str, str], ...]
    """(title, reason)."""
    relay: Relay | None = None
    """What is relayed; where villages differ by their names, as it is in the first."""

    @property
    def duration_ms(self) -> Millis:
        """Return how long it is on the air; where villages differ by their names, the longest."""
        longest = max((one.duration_ms for one in self.villages), default=Millis(0))
        return Millis(longest + (self.relay.duration_ms if self.relay else 0))

    @property
    def bulletins(self) -> tuple[ItemView, ...]:
        """Return only the bulletins, whole, as a headline or again."""
        return tuple(item for item in self.items if item.kind in LISTED)


def outlook(desk: Desk, commune_id: int, village_id: int | None = None) -> tuple[Slot, ...]:
    """Return the sessions of the next seven days, by start; villages that hear the same stand together."""
    decided = decisions(desk, commune_id)
    slots: dict[object, Slot] = {}
    for one_day in board(desk, commune_id, desk.today(), DAYS, village_id):
        for one in one_day.sessions:
            slot = _slot(one_day, one, decided.get(one.key))
            same = (slot.day, one.key[1], slot.starts_at, slot.longest_ms, slot.changing, slot.left_out)
            order = tuple((item.kind, item.bulletin_id, item.title, item.reason) for item in slot.items)
            same_order = order, slot.relay and replace(slot.relay, offset_ms=Millis(0))
            kept = slots.get((same, same_order))
            slots[same, same_order] = replace(kept, villages=kept.villages + slot.villages) if kept else slot
    return tuple(sorted(slots.values(), key=lambda slot: (slot.starts_at, slot.villages[0].village_id)))


def decisions(desk: Desk, commune_id: int) -> Mapping[Key, RunningOrder]:
    """Plan what may still change by what stands now, with the lengths of what is already spoken."""
    return {key: one.order for key, one in foresee(desk, commune_id)[1].items()}


def foresee(
    desk: Desk, commune_id: int, village_ids: Collection[int] | None = None
) -> tuple[Gathered, dict[Key, Decided]]:
    """Return what `decisions` returns with what it was decided from; only of some villages where given."""
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
        spoken = _spoken(session, (commune.repeat_words,))
        repeat = spoken[commune.repeat_words].duration_ms if commune.repeat_words in spoken else Millis(0)
        gathered = gather(session, desk, commune_id, repeat)
        wanted = texts(commune, gathered)
        layout_of = layouts(gathered, Words(wanted, _spoken(session, wanted.all())))
    if village_ids is not None:
        own = tuple(one for one in gathered.occurrences if one.village_id in village_ids)
        gathered = replace(gathered, occurrences=own)
    found = decide(desk, gathered, layout_of)
    return gathered, {
        (one.occurrence.village_id, one.occurrence.rule_id, one.occurrence.day): one for one in found
    }


def _slot(place: VillageDay, one: BoardSession, order: RunningOrder | None) -> Slot:
    sound = one.sound
    items = sound.items if sound else ()
    made = tuple(item.bulletin_id for item in items if item.bulletin_id)
    wanted = made if order is None else tuple(item.bulletin_id for item in order.items if item.bulletin_id)
    left_out = sound.left_out if sound else ()
    if order is not None and made == wanted:
        left_out = tuple((out.title, out.reason) for out in order.left_out)
    heard = Heard(
        place.village_id,
        place.village_name,
        sound.sha256 if sound else "",
        sound.duration_ms if sound else Millis(0),
    )
    return Slot(
        day=place.day,
        name=one.name,
        starts_at=one.starts_at,
        longest_ms=one.longest_ms,
        begun=one.begun,
        changing=made != wanted,
        villages=(heard,),
        items=items,
        left_out=left_out,
        relay=sound.relay if sound else None,
    )


def _spoken(session: Session, texts: tuple[str, ...]) -> dict[str, Voiced]:
    rows = session.scalars(
        select(Speech).where(Speech.spoken.in_(texts), Speech.sha256.is_not(None)).order_by(Speech.wanted_at)
    )
    return {row.spoken: voiced(row) for row in rows}

"""Going back: what was last done to a session by hand, and taking it back wherever it still stands last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.plan import by_hand
from broadcaster.domain.plan.by_hand import Act
from broadcaster.domain.week.session import Place
from broadcaster.errors import Stale
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.plan import chosen as sessions
from broadcaster.services.plan.chosen import MAY, Chosen
from broadcaster.services.plan.orders import hand_of, noted, row_of
from broadcaster.store.tables import Person, SessionOrder


@dataclass(frozen=True, slots=True)
class LastAct:
    """What was last done to a session by hand and not taken back, as pages say it."""

    id: int
    by: str
    at: datetime
    village_ids: tuple[int, ...]
    """Villages in which the same act stands last."""
    freed: bool
    """Whether it gave the session back to the program."""


def last_act(session: Session, commune_id: int, place: Place) -> LastAct | None:
    """Return what was last done to a session and not taken back, with the villages it was done in alike."""
    acts = _acts(session, commune_id, place[1], place[2])
    last, _before = by_hand.undoable([_act_of(row) for row in acts.get(place[0], ())])
    if last is None:
        return None
    row = next(one for one in acts[place[0]] if one.id == last.id)
    alike = [
        village
        for village, own in acts.items()
        if (found := by_hand.undoable([_act_of(one) for one in own])[0]) is not None
        and any(one.id == found.id and _same_act(one, row) for one in own)
    ]
    who = session.get_one(Person, row.by_id)
    return LastAct(row.id, who.name, row.at, tuple(sorted(alike)), last.hand.free)


def undo(desk: Desk, actor: Actor, chosen: Chosen, act_id: int) -> tuple[int, ...]:
    """
    Take an act back in every chosen village in which it still stands last; what stood before it holds again.

    Returns:
        The villages in which it was taken back.

    Raises:
        Stale: Something else was done since, or it was taken back already.
        Refused: The session is locked or has begun.
    """
    actor.require(*MAY)
    with desk.store.writing() as session:
        found = sessions.find(session, actor.commune_id, chosen)
        sessions.require_open(session, desk, found)
        acts = _acts(session, actor.commune_id, found[0].series, chosen.day)
        undone, now = [], desk.clock.now()
        for one in found:
            own = acts.get(one.village_id, [])
            last, before = by_hand.undoable([_act_of(row) for row in own])
            if last is not None and _is_of(own, last.id, acts, act_id):
                session.add(row_of(actor, one, before, now, last.id))
                undone.append(one.village_id)
        if not undone:
            raise Stale(
                "Việc này đã được hoàn tác, hoặc đã có người đổi sau đó. Hãy xem lại thứ tự hiện tại."
            )
        noted(session, desk, actor, "undo_order", found[0], len(undone))
    return tuple(undone)


def _acts(session: Session, commune_id: int, series: int, day: date) -> Mapping[int, list[SessionOrder]]:
    """Return every row of one session of one day, by village, oldest first."""
    rows = session.scalars(
        select(SessionOrder)
        .where(SessionOrder.commune_id == commune_id)
        .where(SessionOrder.series_id == series, SessionOrder.day == day)
        .order_by(SessionOrder.id)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.village_id].append(row)
    return found


def _act_of(row: SessionOrder) -> Act:
    return Act(row.id, hand_of(row), row.undoes_id)


def _is_of(
    own: Sequence[SessionOrder], last_id: int, acts: Mapping[int, list[SessionOrder]], act_id: int
) -> bool:
    """Say whether the last act of a village is the one that is to be taken back, or the same one elsewhere."""
    mine = next(row for row in own if row.id == last_id)
    asked = next((row for rows in acts.values() for row in rows if row.id == act_id), None)
    return asked is not None and _same_act(mine, asked)


def _same_act(one: SessionOrder, other: SessionOrder) -> bool:
    return (one.by_id, one.at) == (other.by_id, other.at)

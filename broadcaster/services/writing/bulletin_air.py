"""Where and when a bulletin airs or was aired and, where it was left out, why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.log.airing import Event, Outcome, state_of
from broadcaster.domain.plan.running_order import RunningOrder
from broadcaster.domain.week.session import Key
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.days import is_newest
from broadcaster.services.plan import outlook
from broadcaster.store.tables import (
    Airing,
    Commune,
    Occurrence,
    Programme,
    ProgrammeItem,
    SessionRule,
    Village,
)

_MOST = 120


@dataclass(frozen=True, slots=True)
class OnAir:
    """A session that has the bulletin, in the villages for which the same is to be said of it."""

    villages: tuple[str, ...]
    session: str
    starts_at: datetime
    state: Outcome
    coming: bool
    why: str
    """Why it stands in this session."""


@dataclass(frozen=True, slots=True)
class NotIn:
    """Coming sessions without the bulletin, for one reason."""

    reason: str
    count: int
    first: str
    """The first of them: session and village."""
    day: date


@dataclass(frozen=True, slots=True)
class Air:
    """Where a bulletin airs."""

    coming: tuple[OnAir, ...]
    past: tuple[OnAir, ...]
    """The latest first."""
    left_out: tuple[NotIn, ...]
    planning: bool
    """The plan is about to be made again, so that all this may change."""


def air(desk: Desk, commune_id: int, bulletin_id: int) -> Air:
    """Say where and when a bulletin airs by the newest programmes, and why not elsewhere."""
    orders = outlook.decisions(desk, commune_id)
    left_out = _left_out(desk, commune_id, bulletin_id, orders)
    with desk.store.reading() as session:
        found = _on_air(session, desk, bulletin_id, orders)
        return Air(
            coming=tuple(one for one in found if one.coming),
            past=tuple(reversed([one for one in found if not one.coming])),
            left_out=left_out,
            planning=session.get_one(Commune, commune_id).publish_wanted_at is not None,
        )


def _on_air(
    session: Session, desk: Desk, bulletin_id: int, orders: Mapping[Key, RunningOrder]
) -> list[OnAir]:
    now = desk.clock.now()
    rows = session.execute(
        select(Occurrence, Programme, Village.name, ProgrammeItem.reason)
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .join(ProgrammeItem, ProgrammeItem.programme_id == Programme.id)
        .join(Village, Village.id == Occurrence.village_id)
        .where(ProgrammeItem.bulletin_id == bulletin_id, ProgrammeItem.kind != "repeat")
        .where(Occurrence.cancelled.is_(False), is_newest())
        .order_by(Occurrence.starts_at.desc(), Village.id)
        .limit(_MOST)
    ).all()
    said = _said(session, [row.Occurrence.id for row in rows])
    grace = timedelta(minutes=desk.settings.confirm_grace_minutes)
    found = []
    for occurrence, programme, village, reason in rows:
        over = occurrence.starts_at + timedelta(milliseconds=programme.duration_ms) + grace
        state = state_of([_event(one) for one in said[occurrence.id]], over, now)
        coming = occurrence.starts_at > now
        order = orders.get((occurrence.village_id, occurrence.rule_id, occurrence.day))
        why = _reason(order, bulletin_id) or reason
        found.append(OnAir((village,), occurrence.name, occurrence.starts_at, state, coming, why))
    return _together(found)


def _reason(order: RunningOrder | None, bulletin_id: int) -> str:
    """
    Say why a bulletin is in a session by the plan as it stands.

    A programme whose order did not change is not made again for a new reason, so what its row says may be old.
    """
    items = order.items if order else ()
    return next((item.reason for item in items if item.bulletin_id == bulletin_id), "")


def _together(found: list[OnAir]) -> list[OnAir]:
    """Say once what is the same in several villages; by start."""
    groups: dict[OnAir, list[str]] = defaultdict(list)
    for one in found:
        groups[replace(one, villages=())] += one.villages
    every = [replace(one, villages=tuple(names)) for one, names in groups.items()]
    return sorted(every, key=lambda one: one.starts_at)


def _said(session: Session, occurrence_ids: Sequence[int]) -> dict[int, list[Airing]]:
    found: dict[int, list[Airing]] = defaultdict(list)
    for row in session.scalars(select(Airing).where(Airing.occurrence_id.in_(occurrence_ids))):
        found[row.occurrence_id].append(row)
    return found


def _left_out(
    desk: Desk, commune_id: int, bulletin_id: int, orders: Mapping[Key, RunningOrder]
) -> tuple[NotIn, ...]:
    """
    Gather coming sessions without the bulletin by reason, the most frequent first.

    Asked of the plan as it stands: a session that stays silent has no programme that could tell.
    """
    with desk.store.reading() as session:
        every = session.scalars(select(Village).where(Village.commune_id == commune_id))
        villages = {row.id: row.name for row in every}
        weekly = session.scalars(select(SessionRule).where(SessionRule.commune_id == commune_id))
        rules = {row.id: row.name for row in weekly}
    groups: dict[str, list[NotIn]] = defaultdict(list)
    for (village, rule, day), order in sorted(orders.items(), key=lambda pair: (pair[0][2], pair[0])):
        for out in order.left_out:
            if out.bulletin_id == bulletin_id:
                groups[out.reason].append(NotIn(out.reason, 1, f"{rules[rule]}, {villages[village]}", day))
    found = [replace(same[0], count=len(same)) for same in groups.values()]
    return tuple(sorted(found, key=lambda one: -one.count))


def _event(row: Airing) -> Event:
    return Event(seq=row.seq, outcome=Outcome(row.outcome), at=row.at, corrects=row.corrects_seq)

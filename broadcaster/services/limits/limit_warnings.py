"""
Which sessions of the next days are over a limit of air time, said once for all the days and villages alike.

What is made is measured; what a rule allows is told when the rule is saved, and says up to how much a leader
who accepts it accepts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE, local
from broadcaster.domain.limits import airtime_words
from broadcaster.domain.limits.airtime import (
    Acceptance,
    Airtime,
    Breach,
    Limit,
    LimitKind,
    accepted,
    breaches,
    units,
)
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.limits import air_time
from broadcaster.services.limits.air_limits import limit_of, rows_of
from broadcaster.services.limits.limit_acceptances import given
from broadcaster.store.tables import Village

_OF_A_DAY = (LimitKind.SESSIONS_A_DAY, LimitKind.MINUTES_A_DAY)
_WEEK, _FURTHEST = timedelta(days=6), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OverLimit:
    """One session over one limit, on the days and in the villages where the same holds."""

    limit: Limit
    series: int
    name: str
    starts_at: datetime
    """Of the first of them."""
    days: tuple[date, ...]
    villages: tuple[str, ...]
    """Names; empty where it is in every village."""
    says: str
    """The worst of them in words."""
    needed: int
    """In the limit's unit, of the worst of them."""
    up_to: int
    """What is accepted with it: as far as the session's rule lets it come."""
    exempt: bool
    accepted: Acceptance | None
    waits: bool
    """Whether a leader is still to say something of it."""


def coming(desk: Desk, commune_id: int) -> tuple[OverLimit, ...]:
    """
    Return what is over a limit in the sessions of today and the next days; what waits comes first.

    One that has begun is still there today, as a drill that began at once: a leader's word may come after it.
    """
    with desk.store.reading() as session:
        return coming_in(session, desk, commune_id)


def coming_in(session: Session, desk: Desk, commune_id: int) -> tuple[OverLimit, ...]:
    """Return what `coming` returns, within the caller's transaction."""
    rows = rows_of(session, commune_id)
    if not rows:
        return ()
    limits, entered = [limit_of(row) for row in rows], {row.id: row.entered_at for row in rows}
    first, days = desk.today(), desk.settings.horizon_days + 1
    sessions = [one.airtime for one in air_time.made(session, commune_id, first, days)]
    words = given(session, commune_id, first)
    groups: dict[tuple[int, int, int, bool], list[Breach]] = defaultdict(list)
    said: dict[int, Acceptance] = {}
    for breach in breaches(limits, sessions, ZONE):
        starts_at = breach.session.starts_at
        if starts_at <= desk.clock.now() and entered[breach.limit.id] > starts_at:
            continue
        word = accepted(breach, words)
        if word is not None:
            said[word.id] = word
        key = (breach.limit.id, breach.session.series, word.id if word else 0, breach.exempt)
        groups[key].append(breach)
    if not groups:
        return ()
    furthest = _furthest(limits, air_time.allowed(session, commune_id, first, days))
    names = _names(session, commune_id, first)
    found = [_warning(group, said.get(key[2]), furthest, names) for key, group in groups.items()]
    return tuple(sorted(found, key=lambda one: (not one.waits, one.starts_at, one.limit.id)))


def waiting(desk: Desk, actor: Actor) -> tuple[OverLimit, ...]:
    """Return what waits for a leader; for others nothing does."""
    if not actor.roles & {Role.APPROVER}:
        return ()
    return tuple(one for one in coming(desk, actor.commune_id) if one.waits)


def of_rule(
    desk: Desk, commune_id: int, rule_id: int | None, first_day: date, last_day: date | None = None
) -> tuple[str, ...]:
    """
    Say which limits a session may break in its first days; after it, which it may make a later one break.

    Args:
        desk: What to work with.
        commune_id: Whose.
        rule_id: Which session; none means any.
        first_day: From which day it holds as it stands now.
        last_day: To which day that is looked at, two months at most; a week where it is not given.
    """
    first = max(first_day, desk.today())
    last = min(last_day or first + _WEEK, first + _FURTHEST)
    days = max(1, (last - first).days + 1)
    with desk.store.reading() as session:
        limits = [limit_of(row) for row in rows_of(session, commune_id)]
        sessions = air_time.allowed(session, commune_id, first, days) if limits else ()
    own = {(one.village_id, one.day): one.starts_at for one in sessions if one.rule_id == rule_id}
    found: dict[tuple[int, int], Breach] = {}
    for breach in breaches(limits, sessions, ZONE):
        about = rule_id in (None, breach.session.rule_id) or _after(own, breach)
        key = breach.limit.id, breach.session.series
        if about and not breach.exempt and breach.measured > _measured(found.get(key)):
            found[key] = breach
    return tuple(
        f"“{one.session.name}” {local(one.session.starts_at):%H:%M} {airtime_words.breach(one)}."
        for one in sorted(found.values(), key=lambda one: one.session.rule_id != rule_id)
    )


def _after(own: Mapping[tuple[int, date], datetime], breach: Breach) -> bool:
    """Say whether a limit of the day is broken later on a day and in a village of a session that was saved."""
    starts_at = own.get((breach.session.village_id, breach.session.day))
    return breach.limit.kind in _OF_A_DAY and starts_at is not None and starts_at < breach.session.starts_at


def _measured(breach: Breach | None) -> int:
    return -1 if breach is None else breach.measured


def _furthest(limits: Sequence[Limit], sessions: Iterable[Airtime]) -> Mapping[tuple[int, int], int]:
    """Say how far over a limit a session may come by its rule, in the limit's unit."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for breach in breaches(limits, sessions, ZONE):
        key = breach.limit.id, breach.session.series
        found[key] = max(found[key], units(breach))
    return found


def _names(session: Session, commune_id: int, day: date) -> Mapping[int, str]:
    """Return what the villages are called that exist on a day or will."""
    rows = session.scalars(select(Village).where(Village.commune_id == commune_id).order_by(Village.id))
    return {row.id: row.name for row in rows if row.valid_to is None or row.valid_to >= day}


def _warning(
    group: Sequence[Breach],
    word: Acceptance | None,
    furthest: Mapping[tuple[int, int], int],
    names: Mapping[int, str],
) -> OverLimit:
    worst, first = max(group, key=lambda one: one.measured), group[0]
    limit, series = worst.limit, worst.session.series
    there = {one.session.village_id for one in group}
    return OverLimit(
        limit=limit,
        series=series,
        name=first.session.name,
        starts_at=first.session.starts_at,
        days=tuple(sorted({one.session.day for one in group})),
        villages=() if there >= set(names) else tuple(name for id_, name in names.items() if id_ in there),
        says=airtime_words.breach(worst),
        needed=units(worst),
        up_to=max(units(worst), furthest.get((limit.id, series), 0)),
        exempt=worst.exempt,
        accepted=word,
        waits=word is None and not worst.exempt,
    )

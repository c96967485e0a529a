"""
Deciding what airs when: gather what the database knows, let `domain` plan, give back running orders.

Nothing here writes. `programmes` makes the sound of what is decided; pages show it with its reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, raiseload, selectinload

from broadcaster.clock import local
from broadcaster.domain.plan.programme import Hands, History, LayoutOf, RunningOrder, plan
from broadcaster.domain.plan.template import CALL, DEFAULTS, ProgrammeKind, Template
from broadcaster.domain.week import calendar
from broadcaster.domain.week.session import Key
from broadcaster.services.desk import Desk
from broadcaster.services.layout import templates
from broadcaster.services.layout.village_sound import Heard, jingles_heard, with_horns
from broadcaster.services.log.heard import told
from broadcaster.services.plan import chosen, orders
from broadcaster.services.plan.approved import Approved, approved
from broadcaster.services.plan.history import Frozen, history
from broadcaster.services.week.expected import expected
from broadcaster.store.tables import Occurrence, Programme, Village
from broadcaster.units import Millis

_NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything a plan is made from, read in one transaction."""

    occurrences: tuple[calendar.Occurrence, ...]
    villages: Mapping[int, Village]
    approved: Mapping[int, Approved]
    """By bulletin."""
    templates: Mapping[int, Template]
    jingles: Heard
    horns: frozenset[int]
    """Villages whose programmes are shaped for horn loudspeakers."""
    standing: Mapping[Key, Occurrence]
    """Occurrences of these days already made; the items of their programmes are not read."""
    told: frozenset[int]
    """Occurrences of which somebody has said what became of them, though by the clock they are still to come."""
    history: History
    """What is frozen."""
    hands: Hands
    opened: frozenset[Key]
    """Sessions about to begin that may still change."""

    def template_of(self, one: calendar.Occurrence) -> Template:
        """Return how a session is laid out."""
        if one.call is not None:
            return CALL
        return self.templates.get(one.template_id or 0, DEFAULTS[ProgrammeKind.NEWS])


@dataclass(frozen=True, slots=True)
class Decided:
    """One occurrence with what is to be aired in it."""

    occurrence: calendar.Occurrence
    order: RunningOrder


def gather(
    session: Session, desk: Desk, commune_id: int, repeat_ms: Millis, until: date | None = None
) -> Gathered:
    """
    Read what the plan of the next days is made from.

    Args:
        session: One transaction, so that everything fits together.
        desk: What to work with.
        commune_id: Whose plan.
        repeat_ms: How long the words between two readings of an item take.
        until: The last day, where it is past the one to which programmes are made. Never a nearer one: greetings
            count as the longest of all days, so that with fewer something else might fit than what is made.
    """
    now = desk.clock.now()
    first = local(now).date() - _NEXT_DAY  # a session of yesterday may still sound after midnight
    horizon = desk.today() + timedelta(days=desk.settings.horizon_days)
    last = max(until or horizon, horizon)
    days = (last - first).days + 1
    due = expected(session, commune_id, first, days)
    rows = session.scalars(
        select(Occurrence)
        .where(Occurrence.commune_id == commune_id)
        .where(Occurrence.day.between(first, last))
        .options(
            selectinload(Occurrence.programmes).options(defer(Programme.left_out), raiseload(Programme.items))
        )
    )
    standing = {(row.village_id, row.rule_id, row.day): row for row in rows}
    opened = chosen.opened(session, due.villages, first)
    already = frozenset(session.scalars(told(commune_id, now)))
    found = approved(session, commune_id, due.villages, repeat_ms)
    still_open = {row.id for key, row in standing.items() if key in opened and row.starts_at > now} - already
    return Gathered(
        occurrences=tuple(one for one in due.occurrences if one.starts_at > now),
        villages=due.villages,
        approved=found,
        templates=templates.by_id(session, commune_id),
        jingles=jingles_heard(session, commune_id),
        horns=with_horns(session, commune_id, desk.today()),
        standing=standing,
        told=already,
        history=history(
            session,
            commune_id,
            found,
            Frozen(now + timedelta(minutes=desk.settings.lock_minutes), already, still_open, first),
        ),
        hands={
            place: orders.hand_of(row) for place, row in orders.newest(session, commune_id, first).items()
        },
        opened=opened,
    )


def decide(desk: Desk, gathered: Gathered, layout_of: LayoutOf) -> tuple[Decided, ...]:
    """
    Plan every occurrence that may still change.

    What is about to start stands, unless somebody opened it with a reason; what has started is not among them.
    """
    frozen_until = desk.clock.now() + timedelta(minutes=desk.settings.lock_minutes)
    open_ones = [one for one in gathered.occurrences if not _is_settled(gathered, one, frozen_until)]
    candidates = [one.candidate for one in gathered.approved.values()]
    pairs = plan(open_ones, candidates, gathered.history, layout_of, gathered.hands)
    return tuple(Decided(*pair) for pair in pairs)


def _is_settled(gathered: Gathered, one: calendar.Occurrence, frozen_until: datetime) -> bool:
    """Say whether what a session airs can no longer change: it is about to start, or somebody says it has sounded."""
    row = gathered.standing.get(one.key)
    if row is None or not row.programmes:
        return False
    if row.id in gathered.told:
        return True
    return one.starts_at <= frozen_until and one.key not in gathered.opened

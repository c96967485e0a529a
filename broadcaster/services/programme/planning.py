"""
Deciding what airs when: gather what the database knows, let `domain` plan, give back running orders.

Nothing here writes. `programmes` makes the sound of what is decided; pages show it with its reasons.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, raiseload, selectinload

from broadcaster.clock import local
from broadcaster.domain import calendar
from broadcaster.domain.bulletin import VIETNAMESE, Urgency
from broadcaster.domain.programme import Candidate, Fixed, InVillage, RunningOrder, plan
from broadcaster.services.desk import Desk
from broadcaster.services.log.heard import not_played, told
from broadcaster.services.outgoing.days import is_newest
from broadcaster.services.programme.expected import expected
from broadcaster.services.programme.frame import PAUSE, Frame, versions_length
from broadcaster.services.programme.village_sound import Heard, jingles_heard, with_horns
from broadcaster.services.writing import versions
from broadcaster.services.writing.versions import Version
from broadcaster.store.tables import (
    Bulletin,
    Decision,
    Occurrence,
    Programme,
    ProgrammeItem,
    Village,
)
from broadcaster.units import Millis

_NEXT_DAY = timedelta(days=1)
_NOTHING = Fixed(*[Millis(0)] * 5)


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved bulletin with the sound that was approved."""

    decision_id: int
    digest: str
    sound_sha256: str
    read_times: int
    urgent: bool
    candidate: Candidate
    versions: Mapping[int, Version]
    """By language: what may be heard of it."""

    def heard_in(self, village: Village) -> tuple[Version, ...]:
        """Return what is heard of it in a village, in the order of the village's languages."""
        return tuple(self.versions[one] for one in village.language_ids if one in self.versions)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything a plan is made from, read in one transaction."""

    occurrences: tuple[calendar.Occurrence, ...]
    villages: Mapping[int, Village]
    approved: Mapping[int, Approved]
    """By bulletin."""
    jingles: Heard
    horns: frozenset[int]
    """Villages whose programmes are shaped for horn loudspeakers."""
    standing: Mapping[tuple[int, int, date], Occurrence]
    """Occurrences of these days already made, by (village, rule, day); the items of their programmes are not read."""
    told: frozenset[int]
    """Occurrences of which somebody has said what became of them, though by the clock they are still to come."""
    aired: Mapping[tuple[int, int], int]
    """Airings already frozen, by (village, bulletin)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One occurrence with what is to be aired in it."""

    occurrence: calendar.Occurrence
    order: RunningOrder


def gather(session: Session, desk: Desk, commune_id: int, repeat_ms: Millis) -> Gathered:
    """
    Read what the plan of the next days is made from.

    Args:
        session: One transaction, so that everything fits together.
        desk: What to work with.
        commune_id: Whose plan.
        repeat_ms: How long the words between two readings of an item take.
    """
    now = desk.clock.now()
    first = local(now).date() - _NEXT_DAY  # a session of yesterday may still sound after midnight
    days = desk.settings.horizon_days + 2
    due = expected(session, commune_id, first, days)
    standing = session.scalars(
        select(Occurrence)
        .where(Occurrence.commune_id == commune_id)
        .where(Occurrence.day.between(first, first + timedelta(days=days - 1)))
        .options(
            selectinload(Occurrence.programmes).options(defer(Programme.left_out), raiseload(Programme.items))
        )
    ).all()
    return Gathered(
        occurrences=tuple(one for one in due.occurrences if one.starts_at > now),
        villages=due.villages,
        approved=_approved(session, commune_id, due.villages, repeat_ms),
        jingles=jingles_heard(session, commune_id),
        horns=with_horns(session, commune_id, desk.today()),
        standing={(row.village_id, row.rule_id, row.day): row for row in standing},
        told=frozenset(session.scalars(told(commune_id, now))),
        aired=_aired(session, commune_id, now + timedelta(minutes=desk.settings.lock_minutes)),
    )


def decide(desk: Desk, gathered: Gathered, frames: Mapping[int, Frame]) -> tuple[Decided, ...]:
    """Plan every occurrence that may still change; what is about to start or has started is not among them."""
    frozen_until = desk.clock.now() + timedelta(minutes=desk.settings.lock_minutes)
    open_ones = [one for one in gathered.occurrences if not _is_settled(gathered, one, frozen_until)]
    fixed = {village: _fixed(frame) for village, frame in frames.items()}
    candidates = [one.candidate for one in gathered.approved.values()]
    return tuple(Decided(*pair) for pair in plan(open_ones, candidates, gathered.aired, _NOTHING, fixed))


def _fixed(frame: Frame) -> Fixed:
    return Fixed(
        opening=frame.opening,
        greeting=frame.longest_greeting,
        separator=frame.separator,
        closing_words=frame.closing_words,
        closing=frame.closing,
        attention=frame.attention,
    )


def _is_settled(gathered: Gathered, one: calendar.Occurrence, frozen_until: datetime) -> bool:
    """Say whether what a session airs can no longer change: it is about to start, or somebody says it has sounded."""
    row = gathered.standing.get((one.village_id, one.rule_id, one.day))
    if row is None or not row.programmes:
        return False
    return one.starts_at <= frozen_until or row.id in gathered.told


def _approved(
    session: Session, commune_id: int, villages: Mapping[int, Village], repeat_ms: Millis
) -> dict[int, Approved]:
    """Return what leaders approved and nobody voided, by bulletin."""
    rows = session.scalars(
        select(Decision)
        .join(Bulletin, Bulletin.id == Decision.bulletin_id)
        .where(Bulletin.commune_id == commune_id, Bulletin.state == "da_duyet")
        .where(Decision.verdict == "duyet", Decision.voided_at.is_(None))
        .order_by(Decision.decided_at)
    ).unique()
    called = versions.names(session, commune_id)
    decisions = list(rows)
    spoken = versions.spoken(session, decisions)
    found = {}
    for row in decisions:
        revision = row.revision
        heard = {one.language_id: one for one in versions.of_content(session, revision, called)}
        if VIETNAMESE not in heard and row.id in spoken:
            heard[VIETNAMESE] = spoken[row.id]
        urgent = revision.urgency == Urgency.URGENT

        def length(chosen: Sequence[Version], times: int = revision.read_times) -> Millis:
            return Millis(versions_length(chosen, times, repeat_ms) + PAUSE)

        candidate = Candidate(
            bulletin_id=row.bulletin_id,
            revision_id=revision.id,
            title=revision.title,
            urgency=Urgency(revision.urgency),
            village_ids=None if revision.village_ids is None else tuple(revision.village_ids),
            first_day=revision.first_day or date.max,
            last_day=revision.last_day or date.min,
            airings=revision.airings,
            length=length([heard[VIETNAMESE]] if VIETNAMESE in heard else []),
            approved_at=row.decided_at,
            plan_row_id=revision.plan_row_id,
            ready=VIETNAMESE in heard,
            reason_not_ready="" if VIETNAMESE in heard else "chưa có giọng đọc",
            in_village={
                one.id: _in_village(one, heard, called, length)
                for one in villages.values()
                if one.language_ids != [VIETNAMESE]
            },
        )
        found[row.bulletin_id] = Approved(
            row.id, row.digest, row.sound_sha256, revision.read_times, urgent, candidate, heard
        )
    return found


def _in_village(
    village: Village,
    heard: Mapping[int, Version],
    called: Mapping[int, str],
    length: Callable[[Sequence[Version]], Millis],
) -> InVillage:
    """Say how a bulletin airs in a village by the village's languages, and in which it cannot."""
    chosen = [heard[one] for one in village.language_ids if one in heard]
    missing = tuple(called.get(one, "") for one in village.language_ids if one not in heard)
    return InVillage(length(chosen) if chosen else Millis(0), missing)


def _aired(session: Session, commune_id: int, frozen_until: datetime) -> dict[tuple[int, int], int]:
    """
    Count the airings that can no longer change, by village and bulletin, of each newest programme.

    A session that somebody says was not aired is none: the bulletin is still owed to that village.
    """
    rows = session.execute(
        select(Occurrence.village_id, ProgrammeItem.bulletin_id, func.count())
        .join(Programme, Programme.id == ProgrammeItem.programme_id)
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(Occurrence.commune_id == commune_id, Occurrence.starts_at <= frozen_until)
        .where(Occurrence.cancelled.is_(False), ProgrammeItem.bulletin_id.is_not(None), is_newest())
        .where(Occurrence.id.not_in(not_played()))
        .group_by(Occurrence.village_id, ProgrammeItem.bulletin_id)
    )
    return Counter({(village, bulletin): count for village, bulletin, count in rows if bulletin is not None})

"""How long each session sounds: as its programme is made, or as long as its rule lets it be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, raiseload

from broadcaster.domain.limits.airtime import Airtime
from broadcaster.domain.writing.bulletin import Urgency
from broadcaster.services.layout import templates
from broadcaster.services.week.expected import expected
from broadcaster.store.tables import (
    Occurrence,
    Programme,
    ProgrammeItem,
    Revision,
    SessionRule,
    UrgentCall,
)
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Sounding:
    """A session with the programme that sounds in it."""

    airtime: Airtime
    occurrence_id: int
    programme_id: int


def made(session: Session, commune_id: int, first: date, days: int) -> tuple[Sounding, ...]:
    """Measure the newest programmes of some days; a session without sound or relay is none."""
    found = _newest(session, commune_id, first, days)
    urgent = _urgent(session, [programme.id for _row, programme, _rule in found])
    called = _called(session, commune_id)
    return tuple(
        Sounding(
            Airtime(
                village_id=row.village_id,
                rule_id=row.rule_id,
                series=rule.series,
                name=row.name,
                day=row.day,
                starts_at=row.starts_at,
                length=Millis(programme.duration_ms + _relayed(programme)),
                relayed=_relayed(programme),
                urgent=urgent.get(programme.id, Millis(0)) if _is_real(rule, called) else Millis(0),
                called=rule.urgent_call_id in called,
            ),
            row.id,
            programme.id,
        )
        for row, programme, rule in found
    )


def allowed(session: Session, commune_id: int, first: date, days: int) -> tuple[Airtime, ...]:
    """Say how long the sessions of some days may be by their rules, whether or not anything is to be aired."""
    relayed = {key: one.relayed for key, one in templates.by_id(session, commune_id).items()}
    return tuple(
        Airtime(
            village_id=one.village_id,
            rule_id=one.rule_id,
            series=one.series,
            name=one.name,
            day=one.day,
            starts_at=one.starts_at,
            length=one.longest,
            relayed=relayed.get(one.template_id or 0, Millis(0)),
            called=one.call is not None and not one.call.drill,
            at_most=True,
        )
        for one in expected(session, commune_id, first, days).occurrences
    )


def _newest(
    session: Session, commune_id: int, first: date, days: int
) -> list[tuple[Occurrence, Programme, SessionRule]]:
    where = (
        Occurrence.commune_id == commune_id,
        Occurrence.day.between(first, first + timedelta(days=days - 1)),
        Occurrence.cancelled.is_(False),
    )
    newest = (
        select(Programme.occurrence_id, func.max(Programme.version).label("version"))
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(*where)
        .group_by(Programme.occurrence_id)
        .subquery()
    )
    rows = session.execute(
        select(Occurrence, Programme, SessionRule)
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .join(
            newest,
            and_(newest.c.occurrence_id == Programme.occurrence_id, newest.c.version == Programme.version),
        )
        .join(SessionRule, SessionRule.id == Occurrence.rule_id)
        .where(*where)
        .options(raiseload(Occurrence.programmes), raiseload(Programme.items))
    )
    return [
        (row, made, rule) for row, made, rule in rows if made.sha256 is not None or made.relay is not None
    ]


def _is_real(rule: SessionRule, called: frozenset[int]) -> bool:
    """Tell a session in which what is urgent is so from a drill."""
    return rule.urgent_call_id is None or rule.urgent_call_id in called


def _relayed(programme: Programme) -> Millis:
    return Millis(int(str((programme.relay or {}).get("duration_ms", 0))))


def _urgent(session: Session, programme_ids: Sequence[int]) -> Mapping[int, Millis]:
    """Add up the urgent bulletins of each programme."""
    rows = session.execute(
        select(ProgrammeItem.programme_id, func.sum(ProgrammeItem.duration_ms).label("sum"))
        .join(Revision, Revision.id == ProgrammeItem.revision_id)
        .where(ProgrammeItem.programme_id.in_(programme_ids), Revision.urgency == Urgency.URGENT.value)
        .group_by(ProgrammeItem.programme_id)
    )
    return {row.programme_id: Millis(row.sum) for row in rows}


def _called(session: Session, commune_id: int) -> frozenset[int]:
    """Return the urgent calls that are no drills."""
    wanted = select(UrgentCall.id).where(UrgentCall.commune_id == commune_id, UrgentCall.drill.is_(False))
    return frozenset(session.scalars(wanted))

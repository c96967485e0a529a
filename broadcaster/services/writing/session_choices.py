"""Which sessions of the week a bulletin may be for: those that run today or later, each once through its changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.template import PROGRAMME_LABELS, ProgrammeKind
from broadcaster.domain.week.bounds import Places, Slot
from broadcaster.services.desk import Desk
from broadcaster.store.tables import ProgrammeTemplate, SessionRule, Village
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """A weekly session as it stands now or, where it has not begun, as it will."""

    series: int
    """Names it through all its changes."""
    name: str
    start: time
    longest: Millis
    """The longest it is, now or by a change that is to come."""
    kind: ProgrammeKind
    village_ids: frozenset[int] | None
    """None means every village."""

    @property
    def label(self) -> str:
        """Return its name and start, and what sets it apart: `Buổi trưa (11:00, điểm tin, 3 thôn)`."""
        facts = [f"{self.start.hour}:{self.start:%M}"]
        if self.kind is not ProgrammeKind.NEWS:
            facts.append(PROGRAMME_LABELS[self.kind].lower())
        if self.village_ids is not None:
            facts.append(f"{len(self.village_ids)} thôn")
        return f"{self.name} ({', '.join(facts)})"


def listing(desk: Desk, commune_id: int) -> tuple[SessionChoice, ...]:
    """List the sessions of a commune by start."""
    with desk.store.reading() as session:
        return choices(session, desk, commune_id)


def offered(desk: Desk, commune_id: int, chosen: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """List sessions as (series, label) to be ticked; a chosen one that has ended stays to be seen."""
    with desk.store.reading() as session:
        every = [(one.series, one.label) for one in choices(session, desk, commune_id)]
        gone = set(chosen) - {series for series, _label in every}
        ended = _newest(session, commune_id, gone)
    return (*every, *((row.series, f"{row.name} (không còn)") for row in ended))


def choices(session: Session, desk: Desk, commune_id: int) -> tuple[SessionChoice, ...]:
    """List what `listing` lists, within the caller's transaction; sessions of urgent calls are nobody's choice."""
    rows = session.scalars(
        select(SessionRule)
        .where(SessionRule.commune_id == commune_id, SessionRule.urgent_call_id.is_(None))
        .where(or_(SessionRule.valid_to.is_(None), SessionRule.valid_to >= desk.today()))
        .order_by(SessionRule.valid_from, SessionRule.id)
    )
    lines: dict[int, list[SessionRule]] = {}
    for row in rows:
        if row.weekdays:
            lines.setdefault(row.series, []).append(row)
    layouts = session.scalars(select(ProgrammeTemplate).where(ProgrammeTemplate.commune_id == commune_id))
    kinds = {row.id: ProgrammeKind(row.kind) for row in layouts}
    return tuple(
        sorted((_choice(line, kinds) for line in lines.values()), key=lambda one: (one.start, one.series))
    )


def places(session: Session, desk: Desk, commune_id: int) -> Places:
    """Return where a bulletin may be aired, for the checks of `domain.writing.completeness`."""
    villages = session.scalars(
        select(Village.id)
        .where(Village.commune_id == commune_id)
        .where(or_(Village.valid_to.is_(None), Village.valid_to >= desk.today()))
    )
    slots = (Slot(one.series, one.kind, one.village_ids) for one in choices(session, desk, commune_id))
    return Places(frozenset(villages), tuple(slots))


def names(session: Session, commune_id: int, series: Iterable[int]) -> tuple[str, ...]:
    """Say which sessions these are by their newest names, also those that have ended."""
    return tuple(row.name for row in _newest(session, commune_id, series))


def _newest(session: Session, commune_id: int, series: Iterable[int]) -> list[SessionRule]:
    """Return the newest rule of each series, by start."""
    wanted = set(series)
    rows = session.scalars(
        select(SessionRule)
        .where(SessionRule.commune_id == commune_id)
        .where(or_(SessionRule.id.in_(wanted), SessionRule.series_id.in_(wanted)))
        .order_by(SessionRule.valid_from, SessionRule.id)
    )
    found = {row.series: row for row in rows}
    return sorted(found.values(), key=lambda row: (row.start, row.id))


def _choice(line: list[SessionRule], kinds: Mapping[int, ProgrammeKind]) -> SessionChoice:
    first = line[0]
    everywhere = any(row.village_ids is None for row in line)
    reached = frozenset(one for row in line for one in row.village_ids or ())
    return SessionChoice(
        series=first.series,
        name=first.name,
        start=first.start,
        kind=kinds.get(first.template_id or 0, ProgrammeKind.NEWS),
        longest=Millis(max(row.longest_ms for row in line)),
        village_ids=None if everywhere else reached,
    )

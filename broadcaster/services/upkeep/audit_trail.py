"""The audit trail read back: the latest acts in a commune, each said as one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.upkeep.audit_words import said
from broadcaster.store.tables import (
    Audit,
    Bulletin,
    Person,
    PlanRow,
    ProgrammeTemplate,
    SessionRule,
    Station,
    Village,
)

EVERYDAY = ("sign_in",)
"""Verbs that are left out unless they are asked for: they would hide the rest."""
_NAMED = {
    "bulletin": Bulletin.title,
    "person": Person.name,
    "village": Village.name,
    "station": Station.name,
    "session_rule": SessionRule.name,
    "plan_row": PlanRow.content,
    "programme_template": ProgrammeTemplate.name,
}
"""Kinds of subject that have a name to be said."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody did."""

    at: datetime
    who: str
    """A person's name with their login; else the part of the program that acted."""
    words: str


def latest(desk: Desk, actor: Actor, count: int = 100, *, everyday: bool = False) -> tuple[Act, ...]:
    """List the latest acts in the administrator's commune, the newest first."""
    actor.require(Role.ADMIN)
    wanted = select(Audit).where(Audit.commune_id == actor.commune_id)
    if not everyday:
        wanted = wanted.where(Audit.verb.not_in(EVERYDAY))
    with desk.store.reading() as session:
        rows = session.scalars(wanted.order_by(Audit.at.desc(), Audit.id.desc()).limit(count)).all()
        people = {
            one.login: f"{one.name} ({one.login})"
            for one in session.scalars(select(Person).where(Person.login.in_({row.who for row in rows})))
        }
        names = _names(session, rows)
        return tuple(
            Act(
                row.at,
                people.get(row.who, row.who),
                said(row.verb, row.subject, row.detail, names.get(row.subject, "")),
            )
            for row in rows
        )


def _names(session: Session, rows: Sequence[Audit]) -> Mapping[str, str]:
    """Look up what the subjects are called now, with one query a kind."""
    found: dict[str, str] = {}
    for kind, column in _NAMED.items():
        ids = {int(row.subject.split()[1]) for row in rows if row.subject.split()[0] == kind}
        if ids:
            keys = column.class_.id
            found |= {
                f"{kind} {id_}": name
                for id_, name in session.execute(select(keys, column).where(keys.in_(ids)))
            }
    return found

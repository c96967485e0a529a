"""The templates that ship: every new commune begins with them, an older one may take them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.template import DEFAULTS, PROGRAMME_LABELS, ProgrammeKind, written
from broadcaster.domain.writing.workflow import Role
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.store.tables import ProgrammeTemplate, SessionRule


def add_missing(desk: Desk, actor: Actor) -> tuple[str, ...]:
    """
    Give a commune the shipped templates of the kinds it has none of.

    Sessions that named none followed the shipped Bản tin; from now on they follow the commune's, which is equal
    until somebody changes it.

    Returns:
        The names of those that were made.
    """
    actor.require(Role.ADMIN)
    commune_id = actor.commune_id
    with desk.store.writing() as session:
        before = {row.id for row in _rows(session, commune_id)}
        add_shipped(session, commune_id)
        made = tuple(row.name for row in _rows(session, commune_id) if row.id not in before)
        if made:
            due.replan(session, desk, commune_id)
            subject = f"commune {commune_id}"
            note(session, commune_id, actor.login, desk.clock.now(), "add_templates", subject, names=[*made])
        return made


def add_shipped(session: Session, commune_id: int) -> int:
    """
    Make the shipped templates of the kinds there are none of, within the caller's transaction.

    Returns:
        The key of the commune's Bản tin.
    """
    rows = _rows(session, commune_id)
    kinds, names = {row.kind for row in rows}, {row.name for row in rows}
    for kind, template in DEFAULTS.items():
        if kind.value not in kinds:
            name = _free(PROGRAMME_LABELS[kind], names)
            session.add(
                ProgrammeTemplate(commune_id=commune_id, name=name, kind=kind, parts=written(template))
            )
    session.flush()
    news = next(row.id for row in _rows(session, commune_id) if row.kind == ProgrammeKind.NEWS)
    if ProgrammeKind.NEWS not in kinds:
        _follow(session, commune_id, news)
    return news


def _follow(session: Session, commune_id: int, template_id: int) -> None:
    """Let the sessions that named no template follow this one."""
    unnamed = select(SessionRule).where(
        SessionRule.commune_id == commune_id,
        SessionRule.template_id.is_(None),
        SessionRule.urgent_call_id.is_(None),
    )
    for rule in session.scalars(unnamed):
        rule.template_id = template_id


def _rows(session: Session, commune_id: int) -> list[ProgrammeTemplate]:
    found = select(ProgrammeTemplate).where(ProgrammeTemplate.commune_id == commune_id)
    return list(session.scalars(found.order_by(ProgrammeTemplate.id)))


def _free(label: str, taken: set[str]) -> str:
    """Name a template; a commune may have called one of another kind so already."""
    name, number = label, 1
    while name in taken:
        number += 1
        name = f"{label} {number}"
    return name

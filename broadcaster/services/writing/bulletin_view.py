"""One bulletin as a page shows it: what it says, where it stands, and what this person may do with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Action, State, actions_for
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing import bulletin_facts, session_choices
from broadcaster.services.writing.bulletin_facts import Facts
from broadcaster.services.writing.session_choices import SessionChoice
from broadcaster.services.writing.steps import call_of, find
from broadcaster.store.tables import Bulletin, Commune, Decision

WRITABLE = (State.DRAFT, State.RETURNED)


@dataclass(frozen=True, slots=True)
class BulletinView:
    """One bulletin."""

    id: int
    version: int
    draft_key: str
    """Made by the page that began it."""
    state: State
    author: str
    is_author: bool
    changed_at: datetime
    actions: tuple[Action, ...]
    """What this person may do now."""
    facts: Facts
    """Of the working copy while it is written on, else of what was submitted."""
    returned: str
    """Why the leader returned it, while that stands."""
    slots: tuple[SessionChoice, ...]
    """The sessions it may be aired in."""
    call_id: int = 0
    """The urgent call or drill that it belongs to, where alone something may be done with it; 0 is none."""


def view(desk: Desk, actor: Actor, bulletin_id: int) -> BulletinView:
    """Return a bulletin of this person's commune. Raises `NotFound` when there is none."""
    with desk.store.reading() as session:
        row = find(session, actor.commune_id, bulletin_id)
        commune = session.get_one(Commune, row.commune_id)
        state, own = State(row.state), row.author_id == actor.person_id
        call = call_of(session, row.id)
        written = call is None and (state in WRITABLE or not row.revisions)
        facts = bulletin_facts.of_working_copy if written else bulletin_facts.of_newest
        return BulletinView(
            id=row.id,
            version=row.version,
            draft_key=row.draft_key or "",
            state=state,
            author=row.author.name,
            is_author=own,
            changed_at=row.changed_at,
            actions=()
            if call
            else actions_for(state, actor.roles, is_author=own, self_approval=commune.self_approval),
            facts=facts(session, desk, row),
            returned=_returned(session, row) if state is State.RETURNED else "",
            slots=_slots(session, desk, row),
            call_id=call.id if call else 0,
        )


def _returned(session: Session, row: Bulletin) -> str:
    last = session.scalar(
        select(Decision)
        .where(Decision.bulletin_id == row.id, Decision.verdict == "tra_lai")
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return f"{last.decided_by.name}: {last.reason}" if last else ""


def _slots(session: Session, desk: Desk, row: Bulletin) -> tuple[SessionChoice, ...]:
    """Return the weekly sessions a bulletin may be aired in, of those that run today or later."""
    every = session_choices.choices(session, desk, row.commune_id)
    return tuple(one for one in every if row.session_series is None or one.series in row.session_series)

"""Writing bulletins: drafts that save themselves, and taking back what was submitted or approved."""

from dataclasses import replace

from sqlalchemy import select

from broadcaster.domain.writing.workflow import Action, Role, State
from broadcaster.errors import Refused
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing.drafts import Draft, draft_of, fill
from broadcaster.services.writing.same_news import SaysTheSame
from broadcaster.services.writing.steps import act, find, require_no_call, step, stop, void_approval
from broadcaster.services.writing.submitting import Incomplete, check, submit
from broadcaster.store.tables import Bulletin

__all__ = [
    "Draft",
    "Incomplete",
    "SaysTheSame",
    "check",
    "copy",
    "create",
    "draft",
    "find",
    "recall",
    "reopen",
    "save",
    "submit",
    "withdraw",
]


def create(desk: Desk, actor: Actor, draft: Draft, draft_key: str | None = None) -> Bulletin:
    """
    Begin a bulletin.

    Args:
        desk: What to work with.
        actor: The writer.
        draft: What is typed so far.
        draft_key: Made by the page; a save sent twice with one key makes one bulletin.

    Raises:
        Refused: The key's bulletin is waiting, approved or withdrawn by now.
    """
    actor.require(Role.WRITER)
    with desk.store.writing() as session:
        if draft_key:
            begun = session.scalar(select(Bulletin).where(Bulletin.draft_key == draft_key))
            if begun is not None and begun.author_id == actor.person_id:
                act(session, desk, actor, begun, begun.version, Action.SAVE)
                fill(begun, draft)
                return begun
        now = desk.clock.now()
        row = Bulletin(
            commune_id=actor.commune_id,
            state=State.DRAFT,
            author_id=actor.person_id,
            draft_key=draft_key,
            created_at=now,
            changed_at=now,
        )
        fill(row, draft)
        session.add(row)
        session.flush()
        note(session, actor.commune_id, actor.login, now, "create", f"bulletin {row.id}")
        session.refresh(row)
        return row


def save(desk: Desk, actor: Actor, bulletin_id: int, version: int, draft: Draft) -> Bulletin:
    """
    Keep what is typed.

    Raises:
        Stale: Somebody saved it first; the page keeps what was typed and shows both.
        Refused: The bulletin is waiting, approved or withdrawn: it must be taken back or reopened first.
    """
    with desk.store.writing() as session:
        row = step(session, desk, actor, bulletin_id, version, Action.SAVE)
        fill(row, draft)
        return row


def recall(desk: Desk, actor: Actor, bulletin_id: int, version: int) -> Bulletin:
    """Take a waiting bulletin back to be written on."""
    with desk.store.writing() as session:
        return step(session, desk, actor, bulletin_id, version, Action.RECALL)


def reopen(desk: Desk, actor: Actor, bulletin_id: int, version: int) -> Bulletin:
    """Take an approved, returned or withdrawn bulletin back to be written on; its approval is void from now."""
    with desk.store.writing() as session:
        row = step(session, desk, actor, bulletin_id, version, Action.REOPEN)
        void_approval(session, desk, actor, row, "Mở ra để sửa")
        return row


def withdraw(desk: Desk, actor: Actor, bulletin_id: int, version: int, reason: str) -> Bulletin:
    """
    Stop a bulletin from airing again.

    Raises:
        Refused: No reason was given.
    """
    if not reason.strip():
        raise Refused("Hãy ghi lý do rút bản tin; lý do được giữ trong hồ sơ của bản tin.")
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        stop(session, desk, actor, row, version, reason.strip())
        return row


def copy(desk: Desk, actor: Actor, bulletin_id: int) -> Bulletin:
    """Begin a new draft with the words and recordings of another bulletin, without its days."""
    with desk.store.reading() as session:
        source = find(session, actor.commune_id, bulletin_id)
        require_no_call(session, source.id)
        draft, recording_ids = draft_of(source), list(source.recording_ids)
    begun = create(desk, actor, replace(draft, first_day=None, last_day=None, replaces_id=None))
    if recording_ids:
        with desk.store.writing() as session:
            begun = find(session, actor.commune_id, begun.id)
            begun.recording_ids = recording_ids
            session.flush()
    return begun


def draft(desk: Desk, actor: Actor, bulletin_id: int) -> Draft:
    """Return what is written in a bulletin's working copy. Raises `NotFound` when there is none here."""
    with desk.store.reading() as session:
        return draft_of(find(session, actor.commune_id, bulletin_id))

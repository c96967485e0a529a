"""
A better voice for what is approved already: the leader hears it, and takes it or keeps the one they approved.

What was approved is the sound, so another voice asks for approval again, unless any voice was allowed. Until
the leader has spoken, the sound that was approved goes on being aired.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Action, Role, State, may
from broadcaster.errors import NotAllowed, Stale
from broadcaster.paper import words
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice.voiced import Voiced, voiced, voiced_as
from broadcaster.services.writing.steps import find, wrote
from broadcaster.store.tables import Bulletin, Commune, Decision, Speech


@dataclass(frozen=True, slots=True)
class NewVoice:
    """An approved bulletin for which a better voice than the approved one has spoken."""

    bulletin_id: int
    decision_id: int
    title: str
    spoken: str
    approved: Voiced
    better: Voiced
    own: bool
    """Whether the person wrote it and the commune does not let them approve it."""


def waiting(desk: Desk, actor: Actor) -> tuple[NewVoice, ...]:
    """List the better voices that wait for a leader's word, the longest waiting first."""
    with desk.store.reading() as session:
        return waiting_in(session, actor)


def waiting_in(session: Session, actor: Actor) -> tuple[NewVoice, ...]:
    """List what `waiting` lists, within the caller's transaction."""
    rows = session.scalars(
        select(Decision)
        .join(Bulletin, Bulletin.id == Decision.bulletin_id)
        .where(Bulletin.commune_id == actor.commune_id, Bulletin.state == State.APPROVED.value)
        .where(Decision.verdict == "duyet", Decision.voided_at.is_(None), Decision.any_voice.is_(False))
        .order_by(Decision.decided_at)
    ).unique()
    found = []
    for row in rows:
        speech = session.get(Speech, row.revision.speech_key)
        if speech is not None and is_better(row, speech):
            found.append(_view(session, actor, row, speech))
    return tuple(found)


def is_better(decision: Decision, speech: Speech) -> bool:
    """Say whether a speech has a better sound than the approved one, and nobody declined it."""
    return bool(speech.sha256) and speech.sha256 not in (decision.sound_sha256, *decision.declined_sounds)


def take(
    desk: Desk, actor: Actor, bulletin_id: int, decision_id: int, sound: str, *, any_voice: bool = False
) -> None:
    """
    Approve the same content with the better sound; programmes that are not fixed are made with it.

    Raises:
        Stale: Somebody decided first, or the sound is no longer the one on the page.
        NotAllowed: The person wrote it, or is no leader.
    """
    with desk.store.writing() as session:
        row, old, speech = _meant(session, actor, bulletin_id, decision_id, sound)
        now, voice = desk.clock.now(), words.engine(speech.engine or speech.wanted_engine)
        old.voided_at, old.voided_by_id = now, actor.person_id
        old.voided_reason = f"Duyệt lại với {voice}"
        session.flush()
        session.add(
            Decision(
                bulletin_id=row.id,
                revision_id=old.revision_id,
                verdict="duyet",
                reason=f"Giọng mới: {voice}",
                digest=old.digest,
                sound_sha256=sound,
                headline_sha256=old.headline_sha256,
                any_voice=any_voice,
                decided_by_id=actor.person_id,
                decided_at=now,
            )
        )
        row.version, row.changed_at = row.version + 1, now
        due.replan(session, desk, row.commune_id)
        note(
            session,
            row.commune_id,
            actor.login,
            now,
            "approve_voice",
            f"bulletin {row.id}",
            engine=speech.engine,
        )


def decline(desk: Desk, actor: Actor, bulletin_id: int, decision_id: int, sound: str) -> None:
    """Keep the sound that was approved and ask no more about this better one. Raises as `take`."""
    with desk.store.writing() as session:
        row, old, _speech = _meant(session, actor, bulletin_id, decision_id, sound)
        old.declined_sounds = [*old.declined_sounds, sound]
        note(session, row.commune_id, actor.login, desk.clock.now(), "decline_voice", f"bulletin {row.id}")


def _meant(
    session: Session, actor: Actor, bulletin_id: int, decision_id: int, sound: str
) -> tuple[Bulletin, Decision, Speech]:
    """Return what the page showed, where it still stands and the person may decide on it."""
    actor.require(Role.APPROVER)
    row = find(session, actor.commune_id, bulletin_id)
    decision = session.get(Decision, decision_id)
    speech = session.get(Speech, decision.revision.speech_key) if decision else None
    live = decision is not None and decision.bulletin_id == row.id and decision.voided_at is None
    if (
        not live
        or decision is None
        or speech is None
        or speech.sha256 != sound
        or not is_better(decision, speech)
    ):
        raise Stale(
            "Việc này đã có người quyết định hoặc giọng đọc vừa thay đổi. Hãy mở lại trang Chờ duyệt."
        )
    if not _may(session, actor, row):
        raise NotAllowed(
            "Bạn là người soạn bản tin này nên không tự duyệt được. Hãy nhờ lãnh đạo khác duyệt."
        )
    return row, decision, speech


def _may(session: Session, actor: Actor, row: Bulletin) -> bool:
    commune = session.get_one(Commune, row.commune_id)
    return may(
        State.WAITING,
        Action.APPROVE,
        actor.roles,
        is_author=wrote(row, actor),
        self_approval=commune.self_approval,
    )


def _view(session: Session, actor: Actor, row: Decision, speech: Speech) -> NewVoice:
    bulletin = session.get_one(Bulletin, row.bulletin_id)
    return NewVoice(
        bulletin_id=row.bulletin_id,
        decision_id=row.id,
        title=row.revision.title,
        spoken=row.revision.spoken,
        approved=voiced_as(session, speech, row.sound_sha256),
        better=voiced(speech),
        own=not _may(session, actor, bulletin),
    )

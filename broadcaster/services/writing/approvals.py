"""The leader's word: what waits, approve exactly this content and sound, or return it with a reason."""

from dataclasses import dataclass

from sqlalchemy import func, select

from broadcaster.domain.workflow import Action, Role, State
from broadcaster.errors import Refused, Stale
from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import new_voices, speaking
from broadcaster.services.writing import versions
from broadcaster.services.writing.bulletins import act, find
from broadcaster.store.tables import Bulletin, Decision, Revision


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision before the leader: what was written, what will be said, and its sound."""

    bulletin: Bulletin
    revision: Revision
    voice: speaking.Voiced


def queue(desk: Desk, actor: Actor) -> tuple[Waiting, ...]:
    """List what waits for a decision, the longest waiting first."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Bulletin)
            .where(Bulletin.commune_id == actor.commune_id, Bulletin.state == State.WAITING)
            .order_by(Bulletin.changed_at)
        ).unique()
        found = []
        for row in rows:
            revision = row.revisions[-1]
            voice = versions.voice_of(session, revision)
            if voice is not None:
                found.append(Waiting(row, revision, voice))
        return tuple(found)


def waiting_count(desk: Desk, actor: Actor) -> int:
    """Count what waits for a decision in this commune, better voices among it."""
    waiting = (
        select(func.count())
        .select_from(Bulletin)
        .where(Bulletin.commune_id == actor.commune_id, Bulletin.state == State.WAITING)
    )
    with desk.store.reading() as session:
        return (session.scalar(waiting) or 0) + len(new_voices.waiting_in(session, actor))


@dataclass(frozen=True, slots=True)
class Heard:
    """What the leader's page showed of the sound."""

    sound: str = ""
    """Its digest; empty where nothing was heard on a page."""
    any_voice: bool = False
    """Whether a better voice may take its place without asking again."""


_UNSAID = Heard()


def approve(
    desk: Desk, actor: Actor, bulletin_id: int, version: int, digest: str, heard: Heard = _UNSAID
) -> Decision:
    """
    Approve exactly the content whose digest the leader's page showed, with the sound made for it.

    Raises:
        Stale: The content or its sound is no longer the one on the page.
        Refused: The sound is not made yet, so nobody can have heard it.
        NotAllowed: The person wrote it, or is no leader.
    """
    actor.require(Role.APPROVER)
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        act(session, desk, actor, row, version, Action.APPROVE)
        revision = row.revisions[-1]
        if revision.digest != digest:
            raise Stale("Bản tin đã thay đổi sau khi bạn mở trang. Hãy xem lại bản mới rồi duyệt.")
        voice = versions.voice_of(session, revision)
        if voice is None or voice.sha256 is None:
            raise Refused("Giọng đọc của bản tin chưa làm xong. Hãy đợi giây lát, nghe lại rồi duyệt.")
        if heard.sound and heard.sound != voice.sha256:
            raise Stale("Giọng đọc vừa đổi sau khi bạn mở trang. Hãy nghe lại bản mới rồi duyệt.")
        decision = Decision(
            bulletin_id=row.id,
            revision_id=revision.id,
            verdict="duyet",
            reason="",
            digest=digest,
            sound_sha256=voice.sha256,
            any_voice=heard.any_voice,
            decided_by_id=actor.person_id,
            decided_at=desk.clock.now(),
        )
        session.add(decision)
        due.replan(session, desk, row.commune_id)
        session.flush()
        return decision


def send_back(desk: Desk, actor: Actor, bulletin_id: int, version: int, reason: str) -> Decision:
    """
    Return a bulletin to its writer.

    Raises:
        Refused: No reason was given: the writer would not know what to mend.
        Stale: Somebody decided first.
    """
    actor.require(Role.APPROVER)
    if not reason.strip():
        raise Refused("Hãy ghi lý do trả lại để người soạn biết cần sửa gì.")
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        act(session, desk, actor, row, version, Action.RETURN)
        revision = row.revisions[-1]
        decision = Decision(
            bulletin_id=row.id,
            revision_id=revision.id,
            verdict="tra_lai",
            reason=reason.strip(),
            digest=revision.digest,
            sound_sha256="",
            decided_by_id=actor.person_id,
            decided_at=desk.clock.now(),
        )
        session.add(decision)
        session.flush()
        return decision

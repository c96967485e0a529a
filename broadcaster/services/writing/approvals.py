"""The leader's word: what waits, approve exactly this content and sound, or return it with a reason."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Action, Role, State
from broadcaster.errors import Refused, Stale
from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import new_voices, speaking
from broadcaster.services.writing import same_news, versions
from broadcaster.services.writing.steps import act, find
from broadcaster.store.tables import Bulletin, Decision, Revision


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision before the leader: what was written, what will be said, and its sound."""

    bulletin: Bulletin
    revision: Revision
    voice: speaking.Voiced
    headline: speaking.Voiced | None
    """None where it has no headline."""

    @property
    def made(self) -> bool:
        """Whether everything of it can be heard."""
        return self.voice.made and (self.headline is None or self.headline.made)

    @property
    def problem(self) -> str:
        """Return why a sound of it could not be made yet."""
        return self.voice.problem or (self.headline.problem if self.headline else "")


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
                found.append(Waiting(row, revision, voice, versions.headline_of(session, revision)))
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
    headline: str = ""
    """The digest of the headline's sound."""


_UNSAID = Heard()


def approve(
    desk: Desk, actor: Actor, bulletin_id: int, version: int, digest: str, heard: Heard = _UNSAID
) -> Decision:
    """
    Approve exactly the content whose digest the leader's page showed, with the sounds made for it.

    What it takes the place of is withdrawn in the same moment.

    Raises:
        Stale: The content or its sound is no longer the one on the page.
        Refused: A sound is not made yet, so nobody can have heard it.
        NotAllowed: The person wrote it, or is no leader.
    """
    actor.require(Role.APPROVER)
    with desk.store.writing() as session:
        row = find(session, actor.commune_id, bulletin_id)
        act(session, desk, actor, row, version, Action.APPROVE)
        revision = row.revisions[-1]
        if revision.digest != digest:
            raise Stale("Bản tin đã thay đổi sau khi bạn mở trang. Hãy xem lại bản mới rồi duyệt.")
        sound, headline = _sounds(session, revision, heard)
        decision = Decision(
            bulletin_id=row.id,
            revision_id=revision.id,
            verdict="duyet",
            reason="",
            digest=digest,
            sound_sha256=sound,
            headline_sha256=headline,
            any_voice=heard.any_voice,
            decided_by_id=actor.person_id,
            decided_at=desk.clock.now(),
        )
        session.add(decision)
        same_news.take_place(session, desk, actor, revision)
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


def _sounds(session: Session, revision: Revision, heard: Heard) -> tuple[str, str]:
    """
    Return the digests of a revision's sound and of its headline's, where it has one.

    Raises:
        Refused: One is not made yet.
        Stale: One is no longer what was heard on the page.
    """
    voice, headline = versions.voice_of(session, revision), versions.headline_of(session, revision)
    if voice is None or voice.sha256 is None:
        raise Refused("Giọng đọc của bản tin chưa làm xong. Hãy đợi giây lát, nghe lại rồi duyệt.")
    if revision.headline_key and (headline is None or headline.sha256 is None):
        raise Refused("Giọng đọc của lời điểm tin chưa làm xong. Hãy đợi giây lát, nghe lại rồi duyệt.")
    short = headline.sha256 or "" if headline else ""
    if (heard.sound and heard.sound != voice.sha256) or (heard.headline and heard.headline != short):
        raise Stale("Giọng đọc vừa đổi sau khi bạn mở trang. Hãy nghe lại bản mới rồi duyệt.")
    return voice.sha256, short

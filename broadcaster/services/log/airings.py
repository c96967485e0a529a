"""The broadcast log, written: what was planned, fetched, and what people say was aired."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.log.airing import LABELS, REASONS, Outcome, may_declare
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.desk import Desk
from broadcaster.services.log.log_chain import (
    PERSON,
    PROGRAMME,
    About,
    Verdict,
    Word,
    append,
    append_all,
    lock,
    verify,
    verify_all,
)
from broadcaster.store.tables import Airing, Occurrence, Programme

__all__ = [
    "LONGEST_NOTE",
    "STATEMENTS",
    "Statement",
    "Verdict",
    "append",
    "declare",
    "downloaded",
    "last_word",
    "planned",
    "verify",
    "verify_all",
]

STATEMENTS = (Outcome.PLAYED, Outcome.DECLARED, Outcome.NOT_PLAYED)
"""Outcomes that say whether a session was aired; the others only prepare for it."""
LONGEST_NOTE = 500
OTHER_REASON = "khac"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says about one session, and which word about it stood on their page."""

    occurrence_id: int
    played: bool
    who: str
    reason: str = ""
    """A key of `domain.log.airing.REASONS`; only where it was not aired."""
    note: str = ""
    expected_seq: int | None = None
    """The row that stood as the last word on the page; none when the page showed none."""


def planned(session: Session, desk: Desk, commune_id: int, about: Iterable[About]) -> None:
    """Write that programmes were made for their sessions, within the transaction that keeps the programmes."""
    append_all(session, desk, commune_id, about, Word(Outcome.PLANNED, PROGRAMME, "chương trình"))


def downloaded(desk: Desk, programme_id: int, who: str) -> None:
    """
    Write that a programme's sound was fetched; fetched again it is still one row.

    Raises:
        NotFound: There is no such programme.
    """
    fetched = select(Airing.id).where(
        Airing.programme_id == programme_id, Airing.outcome == Outcome.DOWNLOADED.value
    )
    with desk.store.reading() as session:  # most fetches are not the first: no lock for those
        if session.scalar(fetched) is not None:
            return
    with desk.store.writing() as session:
        programme = session.get(Programme, programme_id)
        if programme is None:
            raise NotFound("Không có chương trình này. Hãy mở lại trang để lấy chương trình mới nhất.")
        lock(session, programme.occurrence.commune_id)
        if session.scalar(fetched) is None:
            append(session, desk, programme, Word(Outcome.DOWNLOADED, PROGRAMME, who))


def declare(
    desk: Desk, said: Statement, *, commune_id: int | None = None, village_id: int | None = None
) -> Airing:
    """
    Write what a person says about a session; the same said twice is one row.

    Args:
        desk: What to work with.
        said: The statement. Where a word about the session stands already and the page showed it, this
            corrects it.
        commune_id: The session must be this commune's, where given.
        village_id: The session must be this village's, where given.

    Raises:
        NotFound: No such session here.
        Refused: It has not begun, has no sound, or the reason is missing or unknown.
        Stale: Somebody else said something else first; the message tells who and what.
    """
    reason, note = _reason_and_note(said)
    with desk.store.writing() as session:
        programme = _programme(session, said.occurrence_id, commune_id, village_id)
        may_declare(programme.occurrence.starts_at, desk.clock.now())
        lock(session, programme.occurrence.commune_id)
        standing = last_word(session, said.occurrence_id)
        if standing is not None:
            if _says_the_same(standing, said.played, reason, note):
                return standing
            if standing.seq != said.expected_seq:
                raise Stale(_said_first(standing))
        outcome = Outcome.DECLARED if said.played else Outcome.NOT_PLAYED
        corrects = standing.seq if standing else None
        if not said.played or corrects:
            due.replan(session, desk, programme.occurrence.commune_id)  # what was not aired is still owed
        return append(session, desk, programme, Word(outcome, PERSON, said.who, reason, note, corrects))


def last_word(session: Session, occurrence_id: int) -> Airing | None:
    """Return the statement that stands about a session: the last one that says whether it was aired."""
    return session.scalar(
        select(Airing)
        .where(Airing.occurrence_id == occurrence_id)
        .where(Airing.outcome.in_([one.value for one in STATEMENTS]))
        .order_by(Airing.seq.desc())
        .limit(1)
    )


def _programme(
    session: Session, occurrence_id: int, commune_id: int | None, village_id: int | None
) -> Programme:
    """Find a session of this commune or village and the programme that was to be aired in it."""
    row = session.get(Occurrence, occurrence_id)
    if row is None or commune_id not in (None, row.commune_id) or village_id not in (None, row.village_id):
        raise NotFound("Không có buổi phát này. Hãy mở lại trang rồi chọn buổi phát trong danh sách.")
    newest = row.programmes[-1] if row.programmes else None
    if row.cancelled or newest is None or newest.sha256 is None:
        raise Refused("Buổi này không có chương trình để phát nên không cần xác nhận.")
    return newest


def _reason_and_note(said: Statement) -> tuple[str, str]:
    """Check the reason and the words beside it, which are kept on one line."""
    note = " ".join(said.note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Ghi chú dài {len(note)} ký tự, tối đa {LONGEST_NOTE}. Hãy viết ngắn lại rồi gửi.")
    if said.played:
        return "", note
    if said.reason not in REASONS:
        raise Refused("Hãy chọn lý do không phát được rồi gửi lại.")
    if said.reason == OTHER_REASON and not note:
        raise Refused("Bạn chọn lý do khác: hãy ghi rõ vì sao không phát được rồi gửi lại.")
    return said.reason, note


def _says_the_same(standing: Airing, played: bool, reason: str, note: str) -> bool:
    """Say whether a new statement adds nothing: what the player measured needs no person's word beside it."""
    if played and standing.outcome == Outcome.PLAYED:
        return True
    was_played = standing.outcome == Outcome.DECLARED
    return (was_played, standing.reason, standing.note) == (played, reason, note)


def _said_first(standing: Airing) -> str:
    words: str = LABELS[Outcome(standing.outcome)]
    if standing.reason:
        words += f", {REASONS[standing.reason].lower()}"
    return (
        f"Lúc {_when(standing.at)} {standing.who} đã ghi buổi này: {words}. "
        "Nếu ghi như vậy chưa đúng, hãy bấm “Sửa lại” ở buổi này để đính chính."
    )


def _when(at: datetime) -> str:
    return f"{local(at):%H:%M ngày %d/%m/%Y}"

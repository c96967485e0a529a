"""The commune's own dictionary: how its words are said, before the built-in one is asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import LexiconEntry, Person

_LONGEST_WRITTEN, _LONGEST_SPOKEN, _LONGEST_NOTE = 80, 200, 200


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What is typed of an entry."""

    written: str
    spoken: str
    match_case: bool = True
    whole_word: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry, and who made it when."""

    id: int
    written: str
    spoken: str
    match_case: bool
    whole_word: bool
    note: str
    added_by: str
    added_at: datetime


def listing(desk: Desk, commune_id: int) -> tuple[EntryView, ...]:
    """List the entries in use, in the order of their letters."""
    with desk.store.reading() as session:
        rows = session.execute(
            select(LexiconEntry, Person.name)
            .join(Person, Person.id == LexiconEntry.added_by_id)
            .where(LexiconEntry.commune_id == commune_id, LexiconEntry.removed_at.is_(None))
        )
        found = [_view(row.LexiconEntry, row.name) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.written.lower(), one.id)))


def add(desk: Desk, actor: Actor, words: EntryWords) -> EntryView:
    """
    Say how a word is said from now on; what was approved before keeps its sound.

    Raises:
        Refused: A field is missing or too long, or there is such an entry already.
    """
    actor.require(Role.WRITER, Role.ADMIN)
    checked = check(words)
    with desk.store.writing() as session:
        return _view(insert(session, desk, actor, checked), actor.name)


def change(desk: Desk, actor: Actor, entry_id: int, words: EntryWords) -> EntryView:
    """
    Put another entry in the place of one; the old one stays with who and when.

    Raises:
        NotFound: Somebody removed or changed it first.
        Refused: As for `add`.
    """
    actor.require(Role.WRITER, Role.ADMIN)
    checked = check(words)
    with desk.store.writing() as session:
        retire(session, desk, actor, _in_use(session, actor.commune_id, entry_id))
        return _view(insert(session, desk, actor, checked), actor.name)


def remove(desk: Desk, actor: Actor, entry_id: int) -> str:
    """Stop using an entry; return what was written in it. Raises `NotFound` when it is no longer in use."""
    actor.require(Role.WRITER, Role.ADMIN)
    with desk.store.writing() as session:
        row = _in_use(session, actor.commune_id, entry_id)
        retire(session, desk, actor, row)
        return row.written


def check(words: EntryWords) -> EntryWords:
    """Tidy an entry. Raises `Refused` when a field is missing, too long, or says nothing."""
    written = line(words.written, "chữ viết", longest=_LONGEST_WRITTEN)
    spoken = line(words.spoken, "cách đọc", longest=_LONGEST_SPOKEN)
    if not any(letter.isalpha() for letter in spoken):
        raise Refused("Cách đọc phải ghi bằng chữ, ví dụ: “ét em ét” cho SMS.")
    note_words = line(words.note, "ghi chú", longest=_LONGEST_NOTE, needed=False)
    return EntryWords(written, spoken, words.match_case, words.whole_word, note_words)


def insert(session: Session, desk: Desk, actor: Actor, words: EntryWords) -> LexiconEntry:
    """Write a checked entry. Raises `Refused` when the word has one already."""
    standing = same(session, actor.commune_id, words)
    if standing is not None:
        raise Refused(
            f"Từ điển đã có “{words.written}”, đọc là “{standing.spoken}”. "
            "Muốn đọc khác, hãy bấm “Sửa” ở dòng đó."
        )
    row = LexiconEntry(
        commune_id=actor.commune_id,
        written=words.written,
        spoken=words.spoken,
        match_case=words.match_case,
        whole_word=words.whole_word,
        note=words.note,
        added_by_id=actor.person_id,
        added_at=desk.clock.now(),
    )
    session.add(row)
    session.flush()
    _note(session, desk, actor, "lexicon_add", row)
    return row


def same(session: Session, commune_id: int, words: EntryWords) -> LexiconEntry | None:
    """Return the entry in use for the same written word, where there is one."""
    return session.scalar(
        select(LexiconEntry).where(
            LexiconEntry.commune_id == commune_id,
            LexiconEntry.written == words.written,
            LexiconEntry.match_case.is_(words.match_case),
            LexiconEntry.removed_at.is_(None),
        )
    )


def retire(session: Session, desk: Desk, actor: Actor, row: LexiconEntry) -> None:
    """Take an entry out of use."""
    row.removed_by_id, row.removed_at = actor.person_id, desk.clock.now()
    session.flush()
    _note(session, desk, actor, "lexicon_remove", row)


def _in_use(session: Session, commune_id: int, entry_id: int) -> LexiconEntry:
    row = session.get(LexiconEntry, entry_id)
    if row is None or row.commune_id != commune_id or row.removed_at is not None:
        raise NotFound(
            "Mục này không còn trong từ điển; có thể có người vừa sửa. Hãy mở lại trang Từ điển đọc."
        )
    return row


def _note(session: Session, desk: Desk, actor: Actor, verb: str, row: LexiconEntry) -> None:
    detail = {"written": row.written, "spoken": row.spoken}
    note(session, actor.commune_id, actor.login, desk.clock.now(), verb, f"lexicon {row.id}", **detail)


def _view(row: LexiconEntry, added_by: str) -> EntryView:
    return EntryView(
        id=row.id,
        written=row.written,
        spoken=row.spoken,
        match_case=row.match_case,
        whole_word=row.whole_word,
        note=row.note,
        added_by=added_by,
        added_at=row.added_at,
    )

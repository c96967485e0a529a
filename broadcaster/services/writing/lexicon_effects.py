"""What an entry of the dictionary does: tried on a sentence, and on what is approved already."""

from dataclasses import dataclass

from sqlalchemy import select

from broadcaster.domain.writing.workflow import State
from broadcaster.reading import Entry, Reading
from broadcaster.services.desk import Desk
from broadcaster.services.writing.lexicon import EntryWords
from broadcaster.services.writing.reading import read_for
from broadcaster.store.tables import Bulletin


@dataclass(frozen=True, slots=True)
class ReadsOtherwise:
    """A bulletin that goes on being said as it was approved, though the dictionary reads it otherwise now."""

    bulletin_id: int
    title: str


def try_out(desk: Desk, commune_id: int, sentence: str, words: EntryWords | None = None) -> Reading:
    """Read a sentence with the dictionary as it stands and, where given, an entry that is not kept yet."""
    extra: tuple[Entry, ...] = ()
    if words is not None and words.written.strip() and words.spoken.strip():
        entry = Entry(
            words.written.strip(),
            words.spoken.strip(),
            match_case=words.match_case,
            whole_word=words.whole_word,
        )
        extra = (entry,)
    with desk.store.reading() as session:
        return read_for(session, commune_id, sentence, {}, extra)


def reads_otherwise(desk: Desk, commune_id: int) -> tuple[ReadsOtherwise, ...]:
    """List approved bulletins that today's dictionary would read otherwise than they were approved."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Bulletin)
            .where(Bulletin.commune_id == commune_id, Bulletin.state == State.APPROVED)
            .order_by(Bulletin.id)
        ).unique()
        found = []
        for row in rows:
            approved = row.revisions[-1]
            now = read_for(session, commune_id, approved.text, row.confirmed_readings)
            if now.spoken != approved.spoken:
                found.append(ReadsOtherwise(row.id, approved.title))
        return tuple(found)

"""What will be said: the reader with a commune's own dictionary and settings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import estimated_length
from broadcaster.reading import Entry, Options, Reading, read, syllables
from broadcaster.services.desk import Desk
from broadcaster.services.voice.speaking_style import pace_of
from broadcaster.store.tables import Commune, LexiconEntry
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as it will be said, and about how long that takes."""

    reading: Reading
    syllables: int
    length: Millis


def entries(session: Session, commune_id: int, confirmed: dict[str, str]) -> tuple[Entry, ...]:
    """Return what comes before the built-in dictionary: this bulletin's settled doubts, then the commune's."""
    rows = session.scalars(
        select(LexiconEntry)
        .where(LexiconEntry.commune_id == commune_id, LexiconEntry.removed_at.is_(None))
        .order_by(LexiconEntry.id)
    )
    own = tuple(Entry(written=written, spoken=spoken) for written, spoken in confirmed.items())
    return own + tuple(
        Entry(row.written, row.spoken, match_case=row.match_case, whole_word=row.whole_word, note=row.note)
        for row in rows
    )


def read_for(
    session: Session, commune_id: int, text: str, confirmed: dict[str, str], tried: tuple[Entry, ...] = ()
) -> Reading:
    """
    Read a text the way this commune says things.

    Args:
        session: The transaction to read the dictionary in.
        commune_id: Whose dictionary and settings.
        text: As it was written.
        confirmed: Doubts settled in this bulletin.
        tried: Entries that are not kept yet and come before all others.
    """
    commune = session.get_one(Commune, commune_id)
    known = tried + entries(session, commune_id, confirmed)
    return read(text, options_of(commune), known)


def options_of(commune: Commune) -> Options:
    """Return how this commune says things where people differ."""
    kept: Any = commune  # its columns hold only what `communes.change` let in
    return Options(
        document_symbol=kept.document_symbol,
        zero_word=kept.zero_word,
        thousand=kept.thousand_word,
        four=kept.four_word,
    )


def preview(
    desk: Desk, commune_id: int, text: str, confirmed: dict[str, str], read_times: int = 1
) -> Preview:
    """Show what will be said and estimate how long it takes, pauses included."""
    with desk.store.reading() as session:
        reading = read_for(session, commune_id, text, confirmed)
        pace = pace_of(session, desk, commune_id)
    count = syllables(reading.spoken)
    return Preview(reading, count, estimated_length(count, pace, read_times))

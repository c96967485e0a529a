"""What one version of a bulletin wishes of its airings, in words, with its headline and where that stands."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import estimated_length
from broadcaster.domain.writing.wishes import wish_in_words
from broadcaster.reading import syllables
from broadcaster.services.desk import Desk
from broadcaster.services.voice import speaking
from broadcaster.services.voice.speaking import Voiced
from broadcaster.services.voice.speaking_style import pace_of
from broadcaster.services.voice.voiced import headline_to_air
from broadcaster.services.writing import same_news, session_choices
from broadcaster.services.writing.reading import read_for
from broadcaster.store.tables import Bulletin, Decision, Revision, Speech
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Headline:
    """The short form of a bulletin for a Điểm tin."""

    text: str
    spoken: str
    """Of a revision: exactly what was submitted."""
    length: Millis
    """Measured once it is spoken, estimated before."""
    voice: Voiced | None
    """Of what is approved the sound that is aired; none while nobody asked for it to be spoken."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a bulletin wishes."""

    often: str
    sessions: tuple[str, ...] | None
    """Names; none means any session."""
    headline: Headline | None
    replaces_id: int | None
    replaces: str
    """The title of the bulletin whose place it takes; empty where it takes none's."""


def wishes(
    session: Session, desk: Desk, row: Bulletin, content: Bulletin | Revision, live: Decision | None
) -> Wishes:
    """
    Say what a working copy or a revision wishes.

    Args:
        session: The caller's transaction.
        desk: What to work with.
        row: The bulletin.
        content: Its working copy or one of its revisions.
        live: The approval of it that stands.
    """
    series = content.session_series
    replaces = same_news.title_of(session, row.commune_id, content.replaces_id)
    return Wishes(
        often=wish_in_words(
            content.airings, content.airings_a_day, content.read_times, content.repeat_gap_seconds
        ),
        sessions=None if series is None else session_choices.names(session, row.commune_id, series),
        headline=_headline(session, desk, row, content, live) if content.headline.strip() else None,
        replaces_id=content.replaces_id if replaces else None,
        replaces=replaces,
    )


def _headline(
    session: Session, desk: Desk, row: Bulletin, content: Bulletin | Revision, live: Decision | None
) -> Headline:
    voice = _voice(session, content, live) if isinstance(content, Revision) else None
    if isinstance(content, Revision):
        spoken = content.headline_spoken
    else:
        spoken = read_for(session, row.commune_id, content.headline, row.confirmed_readings).spoken
    guess = estimated_length(syllables(spoken), pace_of(session, desk, row.commune_id))
    return Headline(content.headline, spoken, voice.duration_ms if voice and voice.made else guess, voice)


def _voice(session: Session, revision: Revision, live: Decision | None) -> Voiced | None:
    speech = session.get(Speech, revision.headline_key) if revision.headline_key else None
    if speech is None:
        return None
    return (
        speaking.voiced_as(session, speech, headline_to_air(live, speech))
        if live
        else speaking.voiced(speech)
    )

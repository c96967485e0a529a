"""Help with the headline of a bulletin: the first sentences of its text, as many as fit a Điểm tin."""

from broadcaster.domain.week.bounds import Limits
from broadcaster.domain.writing.bulletin import estimated_length
from broadcaster.domain.writing.headline import first_sentences
from broadcaster.domain.writing.workflow import Role
from broadcaster.reading import syllables
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice.speaking_style import pace_of
from broadcaster.services.writing.reading import read_for
from broadcaster.units import Millis


def propose(desk: Desk, actor: Actor, text: str, confirmed: dict[str, str]) -> str:
    """Propose a headline for a text, measured as it would be said here; empty where there is nothing to take."""
    actor.require(Role.WRITER)
    limits = Limits()
    with desk.store.reading() as session:
        pace = pace_of(session, desk, actor.commune_id)

        def length_of(words: str) -> Millis:
            said = read_for(session, actor.commune_id, words, confirmed).spoken
            return estimated_length(syllables(said), pace)

        start = text[: limits.longest_headline]
        return first_sentences(start, length_of, limits.shortest_brief, limits.longest_brief)

"""The short form of a bulletin for a Điểm tin, proposed from its text: the first sentences, half a minute to one."""

from collections.abc import Callable

from broadcaster.domain.writing.sentences import SENTENCE
from broadcaster.units import Millis


def first_sentences(text: str, length_of: Callable[[str], Millis], shortest: Millis, longest: Millis) -> str:
    """
    Take sentences from the start of a text until they are long enough.

    Args:
        text: As written.
        length_of: Estimates how long a text takes to say.
        shortest: No further sentence is taken once this is reached.
        longest: No sentence is taken that leads past this, but the first.

    Returns:
        One line; empty where the text has no sentence.
    """
    taken = ""
    for found in SENTENCE.finditer(text):
        more = f"{taken} {' '.join(found.group().split())}".strip()
        if taken and length_of(more) > longest:
            break
        taken = more
        if length_of(taken) >= shortest:
            break
    return taken

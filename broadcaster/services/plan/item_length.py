"""How long an item is with its repetitions, in one language or several."""

from collections.abc import Sequence

from broadcaster.domain.writing.bulletin import VIETNAMESE
from broadcaster.services.writing.versions import Version
from broadcaster.units import Millis

PAUSE = Millis(500)
"""Between two pieces of a programme."""


def item_length(speech: Millis, read_times: int, repeat_words: Millis, gap: Millis) -> Millis:
    """Say how long an item takes, with its repetitions and the silence wished between them."""
    return Millis(speech + (speech + repeat_words + 2 * PAUSE + gap) * (read_times - 1))


def versions_length(
    versions: Sequence[Version], read_times: int, repeat_words: Millis, gap: Millis
) -> Millis:
    """
    Say how long an item takes in several languages one after another, each repeated as often.

    The words between two readings are Vietnamese: another language is repeated after a pause alone.
    """
    lengths = [
        item_length(one.duration_ms, read_times, repeat_words, gap)
        if one.language_id == VIETNAMESE
        else Millis(one.duration_ms * read_times + (PAUSE + gap) * (read_times - 1))
        for one in versions
    ]
    return Millis(sum(lengths) + PAUSE * max(0, len(lengths) - 1))

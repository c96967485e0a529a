"""Entries made by people, found in a tidied text before any rule speaks."""

import re
from collections.abc import Iterator
from functools import lru_cache

from broadcaster.reading.options import Entry
from broadcaster.reading.spans import ENTRY, Piece
from broadcaster.reading.tidy import tidy


def hits(text: str, entries: tuple[Entry, ...]) -> Iterator[Piece]:
    """Find the entries in order; of those that begin at one place the longest, and of equals the earlier."""
    if not entries:
        return
    pattern, spoken = _compiled(entries)
    for match in pattern.finditer(text):
        yield match.start(), match.end(), spoken[(match.lastindex or 1) - 1], ENTRY


@lru_cache(maxsize=64)
def _compiled(entries: tuple[Entry, ...]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Make one pattern of all entries."""
    forms = [(tidy(entry.written)[0], entry) for entry in entries]
    forms = sorted(((written, entry) for written, entry in forms if written), key=lambda form: -len(form[0]))
    choices = [_choice(written, entry) for written, entry in forms]
    return re.compile("|".join(choices) or r"(?!)"), tuple(tidy(entry.spoken)[0] for _, entry in forms)


def _choice(written: str, entry: Entry) -> str:
    """Make one entry's pattern."""
    pattern = re.escape(written)
    if entry.whole_word:
        before = r"(?<!\w)" if written[0].isalnum() else ""
        after = r"(?!\w)" if written[-1].isalnum() else ""
        pattern = f"{before}{pattern}{after}"
    return f"({pattern})" if entry.match_case else f"((?i:{pattern}))"

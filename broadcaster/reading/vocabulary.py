"""Sets of words as a rule writes them: in one line, as a person reads them."""

from collections.abc import Iterable


def word_set(words: str) -> frozenset[str]:
    """Return single words written with spaces between."""
    return frozenset(words.split())


def endings(phrases: str, links: Iterable[str] = ("",)) -> tuple[str, ...]:
    """Return phrases written with bars between, as what the text before a place may end with; links may follow them."""
    return tuple(f" {phrase}{link}" for phrase in phrases.split("|") for link in links)

"""Sets of words as a rule writes them: in one line, as a person reads them."""

from collections.abc import Iterable


class Endings:
    """Phrases that a text may end with, found by their last word so that many cost no more than few."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_last: dict[str, list[str]] = {}
        for phrase in phrases:
            by_last.setdefault(phrase.rpartition(" ")[2], []).append(f" {phrase}")
        self._by_last = {last: tuple(found) for last, found in by_last.items()}

    def end(self, lead: str) -> bool:
        """Whether a text, which begins with a space, ends with one of the phrases."""
        found = self._by_last.get(lead.rpartition(" ")[2])
        return found is not None and lead.endswith(found)


def word_set(words: str) -> frozenset[str]:
    """Return single words written with spaces between."""
    return frozenset(words.split())


def endings(phrases: str, links: Iterable[str] = ("",)) -> Endings:
    """Return phrases written with bars between, as what the text before a place may end with; links may follow them."""
    linked = tuple(links)
    return Endings(f"{phrase}{link}" for phrase in phrases.split("|") for link in linked)

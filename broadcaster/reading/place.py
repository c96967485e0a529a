"""Where a rule stands in the tidied text, and what it may look at around it."""

import re
from dataclasses import dataclass

from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.options import Options

_LAST_WORD = re.compile(r"([^\W\d_]+)[ :(\"]*\Z")
_LAST_TWO = re.compile(r"([^\W\d_]+) ([^\W\d_]+)[ :(\"]*\Z")
_NEXT_WORD = re.compile(r"[ \"]*([^\W\d_]+)")
_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n")
_BACK, _AHEAD = 60, 160


@dataclass(slots=True)
class Place:
    """A position in a tidied text; looks only a bounded way back and ahead, so that reading stays linear."""

    text: str
    options: Options
    lexicon: Lexicon
    at: int = 0
    _before_at: int = -1
    _before: str = ""

    @property
    def before(self) -> str:
        """Return what stands before, in small letters, on the same line, a short way back."""
        if self._before_at != self.at:
            back = self.text[max(0, self.at - _BACK) : self.at].lower()
            self._before, self._before_at = back[back.rfind("\n") + 1 :], self.at
        return self._before

    @property
    def clause(self) -> str:
        """Return what stands before within the same sentence."""
        before = self.before
        ends = [match.end() for match in _SENTENCE_END.finditer(before)]
        return before[ends[-1] :] if ends else before

    @property
    def word_before(self) -> str:
        """Return the word just before, small; empty where a number or a stop stands between."""
        match = _LAST_WORD.search(self.before)
        return match[1] if match else ""

    @property
    def two_before(self) -> str:
        """Return the two words just before, small."""
        match = _LAST_TWO.search(self.before)
        return f"{match[1]} {match[2]}" if match else self.word_before

    def ahead(self, start: int, length: int = _AHEAD) -> str:
        """Return what follows from an offset, in small letters, on the same line."""
        return self.text[start : start + length].lower().partition("\n")[0]

    def word_after(self, start: int) -> str:
        """Return the next word from an offset, small; empty where something else follows."""
        match = _NEXT_WORD.match(self.text, start, start + 40)
        return match[1].lower() if match else ""

    def line_starts(self) -> bool:
        """Whether nothing but silent marks stands before on this line."""
        return not self.before.strip(' -+*•"(')

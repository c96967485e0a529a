"""Where a rule stands in the tidied text, and what it may look at around it."""

import re
from dataclasses import dataclass, field

from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.options import Options

_NEXT_WORD = re.compile(r"[ \"]*([^\W\d_]+)")
_NEXT_TWO = re.compile(r"[ \"]*([^\W\d_]+(?: [^\W\d_]+)?)")
_OPENS = re.compile(r"[\"(]")
_BACK, _AHEAD = 60, 160


@dataclass(slots=True)
class Place:
    """A position in a tidied text; looks only a bounded way back and ahead, so that reading stays linear."""

    text: str
    options: Options
    lexicon: Lexicon
    at: int = 0
    number: "tuple[int, str] | bool | None" = None
    """What the number here is and where it ends, once a rule has read it; False when it is none."""
    defined: dict[str, str] = field(default_factory=dict)
    """Abbreviations that the text itself has said what they stand for."""
    _before: str | None = None
    _lead: str | None = None

    def move(self, at: int) -> None:
        """Stand at an offset."""
        self.at, self.number, self._before, self._lead = at, None, None, None

    @property
    def before(self) -> str:
        """Return what stands before, in small letters, on the same line, a short way back."""
        if self._before is None:
            back = self.text[max(0, self.at - _BACK) : self.at].lower()
            self._before = back[back.rfind("\n") + 1 :]
        return self._before

    @property
    def lead(self) -> str:
        """Return the words before with a space at either side of their start: " ủy ban, gọi số"."""
        if self._lead is None:
            self._lead = (" " + _OPENS.sub(" ", self.before)).rstrip(" :")
        return self._lead

    @property
    def word_before(self) -> str:
        """Return the word just before, small; empty where a number or a stop stands between."""
        if self.before.rstrip(' ("')[-1:] == ":":
            return ""
        word = self.lead.rpartition(" ")[2].lstrip('("')
        return word if word.isalpha() else ""

    def ahead(self, start: int, length: int = _AHEAD) -> str:
        """Return what follows from an offset, in small letters, on the same line."""
        return self.text[start : start + length].lower().partition("\n")[0]

    def word_after(self, start: int) -> str:
        """Return the next word from an offset, small; empty where something else follows."""
        match = _NEXT_WORD.match(self.text, start, start + 40)
        return match[1].lower() if match else ""

    def words_after(self, start: int) -> str:
        """Return the next two words from an offset, small, or the one there is."""
        match = _NEXT_TWO.match(self.text, start, start + 40)
        return match[1].lower() if match else ""

    def line_starts(self) -> bool:
        """Whether nothing but silent marks stands before on this line."""
        return not self.before.strip(' -+*•"(')

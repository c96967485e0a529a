"""What a reading is made of: spans that cover the written text exactly once, in order."""

from dataclasses import dataclass

TEXT, ENTRY, DOUBT = "text", "entry", "doubt"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the written text, what is said for it ("" is silence on purpose), and the rule that decided."""

    written: str
    spoken: str
    rule: str
    start: int
    end: int
    """Offsets in the text as it was given, before any tidying."""

    @property
    def is_doubt(self) -> bool:
        """Whether no rule knew this, so that a person must decide."""
        return self.rule == DOUBT


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole text as it will be said."""

    spans: tuple[Span, ...]
    spoken: str

    @property
    def doubts(self) -> tuple[Span, ...]:
        """Return what a person must decide before a voice may say it."""
        return tuple(span for span in self.spans if span.is_doubt)


Piece = tuple[int, int, str, str]
"""A span in the making: start and end in the tidied text, what is said, the rule."""

"""
Questions and answers: who speaks which part of a spoken text, by the marks that stand before the parts.

The marks stay in what is said. A listener who comes to the loudspeaker half-way, or hears an engine that has
only one voice, still knows what is asked and what is answered; and what was approved is said word by word.
"""

import re
from collections.abc import Iterator

_MARK = re.compile(
    r"(?:^|(?<=[.!?…;] ))[\s\-–—•+*\"“]*"
    r"(?:(?P<ask>(?:câu\s+)?hỏi|h)|(?P<answer>(?:câu\s+)?trả\s+lời|đáp|đ))"
    r"(?:\s+(?:số\s+)?[\wà-ỹ]+){0,2}?\s*:",
    re.IGNORECASE,
)


def turns(line: str, *, answering: bool = False) -> Iterator[tuple[bool, str]]:
    """
    Part a line where a mark stands: `Hỏi:`, `Đáp:`, `Trả lời:`, `Câu hỏi một:`, `H:`, `Đ:`, in any case.

    Args:
        line: One line of a spoken text.
        answering: Whether an answer goes on from the line before.

    Yields:
        Whether the part is an answer, and the part with its mark.
    """
    start = 0
    for mark in _MARK.finditer(line):
        if line[start : mark.start()].strip():
            yield answering, line[start : mark.start()]
        answering, start = mark["answer"] is not None, mark.start()
    yield answering, line[start:]


def has_answers(spoken: str) -> bool:
    """Say whether a text has a part for the second voice."""
    return any(answering for line in spoken.splitlines() for answering, _part in turns(line))

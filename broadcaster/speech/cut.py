"""
Spoken text cut into phrases, with the pauses that stand between them.

Pauses are ours, laid in as silence, the same for every engine. A sentence is one phrase so that its melody
stays whole; only a long one is cut at a comma, and one without commas between words. (eSpeak NG makes no
pause at a full stop before a lower-case letter, so nothing is left to it.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadcaster.units import Millis

_COMMA = Millis(220)
_CLAUSE = Millis(320)
_SENTENCE = Millis(480)
_PARAGRAPH = Millis(850)
_BREATH = Millis(60)
"""Where words had to be parted with no mark between them."""

_LONG = 32
"""Words a phrase may have before it is cut at the marks inside it."""
_LONGEST = 60
"""Words after which a phrase is cut even between words."""
_LEAST = 4
"""Words that a piece of a long sentence keeps at the least."""
_WIDEST = 160
"""Characters of a single word, after which it is cut too: no engine takes a page without a space."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_MARKS = {",": _COMMA, ";": _CLAUSE, ":": _CLAUSE, "–": _COMMA, "—": _COMMA}
_ALONE = {mark: mark for mark in ".!?…,;:"} | dict.fromkeys("-–—", ",")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is spoken in one breath, and the silence after it."""

    text: str
    pause_after_ms: Millis


def cut(spoken: str) -> tuple[Phrase, ...]:
    """
    Cut a spoken text into phrases.

    Every word with a letter or a digit in it is in exactly one phrase, in order; marks standing alone are
    dropped. Each line is a paragraph of its own.

    Returns:
        The phrases; none when there is nothing to say.
    """
    return tuple(phrase for line in spoken.splitlines() for phrase in _paragraph(line))


def _paragraph(line: str) -> Iterator[Phrase]:
    """Cut one line; its last phrase is followed by a paragraph's pause."""
    phrases = [phrase for sentence in _sentences(_words(line)) for phrase in _sentence(sentence)]
    yield from phrases[:-1]
    if phrases:
        yield Phrase(phrases[-1].text, _PARAGRAPH)


def _words(line: str) -> list[str]:
    """Part a line into words; a mark standing alone goes to the word before it, a dash as a comma."""
    words: list[str] = []
    for word in line.split():
        if _sounds(word):
            words += _narrow(word)
        elif words and words[-1][-1].isalnum() and word[0] in _ALONE:
            words[-1] += _ALONE[word[0]]
    return words


def _sounds(word: str) -> bool:
    return any(letter.isalnum() for letter in word)


def _narrow(word: str) -> list[str]:
    """Part a word no engine would take."""
    if len(word) <= _WIDEST:
        return [word]
    pieces = [word[start : start + _WIDEST] for start in range(0, len(word), _WIDEST)]
    return [piece for piece in pieces if _sounds(piece)]


def _sentences(words: list[str]) -> Iterator[list[str]]:
    """Part words after those that end a sentence."""
    sentence: list[str] = []
    for word in words:
        sentence.append(word)
        if _ENDS.search(word):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _sentence(words: list[str]) -> Iterator[Phrase]:
    """Cut a sentence where it is too long for one breath."""
    while len(words) > _LONG:
        at, pause = _place(words)
        if at == len(words):
            break
        yield Phrase(" ".join(words[:at]), pause)
        words = words[at:]
    yield Phrase(" ".join(words), _SENTENCE)


def _place(words: list[str]) -> tuple[int, Millis]:
    """
    Find the last mark that leaves a phrase short enough; else the first one later; else the longest run.

    Returns:
        How many words come before the cut (all of them: no cut is needed), and the pause there.
    """
    last = min(len(words) - _LEAST, _LONGEST)
    marks = [n for n in range(_LEAST, last + 1) if words[n - 1][-1] in _MARKS]
    early = [n for n in marks if n <= _LONG]
    best = early[-1] if early else next(iter(marks), None)
    if best is not None:
        return best, _MARKS[words[best - 1][-1]]
    return (len(words), _SENTENCE) if len(words) <= _LONGEST else (_LONG, _BREATH)

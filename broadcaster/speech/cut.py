"""
Spoken text cut into phrases, with the pauses that stand between them.

Pauses are ours, laid in as silence, the same for every engine. A sentence is one phrase so that its melody
stays whole; only a long one is cut at a comma, and one without commas between words. (eSpeak NG makes no
pause at a full stop before a lower-case letter, so nothing is left to it.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from broadcaster.speech.dialogue import turns
from broadcaster.units import Millis

_CLAUSE_MORE = 100
"""Milliseconds that a semicolon or colon pauses longer than a comma."""
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
_MARKS = {",": 0, ";": _CLAUSE_MORE, ":": _CLAUSE_MORE, "–": 0, "—": 0}
_ALONE = {mark: mark for mark in ".!?…,;:"} | dict.fromkeys("-–—", ",")
_GOES_ON = re.compile(r"[,;:]\s*$")
_NUMBERED = re.compile(
    r"\s*(?:(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?: (?:chấm )?\w+){0,3}|a|bê|xê|dê|đê|e|ép|gờ|giê|hát|i|ca), ",
    re.IGNORECASE,
)
"""How the reading says a number or letter at the beginning of a line."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long the silence is after a comma where a long sentence is parted, a sentence, an item of a list, a paragraph."""

    comma_ms: Millis
    sentence_ms: Millis
    list_item_ms: Millis
    paragraph_ms: Millis


HOUSE_PAUSES = Pauses(Millis(220), Millis(480), Millis(650), Millis(850))


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is spoken in one breath, and the silence after it."""

    text: str
    pause_after_ms: Millis
    voice: int = 0
    """0 for the first voice, 1 for the second."""


def cut(spoken: str, pauses: Pauses = HOUSE_PAUSES, *, two_voices: bool = False) -> tuple[Phrase, ...]:
    """
    Cut a spoken text into phrases.

    Every word with a letter or a digit in it is in exactly one phrase, in order; marks standing alone are
    dropped. Each line is a paragraph of its own, or an item of a list.

    Args:
        spoken: What is to be said.
        pauses: How long the silences are.
        two_voices: Whether what answers (`Đáp:`) is spoken by the second voice.

    Returns:
        The phrases; none when there is nothing to say.
    """
    lines = [line for line in spoken.splitlines() if _sounds(line)]
    found: list[Phrase] = []
    answering = False
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        ending = pauses.list_item_ms if _is_item(line, after) else pauses.paragraph_ms
        for answering, text in turns(line, answering=answering) if two_voices else [(False, line)]:  # noqa: B020 # who speaks goes on over the line's end
            found += _paragraph(text, pauses, ending, int(answering))
    return tuple(found)


def _is_item(line: str, after: str) -> bool:
    """Tell a line that a list goes on after: it ends so, or it and the next one are numbered."""
    return bool(_GOES_ON.search(line) or (_NUMBERED.match(line) and _NUMBERED.match(after)))


def _paragraph(line: str, pauses: Pauses, ending: Millis, voice: int) -> Iterator[Phrase]:
    """Cut what one voice says without a line's end; its last phrase is followed by the longer pause."""
    phrases = [phrase for sentence in _sentences(_words(line)) for phrase in _sentence(sentence, pauses)]
    for text, pause in phrases[:-1]:
        yield Phrase(text, pause, voice)
    if phrases:
        yield Phrase(phrases[-1][0], ending, voice)


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


def _sentence(words: list[str], pauses: Pauses) -> Iterator[tuple[str, Millis]]:
    """Cut a sentence where it is too long for one breath."""
    while len(words) > _LONG:
        at, pause = _place(words, pauses)
        if at == len(words):
            break
        yield " ".join(words[:at]), pause
        words = words[at:]
    yield " ".join(words), pauses.sentence_ms


def _place(words: list[str], pauses: Pauses) -> tuple[int, Millis]:
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
        return best, Millis(pauses.comma_ms + _MARKS[words[best - 1][-1]])
    return (len(words), pauses.sentence_ms) if len(words) <= _LONGEST else (_LONG, _BREATH)

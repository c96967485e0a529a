"""Pieces joined to one spoken text: the plain text between them, and the stops and spaces where they meet."""

import re
from collections.abc import Iterable

from broadcaster.reading.spans import DOUBT, TEXT, Piece

_BARE = re.compile(r"(?<=\w),? ?(\n+)")
_STRAY = re.compile(r"(?<=\n)(?!\.{5})[ ,.;:!?]+")
_STOPS = ",.;:!?"


class Joining:
    """A spoken text in the making: no stop or space is doubled, no words run together, every line ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._done = 0
        self.pieces: list[Piece] = []
        self._held = -1
        """The last piece that says something."""

    def add(self, start: int, end: int, spoken: str, rule: str) -> None:
        """Join a piece, and the plain text before it."""
        if start > self._done:
            self._say(self._done, start, _ended(self._text[self._done : start]), TEXT)
        self._say(start, end, spoken, rule)
        self._done = end

    def close(self) -> list[Piece]:
        """Join the plain text that is left, and end without a space."""
        if self._done < len(self._text):
            self._say(self._done, len(self._text), _ended(self._text[self._done :]), TEXT)
        while self._held >= 0 and self._last() in " \n":
            self._trim(" \n")
        return self.pieces

    def _say(self, start: int, end: int, spoken: str, rule: str) -> None:
        said = spoken if rule == DOUBT else self._met(spoken)
        if rule == DOUBT and said and self._last().isalnum() and said[0].isalnum():
            said = f" {said}"
        self.pieces.append((start, end, said, rule))
        if said:
            self._held = len(self.pieces) - 1

    def _last(self) -> str:
        """Return the last character said; a line end where nothing is said yet."""
        return self.pieces[self._held][2][-1] if self._held >= 0 else "\n"

    def _met(self, said: str) -> str:
        """Fit what is said to what was said before."""
        if said[:1] == "," and said.lstrip(", ")[:1] == "\n":
            said = said.lstrip(", ")
        if not said:
            return said
        if said[0] in _STOPS or said[0] == "\n":
            while self._held >= 0 and self._last() == " ":
                self._trim(" ")
        last = self._last()
        if said[0] in _STOPS and (last in _STOPS or last == "\n"):
            return self._met(said[1:])
        if said[0] == "\n":
            return self._met(said.lstrip("\n")) if last == "\n" else self._stop(last) + said
        if said[0] == " " and last in " \n":
            return self._met(said[1:])
        return f" {said}" if (last.isalnum() or last in _STOPS) and said[0].isalnum() else said

    def _stop(self, last: str) -> str:
        """End a line with a stop, which the next reading, and a voice, knows it by."""
        if last == ",":
            self._trim(", ")
        return "." if last.isalnum() or last == "," else ""

    def _trim(self, ends: str) -> None:
        """Take the given characters off the end of what is said."""
        start, end, spoken, rule = self.pieces[self._held]
        self.pieces[self._held] = (start, end, spoken.rstrip(ends), rule)
        while self._held >= 0 and not self.pieces[self._held][2]:
            self._held -= 1


def _ended(text: str) -> str:
    """End the lines of a plain text with stops, and begin none with one."""
    return _STRAY.sub("", _BARE.sub(r".\1", text)) if "\n" in text else text


def joined(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Fill the gaps between pieces, which come in order, so that every letter is in one and they meet well."""
    joining = Joining(text)
    for piece in pieces:
        joining.add(*piece)
    return joining.close()

"""Reading again what was said changes nothing: lines for which that does not hold are doubts."""

import re
from collections.abc import Callable

from broadcaster.reading.spans import DOUBT, Piece

Reader = Callable[[str], list[Piece]]
"""Reads a text, tidying it first."""

_LIVE = re.compile(
    r"(?<!\w)[A-ZĐbcdđghklmnpqrstvx](?!\w)|[^\w\s,.;:!?]|[\d_]|[A-ZĐ]{2}|(?<!\w)(?:ha|[kcdm]m|[km]g|ml|gr|cc|ft|[wm]h|[kmg]?hz|db|[kmg]b|k[wv])(?!\w)"
)
"""What in a spoken text another rule might take up: lone letters, figures, signs, capitals, units."""
_TRIES = 4


def settled(text: str, pieces: list[Piece], reader: Reader) -> list[Piece]:
    """
    Return the pieces, with every line that would be read otherwise the second time made one doubt.

    Such lines are scraps, not sentences; only lines that still hold something odd are looked at again.
    """
    if not _is_live(pieces):
        return pieces
    lines: list[Piece] = []
    for line in _lines(text, pieces):
        lines += _settled_line(line, reader)
    if _same(_said(lines), reader):
        return lines
    return [(0, len(text), "", DOUBT)]


def _is_live(pieces: list[Piece]) -> bool:
    """Whether anything is left that another rule might take up."""
    return any(piece[3] == DOUBT for piece in pieces) or bool(_LIVE.search(_said(pieces)))


def _said(pieces: list[Piece]) -> str:
    return "".join([piece[2] for piece in pieces])


def _same(spoken: str, reader: Reader) -> bool:
    return _said(reader(spoken)) == spoken


def _lines(text: str, pieces: list[Piece]) -> list[list[Piece]]:
    """Part the pieces where a line ends."""
    lines: list[list[Piece]] = [[]]
    for start, end, spoken, rule in pieces:
        written = text[start:end]
        cut = written.rfind("\n") + 1
        if cut and "\n" in spoken and rule != DOUBT:
            said = spoken.rfind("\n") + 1
            lines[-1].append((start, start + cut, spoken[:said], rule))
            lines.append([(start + cut, end, spoken[said:], rule)] if cut < len(written) else [])
        else:
            lines[-1].append((start, end, spoken, rule))
    return [line for line in lines if line]


def _settled_line(line: list[Piece], reader: Reader) -> list[Piece]:
    """Keep a line that is stable, else say nothing for its doubts, else make it one doubt."""
    if not _is_live(line) or _same(_said(line).strip(), reader):
        return line
    hushed = _hushed(line)
    return hushed if _same(_said(hushed).strip(), reader) else [_doubt(line, reader)]


def _hushed(line: list[Piece]) -> list[Piece]:
    """Say nothing for the doubts, and no space twice where they stood."""
    hushed: list[Piece] = []
    last = " "
    for start, end, spoken, rule in line:
        said = "" if rule == DOUBT else spoken.lstrip(" ") if last == " " else spoken
        if said[:1].isalnum() and last.isalnum():
            said = f" {said}"
        hushed.append((start, end, said, rule))
        last = said[-1:] or last
    return hushed


def _doubt(line: list[Piece], reader: Reader) -> Piece:
    """Make a line one doubt, said as it would be read in the end, or not at all."""
    spoken = _said(line)
    tail = spoken[len(spoken.rstrip("\n")) :]
    for _ in range(_TRIES):
        again = _said(reader(spoken.strip()))
        if again == spoken.strip():
            return line[0][0], line[-1][1], again + tail, DOUBT
        spoken = again
    return line[0][0], line[-1][1], tail, DOUBT

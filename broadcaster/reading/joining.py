"""Pieces joined to one spoken text: the plain text between them, and the spaces where they meet."""

from collections.abc import Iterator

from broadcaster.reading.spans import TEXT, Piece

_STOPS = ",.;:!?"


def joined(text: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Fill the gaps between pieces, which come in order, so that nothing is lost and no space is doubled."""
    done, last = 0, "\n"
    for start, end, spoken, rule in pieces:
        begin, stop = _reach(text, done, start, end, spoken)
        if begin > done:
            between = _met(last, text[done:begin])
            yield done, begin, between, TEXT
            last = between[-1:] or last
        said = _met(last, spoken)
        yield begin, stop, said, rule
        done, last = stop, said[-1:] or last
    if done < len(text):
        yield done, len(text), _met(last, text[done:]), TEXT


def _reach(text: str, done: int, start: int, end: int, spoken: str) -> tuple[int, int]:
    """Take in the space before what begins with a stop or is silent, or the space after what begins a line."""
    if (not spoken or spoken[0] in _STOPS) and start > done and text[start - 1] == " ":
        start -= 1
    if not spoken and (start == 0 or text[start - 1] == "\n"):
        while text[end : end + 1] == " ":
            end += 1
    return start, end


def _met(last: str, said: str) -> str:
    """Part two words that would run together, and drop a space that is there already."""
    if said and last.isalnum() and said[0].isalnum():
        return f" {said}"
    if said[:1] == " " and last in " \n":
        return said[1:]
    if said[:1] == "\n" and last == "\n":
        return said.lstrip("\n")
    return said

"""The reader: finds the places where a rule may speak, and joins what they say."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from broadcaster.reading.lexicon import built_in
from broadcaster.reading.options import Entry, Options
from broadcaster.reading.place import Place
from broadcaster.reading.rules import BY_TRIGGER, Trigger
from broadcaster.reading.rules.words import interesting
from broadcaster.reading.spans import DOUBT, ENTRY, TEXT, Reading, Span
from broadcaster.reading.tidy import tidy

_PLACES = re.compile(
    r"(?P<joined>[^\W\d_]++(?=[\d_@]|[./:'&+-]\w|[ ][-&][ ]?[A-ZĐ]))|(?P<word>[^\W\d_]++)|(?P<digit>\d)|(?P<line>\n+)"
    r"|(?P<symbol>[^\w\s,.;:!?]|_|[,.;:!?](?=[^\s])|[^\W\w])"
)
_UNKNOWN = re.compile(r"[^\W_]+(?:[-/.:&'+@_][^\W_]+)*|(?:[^\w\s,.;:!?()\"]|_)+|[^\s]")
_TRIGGERS: dict[str, Trigger] = {"joined": "word", "word": "word", "digit": "digit", "symbol": "symbol"}

Piece = tuple[int, int, str, str]
"""Start, end (in the tidied text), what is said, rule."""


def read(text: str, options: Options = Options(), entries: Sequence[Entry] = ()) -> Reading:  # noqa: B008 # frozen
    """
    Turn written administrative Vietnamese into what is said aloud.

    A pure function of its arguments and the built-in dictionary. Every character given is in exactly one
    span: said, silent on purpose, or a doubt, which a person must settle before a voice may say it. Takes any
    string, in time linear in its length; reading what was said again changes nothing.

    Args:
        text: The written text; line ends and blank lines are kept as pauses.
        options: How this commune says things.
        entries: Forms that come before the built-in dictionary, earlier ones first.

    Returns:
        The spans, and the spoken text they join to.
    """
    tidied, origin = tidy(text)
    pieces = list(_join(tidied, _pieces(Place(tidied, options, built_in()), _hits(tidied, tuple(entries)))))
    spans = _spans(text, pieces, origin)
    return Reading(spans, "".join(span.spoken for span in spans))


def _pieces(place: Place, hits: Iterator[Piece]) -> Iterator[Piece]:
    """Yield what entries and rules say, in order; the rest is plain text."""
    text, done = place.text, 0
    if text and (found := _try(place, "line", 0)):
        yield found
        done = found[1]
    hit = next(hits, None)
    for match in _PLACES.finditer(text):
        at, kind = match.start(), match.lastgroup or ""
        if at < done and kind != "line":
            continue
        while hit and hit[0] <= at:
            if hit[0] >= done:
                yield hit
                done = hit[1]
            hit = next(hits, None)
        if at < done:
            continue
        if kind == "line":
            found = _try(place, "line", match.end())
        elif kind == "word" and not interesting(match[0], 0):
            continue
        else:
            found = _try(place, _TRIGGERS[kind], at) or _doubt(text, at, kind, match[0])
        if found:
            yield found
            done = found[1]
    while hit:
        if hit[0] >= done:
            yield hit
            done = hit[1]
        hit = next(hits, None)


def _try(place: Place, trigger: Trigger, at: int) -> Piece | None:
    """Ask the rules of a trigger in their order."""
    place.at = at
    for key, rule in BY_TRIGGER[trigger]:
        if found := rule(place):
            return at, found[0], found[1], key
    return None


def _doubt(text: str, at: int, kind: str, word: str) -> Piece | None:
    """Show what no rule knew, whole; a joined word that is ordinary is no doubt."""
    if kind == "joined" and not interesting(word, 0) and not text[at + len(word)].isdigit():
        return None
    match = _UNKNOWN.match(text, at)
    end = match.end() if match else at + 1
    return at, end, text[at:end], DOUBT


def _join(text: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Fill the gaps with the plain text between, and mend the spaces where they meet."""
    done, last = 0, ""
    for start, end, spoken, rule in pieces:
        if (not spoken or spoken[0] in ",.;:!?") and start > done and text[start - 1] == " ":
            start -= 1
        if not spoken and start == 0 or (not spoken and text[start - 1 : start] == "\n"):
            while text[end : end + 1] == " ":
                end += 1
        if start > done:
            between = text[done:start]
            if last.isalnum() and between[0].isalnum():
                between = f" {between}"
            elif last == " " and between[0] == " ":
                between = between[1:]
            yield done, start, between, TEXT
            last = between[-1:] or last
        if spoken and last.isalnum() and spoken[0].isalnum():
            spoken = f" {spoken}"
        elif spoken and spoken[0] == " " and last in {" ", "\n", ""}:
            spoken = spoken[1:]
        yield start, end, spoken, rule
        done, last = end, spoken[-1:] or last
    if done < len(text):
        between = text[done:]
        if last.isalnum() and between[0].isalnum():
            between = f" {between}"
        elif last == " " and between[0] == " ":
            between = between[1:]
        yield done, len(text), between, TEXT


def _spans(text: str, pieces: list[Piece], origin: Callable[[int], int]) -> tuple[Span, ...]:
    """Give every character of the text given to the span it was read in."""
    spans, begin = [], 0
    for index, (_, end, spoken, rule) in enumerate(pieces):
        stop = len(text) if index == len(pieces) - 1 else origin(end)
        spans.append(Span(text[begin:stop], spoken, rule, begin, stop))
        begin = stop
    if not pieces and text:
        spans.append(Span(text, "", TEXT, 0, len(text)))
    return tuple(spans)


def _hits(text: str, entries: tuple[Entry, ...]) -> Iterator[Piece]:
    """Find the entries of people, the longest of those that begin at one place first."""
    if not entries:
        return
    pattern, spoken = _compiled(entries)
    for match in pattern.finditer(text):
        yield match.start(), match.end(), spoken[(match.lastindex or 1) - 1], ENTRY


@lru_cache(maxsize=64)
def _compiled(entries: tuple[Entry, ...]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Make one pattern of all entries."""
    order = sorted(entries, key=lambda entry: -len(entry.written))
    forms = [(tidy(entry.written)[0], entry) for entry in order]
    forms = [(written, entry) for written, entry in forms if written]
    choices = [_choice(written, entry) for written, entry in forms]
    return re.compile("|".join(choices) or r"(?!)"), tuple(tidy(entry.spoken)[0] for _, entry in forms)


def _choice(written: str, entry: Entry) -> str:
    """Make one entry's pattern."""
    pattern = re.escape(written)
    if entry.whole_word:
        pattern = (
            (r"(?<!\w)" if written[0].isalnum() else "")
            + pattern
            + (r"(?!\w)" if written[-1].isalnum() else "")
        )
    return f"({pattern})" if entry.match_case else f"((?i:{pattern}))"


def syllables(spoken: str) -> int:
    """Count the syllables of a spoken text, for its length: in Vietnamese, its words."""
    return sum(1 for word in spoken.split() if any(letter.isalnum() for letter in word))

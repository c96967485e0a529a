"""The reader: finds the places where a rule may speak, and joins what they say."""

import re
from collections.abc import Callable, Iterator, Sequence

from broadcaster.reading.entries import hits
from broadcaster.reading.joining import joined
from broadcaster.reading.lexicon import built_in
from broadcaster.reading.options import Entry, Options
from broadcaster.reading.place import Place
from broadcaster.reading.rules import Trigger, rules_for
from broadcaster.reading.rules.rule import UNKNOWN
from broadcaster.reading.rules.words import needs_rule
from broadcaster.reading.settling import settled
from broadcaster.reading.spans import DOUBT, TEXT, Piece, Reading, Span
from broadcaster.reading.syllable import is_doubtful
from broadcaster.reading.tidy import tidy

_PLACES = re.compile(
    r"([^\W\d_]++)(?=[\d_@]|[./:'&+,-]\w| [-&] ?[A-ZĐ])"  # a word joined to something
    r"|([^\W\d_]++)|(\d)|(\n+)|(\.{5,}|[^\w\s,.;:!?]|_|[,.;:!?](?=\S)|[^\W\d_]|\w)"
)
_JOINED, _WORD, _DIGIT, _LINE, _SYMBOL = range(1, 6)
_TRIGGERS: dict[int, Trigger] = {_JOINED: "word", _WORD: "word", _DIGIT: "digit", _SYMBOL: "symbol"}
_UNKNOWN = re.compile(r"[^\W_]+(?:[-/.:&'+@_,][^\W_]+)*|(?:[^\w\s,.;:!?()\"]|_)+|\S")
_EXPANDING = frozenset(("abbreviation", "phrase", "standard", "serial", "road"))
"""Rules that put words for what was written; a sentence keeps the capital it began with."""
_BEGINS = re.compile(r"(?:\A[ \-+*•\"(]*|\w\w[\"\)]?[.!?] )\Z")
_STOPS = frozenset(",.;:!?")
_REMEMBERED = 1 << 16

_ordinary: set[str] = set()
"""Words met before that need no rule; only saves looking them up again."""


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
    pieces = _read(tidied, options, tuple(entries))
    if not entries:
        pieces = settled(tidied, pieces, lambda spoken: _read(tidy(spoken)[0], options, ()))
    return Reading(_spans(text, pieces, origin), "".join([piece[2] for piece in pieces]))


def _read(tidied: str, options: Options, entries: tuple[Entry, ...]) -> list[Piece]:
    """Read a tidied text once."""
    return joined(tidied, _pieces(Place(tidied, options, built_in()), hits(tidied, entries)))


def syllables(spoken: str) -> int:
    """Count the syllables of a spoken text, for its length: in Vietnamese, its words."""
    return sum(1 for word in spoken.split() if any(letter.isalnum() for letter in word))


def _pieces(place: Place, people: Iterator[Piece]) -> Iterator[Piece]:
    """Yield what entries of people and rules say, in order; the rest is plain text."""
    done, hit = 0, next(people, None)
    for at, kind, word in _places(place):
        while hit and hit[0] <= at:
            if hit[0] >= done:
                yield hit
                done = hit[1]
            hit = next(people, None)
        if at < done:
            continue
        found = _line(place, at) if kind == _LINE else _spoken(place, kind, at, word)
        while found:
            yield found
            done = found[1]
            found = _line(place, done) if found[3] == "bullet" else None
    while hit:
        if hit[0] >= done:
            yield hit
            done = hit[1]
        hit = next(people, None)


def _places(place: Place) -> Iterator[tuple[int, int, str]]:
    """Find where a rule may speak, past ordinary words; the beginning of a line comes before what stands there."""
    yield 0, _LINE, ""
    for match in _PLACES.finditer(place.text):
        kind = match.lastindex or 0
        word = match[0]
        if kind == _WORD:
            if word in _ordinary or _is_ordinary(word, place):
                continue
            yield match.start(), kind, word
        elif kind == _LINE:
            yield match.end(), kind, ""
        else:
            yield match.start(), kind, word


def _is_ordinary(word: str, place: Place) -> bool:
    """Whether a word needs no rule; it is remembered from one text to the next."""
    if needs_rule(word, place.lexicon):
        return False
    if len(_ordinary) > _REMEMBERED:
        _ordinary.clear()
    _ordinary.add(word)
    return True


def _line(place: Place, at: int) -> Piece | None:
    """Read the mark at the beginning of a line."""
    return _ask(place, "line", at, place.text[at : at + 1]) if at < len(place.text) else None


def _spoken(place: Place, kind: int, at: int, word: str) -> Piece | None:
    """Ask the rules, and show what none of them knew; an ordinary word that is joined to another is no doubt."""
    text = place.text
    if found := _ask(place, _TRIGGERS[kind], at, word):
        return found
    end = at + len(word)
    if (
        kind in {_JOINED, _WORD}
        and not is_doubtful(word)
        and not (kind == _JOINED and text[end] in "_@0123456789")
    ):
        return None
    if word in _STOPS:
        return None
    match = _UNKNOWN.match(text, at)
    end = max(match.end() if match else 0, end)
    return at, end, text[at:end], DOUBT


def _ask(place: Place, trigger: Trigger, at: int, word: str) -> Piece | None:
    """Ask the rules of a trigger in their order."""
    place.move(at)
    for key, rule in rules_for(trigger, place.text, at, word):
        if found := rule(place):
            end, said = found
            if said == UNKNOWN:
                return at, end, place.text[at:end], DOUBT
            return at, end, _capital(place, said) if key in _EXPANDING else said, key
    return None


def _capital(place: Place, said: str) -> str:
    """Begin a sentence with a capital where it was written with one."""
    begins = said[:1].islower() and place.text[place.at].isupper() and _BEGINS.search(place.before)
    return said[0].upper() + said[1:] if begins else said


def _spans(text: str, pieces: list[Piece], origin: Callable[[int], int]) -> tuple[Span, ...]:
    """Give every character of the text given to the span it was read in."""
    if not pieces:
        return (Span(text, "", TEXT, 0, len(text)),) if text else ()
    spans, begin = [], 0
    for _, end, spoken, rule in pieces[:-1]:
        stop = origin(end)
        spans.append(Span(text[begin:stop], spoken, rule, begin, stop))
        begin = stop
    _, _, spoken, rule = pieces[-1]
    return (*spans, Span(text[begin:], spoken, rule, begin, len(text)))

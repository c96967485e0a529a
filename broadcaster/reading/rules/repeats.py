"""Abbreviations in brackets that repeat the words before them, or say what they will stand for."""

import re
import unicodedata

from broadcaster.reading import numbers
from broadcaster.reading.numbers import cardinal
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_BRACKETED = re.compile(
    r"\([ ]?(?:gọi tắt là |viết tắt là |sau đây gọi tắt là |sau đây gọi là )?([A-ZĐƯ][A-ZĐƯa-z&/.-]{1,14})[ ]?\)"
)
_WORDED = re.compile(r"\(([^\W\d_]+(?: [^\W\d_]+){0,24})\)")
_FIGURES = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,9}) ?(?:đồng|đ|vnđ)?,? *\Z")
_COUNTED = re.compile(r" (?:đồng|chẵn|đồng chẵn)\Z")
_WHOSE = 3
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_PLAIN = re.compile(r"[^\w\s]+")


def repeat(place: Place) -> Found | None:
    """Leave out (DTTS) after "dân tộc thiểu số"; what it stands for is remembered for the rest of the text."""
    if found := _in_words(place):
        return found
    match = _BRACKETED.match(place.text, place.at)
    if not match:
        return None
    known = place.lexicon.abbreviations.get(match[1])
    before = _flat(place.before)
    if known and _is_said(before, _flat(known)):
        return match.end(), ""
    words = _WORD.findall(place.text, max(0, place.at - 90), place.at)
    letters = [letter for letter in match[1] if letter.isalpha()]
    named = words[-len(letters) :]
    if len(named) < len(letters) or len(letters) < 2 or [_initial(word) for word in named] != letters:
        return None
    place.defined[match[1]] = " ".join(named)
    return match.end(), ""


def _is_said(before: str, known: str) -> bool:
    """Whether the words before end with these, or with these and a word or two that say whose: Hội Nông dân xã."""
    _, found, tail = before.rpartition(known)
    return bool(found) and tail.count(" ") <= _WHOSE and tail[:1] in {"", " "}


def _in_words(place: Place) -> Found | None:
    """Leave out (năm triệu đồng) after 5.000.000 đồng."""
    match, figures = _WORDED.match(place.text, place.at), _FIGURES.search(place.before)
    if not match or not figures or len(figures[1]) > numbers.LONGEST:
        return None
    said = cardinal(int(figures[1].replace(".", "")), place.options)
    written = _COUNTED.sub("", _flat(match[1])).strip()
    return (match.end(), "") if written.replace(" lẻ ", " linh ") == said else None


def _flat(words: str) -> str:
    """Take the stops away and make the letters small, to compare what is said."""
    return " " + " ".join(_PLAIN.sub(" ", words.lower()).split())


def _initial(word: str) -> str:
    """Return a word's first letter as abbreviations write it: Ủ is U, Đ stays."""
    first = word[0].upper()
    return first if first == "Đ" else _MARKS.sub("", unicodedata.normalize("NFD", first))

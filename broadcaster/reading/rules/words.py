"""Abbreviations and foreign words of the dictionary, and units that follow a number in words."""

import re
from collections.abc import Sequence

from broadcaster.reading.lexicon import Context, Lexicon
from broadcaster.reading.place import Place
from broadcaster.reading.romans import value
from broadcaster.reading.rules.capitals import among_words
from broadcaster.reading.rules.figures import unit_name
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.syllable import can_be_said, is_strange, is_syllable
from broadcaster.reading.vocabulary import word_set

_CHUNK = re.compile(r"[^\W\d_]+\d{0,3}(?:(?:[ ]?[-&][ ]?|[/.'+,])[^\W_]+){0,7}")
_NAME = re.compile(r"[A-ZĐ][^\W\d_]{0,3}'[^\W\d_]+(?!['\w])")
_WORD = re.compile(r"[^\W\d_]+")
_UNIT = re.compile(r"[^\W\d_]{2,5}[23²³]?(?![\w²³])|m[23²³]?(?![\w²³])")
_RATE = re.compile(r"([^\W\d_]{1,4}[23²³]?)/([^\W\d_]{1,5}[23²³]?)(?![\w/²³])")
_EACH = word_set("ngày tháng năm hộ người vụ tuần lần cây sào")
_BETWEEN = " .):,-&"
_LETTERS = 2
"""Forms so short must be whole words, or begin others in capitals: KTHT."""
_CUT = re.compile(r"[ ]?[-&/.'+,][ ]?")
_PAIR = re.compile(r"[ ]?([-&])[ ]?")
_POINT = re.compile(r"\.(?=[^\s.]| [^\W\d_][^\W\d_A-ZĐ])")
"""A point that belongs to titles: PGS.TS. Trần Văn Nam."""
_FOLLOWS = re.compile(r"[ .]{0,2}([^\W\d_]{2,})")
_NAMED = "aa"
"""In the tables, `Aa` after: a word with one capital, as in names."""
_COUNTS = word_set(
    "nghìn ngàn triệu tỷ tỉ vạn trăm mươi mấy vài mỗi một hai ba bốn năm sáu bảy tám chín mười tính mốt tư lăm rưỡi"
)


def needs_rule(word: str, lexicon: Lexicon) -> bool:
    """Whether a word alone needs a rule; ordinary words are passed over without a look around."""
    lower = word.lower()
    if (
        lower in lexicon.foreign
        or lower in lexicon.phrases
        or word in lexicon.abbreviations
        or word in lexicon.contexts
    ):
        return True
    if word[1:] != lower[1:] or is_strange(word):
        return True
    if len(word) == 1:
        return word.isupper() or word in "bcdđghklmnpqrstvxi"
    if is_syllable(lower):
        return word == lower and (value(word) is not None or word in lexicon.units)
    return (
        lower in lexicon.folded or not can_be_said(lower) or value(word) is not None or lower in lexicon.units
    )


def abbreviation(place: Place) -> Found | None:
    """Read an abbreviation of the dictionary, the longest first, by its context where it has several readings."""
    chunk = _CHUNK.match(place.text, place.at)
    if not chunk:
        return None
    written = chunk[0]
    cuts = [cut.start() for cut in _CUT.finditer(written)]
    first = cuts[0] if cuts else len(written)
    if cuts and written[:first].lower() in place.lexicon.heads:
        for length in reversed([*cuts[1:], len(written)]):
            if said := look_up(place, _PAIR.sub(r"\1", written[:length]), place.at + length):
                return _with_point(place, written[:length], place.at + length, said)
    if cuts and (found := _joined(place, written)):
        return found
    end = place.at + first
    dotted = place.text[end : end + 1] == "." and place.text[end + 1 : end + 2] != "."
    if said := look_up(place, f"{written[:first]}.", end + 1) if dotted else None:
        return end + 1, _parted(place, end + 1, said)
    said = look_up(place, written[:first], end)
    return (end, said) if said else None


def phrase(place: Place) -> Found | None:
    """Read a dictionary form of several words: PAR Index, google maps."""
    first = _WORD.match(place.text, place.at)
    lexicon = place.lexicon
    for form in lexicon.phrases.get(first[0].lower(), ()) if first else ():
        end = place.at + len(form)
        if place.text[place.at : end].lower() == form and not place.text[end : end + 1].isalnum():
            return end, lexicon.foreign.get(form) or lexicon.folded[form]
    return None


def name(place: Place) -> Found | None:
    """Keep a name with an apostrophe as it is: H'Hen Niê, Ea H'leo."""
    match = _NAME.match(place.text, place.at)
    if not match or match[0] in place.lexicon.abbreviations or not match[0].replace("'", "").isalpha():
        return None
    return match.end(), match[0]


def unit(place: Place) -> Found | None:
    """Read a unit that follows a number in words: triệu m3, nghìn ha; or one on another: km/h."""
    if rate := _rate(place):
        return rate
    match = _UNIT.match(place.text, place.at)
    name = unit_name(place.lexicon.units, match[0]) if match else None
    if not match or not name or match[0].istitle():
        return None
    return (match.end(), name) if place.word_before in _COUNTS else None


def _rate(place: Place) -> Found | None:
    """Read a unit on another where no number stands before: km/h, mg/l, đ/kWh."""
    match = _RATE.match(place.text, place.at)
    if not match or (len(match[1]) == 1 and match[1] not in "mgđ"):
        return None
    units = place.lexicon.units
    over = "đồng" if match[1] == "đ" else units.get(match[1])
    under = "giờ" if match[2] == "h" else units.get(match[2]) if match[2] not in "cC" else None
    link = "một" if over == "đồng" or match[2] in _EACH else "trên"
    under = under or (match[2] if match[2] in _EACH else None)
    return (match.end(), f"{over} {link} {under}") if over and under else None


def look_up(place: Place, key: str, end: int) -> str | None:
    """Find how a written form is said here."""
    lexicon = place.lexicon
    readings = lexicon.contexts.get(key, ())
    if among_words(place, key, end):
        return _by_context(place, [row for row in readings if row.before or row.after], end)
    said = place.defined.get(key) or _by_context(place, readings, end)
    if said or key in lexicon.abbreviations:
        return said or lexicon.abbreviations[key]
    lower = key.lower()
    if lower in lexicon.foreign:
        said = lexicon.foreign[lower]
        return said[0].upper() + said[1:] if key[0].isupper() and place.line_starts() else said
    if lower in lexicon.folded and len(lower) > 1 and not is_syllable(lower):
        return lexicon.folded[lower]
    return None


def _by_context(place: Place, readings: Sequence[Context], end: int) -> str | None:
    """Choose the first reading whose surroundings are here; one without any is for the rest."""
    if not readings:
        return None
    after = place.ahead(end, 48).lstrip(_BETWEEN)
    follows = _FOLLOWS.match(place.text, end)
    is_name = bool(follows and follows[1].istitle())
    for reading in readings:
        ahead = (
            not reading.after or _leads(place, reading, after, end) or (_NAMED in reading.after and is_name)
        )
        ahead = ahead or (":" in reading.after and place.text[end : end + 1] == ":")
        behind = not reading.before or place.lead.endswith(reading.before)
        if ahead and behind:
            return reading.spoken
    return None


def _leads(place: Place, reading: Context, after: str, end: int) -> bool:
    """Whether one of the words that tell a reading comes next; "tu" is TU, not the beginning of "tuyên"."""
    if not after.startswith(reading.after):
        return False
    word = _WORD.match(place.text[end : end + 48].lstrip(_BETWEEN))
    if not word or word[0].isupper():
        return True
    return any(
        len(form) > _LETTERS or not form.isalpha() or len(word[0]) == len(form)
        for form in reading.after
        if after.startswith(form)
    )


def _joined(place: Place, written: str) -> Found | None:
    """Read a compound of parts that are known in compounds: VH-TT, TN&MT, ANTT-ATXH."""
    lexicon, said, start, end = place.lexicon, "", 0, 0
    links = {"&": " và ", "-": " ", " - ": ", "}
    for cut in [*_CUT.finditer(written), None]:
        part = written[start : cut.start() if cut else len(written)]
        name = lexicon.parts.get(part) or lexicon.abbreviations.get(part)
        if not name:
            break
        link = links.get(
            written[end:start].strip() if "&" in written[end:start] else written[end:start], ", "
        )
        said, end = f"{said}{link if said else ''}{name}", start + len(part)
        start = cut.end() if cut else 0
    return (place.at + end, said) if len(_CUT.split(written[:end])) > 1 else None


def _with_point(place: Place, written: str, end: int, said: str) -> Found:
    """Take in the point of a dotted title: PGS.TS."""
    if "." in written and _POINT.match(place.text, end):
        end += 1
    return end, _parted(place, end, said)


def _parted(place: Place, end: int, said: str) -> str:
    return f"{said} " if place.text[end : end + 1].isalnum() else said

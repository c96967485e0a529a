"""Headings in capitals, and lone capitals."""

import re

from broadcaster.reading import letters
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.syllable import is_syllable
from broadcaster.reading.vocabulary import endings

_ROW = re.compile(r"(?: (?:[a-zđ]|bê|xê|dê|đê|gờ|hát|ca)(?:,| và| hoặc|;))+\Z")
_FACTOR = re.compile(r"\d[^ ]*(?: [^\W\d_]+){0,2} \Z")
_WORD = re.compile(r"[^\W\d_]+")
_POINT = (" điểm", " tiết", " các điểm")
_LEVELS = endings(
    "khu|lô|tổ|nhà|lớp|loại|hạng|mẫu|phương án|nhóm máu|nhóm|vitamin|vtm|vi ta min|viêm gan|gan|cúm|khối|tòa|block|điểm|khoa|"
    "tầng|cụm|bảng|cổng|dãy|giải|máu|đề|hệ|type|xếp loại|bậc|ô|phụ lục|mục|phần|khu vực|vùng|đoạn"
)


def heading(place: Place) -> Found | None:
    """Read a word of a heading in capitals as a word."""
    match = _WORD.match(place.text, place.at)
    if not match or not match[0].isupper() or len(match[0]) < 2:
        return None
    word = match[0].lower()
    if not is_syllable(word) or not (among_words(place, match[0], match.end()) or not word.isascii()):
        return None
    first = place.line_starts() and not place.before.strip(" ")
    return match.end(), word.capitalize() if first else word


def among_words(place: Place, word: str, end: int) -> bool:
    """Whether a word in capitals is one of a heading: a syllable with its marks, or beside one."""
    if not word.isupper() or len(word) < 2 or not is_syllable(word.lower()):
        return False
    text = place.text
    around = _WORD.findall(text[max(0, place.at - 24) : place.at].rpartition("\n")[2])[-2:]
    around += _WORD.findall(text[end : end + 24].partition("\n")[0])[:2]
    return any(
        one.isupper() and len(one) > 1 and is_syllable(one.lower()) and not _unmarked(one) for one in around
    )


def letter(place: Place) -> Found | None:
    """Read a lone capital that names a degree, a block, a class or a kind; names keep theirs."""
    match = _WORD.match(place.text, place.at)
    if not match or len(match[0]) != 1 or match[0].upper() not in letters.NAMES:
        return None
    if match[0] == "x" and _FACTOR.search(place.before) and place.text[match.end() :][:2].strip().isdigit():
        return match.end(), "nhân"
    if match[0].islower():
        points = place.lead.endswith(_POINT) or _ROW.sub("", place.lead).endswith(_POINT)
        return (match.end(), letters.spelled(match[0])) if points else None
    if place.word_before == "độ":
        return match.end(), "xê" if match[0] == "C" else letters.spelled(match[0])
    named = _LEVELS.end(place.lead) or _LEVELS.end(_ROW.sub("", place.lead))
    return (match.end(), letters.spelled(match[0])) if named else None


def _unmarked(word: str) -> bool:
    """Whether a word has no mark that only Vietnamese words have; Đ alone stands in many abbreviations."""
    return word.replace("Đ", "").isascii()

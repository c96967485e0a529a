"""Bare numbers, by what stands before them."""

import re

from broadcaster.reading import numbers
from broadcaster.reading.place import Place
from broadcaster.reading.rules.figures import figure
from broadcaster.reading.rules.rule import UNKNOWN, Found
from broadcaster.reading.syllable import is_syllable
from broadcaster.reading.vocabulary import word_set

_WORD = re.compile(r"[^\W\d_A-ZĐ]{2,7}(?!\w)")
_SHORT = 2
_TIMES_SIGN = re.compile(r"[ ]?[xX][ ]?(?=\d)")
_REPEATED = word_set(
    "thôn cấp quý tháng ngày thứ tổ khu khối lớp bậc mức điều khoản bước tuần đội xóm chương mục bản loại hạng nhóm "
    "phường ấp tầng kỳ đợt trang tập lô mùng mồng"
)
_RANGE_FROM = re.compile(r"([^\W\d_]+) (\d{1,2}) ?- ?\Z")
_LISTED = re.compile(r"\b(thứ|quý|tháng) (?:[01]?\d(?:, | và |,| - | hoặc | & )){1,6}\Z")
_LIST_ENDS = re.compile(r"[,;.)]|\Z|\n| (?:và|hằng|hàng|trong|tại|từ|đến|tuần|hoặc|của|năm|-|mỗi|vào|lúc|\()")
_OPEN = (" ngày tháng", " ngày tháng năm", " ngày / tháng")
"""What stands before a number where the writer left a day open."""
_MONTHS_END = re.compile(r"(?:(?:, | và |,)\d{1,2})* năm \d")


def number(place: Place) -> Found | None:
    """Read a bare number by what stands before it: thứ 4, mẫu số 01, 07 thành viên, thứ 2, 4, 6."""
    read = figure(place)
    if read and place.lead.endswith(_OPEN):
        return read[0], UNKNOWN
    if not read or (
        place.text[read[0] : read[0] + 1].isalpha()
        and not _TIMES_SIGN.match(place.text, read[0])
        and not _is_word(place, read[0])
    ):
        return None
    end, said = multiplied(place, *read)
    written = place.text[place.at : end]
    if len(written) > 3 or not written.isdigit():
        return end, said
    word = place.word_before
    listed = _LISTED.search(place.before) if place.before[-1:] in ", " else None
    if listed and _goes_on(place, listed[1], end):
        said = numbers.ordinal(int(written), place.options) if listed[1] == "thứ" else said
        return end, f"{listed[1]} {said}"
    if word == "thứ":
        return end, numbers.ordinal(int(written), place.options)
    return end, "tư" if word == "tháng" and int(written) == 4 else said


def repeated(place: Place, at: int) -> str:
    """Return the noun to say again after "đến": cấp 8-9 is "cấp tám đến cấp chín"."""
    match = _RANGE_FROM.search(place.text[max(0, at - 40) : at].lower())
    return f"{match[1]} " if match and match[1] in _REPEATED else ""


def multiplied(place: Place, end: int, said: str) -> Found:
    """Say the sign between two lengths: 20x30cm."""
    match = _TIMES_SIGN.match(place.text, end)
    return (match.end(), f"{said} nhân ") if match else (end, said)


def _is_word(place: Place, at: int) -> bool:
    """Whether a plain word is written on to a number: 1.000lít, 10người."""
    match = _WORD.match(place.text, at)
    return bool(match and is_syllable(match[0]) and (len(match[0]) > _SHORT or not match[0].isascii()))


def _goes_on(place: Place, noun: str, end: int) -> bool:
    """Whether a number goes on with a list: thứ 2, 4, 6; tháng 5, 6 năm 2024; not: thứ 2, 15 người."""
    return bool((_MONTHS_END if noun == "tháng" else _LIST_ENDS).match(place.text, end))

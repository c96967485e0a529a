"""Fractions and ratios."""

import re

from broadcaster.reading.numbers import cardinal, decimal, digits
from broadcaster.reading.place import Place
from broadcaster.reading.rules.figures import UNIT, unit_name
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.vocabulary import word_set

_FRACTION = re.compile(
    r"(?:(\d{1,4}) )?(\d{1,3}(?:\.\d{3})+|\d{1,6})[ ]?/[ ]?(\d{1,3}(?:\.\d{3})+|\d{1,6})(?![\d/%_]|[.,]\d)"
)
_SCALE = re.compile(r"(\d{1,4})[ ]?:[ ]?(\d{1,3}(?:\.\d{3})+|\d{1,6})(?![\w:]|[.,]\d)")
_MARK = re.compile(r"(\d{1,4}),(\d{1,2})/(\d{1,4})(?:[ ]?(ha|km|kg|m2|m3|m))?(?![\w/%]|[.,]\d)")
_MEASURED = word_set("mmHg kV kVA kWh cm mm km kg ml mg ha")
"""Units that may stand behind a space after a fraction."""
_SCORE = 2
_VOLTS = re.compile(r"(\d{1,3})/(\d{1,2}),(\d{1,2})[ ]?(k?V)(?!\w)")
_RATIO = word_set(
    "đạt được có là hoàn thành với còn thêm nhà ngõ hẻm kiệt áp điểm lớp ngách phố đường khối nghỉ chiếm trên thắng số phiếu suốt liên tục lệ trực hạng binh tb độ vấn"
)
_COUNTED = word_set(
    "tiêu chỉ thôn xã hộ đại phiếu phường tổ hồ chi trường cơ học đơn nội nhiệm vụ chuyên giờ tiếng người đồng huyện điểm ngày buổi con bài câu"
)


def fraction(place: Place) -> Found | None:
    """Read 1/4 diện tích as a part, đạt 17/19 tiêu chí as a ratio, 5 1/2 as a mixed number."""
    match = _FRACTION.match(place.text, place.at)
    if not match:
        return _scale(place) or _mark(place) or _volts(place)
    over, under = (int(match[index].replace(".", "")) for index in (2, 3))
    options, end = place.options, match.end()
    if match[1]:
        if over >= under or under > 100:
            return None
        return end, f"{cardinal(int(match[1]), options)} và {_said(over, under, 'phần', place)}"
    unit = UNIT.match(place.text, end)
    name = unit_name(place.lexicon.units, unit[1]) if unit else None
    if unit and name and (unit[0][0] != " " or unit[1] in _MEASURED):
        link = "trên" if over >= under or unit[1] == "mmHg" else "phần"
        return unit.end(), f"{_said(over, under, link, place)} {name}"
    if place.text[end : end + 1].isalpha():
        return None
    return end, _said(over, under, "trên" if _is_ratio(place, over, under, end) else "phần", place)


def _scale(place: Place) -> Found | None:
    """Read tỷ lệ 1:500, and a score: 2:1."""
    match = _SCALE.match(place.text, place.at)
    if not match:
        return None
    if place.word_before in {"lệ", "pha"}:
        return match.end(), _said(int(match[1]), int(match[2].replace(".", "")), "trên", place)
    score = len(match[2]) == 1 and len(match[1]) <= _SCORE
    return (match.end(), f"{cardinal(int(match[1]), place.options)} {digits(match[2])}") if score else None


def _mark(place: Place) -> Found | None:
    """Read 8,5/10 điểm, 45,6/50ha."""
    match = None if place.before.endswith(",") else _MARK.match(place.text, place.at)
    if not match:
        return None
    low = cardinal(int(match[3]), place.options)
    said = f"{decimal(match[1], match[2], place.options)} trên {low} {place.lexicon.units.get(match[4] or '', '')}"
    return match.end(), said.strip()


def _volts(place: Place) -> Found | None:
    """Read 22/0,4kV, the two sides of a transformer."""
    match = _VOLTS.match(place.text, place.at)
    if not match:
        return None
    low = decimal(match[2], match[3], place.options)
    return match.end(), f"{cardinal(int(match[1]), place.options)} trên {low} {place.lexicon.units[match[4]]}"


def _said(over: int, under: int, link: str, place: Place) -> str:
    lower = "tư" if under == 4 and link == "phần" else cardinal(under, place.options)
    return f"{cardinal(over, place.options)} {link} {lower}"


def _is_ratio(place: Place, over: int, under: int, end: int) -> bool:
    """Whether so many out of so many are meant, rather than a part of one thing."""
    after, before = place.word_after(end), place.word_before
    if under == 0 or over >= under:
        return bool(after or before) or under in {0, over} or over > 20
    if before in {"đạt", "thành"} and after in _COUNTED:
        return True
    if under <= 5:
        return before in _RATIO - {
            "lệ",
            "được",
            "có",
            "là",
            "chiếm",
            "trên",
            "còn",
            "đạt",
            "hoàn",
            "thành",
            "với",
            "số",
        }
    return before in _RATIO or after in _COUNTED or under > 20

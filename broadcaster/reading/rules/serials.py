"""Letters among digits: sizes, roads, forms, classes and plates."""

import re

from broadcaster.reading import letters
from broadcaster.reading.numbers import cardinal, digits, ordinal
from broadcaster.reading.place import Place
from broadcaster.reading.romans import value
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.vocabulary import endings, word_set

_LETTERS_FIRST = re.compile(
    r"([A-ZĐ]{1,4})[.-]?(\d{1,4})([A-Z]{0,2})(?:[-/]([A-Z]{1,4})|-(\d{1,4}))?(?![\w]|[.,-]\d)"
)
_STUCK = re.compile(r"(?:NĐ|QĐ|NQ|KH|TT|CV|TB|CT|BC)(?=\d{1,5}(?:/\d{4})?[/-][A-ZĐ])")
"""A kind of document written on to its number: NĐ168/2024/NĐ-CP."""
_TRIP = re.compile(r"(\d)N(\d)Đ(?!\w)")
_MONTHLY = re.compile(r"T(\d{1,2})/((?:19|20)\d\d)(?!\w)")
_DIGITS_FIRST = re.compile(r"(\d{1,4})([A-ZĐ]{1,2})(\d{0,5})(?![\w]|[.,-]\d)")
_PLATE = re.compile(r"(\d{2})([A-ZĐ]{1,2})(\d?)[- .]{1,3}(\d{3})[. ]?(\d{1,2})(?![\w]|[.,]\d)")
_STROKED = re.compile(
    r"(\d{1,4})([a-zA-ZĐđ]?)([/-])([A-ZĐ][A-ZĐa-z]{0,5}\d{0,2}(?:[-/.][A-ZĐ]{1,6}){0,2})(?!\w)"
)
_CLAUSE = re.compile(r"(\d{1,3})([a-eđ])()(?!\w)")
_CLAUSES = word_set("điều khoản điểm mục mẫu số tổ khu ngõ lục lộ lớp nhà trình thôn biểu")
_MIXED = re.compile(r"[A-ZĐ]\d[A-ZĐ]\d(?!\w)")
_RUN = re.compile(r"[A-ZĐa-zđ]+|\d+")
_ROAD = re.compile(
    r"(QL|TL|ĐT|ĐH|HL|ĐX|[Kk][Mm])[. -]?(?!0\d)(\d{1,4})([A-ZĐ]?)(?:\+(\d{1,3}))?(?![\w]|[ .,-]?\d)"
)
_ROADS = {
    "QL": "quốc lộ", "TL": "tỉnh lộ", "ĐT": "đường tỉnh", "ĐH": "đường huyện", "HL": "hương lộ", "ĐX": "đường xã",
    "KM": "ki lô mét",
}  # fmt: skip
_NAMED = frozenset(("BĐ", "NQ", "NĐ", "KV", "QĐ", "KH", "ĐA", "HTX", "TT"))
"""Abbreviations said in full before a number that is written on to them."""
_LEVELS = {"BĐ": "báo động", "ĐA": "Đề án"}
_SHORT = 2
_FORMED = endings(
    "mẫu|biểu|phụ lục|lô|thửa|ký hiệu|số hiệu|ô|phiếu|đơn|tờ khai", ("", " số", " đơn", " biểu")
)
_MODELS = re.compile(
    r"\b(?:giống|lúa|ngô|keo|xi măng|máy bay|tàu|xe|súng|model|tên lửa|thuốc|máy|loa|lai|sầu riêng|chuối|lạc|đậu|khoai)"
    r"(?: [^\W\d_]{1,8})?(?: [^\W_]*\d[^\W_]*,)* \Z"
)
"""What stands before the name of a breed or a machine, which is spelled."""
_WEEKLY = re.compile(r".*(?:\A|ngày |vào |sáng |chiều |tối |- ?|, |\(|từ |đến |và |trưa )\Z")
_WEEK = frozenset("234567")


def serial(place: Place) -> Found | None:
    """Read A4, QL18A, H5N1, TK1-TS, 12A3, mẫu số 01/ĐK."""
    return _form(place) or _letters_first(place) or _digits_first(place)


def plate(place: Place) -> Found | None:
    """Read 14A-123.45 as a plate is read."""
    match = _PLATE.match(place.text, place.at)
    if not match:
        return None
    said = [cardinal(int(match[1]), place.options), letters.spelled(match[2]), digits(match[3])]
    return match.end(), f"{' '.join(filter(None, said))}, {digits(match[4] + match[5])}"


def _form(place: Place) -> Found | None:
    """Read the number of a form, whose letters name nothing a listener knows."""
    match = _STROKED.match(place.text, place.at)
    if not match or not _FORMED.end(place.lead):
        return None
    tails = [digits(run) if run.isdigit() else letters.spelled(run) for run in _RUN.findall(match[4])]
    stroke = "trên" if match[3] == "/" else ""
    said = [_number(place, match[1]), letters.spelled(match[2]), stroke, *tails]
    return match.end(), " ".join(filter(None, said))


def _letters_first(place: Place) -> Found | None:
    text, at = place.text, place.at
    if (stuck := _STUCK.match(text, at)) and (name := place.lexicon.kinds.get(stuck[0])):
        return stuck.end(), name
    if match := _MIXED.match(text, at):
        return match.end(), " ".join(
            digits(one) if one.isdigit() else letters.spelled(one) for one in match[0]
        )
    if (match := _MONTHLY.match(text, at)) and 1 <= int(match[1]) <= 12:
        month = "tư" if int(match[1]) == 4 else cardinal(int(match[1]), place.options)
        return match.end(), f"tháng {month} năm {cardinal(int(match[2]), place.options)}"
    match = _LETTERS_FIRST.match(text, at)
    return _lettered(place, match) if match else None


def _lettered(place: Place, match: re.Match[str]) -> Found | None:
    """Say letters with the number after them: spelled, or in full where they are known by it."""
    named = match[1] in _NAMED or len(match[1]) > _SHORT
    name = (
        (_LEVELS.get(match[1]) or place.lexicon.abbreviations.get(match[1], ""))
        if named and not _FORMED.end(place.lead)
        else ""
    )
    if match[1] == "T" and match[2] in _WEEK and not match[3] and _WEEKLY.match(place.before[-6:]):
        return match.end(), f"thứ {ordinal(int(match[2]), place.options)}"
    if not name and len(match[1]) > _SHORT and not (_FORMED.end(place.lead) or _MODELS.search(place.before)):
        return None
    tails = [_tail(place, tail) for tail in match.groups()[2:] if tail]
    return match.end(), " ".join([name or letters.spelled(match[1]), _number(place, match[2]), *tails])


def _tail(place: Place, written: str) -> str:
    """Say what follows the number: RON95-III ends with a numeral, B12-05 with figures."""
    if written.isdigit():
        return _number(place, written)
    number = value(written) if len(written) > 1 and not set(written) - set("IVX") else None
    return cardinal(number, place.options) if number else letters.spelled(written)


def road(place: Place) -> Found | None:
    """Read QL18A, ĐT.326, Km15+200."""
    match = _ROAD.match(place.text, place.at)
    if not match:
        return None
    said = [_ROADS[match[1].upper()], _number(place, match[2]), letters.spelled(match[3])]
    said += ["cộng", cardinal(int(match[4]), place.options)] if match[4] else []
    return match.end(), " ".join(filter(None, said))


def _digits_first(place: Place) -> Found | None:
    if trip := _TRIP.match(place.text, place.at):
        return trip.end(), f"{_number(place, trip[1])} ngày {_number(place, trip[2])} đêm"
    match = _DIGITS_FIRST.match(place.text, place.at)
    if not match and place.word_before in _CLAUSES:
        match = _CLAUSE.match(place.text, place.at)
    if not match:
        return None
    said = [_number(place, match[1]), letters.spelled(match[2]), _number(place, match[3]) if match[3] else ""]
    return match.end(), " ".join(filter(None, said))


def _number(place: Place, written: str) -> str:
    """Say a number with the zeros before it."""
    rest = written.lstrip("0")
    zeros = digits(written[: len(written) - len(rest)])
    return " ".join(filter(None, [zeros, cardinal(int(rest), place.options) if rest else ""]))

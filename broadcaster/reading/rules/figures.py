"""A number as it is written, and the units it may count in; shared by the rules of numbers."""

import re
from collections.abc import Mapping

from broadcaster.reading import numbers
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.vocabulary import word_set

_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d{1,3},\d{3}(?= ?(?:đồng|đ\b|VNĐ|VND|vnđ))|\d{1,3}(?: \d{3})+(?= ?(?:đồng|đ\b|VNĐ|VND|vnđ))|\d+)(?:,(?P<places>\d+))?"
)
_GROUPING = str.maketrans("", "", "., ")
_DOTTED = re.compile(r"\d{1,6}(?:\.\d{1,6}){1,5}(?!\d)")
SIDE = re.compile(r"°?([NE])(?!\w)")
"""Behind a decimal, the side of the earth it counts on."""
PERCENT = re.compile(r"[ ]?([%‰])")
_MULTIPLE = re.compile(r"[ ]?(?:triệu|tỷ|tỉ|nghìn|ngàn|vạn|tr|k)(?!\w)")
UNIT = re.compile(r"[ ]?([^\W\d_]{1,5}[23²³]?|°[CFKcfk]?|[$€£¥₫₹₩]|[Uu][Ss]\$)(?![\w²³])")
_LISTING = re.compile(
    r"\b(?:khối|lớp|thôn|tổ|khu|điều|khoản|xóm|đội|thứ|tháng|quý|tiết|mùng|bài|câu|ngày) (?:\d{1,2},)*\Z"
)
"""What a comma between two figures lists rather than parts: khối 6,7."""
_FORMS = word_set("số mẫu án đa ct thị quyết định tư mã hiệu biểu")
_WORDY = word_set("tấn mét lít độ sào điểm giờ tiếng lần năm tháng ngày tuổi héc mẫu tạ yến")


def figure(place: Place) -> Found | None:
    """Say the number at the place without what it counts, once for all rules."""
    if place.number is None:
        place.number = _read(place) or False
    return None if isinstance(place.number, bool) else place.number


def unit_name(units: Mapping[str, str], unit: str) -> str | None:
    """Return how a unit is said; letter case counts only where two units differ by it."""
    return units.get(unit) or (units.get(unit.lower()) if len(unit) > 1 or unit in "vw" else None)


def _read(place: Place) -> Found | None:
    text, at, options = place.text, place.at, place.options
    match = _NUMBER.match(text, at)
    if not match:
        return None
    end = match.end()
    if text[end : end + 1] == "." and (dotted := _decimal_point(place, end)):
        return _dotted(place, dotted[0], dotted.end())
    whole, places = _digits(match["whole"]), match["places"]
    if places and _LISTING.search(place.before):
        end, places = match.end("whole"), None
    if len(whole) > numbers.LONGEST or (places and len(places) > 9):
        return None
    if places:
        return end, numbers.decimal(whole, places, options)
    if whole[0] == "0" and len(whole) > 1:
        return end, _padded(place, whole)
    return end, numbers.cardinal(int(whole), options)


def _decimal_point(place: Place, end: int) -> re.Match[str] | None:
    """Find a number with points that goes on past an offset; it ends there, or a unit is written on to it: 4.2m."""
    match = _DOTTED.match(place.text, place.at)
    if not match or match.end() <= end:
        return None
    stands = not place.text[match.end() : match.end() + 1].isalpha() or _counts(place, match.end())
    return match if stands else None


def _digits(whole: str) -> str:
    return whole.translate(_GROUPING)


def _padded(place: Place, whole: str) -> str:
    """Say a number with leading zeros: kept in the numbers of documents and forms, dropped in counts."""
    if len(whole) > 4:
        return numbers.digits(whole)
    rest = whole.lstrip("0")
    kept = numbers.digits(whole[: len(whole) - len(rest)])
    if len(whole) > 3 or place.word_before in _FORMS or (len(whole) > 2 and not rest):
        return f"{kept} {numbers.cardinal(int(rest), place.options)}" if rest else kept
    return numbers.cardinal(int(whole), place.options)


def _dotted(place: Place, written: str, end: int) -> Found:
    """Say 4.0 with "chấm", and 3.5 tấn, where a point stands for the comma, with "phẩy"."""
    parts = written.split(".")
    if len(parts) == 2 and len(parts[1]) < 3 and _counts(place, end):
        return end, numbers.decimal(parts[0], parts[1], place.options)
    link = " " if place.word_before == "npk" else " chấm "
    said = [
        numbers.digits(part) if part[0] == "0" else numbers.cardinal(int(part), place.options)
        for part in parts
    ]
    return end, link.join(said)


def _counts(place: Place, end: int) -> bool:
    """Whether a unit, a percent sign or a multiple follows."""
    if PERCENT.match(place.text, end) or _MULTIPLE.match(place.text, end) or SIDE.match(place.text, end):
        return True
    match = UNIT.match(place.text, end)
    return bool(match and (unit_name(place.lexicon.units, match[1]) or match[1] in _WORDY))


def cents(place: Place, unit: str) -> str | None:
    """Say an amount with cents: 10,5$ is "mười đô la năm mươi xu"."""
    match = _NUMBER.match(place.text, place.at)
    if not match or not match["places"] or len(match["places"]) > 2:
        return None
    whole = int(_digits(match["whole"]))
    said = [f"{numbers.cardinal(whole, place.options)} {unit}"] if whole else []
    return " ".join([*said, f"{numbers.cardinal(int(match['places'].ljust(2, '0')), place.options)} xu"])

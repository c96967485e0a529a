"""Numbers with what they count: percent, money, measures; and bare numbers."""

import re
from functools import cache

from broadcaster.reading import numbers
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:\.\d{3})+(?![\d])|\d{1,3}(?: \d{3})+(?= ?(?:đồng|đ\b|VNĐ|VND|vnđ))|\d+)(?:,(?P<places>\d+))?"
)
_DOTTED = re.compile(r"\d+(?:\.\d+)+(?![\w])")
_PERCENT = re.compile(r"[ ]?(%|‰)")
_MULTIPLE = re.compile(r"[ ]?(k|K|tr|Tr|t|ty|tỷ|tỉ|triệu|nghìn|ngàn|trăm nghìn|trăm|vạn)(?![^\W\d_])")
_TIGHT = re.compile(r"(k|K|tr|Tr|TR|t)(\d)?(?![\w])")
_SHARE = re.compile(r"[ ]?/[ ]?(?:1[ ]|01[ ])?(?P<what>[^\W\d_]+[23²³]?)(?![\w])")
_LATE = frozenset("A s t T C F K J N p đ h S M G".split())
_HEAVY = re.compile(r"(xe|tải|tải trọng|nặng|lúa|thóc|phân|trọng lượng|tấn|hàng|sản lượng|máy) *\Z")
_SCALES = {"k": "nghìn", "tr": "triệu", "t": "tỷ"}
_BELOW = {"k": "trăm", "tr": "trăm nghìn", "t": "trăm triệu"}
_REPEATED = frozenset(
    "thôn cấp quý tháng ngày thứ tổ khu khối lớp bậc mức điều khoản bước tuần đội xóm chương mục bản loại hạng nhóm phường ấp tầng kỳ đợt".split()
)
_FORMS = frozenset("số mẫu án thị quyết định tư mã hiệu biểu công-văn".split())
_RANGE_FROM = re.compile(r"([^\W\d_]+) (\d{1,2}) ?- ?\Z")
_LISTED = re.compile(r"(thứ|quý) (\d(?:, | và |,| - ))+\Z")


def percent(place: Place) -> Found | None:
    """Read 0,5%, 50 %, 3‰."""
    read = _number(place)
    if not read or not (match := _PERCENT.match(place.text, read[0])):
        return None
    end, said = match.end(), f"{read[1]} phần {'trăm' if match[1] == '%' else 'nghìn'}"
    return _shared(place, end, said, "một")


def money(place: Place) -> Found | None:
    """Read 50.000đ, 10.500đ/kg, 10k, 1tr2, 10,5$."""
    read = _number(place)
    if not read:
        return None
    end, said = read
    scaled = _TIGHT.match(place.text, end)
    if scaled:
        if scaled[1] == "t" and _HEAVY.search(place.before):
            return None
        scale = scaled[1].lower()
        end, said = scaled.end(), f"{said} {_scale(place, scale)}"
        said += (
            f" {numbers.DIGITS[int(scaled[2])]} {_BELOW[scale].replace('nghìn', place.options.thousand)}"
            if scaled[2]
            else ""
        )
    match = currency_shape(place.lexicon).match(place.text, end)
    if match:
        unit = place.lexicon.currencies[match[1].lower()]
        if not scaled and unit in {"đô la", "ơ rô"} and (cents := _cents(place, unit)):
            said, unit = cents, ""
        share = "một" if unit == "đồng" else "trên"
        return _shared(place, match.end(), f"{said} {unit}".strip(), share)
    return (end, said) if scaled else None


def measure(place: Place) -> Found | None:
    """Read 1,2ha, 35°C, 120km/h, 200mg/ml."""
    read = _number(place)
    if not read or not (match := unit_shape(place.lexicon).match(place.text, read[0])):
        return None
    unit = match[1]
    if match[0].startswith(" ") and unit in _LATE:
        return None
    return _shared(place, match.end(), f"{read[1]} {unit_name(place.lexicon, unit)}", "trên")


def number(place: Place) -> Found | None:
    """Read a bare number by what stands before it: thứ 4, mẫu số 01, 07 thành viên, các thôn 1-4."""
    read = _number(place, plain=True)
    if not read:
        return None
    end, said = read
    written = place.text[place.at : end]
    if written.isdigit() and len(written) <= 3:
        word = place.word_before
        if listed := _LISTED.search(place.before):
            said = (
                f"{listed[1]} {numbers.ordinal(int(written), place.options) if listed[1] == 'thứ' else said}"
            )
        elif word == "thứ":
            said = numbers.ordinal(int(written), place.options)
        elif word == "tháng" and int(written) == 4:
            said = "tư"
    return end, said


def repeated(place: Place, at: int) -> str:
    """Return the noun to say again after "đến": cấp 8-9 is "cấp tám đến cấp chín"."""
    match = _RANGE_FROM.search(place.text[max(0, at - 40) : at].lower())
    return f"{match[1]} " if match and match[1] in _REPEATED else ""


def _number(place: Place, *, plain: bool = False) -> Found | None:
    """Say the number at the place without what it counts."""
    text, at, options = place.text, place.at, place.options
    match = _NUMBER.match(text, at)
    if not match:
        return None
    dotted = _DOTTED.match(text, at)
    if dotted and dotted.end() > match.end():
        return _dotted(place, dotted[0], dotted.end())
    whole, places = match["whole"].replace(".", "").replace(" ", ""), match["places"]
    if len(whole) > numbers.LONGEST or (places and len(places) > 9):
        return None
    if places:
        return match.end(), numbers.decimal(whole, places, options)
    if whole[0] == "0" and len(whole) > 1:
        return match.end(), _padded(place, whole)
    if plain and match.end() < len(text) and text[match.end()].isalpha():
        return None
    return match.end(), numbers.cardinal(int(whole), options)


def _padded(place: Place, whole: str) -> str:
    """Say a number with leading zeros: kept in the numbers of documents and forms, dropped in counts."""
    rest = whole.lstrip("0")
    if len(whole) > 2 and not rest:
        return numbers.digits(whole)
    if len(whole) > 3 or place.word_before in _FORMS:
        return numbers.digits(whole[: len(whole) - len(rest)]) + (
            f" {numbers.cardinal(int(rest), place.options)}" if rest else ""
        )
    return numbers.cardinal(int(whole), place.options)


def _dotted(place: Place, written: str, end: int) -> Found | None:
    """Say 4.0 with "chấm", and 3.5 tấn, where a point stands for the comma, with "phẩy"."""
    parts = written.split(".")
    if any(len(part) > 6 for part in parts) or len(parts) > 6:
        return None
    if len(parts) == 2 and (
        _PERCENT.match(place.text, end)
        or _MULTIPLE.match(place.text, end)
        or unit_shape(place.lexicon).match(place.text, end)
    ):
        return end, numbers.decimal(parts[0], parts[1], place.options)
    said = [
        numbers.digits(part) if part[0] == "0" else numbers.cardinal(int(part), place.options)
        for part in parts
    ]
    return end, " chấm ".join(said)


def _cents(place: Place, unit: str) -> str | None:
    """Say an amount with cents: 10,5$ is "mười đô la năm mươi xu"."""
    match = _NUMBER.match(place.text, place.at)
    if not match or not match["places"] or len(match["places"]) > 2:
        return None
    whole = int(match["whole"].replace(".", ""))
    cents = int(match["places"].ljust(2, "0"))
    said = [f"{numbers.cardinal(whole, place.options)} {unit}"] if whole else []
    return " ".join([*said, f"{numbers.cardinal(cents, place.options)} xu"])


def _scale(place: Place, scale: str) -> str:
    return _SCALES[scale].replace("nghìn", place.options.thousand)


def _shared(place: Place, end: int, said: str, link: str) -> Found:
    """Say what follows a stroke: đồng/người/năm is "một người một năm", km/h is "trên giờ"."""
    while match := _SHARE.match(place.text, end):
        what = match["what"]
        known = unit_shape(place.lexicon).fullmatch(what)
        if not known and what.isupper():
            break
        said += f" {link} {'giờ' if what == 'h' else unit_name(place.lexicon, what) if known else what}"
        end = match.end()
    return end, said


def unit_name(lexicon: Lexicon, unit: str) -> str:
    """Return how a unit is said; letter case counts only where two units differ by it."""
    return lexicon.units.get(unit) or _folded(tuple(lexicon.units.items()))[unit.lower()]


@cache
def _folded(units: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {written.lower(): spoken for written, spoken in reversed(units)}


@cache
def _shape(words: tuple[str, ...]) -> re.Pattern[str]:
    choice = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"[ ]?({choice})(?![\w²³])", re.IGNORECASE)


def unit_shape(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a unit after a number."""
    return _shape(tuple(lexicon.units))


def currency_shape(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a currency after a number."""
    return _shape(tuple(lexicon.currencies))

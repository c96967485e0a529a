"""Numbers with what they count: percent, money, measures; and bare numbers."""

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
_HEIGHT = re.compile(r"m(\d{1,2})(?![\w,.²³])")
_TIMES_SIGN = re.compile(r"[ ]?[xX][ ]?(?=\d)")
_DOTTED = re.compile(r"\d{1,6}(?:\.\d{1,6}){1,5}(?![\w])")
_PERCENT = re.compile(r"[ ]?([%‰])")
_MULTIPLE = re.compile(r"[ ]?(?:triệu|tỷ|tỉ|nghìn|ngàn|vạn|tr|k)(?!\w)")
_TIGHT = re.compile(r"(k|K|tr|Tr|TR|t)(\d)?(?!\w)")
UNIT = re.compile(r"[ ]?([^\W\d_]{1,5}[23²³]?|°[CFKcfk]?|[$€£¥₫₹₩]|[Uu][Ss]\$)(?![\w²³])")
_SHARE = re.compile(r"[ ]?/[ ]?(?P<one>0?1[ ])?(?P<what>[^\W\d_]+[23²³]?)(?!\w)")
_LATE = word_set("A s t T C F K J N p đ h S M G")
"""Units too short to be one behind a space: 5 A is a class, 5A too."""
_ELECTRIC = word_set("điện áp aptomat áptômát atomat dao tải mức chì cầu")
_TIMES = word_set("giờ phút giây lít mét tấn")
_HEAVY = (
    " xe",
    " tải",
    " tải trọng",
    " nặng",
    " lúa",
    " thóc",
    " phân",
    " trọng lượng",
    " hàng",
    " sản lượng",
)
_SCALES = {"k": ("nghìn", "trăm"), "tr": ("triệu", "trăm nghìn"), "t": ("tỷ", "trăm triệu")}
_REPEATED = word_set(
    "thôn cấp quý tháng ngày thứ tổ khu khối lớp bậc mức điều khoản bước tuần đội xóm chương mục bản loại hạng nhóm "
    "phường ấp tầng kỳ đợt trang tập lô mùng mồng"
)
_FORMS = word_set("số mẫu án thị quyết định tư mã hiệu biểu")
_RANGE_FROM = re.compile(r"([^\W\d_]+) (\d{1,2}) ?- ?\Z")
_LISTED = re.compile(r"\b(thứ|quý|tháng) (?:[01]?\d(?:, | và |,| - | hoặc | & )){1,6}\Z")
_LIST_ENDS = re.compile(r"[,;.)]|\Z|\n| (?:và|hằng|hàng|trong|tại|từ|đến|tuần|hoặc|của|năm|-|mỗi|vào|lúc|\()")
_MONTHS_END = re.compile(r"(?:(?:, | và |,)\d{1,2})* năm \d")
_PREFIXED = re.compile(r"(US\$|[$€£¥₫])[ ]?(?=\d)")


def percent(place: Place) -> Found | None:
    """Read 0,5%, 50 %, 3‰."""
    read = _number(place)
    if not read or not (match := _PERCENT.match(place.text, read[0])):
        return None
    return _shared(place, match.end(), f"{read[1]} phần {'trăm' if match[1] == '%' else 'nghìn'}", "một")


def money(place: Place) -> Found | None:
    """Read 50.000đ, 10.500đ/kg, 10k, 1tr2, 10,5$."""
    read = _number(place)
    if not read:
        return None
    scaled = _scaled(place, *read)
    end, said = scaled or read
    match = UNIT.match(place.text, end)
    unit = place.lexicon.currencies.get(match[1].lower()) if match else None
    if not match or not unit:
        return scaled
    if not scaled and unit in {"đô la", "ơ rô"} and (cents := _cents(place, unit)):
        return _shared(place, match.end(), cents, "trên")
    return _shared(place, match.end(), f"{said} {unit}", "một" if unit == "đồng" else "trên")


def prefixed(place: Place) -> Found | None:
    """Read $100, where the sign stands first."""
    match = _PREFIXED.match(place.text, place.at)
    if not match:
        return None
    start = place.at
    place.move(match.end())
    read = _number(place)
    place.move(start)
    return (read[0], f"{read[1]} {place.lexicon.currencies[match[1].lower()]}") if read else None


def measure(place: Place) -> Found | None:
    """Read 1,2ha, 35°C, 120km/h, 200mg/ml."""
    read = _number(place)
    if not read:
        return None
    if (height := _HEIGHT.match(place.text, read[0])) and height[1] not in {"2", "3"}:
        return height.end(), f"{read[1]} mét {numbers.cardinal(int(height[1]), place.options)}"
    match = UNIT.match(place.text, read[0])
    if not match:
        return None
    name = unit_name(place.lexicon.units, match[1])
    if not name or (match[0][0] == " " and match[1] in _LATE):
        return None
    if match[1] == "A" and place.word_before not in _ELECTRIC:
        return None
    return _multiplied(place, *_shared(place, match.end(), f"{read[1]} {name}", "trên"))


def number(place: Place) -> Found | None:
    """Read a bare number by what stands before it: thứ 4, mẫu số 01, 07 thành viên, thứ 2, 4, 6."""
    read = _number(place)
    if not read or (
        place.text[read[0] : read[0] + 1].isalpha() and not _TIMES_SIGN.match(place.text, read[0])
    ):
        return None
    end, said = _multiplied(place, *read)
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


def _goes_on(place: Place, noun: str, end: int) -> bool:
    """Whether a number goes on with a list: thứ 2, 4, 6; tháng 5, 6 năm 2024; not: thứ 2, 15 người."""
    return bool((_MONTHS_END if noun == "tháng" else _LIST_ENDS).match(place.text, end))


def repeated(place: Place, at: int) -> str:
    """Return the noun to say again after "đến": cấp 8-9 is "cấp tám đến cấp chín"."""
    match = _RANGE_FROM.search(place.text[max(0, at - 40) : at].lower())
    return f"{match[1]} " if match and match[1] in _REPEATED else ""


def unit_name(units: Mapping[str, str], unit: str) -> str | None:
    """Return how a unit is said; letter case counts only where two units differ by it."""
    return units.get(unit) or (units.get(unit.lower()) if len(unit) > 1 or unit in "vw" else None)


def _multiplied(place: Place, end: int, said: str) -> Found:
    """Say the sign between two lengths: 20x30cm."""
    match = _TIMES_SIGN.match(place.text, end)
    return (match.end(), f"{said} nhân ") if match else (end, said)


def _number(place: Place) -> Found | None:
    """Say the number at the place without what it counts, once for all rules."""
    if place.number is None:
        place.number = _read(place) or False
    return None if isinstance(place.number, bool) else place.number


def _read(place: Place) -> Found | None:
    text, at, options = place.text, place.at, place.options
    match = _NUMBER.match(text, at)
    if not match:
        return None
    end = match.end()
    if text[end : end + 1] == "." and (dotted := _DOTTED.match(text, at)) and dotted.end() > end:
        return _dotted(place, dotted[0], dotted.end())
    whole, places = _digits(match["whole"]), match["places"]
    if len(whole) > numbers.LONGEST or (places and len(places) > 9):
        return None
    if places:
        return end, numbers.decimal(whole, places, options)
    if whole[0] == "0" and len(whole) > 1:
        return end, _padded(place, whole)
    return end, numbers.cardinal(int(whole), options)


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
    said = [
        numbers.digits(part) if part[0] == "0" else numbers.cardinal(int(part), place.options)
        for part in parts
    ]
    return end, " chấm ".join(said)


def _counts(place: Place, end: int) -> bool:
    """Whether a unit, a percent sign or a multiple follows."""
    if _PERCENT.match(place.text, end) or _MULTIPLE.match(place.text, end):
        return True
    match = UNIT.match(place.text, end)
    return bool(
        match
        and (
            unit_name(place.lexicon.units, match[1]) or match[1] in {"tấn", "mét", "lít", "độ", "sào", "điểm"}
        )
    )


def _scaled(place: Place, end: int, said: str) -> Found | None:
    """Say 10k, 1tr2, 2t3; a "t" behind what is heavy is a ton."""
    match = _TIGHT.match(place.text, end)
    if not match or (match[1] == "t" and place.lead.endswith(_HEAVY)):
        return None
    scale, below = (word.replace("nghìn", place.options.thousand) for word in _SCALES[match[1].lower()])
    tail = f" {numbers.DIGITS[int(match[2])]} {below}" if match[2] else ""
    return match.end(), f"{said} {scale}{tail}"


def _cents(place: Place, unit: str) -> str | None:
    """Say an amount with cents: 10,5$ is "mười đô la năm mươi xu"."""
    match = _NUMBER.match(place.text, place.at)
    if not match or not match["places"] or len(match["places"]) > 2:
        return None
    whole = int(_digits(match["whole"]))
    said = [f"{numbers.cardinal(whole, place.options)} {unit}"] if whole else []
    return " ".join([*said, f"{numbers.cardinal(int(match['places'].ljust(2, '0')), place.options)} xu"])


def _shared(place: Place, end: int, said: str, link: str) -> Found:
    """Say what follows a stroke: đồng/người/năm is "một người một năm", km/h is "trên giờ"."""
    while match := _SHARE.match(place.text, end) if place.text[end : end + 2].strip()[:1] == "/" else None:
        what = match["what"]
        name = "giờ" if what == "h" else unit_name(place.lexicon.units, what)
        if not name and what.isupper():
            break
        per = link if name or link == "một" or what in _TIMES else "một"
        per = "trên một" if match["one"] and per == "trên" else per
        said, end = f"{said} {per} {name or what}", match.end()
    return end, said

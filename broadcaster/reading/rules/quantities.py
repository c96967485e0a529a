"""Numbers with what they count: percent, money and measures."""

import re

from broadcaster.reading import numbers
from broadcaster.reading.place import Place
from broadcaster.reading.rules.counts import multiplied
from broadcaster.reading.rules.figures import PERCENT, SIDE, UNIT, cents, figure, unit_name
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.vocabulary import endings, word_set

_HEIGHT = re.compile(r"m(\d{1,2})(?![\w,.²³])")
_AGE = endings("chúc thọ|mừng thọ|cụ|nct|người cao tuổi|tròn|thọ|trẻ|mầm non|mn|phổ cập|mẫu giáo|trẻ em")
_DEGREE = re.compile(r"[ ]0C(?!\w)")
_SIDES = {"N": "vĩ Bắc", "E": "kinh Đông"}
_TIGHT = re.compile(r"(k|K|tr|Tr|TR|tỷ|tỉ|t)(\d)?(?!\w)")
_MILLION = re.compile(r"[ ]?([tT][rR]|ng|ngh?)\.?[ ]?(?:đồng|đ|VNĐ|VND|vnđ)(?!\w)")
_CARATS = word_set("vàng hình tivi vi tv video camera giải nét")
"""Words after which K is no thousand: vàng 24K, màn hình 4K."""
_SHARE = re.compile(r"[ ]?/[ ]?(?P<one>0?1[ ])?(?P<what>[^\W\d_]+[23²³]?)(?!\w)")
_LATE = word_set("A s t T C F K J N p đ h S M G")
"""Units too short to be one behind a space: 5 A is a class, 5A too."""
_ELECTRIC = word_set("điện áp aptomat áptômát atomat dao tải mức chì cầu")
_TIMES = word_set("giờ phút giây lít mét tấn")
_HEAVY = endings("xe|tải|tải trọng|nặng|lúa|thóc|phân|trọng lượng|hàng|sản lượng|chở|thu hoạch|năng suất")
_SCALES = {
    "k": ("nghìn", "trăm"),
    "tr": ("triệu", "trăm nghìn"),
    "t": ("tỷ", "trăm triệu"),
    "tỷ": ("tỷ", "trăm triệu"),
    "tỉ": ("tỷ", "trăm triệu"),
}
_PREFIXED = re.compile(r"(US\$|[$€£¥₫])[ ]?(?=\d)")


def percent(place: Place) -> Found | None:
    """Read 0,5%, 50 %, 3‰."""
    read = figure(place)
    if not read or not (match := PERCENT.match(place.text, read[0])):
        return None
    return _shared(place, match.end(), f"{read[1]} phần {'trăm' if match[1] == '%' else 'nghìn'}", "một")


def money(place: Place) -> Found | None:
    """Read 50.000đ, 10.500đ/kg, 10k, 1tr2, 10,5$."""
    read = figure(place)
    if not read:
        return None
    if million := _MILLION.match(place.text, read[0]):
        scale = "triệu" if million[1].lower() == "tr" else place.options.thousand
        return _shared(place, million.end(), f"{read[1]} {scale} đồng", "một")
    scaled = _scaled(place, *read)
    end, said = scaled or read
    match = UNIT.match(place.text, end)
    unit = place.lexicon.currencies.get(match[1].lower()) if match else None
    if not match or not unit:
        return _shared(place, *scaled, "một") if scaled else None
    if not scaled and unit in {"đô la", "ơ rô"} and (amount := cents(place, unit)):
        return _shared(place, match.end(), amount, "trên")
    return _shared(place, match.end(), f"{said} {unit}", "một" if unit == "đồng" else "trên")


def prefixed(place: Place) -> Found | None:
    """Read $100, where the sign stands first."""
    match = _PREFIXED.match(place.text, place.at)
    if not match:
        return None
    start = place.at
    place.move(match.end())
    read = figure(place)
    place.move(start)
    return (read[0], f"{read[1]} {place.lexicon.currencies[match[1].lower()]}") if read else None


def measure(place: Place) -> Found | None:
    """Read 1,2ha, 35°C, 120km/h, 200mg/ml."""
    read = figure(place)
    if not read:
        return None
    if special := _degrees(place, *read) or _height(place, *read):
        return special
    match = UNIT.match(place.text, read[0])
    if match and match[0] == "T" and _AGE.end(place.lead):
        return match.end(), f"{read[1]} tuổi"
    name = unit_name(place.lexicon.units, match[1]) if match else None
    if not match or not name or (match[0][0] == " " and match[1] in _LATE):
        return None
    if match[1] == "A" and place.word_before not in _ELECTRIC:
        return None
    return multiplied(place, *_shared(place, match.end(), f"{read[1]} {name}", "trên"))


def _height(place: Place, end: int, said: str) -> Found | None:
    """Read 1m65."""
    match = _HEIGHT.match(place.text, end)
    if not match or match[1] in {"2", "3"}:
        return None
    return match.end(), f"{said} mét {numbers.cardinal(int(match[1]), place.options)}"


def _degrees(place: Place, end: int, said: str) -> Found | None:
    """Read 13 0C, where a zero stands for the sign, and the degrees of a storm: 20.5N."""
    if tail := _DEGREE.match(place.text, end):
        return tail.end(), f"{said} độ xê"
    side = None if place.text[place.at : end].isdigit() else SIDE.match(place.text, end)
    return (side.end(), f"{said} độ {_SIDES[side[1]]}") if side else None


def _scaled(place: Place, end: int, said: str) -> Found | None:
    """Say 10k, 1tr2, 2t3; a "t" behind what is heavy is a ton."""
    match = _TIGHT.match(place.text, end)
    if not match or (match[1] == "t" and _HEAVY.end(place.lead)):
        return None
    if match[1] == "K" and not match[2] and place.word_before in _CARATS:
        return match.end(), f"{said} ca"
    scale, below = (word.replace("nghìn", place.options.thousand) for word in _SCALES[match[1].lower()])
    tail = f" {numbers.DIGITS[int(match[2])]} {below}" if match[2] else ""
    return match.end(), f"{said} {scale}{tail}"


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

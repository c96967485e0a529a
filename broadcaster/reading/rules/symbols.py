"""Brackets, quotation marks, strokes, dashes and other signs between words."""

import re

from broadcaster.reading.place import Place
from broadcaster.reading.rules.counts import repeated
from broadcaster.reading.rules.figures import unit_name
from broadcaster.reading.rules.rule import UNKNOWN, Found
from broadcaster.reading.vocabulary import endings, word_set

_SIGNS = {
    "&": "và", "=": "bằng", "<": "nhỏ hơn", ">": "lớn hơn", "<=": "nhỏ hơn hoặc bằng", ">=": "lớn hơn hoặc bằng",
    "=<": "nhỏ hơn hoặc bằng", "=>": "lớn hơn hoặc bằng", "±": "cộng trừ", "~": "khoảng", "≈": "khoảng", "%": "phần trăm", "‰": "phần nghìn", "≠": "khác",
    "+": "cộng", "->": "đến",
}  # fmt: skip
_SIGN = re.compile(r"[ ]?(->|<=|>=|=<|=>|[&=<>±~≈%‰+≠])[ ]?")
_SILENT = re.compile(r"[\"*•|]+")
_QUOTED = re.compile(r"'(?=[^\W_])[^'\n]{1,200}[^\W\d_][.!?,]?'(?!\w)")
_QUOTING = re.compile(r"(?<!\w)'(?=[^\W_])[^'\n]{0,200}\Z")
_BRACKET = re.compile(r"[(\[]")
_CLOSING = re.compile(r"[)\]]+")
_DASH = re.compile(r"[ ]?-+[ ]?")
_BLANK = re.compile(r"/ ?[A-ZĐ][A-Za-zĐđ&]{0,8}(?:-[A-ZĐ][A-Za-zĐđ&]{0,12}){1,4}(?!\w)")
"""The letters of a document whose number is still open."""
_STROKE = re.compile(r"[ ]?/[ ]?")
_STARRED = endings("khách sạn|resort|chuẩn|tiêu chuẩn|hạng|sản phẩm|ocop|từ|đạt|nhà hàng|lưu trú")
_SCORE = re.compile(r"(?:tỷ số|tỉ số|thắng|thua|hòa|hòa nhau|dap|npk) \d{1,2}\Z")
_ELECTRIC = re.compile(r"\d ?(kva|kv|hz|kw|v|w)\Z")
_ELECTRIC_NEXT = re.compile(r"[\d/,.]+ ?(kva|kv|hz|kw|v|w)\b")
_SIDE = re.compile(r"[.,]\d°?n\Z")
_SAME_LEVEL = re.compile(r"(?:bđ|km|[a-z])\d")
_FIRST = re.compile(r"(?:\A|[^\d.,/-] ?)(\d{1,2})\Z")
_LAST = re.compile(r"(\d{1,2})(?:[,;)!]|\.?\Z|\n)")
_SERIES = re.compile(r"\d-\d{1,3}\Z")
_SERIES_AHEAD = re.compile(r"\d{1,3}-\d")
_FROM = re.compile(
    r"\b(?:(?:thứ|ngày|tháng|cấp|quý|lớp|tổ|thôn|khu|điều|mùng|mồng) [\wđ]{1,5}|t[2-7]|chủ nhật)\Z"
)
_TO = re.compile(
    r"(?:thứ|ngày|tháng|cấp|quý|lớp|tổ|thôn|khu|điều|mùng|mồng|rằm) (?:\d|(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|chạp|giêng|[ivx]+|[a-eđ])\b)|t[2-7]\b|cn\b|chủ nhật"
)
_PHONE = re.compile(r"(?<!\d)0\d{2,3}[. ]?\d{3,4}[. ]?\d{2,4}\Z")
_MINUS = re.compile(r"-(?=\d)")
_BELOW = re.compile(r"(nhiệt độ|xuống|dưới|từ|đến|là|còn|mức|khoảng|âm|thấp nhất|ở)? *\Z")
_JOINED = re.compile(
    r"(?:kinh tế|chính trị|văn hóa|văn phòng|tài chính|tư pháp|quốc phòng|lao động|nông nghiệp|giáo dục|tài nguyên|trật tự|an ninh|khoa học|thể dục|thể thao|y tế|địa chính|nông lâm|tôn giáo|thi đua|vật tư|kỹ thuật|chỉ huy|dân tộc|kế hoạch|hội|tổ chức|thông tin)\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d|đồng|một|hai|ba|năm|mười|nghìn|triệu|phần trăm")
_AREAS = word_set("km2 m2 m3 km² m² m³ ha kg kWh")
_TIMES = frozenset(("giờ", "phút", "giây"))
_SAME = re.compile(r"\d[\d.,]* ?([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+[23²³]?(?!\w)")
_ONE = re.compile(r"0?1 (?=[^\W\d_])")
_EACH = word_set(
    "nl te hs sv nlđ sào con người hộ ngày tháng năm vụ lứa bao lần lượt tiết buổi cây gốc suất trường ca tuần khẩu công chuyến tuần quý mùa phiên"
)
_PER = re.compile(
    r"(đồng|lần|bữa|lượt|buổi|con|suất|bản|tiết|hộ|người|cái|chuyến|ca|giờ|phần trăm|ngày|công|bộ|chiếc|phòng|cây|giường|bao|lon|chai|thùng|lít|phút|giây|tiếng|liều|gói|mũi|gam|cháu|em|đại biểu|kg|khẩu|lứa|vụ|đợt|chỉ|tháng|viên|triệu|nghìn|')\Z"
)


def silent(place: Place) -> Found | None:
    """Leave out quotation marks and stars."""
    if place.text[place.at] == "'":
        return (place.at + 1, "") if _is_quotation(place) else None
    match = _SILENT.match(place.text, place.at)
    behind = place.text[place.at - 1 : place.at] if place.at else ""
    if not match or (match[0] == '"' and _is_measure(place)) or (match[0] == "*" and behind.isdigit()):
        return None
    return match.end(), ""


def _is_quotation(place: Place) -> bool:
    """Whether a single mark opens or closes a quotation of words on its line."""
    text, at = place.text, place.at
    line = text[max(0, at - 200) : at].rpartition("\n")[2]
    if _QUOTED.match(text, at) and not line[-1:].isalnum():
        return True
    return bool(_QUOTING.search(line)) and not line[-1:].isdigit() and not text[at + 1 : at + 2].isalnum()


def _is_measure(place: Place) -> bool:
    """Whether a mark behind a figure closes no quotation: then it may mean inches or seconds, and is a doubt."""
    line = place.text[max(0, place.at - 400) : place.at].rpartition("\n")[2]
    return line[-1:].isdigit() and line.count('"') % 2 == 0


def star(place: Place) -> Found | None:
    """Read the star of a hotel: 5*."""
    if place.text[place.at] != "*" or not _STARRED.end(place.lead.rstrip("0123456789 ")):
        return None
    return place.at + 1, " sao"


def bracket(place: Place) -> Found | None:
    """Make a bracketed aside an aside between commas."""
    text, at = place.text, place.at
    if _BRACKET.match(text, at):
        quiet = place.line_starts() or text[at - 1 : at] in "(,;:-" or place.before.rstrip()[-1:] in ",;:.!?"
        lead = " " if text[at - 1 : at] == " " and not place.line_starts() else ""
        return at + 1, lead if quiet else ", "
    match = _CLOSING.match(text, at)
    if not match:
        return None
    end = match.end()
    follows = text[end : end + 1]
    if not follows or follows in ",.;:!?\n-/\"'" or place.before.rstrip()[-1:] in ",;:.!?(":
        return end, ""
    return (end, "," if follows == " " else ", ")


def minus(place: Place) -> Found | None:
    """Read a minus before a number: "âm", never for a range."""
    text, at = place.text, place.at
    if not _MINUS.match(text, at) or (at and text[at - 1] not in " (\n"):
        return None
    previous = place.before.rstrip()[-1:]
    if previous.isdigit() or previous in {"%", "'"}:
        return None
    return at + 1, "âm "


def dash(place: Place) -> Found | None:
    """Read a dash between numbers as "đến", and leave it out between words, with a pause where it parts them."""
    text, at = place.text, place.at
    match = _DASH.match(text, at)
    if not match or text[at + 1 : at + 2] == ">":
        return None
    end, behind = match.end(), text[max(0, at - 20) : at].rstrip(" ").lower()
    follows = text[end : end + 1] or "\n"
    if not behind or behind[-1] in "\n,;:.(" or follows == "\n":
        return end, ""
    ahead = text[end : end + 9].lower()
    if _FROM.search(behind) and _TO.match(ahead):
        return end, " đến "
    if _is_range(ahead, behind) and not _is_two(ahead, behind):
        return end, f" đến {repeated(place, end)}"
    tight = (match[0] == "-" and text[at - 1] != " " and not _is_two(ahead, behind)) or _is_score(
        ahead, behind
    )
    return end, " " if not _PHONE.search(behind) and (tight or _JOINED.search(behind)) else ", "


def _is_range(ahead: str, behind: str) -> bool:
    """Whether a dash leads from one number, time or day to another."""
    if (
        _SCORE.search(behind)
        or _SERIES.search(behind)
        or _SERIES_AHEAD.match(ahead)
        or _is_score(ahead, behind)
    ):
        return False
    number = (
        ahead[:1].isdigit()
        or bool(_SAME_LEVEL.match(ahead))
        or (ahead[:1] in {"+", "$"} and ahead[1:2].isdigit())
    )
    return number and not _PHONE.search(behind) and (behind[-1].isdigit() or _measured(behind[-14:]))


def _is_two(ahead: str, behind: str) -> bool:
    """Whether a dash stands between two things: 220V-50Hz, 20.5N-107.8E."""
    watt, next_watt = _ELECTRIC.search(behind), _ELECTRIC_NEXT.match(ahead)
    if watt and next_watt:
        return watt[1] != next_watt[1]
    return bool(_SIDE.search(behind))


def _is_score(ahead: str, behind: str) -> bool:
    """Whether two bare figures that do not go up are a score: 1-0, 1-1."""
    first, last = _FIRST.search(behind), _LAST.match(ahead)
    return bool(first and last and int(first[1]) >= int(last[1]))


def _measured(before: str) -> bool:
    """Whether what stands before ends with a number and its unit: 8h, 95%, 50.000đ."""
    return bool(re.search(r"\d ?[^\W\d_]{0,5}(?:[\d%'\"²³$€₫]{0,2}|°[cf]?) ?\Z", before)) and not re.search(
        r"\d [^\W\d_]{6,}\Z", before
    )


def stroke(place: Place) -> Found | None:
    """Read a stroke between words: nam/nữ, đồng/hồ sơ, tạ/ha, mm/24h."""
    text = place.text
    match = _STROKE.match(text, place.at)
    if not match or not place.before.strip():
        return None
    if place.lead.endswith(" số"):
        return _blank(place)
    end = match.end()
    counted = bool(_COUNTED.search(place.before[-24:]))
    unit = _WORD.match(text, end)
    per = _PER.search(place.before.rstrip()) or (unit and unit[0].lower() in _EACH)
    link = " một " if counted and per else " trên "
    if text[end : end + 1] in set("0123456789(+"):
        return _over_number(place, end, link, counted=counted)
    name = unit_name(place.lexicon.units, unit[0]) if unit else None
    if unit and ((counted and (name or unit[0] in _TIMES)) or unit[0] in _AREAS):
        return unit.end(), f"{link if counted else ' trên '}{name or unit[0]}"
    if not unit and text[end : end + 1] not in {'"', "("}:
        return (end, ", ") if text[end : end + 1].isalpha() else None
    return end, link if link == " một " else ", "


def _blank(place: Place) -> Found | None:
    """Show the letters of a document whose number is still open."""
    match = _BLANK.match(place.text, place.at)
    return (match.end(), UNKNOWN) if match else None


def _over_number(place: Place, end: int, link: str, *, counted: bool) -> Found | None:
    """Read a stroke before a number: mm/24h is a rate, 220V/380V two values, so are two telephones."""
    if place.text[end] in "0(+" and _PHONE.search(place.before):
        return end, ", "
    if counted and link == " một " and (one := _ONE.match(place.text, end)):
        return one.end(), link
    if not (counted and place.before[-1:].isalpha() and place.text[end].isdigit()):
        return (end, link if link == " một " else ", ") if place.text[end] == "(" else None
    same = _SAME.match(place.text, end)
    return end, ", " if same and place.before.endswith(same[1].lower()) else link


def sign(place: Place) -> Found | None:
    """Read a sign by its name."""
    match = _SIGN.match(place.text, place.at)
    if not match or match[1] not in _SIGNS:
        return None
    follows = place.text[match.end() : match.end() + 1]
    if match[1] in {"&", "%", "‰", "=", "+"} and not place.before.strip():
        return None
    if match[1] in {"&", "+", "=", "~", ">", "<"} and not (follows.isalnum() or follows in '"('):
        return None
    lead = " " if place.before and not place.before.endswith(" ") else ""
    return match.end(), f"{lead}{_SIGNS[match[1]]} "

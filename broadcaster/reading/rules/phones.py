"""Numbers that are said digit by digit: telephones, emergency lines, identity and account numbers."""

import re

from broadcaster.reading import letters
from broadcaster.reading.numbers import digits
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import UNKNOWN, Found
from broadcaster.reading.vocabulary import endings, word_set

_PHONE = re.compile(
    r"(?:\+[ ]?84|\(\+?84\))[ .-]?(?:\(0\))?\d{1,4}(?:[ .-]?\d{2,4}){2,4}(?![\w]|/(?![0(+])|[.,]\d)"
    r"|\(?0\d{1,4}\)?[ .-]{0,3}\d{1,8}(?:[ .-]\d{1,4}){0,4}(?![\w%]|/(?![0(+])|[.,]\d)"
    r"|84[35789]\d{8}(?![\w/]|[.,]\d)"
    r"|1[89]00(?:[ .-]?\d{2,6}){1,3}(?![\w/]|[.,]\d)"
)
_MASKED = re.compile(r"0\d{1,3}[\d. -]{0,8}(?:[xX]{2,}|\*{2,})[\dxX*]*")
_AREA = re.compile(r"(0\d{2,3})[ .-](1022|11[1-5])(?![\w/]|[.,]\d)")
_TYPED = re.compile(r"\b(?:soạn|nhắn tin|cú pháp|tin nhắn)\b")
_WORD = re.compile(r"[A-ZĐ]{1,5}(?![\w-])")
_TYPES = (" soạn", " soạn tin", " cú pháp", " nhắn tin", " soạn tin nhắn", " nhắn")
_USSD = re.compile(r"[*#]\d{1,4}(?:\*\d{1,16}){0,3}#")
_SHORT = re.compile(r"(\d{3,8})(?![\w/%]|[.,]\d| ?(?:đồng|giờ|người|hộ|triệu|tỷ|nghìn|lượt|cuộc|phút))")
_ROW = re.compile(r"11[1-5](?:(?:, | hoặc | và |/|; | - )11[1-5]){1,4}(?!\d|[.,]\d)")
_CODE = re.compile(r"\d{1,20}(?:[.-]\d{1,12}| \d{2,5}){0,6}(?![\w/]|[.,]\d)")
_CERTIFICATE = re.compile(r"([A-ZĐ]{1,6})[ -]?(\d{4,15})(?!\w)")
_LETTERS = 2
_CHANNEL = re.compile(r"\b(?:zalo|phản ánh|gọi|tổng đài|hotline|liên hệ)\b")
_FILE = re.compile(
    r"[A-ZĐ]{1,4}\d{1,6}(?:[.-][A-Z\d]{1,12}| \d{2,10}(?![.,]\d)){1,6}(?!\w)|\d{1,6}(?:[.-][A-Z\d]{1,12}){1,6}(?!\w)"
)
_GROUPS = re.compile(r"[A-ZĐ\d]+")
_PART = re.compile(r"[A-ZĐ]+|\d+")
_GROUP = re.compile(r"\d+")
_CALLING = (
    "gọi|gọi ngay|bvte|mobifone|viettel|vinaphone|cskh|gọi điện|gọi điện thoại|tổng đài|hotline|cấp cứu|đường dây nóng|điện thoại|sđt|đt|tel|alo|báo cháy|cứu hỏa|cảnh sát|khẩn cấp|"
    "bảo vệ trẻ em|fax|zalo|máy lẻ|số máy|cứu nạn|y tế|báo công an|gọi công an|phản ánh qua|liên hệ số|số điện thoại|"
    "tổng đài quốc gia|nhánh|bấm phím|đầu số|tổng đài hỗ trợ|hỗ trợ|gửi|nhắn tin|soạn tin gửi|gọi cứu hỏa|gọi cấp cứu|gọi cảnh sát|cứu hộ|lực lượng"
)
_LINKS = (
    "",
    " số",
    " qua",
    " qua số",
    " theo số",
    " đến số",
    " tới số",
    " đến",
    " tới",
    " hoặc",
    " qua đầu số",
    " vào số",
    " là",
)
_CALLS = endings(_CALLING, _LINKS)
_SURE = endings(
    "y tế|hỗ trợ|lực lượng|y tế số|hỗ trợ số|lực lượng số|gửi|gửi đến|gửi tới|gửi số|nhắn tin|hỗ trợ đến|hỗ trợ là|zalo đến|y tế là|cảnh sát là"
)
"""Too common before plain counts: only a known short number follows them."""
_LISTED = re.compile(
    r"\b(?:gọi|tổng đài|hotline|đường dây nóng|điện thoại|khẩn cấp|số máy|cấp cứu|nhắn tin|phản ánh qua|liên hệ qua)[ \w:]{0,20}?(?:\d{3,4}(?: \([^()]{1,20}\))?(?:, | hoặc |; | và |/| - )){1,5}(?:số )?\Z"
)
_NUMBERING = (
    "cccd|cmnd|cmtnd|căn cước|căn cước công dân|chứng minh|chứng minh nhân dân|chứng minh thư|định danh|định danh cá nhân|"
    "tài khoản|tk|số tk|stk|mã|mã số thuế|mst|mã số|mã hồ sơ|bhxh|bhyt|thẻ|hộ chiếu|sổ bảo hiểm|seri|otp|mã định danh|imei|"
    "mã đơn vị|số hồ sơ|mã tra cứu|mã xác nhận|mã khách hàng|mã thủ tục|thủ tục số|mã vạch|số thẻ|bảo hiểm xã hội|bảo hiểm y tế|số seri"
)
_NUMBERS = endings(_NUMBERING, ("", " số", " là", " mã", " có số"))
_SERIES = endings(
    "quyền sử dụng đất|qsd đất|qsdđ|cnqsd đất|giấy chứng nhận|gcn|gcnqsdđ|giấy phép lái xe|gplx|phát hành|vào sổ|khung|serial|sổ đỏ|hiệu|máy",
    (" số",),
)
_SERIES_OF = endings("số khung|số máy|số phát hành|số vào sổ|số hiệu|số hộ chiếu|vào sổ|số vào sổ cấp gcn")
_KEYS = {"*": "sao", "#": "thăng"}
_FIXED = word_set("111 112 113 114 115 116 117 1022 119 156 5656 1080 18001091 1414 123")


def _is_series(lead: str) -> bool:
    """Whether the words before name a number of letters and figures that stands for one thing."""
    return _NUMBERS.end(lead) or _SERIES.end(lead) or _SERIES_OF.end(lead)


def phone(place: Place) -> Found | None:
    """Read 0203 3825 125, +84 912 345 678, 1900 1234, tổng đài 1022."""
    text, at = place.text, place.at
    if text[at] in "*#":
        match = _USSD.match(text, at)
        return (match.end(), " ".join(_KEYS.get(key) or digits(key) for key in match[0])) if match else None
    if partial := _partial(place):
        return partial
    if text[at] in "018+(" and (match := _PHONE.match(text, at)):
        groups = _GROUP.findall(match[0])
        if (8 if text[at] == "1" else 9) <= sum(map(len, groups)) <= 13:
            return match.end(), ("cộng " if "+" in match[0] else "") + ", ".join(map(digits, groups))
    if text[at] == "1" and (match := _ROW.match(text, at)):
        return match.end(), ", ".join(map(digits, _GROUP.findall(match[0])))
    match = _SHORT.match(text, at)
    if not match:
        return None
    called = _CALLS.end(place.lead) and (
        match[1] in _FIXED or not _SURE.end(place.lead) or _TYPED.search(place.before)
    )
    listed = match[1] in _FIXED and (
        _LISTED.search(place.before) or (place.word_before == "hoặc" and _CHANNEL.search(place.before))
    )
    return (match.end(), digits(match[1])) if called or listed else None


def _partial(place: Place) -> Found | None:
    """Show a number that is partly hidden, and read an area with a short number: 0203.1022."""
    if masked := _MASKED.match(place.text, place.at):
        return masked.end(), UNKNOWN
    area = _AREA.match(place.text, place.at) if _CALLS.end(place.lead) else None
    return (area.end(), f"{digits(area[1])}, {digits(area[2])}") if area else None


def code(place: Place) -> Found | None:
    """Read an identity, account or file number after the word that names it, digit by digit."""
    if written := _typed(place) or _series(place):
        return written
    if not _NUMBERS.end(place.lead):
        return None
    match, file = _CODE.match(place.text, place.at), _FILE.match(place.text, place.at)
    if file and (not match or file.end() > match.end()):
        return file.end(), ", ".join(map(_spelled, _GROUPS.findall(file[0])))
    if not match:
        return None
    if sum(map(str.isdigit, match[0])) < 4:
        return None
    return match.end(), ", ".join(map(digits, _GROUP.findall(match[0])))


def _typed(place: Place) -> Found | None:
    """Spell what a message to a short number begins with: soạn DK."""
    match = _WORD.match(place.text, place.at) if place.lead.endswith(_TYPES) else None
    return (match.end(), letters.spelled(match[0])) if match else None


def _series(place: Place) -> Found | None:
    """Read letters with the figures of a certificate or a card; a known abbreviation stays one: BHYT 2220123456."""
    match = _CERTIFICATE.match(place.text, place.at)
    if not match or (len(match[1]) > _LETTERS and match[1] in place.lexicon.abbreviations):
        return None
    return (
        (match.end(), f"{letters.spelled(match[1])} {digits(match[2])}") if _is_series(place.lead) else None
    )


def _spelled(group: str) -> str:
    """Say letters by their names and figures one by one: H49."""
    return " ".join(
        digits(part) if part.isdigit() else letters.spelled(part) for part in _PART.findall(group)
    )

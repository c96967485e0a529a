"""Numbers that are said digit by digit: telephones, emergency lines, identity and account numbers."""

import re

from broadcaster.reading.numbers import digits
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_PHONE = re.compile(
    r"(?:\+[ ]?|\(\+)84\)?[ .-]?(?:\(0\))?\d{1,4}(?:[ .-]?\d{2,4}){2,4}(?![\w/]|[.,]\d)"
    r"|\(?0\d{1,4}\)?[ .-]?\d{2,8}(?:[ .-]?\d{2,4}){0,3}(?![\w/%]|[.,]\d)"
    r"|1[89]00(?:[ .-]?\d{2,6}){1,3}(?![\w/]|[.,]\d)"
)
_SHORT = re.compile(r"(\d{3,8})(?![\w/%]|[.,]\d| ?(?:đồng|giờ|người|hộ|triệu|tỷ|nghìn))")
_CODE = re.compile(r"\d{4,20}(?:[ .-]\d{2,4})*(?![\w/]|[.,]\d)")
_CALLING = re.compile(
    r"(gọi|gọi ngay|gọi số|gọi điện|gọi đến số|tổng đài|tổng đài \w+ \w+|hotline|cấp cứu|đường dây nóng|điện thoại|sđt|đt|tel|alo|báo cháy|cứu hỏa|"
    r"cảnh sát|công an|khẩn cấp|bảo vệ trẻ em|fax|zalo|máy lẻ|số máy|gọi theo số|soạn tin|gửi|cảnh sát 113|nhắn tin đến)"
    r"( qua| số| theo số| điện thoại| qua số| đến số| tới số| đến| tới| ngay| hoặc| đầu số)*[ :(]*\Z"
)
_LISTED = re.compile(
    r"(gọi|tổng đài|hotline|đường dây nóng|điện thoại|khẩn cấp|số máy|cấp cứu)[ \w:]{0,20}(\d{3,4}(, | hoặc |; | và |/| - ))+\Z"
)
_NUMBERED = re.compile(
    r"(cccd|cmnd|cmtnd|căn cước|căn cước công dân|chứng minh|chứng minh nhân dân|định danh|định danh cá nhân|tài khoản|stk|mã|mã số thuế|mst|"
    r"mã số|mã hồ sơ|mã số bhxh|mã thẻ|bhyt|bhxh|thẻ|hộ chiếu|sổ bảo hiểm|số seri|otp|mã định danh|imei|mã đơn vị)( số| là| mã)*[ :(]*\Z"
)
_FIXED = frozenset(("111", "112", "113", "114", "115", "1022", "119", "1900", "1800", "156", "5656"))


def phone(place: Place) -> Found | None:
    """Read 0203 3825 125, +84 912 345 678, 1900 1234, tổng đài 1022."""
    match = _PHONE.match(place.text, place.at)
    if match and 8 <= sum(letter.isdigit() for letter in match[0]) <= 13:
        plus = "cộng " if "+" in match[0] else ""
        groups = re.findall(r"\d+", match[0])
        return match.end(), plus + ", ".join(digits(group) for group in groups)
    match = _SHORT.match(place.text, place.at)
    if match and (_CALLING.search(place.before) or (match[1] in _FIXED and _LISTED.search(place.before))):
        return match.end(), digits(match[1])
    return None


def code(place: Place) -> Found | None:
    """Read an identity, account or file number after the word that names it, digit by digit."""
    match = _CODE.match(place.text, place.at)
    if not match or not _NUMBERED.search(place.before):
        return None
    return match.end(), ", ".join(digits(group) for group in re.findall(r"\d+", match[0]))

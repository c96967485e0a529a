"""Days, months, quarters and years."""

import re

from broadcaster.reading.numbers import cardinal
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import UNKNOWN, Found
from broadcaster.reading.vocabulary import endings, word_set

_FULL = re.compile(r"(\d{1,2})[ ]?([/.-])[ ]?(\d{1,2})[ ]?\2[ ]?(\d{4}|\d{2})(?![\w/]|[.,]\d)")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})(?![\w/%°]|[.,]\d)")
_DOTTED = re.compile(r"(\d{1,2})[.-](\d{1,2})(?![\w/%°.,-]| ?[-/] ?\d)")
_MONTH = re.compile(r"(\d{1,2})[ ]?[/.-][ ]?((?:1[5-9]|20|21)\d\d)(?![\w/]|[.,]\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ((?:19|20)\d\d)(?!\w|[.,/]\d)")
_QUARTER = re.compile(r"(\d{1,2})[ ]?[/-][ ]?((?:19|20)\d\d)(?![\w/])")
_SHORT_YEAR = 2
_QUARTERS = 5
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_AFTER_DATE = re.compile(
    r"\d{1,2}/(?:0?[1-9]|1[0-2])(?:/\d{2,4})?(?: ?[-,;] ?| và | đến | hoặc | đến hết | và đến |, rạng sáng )\Z"
)
_AFTER_MONTH = re.compile(r"tháng \d{1,2} ?[-,] ?\Z")
_AFTER_FROM = re.compile(r"(?:từ|trong) \d{1,2} ?- ?\Z")
_AFTER_DAY = re.compile(r"ngày \d{1,2} ?- ?\Z|ngày (?:\d{1,2}(?:, | và |,| & )){1,6}\Z")
_NEAR = word_set(
    "ngày hôm sáng trưa chiều tối đêm lễ tết khánh rằm dịp nghỉ niệm trước từ hết đến sau mai nay khuya giỗ "
    "hội hè nhật nữ thương liệt nam mừng chào hạn mùng mồng tới cuối đợt tiêm vào sinh động thầy qua quốc kỳ lịch"
)
"""Words after which a bare D/M is a day."""
_COUNTED = word_set(
    "diện số dân tổng hộ đại thành quân trường thôn xã tiêu chỉ khẩu lượng thời sản công tiền giá mức phần chặng "
    "quãng người học cán đảng"
)
"""Words before which a bare N/M is a part or a ratio, whatever stands before it."""
_WEEKDAYS = endings(
    "hôm nay|ngày mai|hôm qua|ngày kia|t2|t3|t4|t5|t6|t7|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|chủ nhật|cn|thứ 2|thứ 3|thứ 4|thứ 5|thứ 6|thứ 7"
)
_FEASTS = endings(
    "quốc khánh|tết|lễ|giỗ tổ|hùng vương|nguyên tiêu|rằm|đoan ngọ|vu lan|lao động|rạng sáng|tết nguyên đán|tết dương lịch|phụ nữ|"
    "nhà giáo việt nam|thương binh liệt sĩ|thiếu nhi"
)
_STREETS = word_set("đường phố trường viên cầu động phường")
_KNOWN = word_set(
    "30/4 25/4 2/9 02/9 3/2 03/2 19/8 27/7 8/3 08/3 26/3 19/5 22/12 20/11 1/5 01/5 1/6 01/6 10/10 23/9 20/10 17/8 16/4 29/3 24/3 12/9 19/4 2/4 3/4 27/2 21/6 20/8 14/9"
)
"""Days that streets, squares and feasts are named for."""
_YEARLY = ("âl", "âm lịch", "dương lịch", "hằng năm", "hàng năm", "năm nay", "năm sau", "tới đây", "al)")
_NUMBERED = word_set(
    "số nhà ngõ hẻm kiệt ngách áp lớp tổ lệ đạt được có tỷ thửa lô đường phố khu được là phiếu điểm chiếm"
)
"""Words after which D/M may be a house, a reading or a ratio."""
_NAMED_DAY = re.compile(
    r"(?<!trong )(?<!mỗi )(?<!một )\b(?:ngày|thành lập|kỷ niệm|truyền thống|chào mừng) (?!\d)[^\d,.;:()]{2,50} \Z"
)
"""What names a feast, some words before its date: Ngày Chuyển đổi số quốc gia 10/10."""
_ALWAYS = word_set("động trực vụ tục trợ suốt hotline mở cửa dài hành ban")
"""Words after which 24/7 means day and night."""
_DAY_BEFORE = re.compile(r"(?:\A|[ (])\d{1,2} ?- ?\Z")
_DAY_AFTER = re.compile(r" ?- ?(\d{1,2})/(?:0?[1-9]|1[0-2])(?![\d/])")
_AFTER_TIME = re.compile(r"\d(?:h\d{0,2}|g\d{2}| giờ(?: \d{1,2}(?: phút)?)?)'?, \Z")
_YEARS = re.compile(r"((?:19|20)\d\d)[ ]?/[ ]?((?:19|20)\d\d)(?![\w/]|[.,]\d)")
_MONTHS_OF = re.compile(r"(\d{1,2})T[ /]?((?:19|20)\d\d)(?![\w/])")
_PARTS = word_set("sáng trưa chiều tối đêm khuya")


def date(place: Place) -> Found | None:
    """Read 09/4/2021, 25-03-1975, 2/9 near a word of time, tháng 12/2023, quý 1/2024."""
    return _full(place) or _quarter(place) or _month(place) or _short(place) or _years(place)


def _years(place: Place) -> Found | None:
    """Read niên vụ 2024/2025, which is one year and the next, and 6T/2025."""
    options = place.options
    if match := _MONTHS_OF.match(place.text, place.at):
        months = cardinal(int(match[1]), options)
        return match.end(), f"{months} tháng năm {cardinal(int(match[2]), options)}"
    match = _YEARS.match(place.text, place.at)
    if not match or int(match[2]) != int(match[1]) + 1:
        return None
    return match.end(), f"{cardinal(int(match[1]), options)} đến {cardinal(int(match[2]), options)}"


def _full(place: Place) -> Found | None:
    """Read a day with its year; a year of two digits stays as it is written."""
    match = _FULL.match(place.text, place.at)
    if not match:
        return None
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "-" and len(match[4]) == _SHORT_YEAR and place.word_before not in _NEAR:
        return None
    if not valid(day, month, year if len(match[4]) == 4 else None):
        return (match.end(), UNKNOWN) if match[2] == "/" or place.word_before == "ngày" else None
    return (
        match.end(),
        f"{_lead(place, day)} tháng {_month_word(place, month)} năm {cardinal(year, place.options)}",
    )


def _quarter(place: Place) -> Found | None:
    match = _QUARTER.match(place.text, place.at)
    word = place.word_before
    if not match or not (word == "tuần" or (word in {"quý", "kỳ", "đợt"} and int(match[1]) < _QUARTERS)):
        return None
    return (
        match.end(),
        f"{cardinal(int(match[1]), place.options)} năm {cardinal(int(match[2]), place.options)}",
    )


def _month(place: Place) -> Found | None:
    """Read a month with its year, said "tháng" once."""
    word = place.word_before
    match = _MONTH.match(place.text, place.at) or (
        _MONTH_YEAR.match(place.text, place.at) if word == "tháng" else None
    )
    if not match or word in {"số", "hiệu", "lệ"} or not 1 <= int(match[1]) <= 12:
        return None
    named = word == "tháng" or _AFTER_MONTH.search(place.before)
    month = _month_word(place, int(match[1]))
    return match.end(), f"{'' if named else 'tháng '}{month} năm {cardinal(int(match[2]), place.options)}"


def _short(place: Place) -> Found | None:
    """Read a day without its year."""
    match = _SHORT.match(place.text, place.at)
    if not match and place.word_before in {"ngày", "hôm", "mai", "nay", "qua"}:
        match = _DOTTED.match(place.text, place.at)
        dashed = match and "-" in match[0] and int(match[1]) <= int(match[2])
        match = None if match and dashed and match[0].replace("-", "/") not in _KNOWN else match
    if not match:
        return None
    day, month = int(match[1]), int(match[2])
    if place.word_before == "ngày" and not valid(day, month, None):
        return match.end(), UNKNOWN
    if not valid(day, month, None) or not _dated(place, match.end()):
        return None
    return match.end(), f"{_lead(place, day)} tháng {_month_word(place, month)}"


def _dated(place: Place, end: int) -> bool:
    """Whether a bare D/M is a day: a word of time before it, or another day."""
    word, known = place.word_before, _known(place.text[place.at : end])
    if word in _ALWAYS and place.text[place.at : end] == "24/7":
        return False
    bracketed = place.text[place.at - 1 : place.at] == "(" and place.text[end : end + 1] in {")", ","}
    if place.ahead(end, 14).lstrip(" (").startswith(_YEARLY):
        return True
    if word == "ngày" or (bracketed and known) or (word in _STREETS and known):
        return True
    near = (
        word in _NEAR
        or (known and word not in _NUMBERED and _NAMED_DAY.search(place.before))
        or (
            place.before[-1:] in "- ,"
            and (_AFTER_DAY.search(place.before) or _AFTER_FROM.search(place.before))
        )
        or _AFTER_TIME.search(place.before)
        or _WEEKDAYS.end(place.lead.rstrip(","))
        or (place.before[-1:] == " " and _AFTER_DATE.search(place.before))
        or (place.before[-1:] in "-," and _AFTER_DATE.search(place.before))
    )
    late = bool(word) and word not in _NUMBERED and _is_late(place, end)
    return bool(near or late or _spans_days(place, end)) and place.word_after(end) not in _COUNTED


def _spans_days(place: Place, end: int) -> bool:
    """Whether D/M begins or ends a span of days: 01/01-31/12, 15-30/6."""
    if _DAY_BEFORE.search(place.before):
        return _is_late(place, end)
    match = _DAY_AFTER.match(place.text, end)
    return bool(match) and (int(match[1]) > _LENGTHS[1] // 2 or _is_late(place, end)) if match else False


def _known(written: str) -> bool:
    """Whether a day is one that feasts, streets and squares are named for."""
    return written in _KNOWN or written.replace("/0", "/").removeprefix("0") in _KNOWN


def _is_late(place: Place, end: int) -> bool:
    """Whether D/M can hardly be a part or a ratio: the day is past the twelfth, the month is not."""
    day, _, month = place.text[place.at : end].partition("/")
    return day.isdecimal() and month.isdecimal() and int(day) > 12 >= int(month)


def _lead(place: Place, day: int) -> str:
    """Say the day, with one "ngày" where none stands before, and "mùng" at feasts and in the first ten nights."""
    said, word = cardinal(day, place.options), place.word_before
    if word in {"ngày", "mùng", "mồng", "rằm"} or place.lead.endswith(" ngày"):
        return said
    if place.before[-1:] in "- " and _AFTER_DAY.search(place.before):
        return said
    if word in _STREETS or word in _PARTS or _FEASTS.end(place.lead):
        return f"mùng {said}" if day <= 10 else said
    return f"ngày {said}"


def _month_word(place: Place, month: int) -> str:
    """Say a month: the fourth is "tư"."""
    return "tư" if month == 4 else cardinal(month, place.options)


def valid(day: int, month: int, year: int | None) -> bool:
    """Whether the calendar has this day; without a year, whether any year has it."""
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return leap or (day, month) != (29, 2)

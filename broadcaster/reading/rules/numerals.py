"""Roman numerals after the word they number."""

import re

from broadcaster.reading.numbers import cardinal, ordinal
from broadcaster.reading.place import Place
from broadcaster.reading.romans import value
from broadcaster.reading.rules.capitals import among_words
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.vocabulary import word_set

_ROMAN = re.compile(r"(?:[IVXLCDM]+|[ivxlcdm]+)(?!\w)")
_MORE = re.compile(r"( ?- ?|, ?| và | hoặc |; ?|/)([IVXLCDM]{1,7})(?!\w)")
_POINT = re.compile(r"\.(\d{1,2})(?![\d,])")
_YEAR = re.compile(r"[ ]?[/-][ ]?((?:19|20)\d\d)(?!\w)")
_NOUNS = word_set(
    "kỷ kỉ thứ quý chương phần mục khoản đoạn lục khóa kỳ đợt vòng hạng cấp loại giai số tập quyển bậc lớp hệ "
    "nhóm vực điều tiết bài hội giải tổ cụm khối tuần chặng bảng khu vùng câu đai tuyến quí kì lần động bđ"
)
_SMALL = word_set("kỷ kỉ khoản mục chương khóa thứ lục phần đoạn")
"""Nouns after which small letters that are also a word are a numeral."""
_LONG = word_set("hội kỳ quyển bài tập")
_WORDS = word_set("vi di mi li xi mix dim lim vim mm cm dm ml cl dl cc cd dc mc cv ml")
_OPENINGS = (" số", " phụ lục", " mục", " phần", " chương", " khoản", " đoạn", " thứ")
"""What must stand alone before one small letter for it to be a numeral."""
_AGAIN = frozenset(("quý", "cấp", "quí"))


def roman(place: Place) -> Found | None:
    """Read quý I, II, III; Phụ lục III; thế kỷ XXI; khoản xxv."""
    match = _ROMAN.match(place.text, place.at)
    number = value(match[0]) if match else None
    if not match or not number or not _is_numeral(place, match[0], number, match.end()):
        return None
    noun = place.word_before
    said, end = _said(place, number, noun), match.end()
    while more := _MORE.match(place.text, end):
        number = value(more[2])
        if not number:
            break
        link = " đến " if "-" in more[1] else f" {more[1].strip()} " if more[1].strip().isalpha() else ", "
        again = f"{noun} " if noun in _AGAIN else ""
        said, end = f"{said}{link}{again}{_said(place, number, noun)}", more.end()
    while point := _POINT.match(place.text, end):
        said, end = f"{said} chấm {cardinal(int(point[1]), place.options)}", point.end()
    if year := _YEAR.match(place.text, end):
        return year.end(), f"{said} năm {cardinal(int(year[1]), place.options)}"
    return end, said


def _is_numeral(place: Place, written: str, number: int, end: int) -> bool:
    """Whether letters are a numeral here: after a noun that numbers, or long and of I, V, X alone."""
    noun = place.word_before
    if (
        place.text[place.at - 1 : place.at] == "("
        and place.text[end : end + 1] == ")"
        and set(written) <= set("ivx")
    ):
        return written not in {"x", "xi"}
    if len(written) > 2 and set(written) <= {"x", "X"}:
        return noun in _SMALL or (written.isupper() and noun in _LONG)
    if written in _WORDS and noun not in _SMALL:
        return written in {"cm", "cd"} and noun == "mục"
    if noun == "năm":
        return number >= 1000
    if noun in _NOUNS:
        alone = place.lead in _OPENINGS and not place.text[end : end + 2].strip().isalnum()
        return written.isupper() or len(written) > 1 or alone
    plain = written.isupper() and len(written) > 1 and not set(written) - set("IVX") and number < 30
    return plain and bool(noun) and not among_words(place, written, end)


def _said(place: Place, number: int, noun: str) -> str:
    return ordinal(number, place.options) if noun == "thứ" else cardinal(number, place.options)

"""Abbreviations, foreign words, capitals and letters among digits."""

import re
from functools import lru_cache

from broadcaster.reading import letters, romans
from broadcaster.reading.lexicon import Context, Lexicon
from broadcaster.reading.numbers import cardinal, digits
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found
from broadcaster.reading.syllable import is_syllable, is_plain

_CHUNK = re.compile(r"[^\W\d_]+\d{0,3}(?:(?:[ ]?[-&][ ]?|[/.'+])[^\W_]+){0,7}")
_WORD = re.compile(r"[^\W\d_]+")
_CUT = re.compile(r"[ ]?[-&/.+'][ ]?")
_PAIR = re.compile(r"[ ]?([-&/.])[ ]?")
_CODE = re.compile(r"([A-ZĐ]{1,4})[.-]?(\d{1,4})([A-Z]?)(?:[-]([A-Z]{1,3}))?(?![\w]|[.,]\d)")
_FIRST = re.compile(r"(\d{1,4})([A-ZĐ]{1,2})(\d{0,5})(?:[-. ]?(\d{3}[.]?\d{2,3}))?(?![\w]|[.,]\d)")
_FORMED = re.compile(
    r"(mẫu|mẫu số|mẫu đơn|biểu|biểu số|mẫu biểu|phụ lục|lô|thửa|số hiệu|số|ký hiệu|ô|phiếu|đơn)[ :]*\Z"
)
_STROKED = re.compile(
    r"(\d{1,4})([a-zA-ZĐđ]?)[/-]([A-ZĐ][A-ZĐa-z]{0,5}\d{0,2}(?:[-/.][A-ZĐ]{1,6}){0,2})(?!\w)"
)
_ROMANS = re.compile(r"[IVXLCDM]+|[ivxlcdm]+")
_NEXT_ROMAN = re.compile(r"( ?- ?|, ?| và | hoặc |; ?)([IVXLCDM]{1,7})(?!\w)")
_YEAR = re.compile(r"[ ]?[/-][ ]?((?:19|20)\d\d)(?!\w)")
_NOUNS = frozenset(
    "kỷ kỉ thứ quý chương phần mục khoản đoạn lục khóa kỳ đợt vòng hạng cấp loại giai năm số tập quyển bậc lớp thế hệ "
    "nhóm điều tiết bài hội giải tổ cụm khối trường tuần chặng bảng dốc khu vùng tháng iso câu cơ-sở".split()
)
_LEVELS = re.compile(
    r"(khu|lô|tổ|nhà|lớp|loại|hạng|mẫu|phương án|nhóm máu|nhóm|vitamin|viêm gan|gan|cúm|khối|tòa|block|điểm|khoa|virus|vi rút|tầng|phòng|cụm|độ|bảng|cổng|dãy|số|giải|kỳ thi|hệ) *\Z"
)
_DEGREES = frozenset("CFK")


@lru_cache(maxsize=1 << 15)
def interesting(word: str, lexicon_id: int) -> bool:  # noqa: ARG001 # part of the key
    """Whether a word alone needs a rule; ordinary words are passed over without a look around."""
    return _interesting(word)


def _interesting(word: str) -> bool:
    from broadcaster.reading.lexicon import built_in

    lexicon = built_in()
    lower = word.lower()
    if (
        lower in lexicon.foreign
        or lower in lexicon.phrases
        or word in lexicon.abbreviations
        or word in lexicon.contexts
    ):
        return True
    if lower == word or word[1:] == lower[1:]:
        if len(word) == 1:
            return word in "IVXLCDMivxlcdm" or word.upper() in letters.NAMES and word.isupper()
        if is_syllable(lower):
            return word == lower and bool(romans.value(word))
        return lower in lexicon.folded or not is_plain(lower) or bool(romans.value(word))
    return True


def abbreviation(place: Place) -> Found | None:
    """Read an abbreviation of the dictionary, the longest first, by its context where it has several readings."""
    chunk = _CHUNK.match(place.text, place.at)
    if not chunk:
        return None
    written = chunk[0]
    ends = sorted({len(written), *(cut.start() for cut in _CUT.finditer(written))}, reverse=True)
    for length in ends:
        end = place.at + length
        key = _PAIR.sub(r"\1", written[:length])
        if place.text[end : end + 1] == "." and (said := look_up(place, f"{key}.", end + 1)):
            return end + 1, said + (" " if place.text[end + 1 : end + 2].isalnum() else "")
        if said := look_up(place, key, end):
            return end, said
        if length > 1 and (said := _joined(place, written[:length], end)):
            return end, said
    return None


def phrase(place: Place) -> Found | None:
    """Read a dictionary form of several words: PAR Index, google maps."""
    first = _WORD.match(place.text, place.at)
    if not first:
        return None
    lexicon = place.lexicon
    for form in lexicon.phrases.get(first[0].lower(), ()):
        end = place.at + len(form)
        if place.text[place.at : end].lower() == form and not place.text[end : end + 1].isalnum():
            return end, lexicon.foreign.get(form) or lexicon.folded[form]
    return None


def look_up(place: Place, key: str, end: int) -> str | None:
    """Find how a written form is said here."""
    lexicon = place.lexicon
    if key in lexicon.contexts:
        said = _by_context(place, lexicon.contexts[key], end)
        if said:
            return said
    if key in lexicon.abbreviations:
        return None if _is_heading_word(place, key, end) else lexicon.abbreviations[key]
    lower = key.lower()
    if lower in lexicon.foreign:
        said = lexicon.foreign[lower]
        return said[0].upper() + said[1:] if key[0].isupper() and place.line_starts() else said
    if (
        lower in lexicon.folded
        and len(lower) > 1
        and not is_syllable(lower)
        and not (key.istitle() and len(key) < 3)
    ):
        return lexicon.folded[lower]
    return None


def _by_context(place: Place, readings: tuple[Context, ...], end: int) -> str | None:
    """Choose the first reading whose surroundings are here; one without any is for the rest."""
    before = f" {place.before.rstrip(' (')}"
    after = place.ahead(end, 48).lstrip(" .):,")
    for reading in readings:
        ahead = not reading.after or any(after.startswith(words) for words in reading.after)
        behind = not reading.before or any(before.endswith(f" {words}") for words in reading.before)
        if ahead and behind:
            return reading.spoken
    return None


def _joined(place: Place, written: str, end: int) -> str | None:
    """Read a compound whose every part is known: VH-TT, TN&MT, ANTT-ATXH."""
    parts = _CUT.split(written)
    if len(parts) < 2 or any(not part for part in parts):
        return None
    lexicon = place.lexicon
    said = [lexicon.parts.get(part) or lexicon.abbreviations.get(part) for part in parts]
    if None in said:
        return None
    links = [" và " if "&" in cut else " " for cut in _CUT.findall(written)]
    return "".join(
        word + link for word, link in zip([word or "" for word in said], [*links, ""], strict=True)
    )


def heading(place: Place) -> Found | None:
    """Read a word of a heading in capitals as a word."""
    match = _WORD.match(place.text, place.at)
    if not match or not match[0].isupper() or len(match[0]) < 2:
        return None
    word = match[0].lower()
    if not is_syllable(word):
        return None
    if word.isascii() and not _is_heading_word(place, match[0], match.end()):
        return None
    first = place.line_starts() and not place.before.strip(" ")
    return match.end(), word.capitalize() if first else word


def _is_heading_word(place: Place, word: str, end: int) -> bool:
    """Whether a word in capitals stands among others that are certainly words."""
    if not word.isupper() or not is_syllable(word.lower()):
        return False
    text = place.text
    around = _WORD.findall(text[max(0, place.at - 24) : place.at].rpartition("\n")[2])[-2:]
    around += _WORD.findall(text[end : end + 24].partition("\n")[0])[:2]
    around = [one for one in around if one.isupper() and is_syllable(one.lower())]
    return any(not one.isascii() for one in around) or (not word.isascii())


def roman(place: Place) -> Found | None:
    """Read a Roman numeral after the word it numbers: quý I, II, III; Phụ lục III; thế kỷ XXI."""
    match = _ROMANS.match(place.text, place.at)
    if not match or place.text[match.end() : match.end() + 1].isalnum():
        return None
    number, noun = romans.value(match[0]), place.word_before
    if not number:
        return None
    if noun not in _NOUNS:
        plain = match[0].isupper() and len(match[0]) > 1 and not set(match[0]) - set("IVX") and number < 30
        if (
            not plain
            or _is_heading_word(place, match[0], match.end())
            or (match[0] in {"VI", "XI"} and not noun)
        ):
            return None
    if match[0] in {"vi", "di", "mi", "li", "xi", "mm", "cm", "dm"} and noun not in {
        "kỷ",
        "kỉ",
        "khoản",
        "mục",
        "chương",
        "khóa",
        "thứ",
        "lục",
        "phần",
        "đoạn",
    }:
        return None
    said, end = _numbered(place, number, noun), match.end()
    while following := _NEXT_ROMAN.match(place.text, end):
        more = romans.value(following[2])
        if not more:
            break
        again = f"{noun} " if noun in {"quý", "cấp"} else ""
        link = (
            " đến "
            if "-" in following[1]
            else f"{following[1].strip(',; ').join('  ')}"
            if following[1].strip(" ,;")
            else ", "
        )
        said, end = f"{said}{link}{again}{_numbered(place, more, noun)}", following.end()
    if year := _YEAR.match(place.text, end):
        said, end = f"{said} năm {cardinal(int(year[1]), place.options)}", year.end()
    return end, said


def _numbered(place: Place, number: int, noun: str) -> str:
    if noun == "thứ":
        return {1: "nhất", 4: "tư"}.get(number) or cardinal(number, place.options)
    return cardinal(number, place.options)


def code(place: Place) -> Found | None:
    """Read letters among digits: A4, QL18A, TK1-TS, 12A3, mẫu số 01/ĐK."""
    text, at = place.text, place.at
    if match := _CODE.match(text, at):
        known = (
            place.lexicon.abbreviations.get(match[1])
            if match[1] in {"QL", "TL", "ĐT", "ĐH", "HL", "T"}
            else None
        )
        if not known and len(match[1]) > 2 and not _FORMED.search(place.before):
            return None
        number = match[2]
        said = digits(number) if number[0] == "0" else cardinal(int(number), place.options)
        tails = [letters.spelled(tail) for tail in (match[3], match[4]) if tail]
        return match.end(), " ".join([known or letters.spelled(match[1]), said, *tails])
    if (match := _STROKED.match(text, at)) and _FORMED.search(place.before):
        number = match[1]
        said = " ".join(
            digits(number[: len(number) - len(number.lstrip("0"))]).split()
            + ([cardinal(int(number), place.options)] if int(number) else [])
        )
        rest = re.findall(r"[A-ZĐa-z]+|\d+", match[3])
        tails = [digits(one) if one.isdigit() else letters.spelled(one) for one in rest]
        return match.end(), " ".join(
            filter(None, [said, letters.spelled(match[2]), "trên" if "/" in match[0] else "", *tails])
        )
    if match := _FIRST.match(text, at):
        said = [cardinal(int(match[1]), place.options), letters.spelled(match[2])]
        if match[3]:
            said.append(digits(match[3]) if len(match[3]) > 2 else cardinal(int(match[3]), place.options))
        words = " ".join(said)
        return match.end(), f"{words}, {digits(match[4].replace('.', ''))}" if match[4] else words
    return None


def unit(place: Place) -> Found | None:
    """Read a unit that follows a number in words: triệu m3, nghìn ha."""
    if place.word_before not in {
        "nghìn",
        "ngàn",
        "triệu",
        "tỷ",
        "tỉ",
        "vạn",
        "trăm",
        "mươi",
        "mấy",
        "vài",
        "mỗi",
        "một",
        "hai",
        "ba",
        "bốn",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "tính",
        "là",
    }:
        return None
    from broadcaster.reading.rules.quantities import unit_name, unit_shape

    match = unit_shape(place.lexicon).match(place.text, place.at)
    if not match or len(match[1]) < 2:
        return None
    return match.end(), unit_name(place.lexicon, match[1])


def letter(place: Place) -> Found | None:
    """Read a lone capital: the degree Celsius, and consonants that name a block, a class or a kind."""
    match = _WORD.match(place.text, place.at)
    if not match or len(match[0]) != 1:
        return None
    if match[0] in _DEGREES and place.word_before == "độ":
        return match.end(), "xê" if match[0] == "C" else letters.spelled(match[0])
    if match[0].isupper() and _LEVELS.search(place.before):
        return match.end(), letters.spelled(match[0])
    return match.end(), match[0]

"""Numbers of documents: the number, a pause, then every group of letters in full."""

import re
from collections.abc import Mapping

from broadcaster.reading import letters, romans
from broadcaster.reading.numbers import cardinal, digits
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import UNKNOWN, Found
from broadcaster.reading.vocabulary import endings

_NUMBER = re.compile(
    r"(?P<number>\d{1,6})(?P<sub>[a-e]?)(?:[ ]?/[ ]?(?P<year>(?:19|20)\d\d))?(?:[/-]| [/-](?! )|[/-] )"
    r"(?P<groups>[A-ZĐ][A-Za-zĐđƯ&]{0,15}\d{0,2}(?:[ ]?[-/.][ ]?[A-ZĐ][A-Za-zĐđƯ&]{0,15}\d{0,2}){0,4})(?![\w&])"
)
_GROUP = re.compile(r"[A-ZĐ][A-Za-zĐđƯ&]*\d*")
_DATED = re.compile(r"(\d{1,5})/((?:19|20)\d\d)(?![\w/-])")
_NUMBERED = (" số", " số hiệu", " ký hiệu")
_TERM = re.compile(r"(QH|UBTVQH|HĐND)(\d{1,2})\Z")
_NAMED = {
    "QĐ": "Quy định",
    "TT": "Thông tri",
    "L": "Lệnh",
    "CT": "Chương trình",
    "TC": "Thông cáo",
    "HD": "Hướng dẫn",
}
"""Kinds whose letters are also another's: the text before says which."""
_DESK = re.compile(r"([A-ZĐ]+)(\d{1,2})\Z")
_SPELLED = 2
_LETTERS = endings("công văn|văn bản|cv|vb", ("", " số"))
_FORMS = endings("mẫu|biểu|phụ lục|phiếu|đơn|tờ khai", ("", " số", " đơn", " biểu"))
_STANDARD = re.compile(r"(\d{1,6})(?:-(\d{1,2}))?:((?:19|20)\d\d)(?:/([A-ZĐ][A-ZĐ&]+))?(?!\w)")
_STANDARDS = (
    " tcvn",
    " qcvn",
    " iso",
    " tccs",
    " tcxdvn",
    " tcxd",
    " iec",
    " tiêu chuẩn",
    " quy chuẩn",
    " qcđp",
    " haccp",
)
_CITY = re.compile(r"thành ủy|(?:đảng bộ|đảng ủy|hđnd|ubnd)? ?thành phố")
_PROVINCE = re.compile(r"tỉnh ủy|(?:đảng bộ|đảng ủy|hđnd|ubnd)? ?tỉnh")


def document(place: Place) -> Found | None:
    """Read 384/QĐ-UBND, 05-NQ/TU, 45/2020/NĐ-CP, 136/KH -UBND, số 01/2024."""
    if (dated := _DATED.match(place.text, place.at)) and place.lead.endswith(_NUMBERED):
        return dated.end(), _number(place, dated[1], "", dated[2])
    match = _NUMBER.match(place.text, place.at)
    if not match or _FORMS.end(place.lead):
        return None
    groups = _GROUP.findall(match["groups"])
    said = [_group(place, group, index, len(groups), match.end()) for index, group in enumerate(groups)]
    if None in said:
        sure = match["year"] or (len(groups) > 1 and place.lead.endswith(_NUMBERED))
        return (match.end(), UNKNOWN) if sure else None
    return match.end(), _number(place, match["number"], match["sub"], match["year"]) + _symbol(
        place, groups, said
    )


def standard(place: Place) -> Found | None:
    """Read the number of a standard with its year: QCVN 01:2021/BYT, ISO 9001:2015."""
    match = _STANDARD.match(place.text, place.at)
    if not match or not place.lead.endswith(_STANDARDS):
        return None
    number = _number(place, match[1], "", match[3])
    part = f" phần {cardinal(int(match[2]), place.options)}" if match[2] else ""
    issuer = _group(place, match[4], 1, 2, match.end()) if match[4] else ""
    return (
        None
        if issuer is None
        else (match.end(), number.replace(" năm", f"{part} năm", 1) + (f", {issuer}" if issuer else ""))
    )


def _symbol(place: Place, groups: list[str], said: list[str | None]) -> str:
    """Say the letters as this commune wants them."""
    if place.options.document_symbol == "drop":
        return ""
    if place.options.document_symbol == "spell":
        return f", {', '.join(letters.spelled(group) for group in groups)}"
    return ", " + " ".join(filter(None, said))


def _number(place: Place, number: str, sub: str, year: str | None) -> str:
    """Say the number, its leading zeros kept, and the year it carries."""
    rest = number.lstrip("0")
    zeros = digits(number[: len(number) - len(rest)])
    words = " ".join(
        filter(None, [zeros, cardinal(int(rest), place.options) if rest else "", letters.spelled(sub)])
    )
    return f"{words} năm {cardinal(int(year), place.options)}" if year else words


def _group(place: Place, group: str, index: int, count: int, end: int) -> str | None:
    """Say one group: a kind of document where it comes first, else who issued it; None when it is not known."""
    lexicon = place.lexicon
    if group == "TU":
        return _committee(place, end)
    if group in _NAMED and place.lead.removesuffix(" số").endswith(f" {_NAMED[group].lower()}"):
        return _NAMED[group]
    if index == 0 and group in lexicon.kinds:
        is_sender = count > 1 and group in lexicon.senders and _LETTERS.end(place.lead)
        return lexicon.senders[group] if is_sender else lexicon.kinds[group]
    if term := _TERM.match(group):
        return f"{lexicon.issuers[term[1]]} khóa {cardinal(int(term[2]), place.options)}"
    if index and group not in lexicon.issuers and (number := romans.value(group)):
        return f"khóa {cardinal(number, place.options)}"
    return (
        lexicon.issuers.get(group)
        or lexicon.kinds.get(group)
        or lexicon.abbreviations.get(group)
        or lexicon.parts.get(group)
        or _two_fields(lexicon.parts, group)
        or (_desk(place, group) if index else None)
        or lexicon.folded.get(group.lower())
    )


def _two_fields(parts: Mapping[str, str], group: str) -> str | None:
    """Say a group of two fields written together: XDMT."""
    cuts = range(2, len(group) - 1)
    return next(
        (
            f"{parts[group[:cut]]} {parts[group[cut:]]}"
            for cut in cuts
            if group[:cut] in parts and group[cut:] in parts
        ),
        None,
    )


def _desk(place: Place, group: str) -> str | None:
    """Say a department's letters with its number: TM3, PV01, C06."""
    match = _DESK.match(group)
    if not match:
        return None
    name = place.lexicon.issuers.get(match[1]) or {"P": "Phòng", "K": "Khoa"}.get(match[1])
    if not name and len(match[1]) > _SPELLED:
        return None
    return f"{name or letters.spelled(match[1])} {_number(place, match[2], '', None)}"


def _committee(place: Place, end: int) -> str:
    """Tell a city's committee from a province's by what is said next."""
    ahead = place.ahead(end).partition(";")[0]
    city, province = _CITY.search(ahead), _PROVINCE.search(ahead)
    return "Thành ủy" if city and (not province or city.start() < province.start()) else "Tỉnh ủy"

"""Numbers of documents: the number, a pause, then every group of letters in full."""

import re

from broadcaster.reading import letters, romans
from broadcaster.reading.numbers import cardinal, digits
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_NUMBER = re.compile(
    r"(?P<number>\d{1,6})(?P<sub>[a-e]?)(?:[ ]?/[ ]?(?P<year>(?:19|20)\d\d))?(?P<mark>[ ]?[/-][ ]?)"
    r"(?P<groups>[A-ZĐ][A-Za-zĐđ&]{0,15}\d{0,2}(?:[ ]?[-/.–][ ]?[A-ZĐ][A-Za-zĐđ&]{0,15}\d{0,2}){0,4})(?![\w&])"
)
_GROUP = re.compile(r"[A-ZĐ][A-Za-zĐđ&]*\d*")
_FORM = re.compile(r"(mẫu|biểu|phụ lục|phiếu|đơn)( số| đơn)?[ :]*\Z")
_TERM = re.compile(r"(QH|UBTVQH|HĐND)(\d{1,2})\Z")
_CITY = re.compile(r"thành ủy|(đảng bộ|đảng ủy|hđnd|ubnd) thành phố|thành phố")
_PROVINCE = re.compile(r"tỉnh ủy|(đảng bộ|đảng ủy|hđnd|ubnd) tỉnh|tỉnh")


def document(place: Place) -> Found | None:
    """Read 384/QĐ-UBND, 05-NQ/TU, 45/2020/NĐ-CP, 136/KH -UBND."""
    match = _NUMBER.match(place.text, place.at)
    if not match or match["mark"] == " - " or match["mark"] == " / ":
        return None
    if _FORM.search(place.before):
        return None
    groups = _GROUP.findall(match["groups"])
    said = _groups(place, groups, match.end())
    if said is None:
        return None
    return match.end(), f"{_number(place, match['number'], match['sub'], match['year'])}{said}"


def _number(place: Place, number: str, sub: str, year: str | None) -> str:
    """Say the number, its leading zeros kept, and the year it carries."""
    kept = number[: len(number) - len(number.lstrip("0"))] if int(number) else number[1:]
    words = " ".join(filter(None, [digits(kept), cardinal(int(number), place.options)]))
    if sub:
        words += f" {letters.spelled(sub)}"
    return f"{words} năm {cardinal(int(year), place.options)}" if year else words


def _groups(place: Place, groups: list[str], end: int) -> str | None:
    """Say the letters as this commune wants them; None when one is not known."""
    if place.options.document_symbol == "drop" and _known(place, groups):
        return ""
    if place.options.document_symbol == "spell" and _known(place, groups):
        return f", {', '.join(letters.spelled(group) for group in groups)}"
    said = [_group(place, group, index, len(groups), end) for index, group in enumerate(groups)]
    if None in said:
        return None
    return ", " + " ".join(filter(None, said))


def _known(place: Place, groups: list[str]) -> bool:
    return all(_group(place, group, index, len(groups), 0) for index, group in enumerate(groups))


def _group(place: Place, group: str, index: int, count: int, end: int) -> str | None:
    """Say one group: a kind of document where it comes first, else who issued it."""
    lexicon = place.lexicon
    if group == "TU":
        return _committee(place, end)
    if group == "QĐ" and re.search(r"quy định( số)?:? *\Z", place.before):
        return "Quy định"
    if index == 0 and count > 1 and group in lexicon.kinds:
        return lexicon.kinds[group]
    if term := _TERM.match(group):
        return f"{lexicon.issuers[term[1]]} khóa {cardinal(int(term[2]), place.options)}"
    if index and group not in lexicon.issuers and romans.value(group):
        return f"khóa {cardinal(romans.value(group) or 0, place.options)}"
    known = (lexicon.issuers, lexicon.kinds, lexicon.abbreviations, lexicon.folded)
    keys = (group, group, group, group.lower())
    return next((table[key] for table, key in zip(known, keys, strict=True) if key in table), None)


def _committee(place: Place, end: int) -> str:
    """Tell a city's committee from a province's by what is said next."""
    ahead = place.ahead(end).partition(";")[0]
    city, province = _CITY.search(ahead), _PROVINCE.search(ahead)
    if city and (not province or city.start() < province.start()):
        return "Thành ủy"
    return "Tỉnh ủy"

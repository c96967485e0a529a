"""
Greeting and closing texts with places for what changes, cut so that equal parts are spoken once.

Places: {xã} {thôn} {thứ} {ngày} {buổi}. What is made goes to the voice as it stands: it has no digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from broadcaster.domain.plan import spoken
from broadcaster.errors import Refused

PLACES = {
    "xã": "tên xã",
    "thôn": "tên thôn",
    "thứ": "thứ trong tuần",
    "ngày": "ngày, tháng, năm",
    "buổi": "sáng, trưa, chiều hay tối",
}
"""The places a text may have and what stands in them, for the settings page."""

LONGEST = 1000
"""Characters of a text."""

_DAY_PLACES = frozenset({"thứ", "ngày"})
_PLACE = re.compile(r"(?:(?P<before>\w+)\s+)?\{(?P<name>[^{}]*)\}")
_CLAUSE = re.compile(r"[^.!?…,;:\n]+(?:[.!?…,;:\n]+|$)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a greeting that is spoken by itself; equal texts are the same piece."""

    text: str


def pieces(template: str, *, commune: str, village: str, start: datetime) -> tuple[Piece, ...]:
    """
    Fill a text in and cut it between what names the village and what names the day.

    It is cut at punctuation where it can be. The part with the village is then the same every day, and the
    part with the day the same in every village. A place that is unknown is left out: `check_template`
    refuses it where texts are set.

    Args:
        template: The text with its places.
        commune: With its kind: `xã Quảng La`.
        village: With its kind: `thôn Khe Mơ`.
        start: When the session starts, by the wall.
    """
    values = {
        "xã": spoken.without_digits(commune),
        "thôn": spoken.without_digits(village),
        "thứ": spoken.weekday(start.date()),
        "ngày": spoken.day(start.date()),
        "buổi": spoken.part_of_day(start),
    }
    texts = (
        "".join(_filled(part, values) for part in group) for group in _groups(normalize("NFC", template))
    )
    tidy = (" ".join(text.split()) for text in texts)
    return tuple(Piece(text) for text in tidy if any(letter.isalpha() for letter in text))


def check_template(text: str, what: str = "Lời này") -> None:
    """
    Check a greeting or closing text before it is kept; `what` is what the page calls it.

    Raises:
        Refused: It has a place nobody knows, a brace that stands alone, or is too long.
    """
    if len(text) > LONGEST:
        raise Refused(f"{what} dài {len(text)} ký tự, tối đa {LONGEST}. Hãy viết ngắn lại.")
    known = ", ".join(f"{{{name}}}" for name in PLACES)
    composed = normalize("NFC", text)
    for found in _PLACE.finditer(composed):
        if found["name"] not in PLACES:
            raise Refused(f"{what} có chỗ điền lạ: {{{found['name']}}}. Chỉ dùng: {known}.")
    if re.search(r"[{}]", _PLACE.sub("", composed)):
        raise Refused(f"{what} có dấu ngoặc nhọn thừa hoặc thiếu. Hãy viết chỗ điền đúng như sau: {known}.")


def _groups(template: str) -> Iterator[list[str]]:
    """Put parts together as long as they do not name both a village and a day."""
    group: list[str] = []
    names: set[str] = set()
    for part in _parts(template):
        more = _kinds(part)
        if {"thôn", "ngày"} <= names | more:
            yield group
            group, names = [], set()
        group.append(part)
        names |= more
    yield group


def _parts(template: str) -> Iterator[str]:
    """Cut a text into clauses, and a clause that names both a village and a day before each of its places."""
    for clause in _CLAUSE.findall(template):
        if len(_kinds(clause)) < 2:
            yield clause
        else:
            cuts = [found.start() for found in _PLACE.finditer(clause)]
            yield from (
                clause[start:end] for start, end in zip([0, *cuts], [*cuts, len(clause)], strict=True)
            )


def _kinds(text: str) -> set[str]:
    """Say which of village and day a part names."""
    named = {found["name"] for found in _PLACE.finditer(text)}
    return ({"thôn"} & named) | ({"ngày"} if named & _DAY_PLACES else set())


def _filled(part: str, values: dict[str, str]) -> str:
    """Fill the places; a word written before a place that its value begins with anyway is said once."""

    def value(found: re.Match[str]) -> str:
        name, before = found["name"], found["before"] or ""
        words = values.get(name, "")
        said_twice = before and (
            words.split(" ")[0].lower() == before.lower() or name == before.lower() == "thứ"
        )
        return words if said_twice or not before else f"{before} {words}"

    return spoken.without_digits(_PLACE.sub(value, part))

"""Marks at the beginning of a line."""

import re

from broadcaster.reading import letters, romans
from broadcaster.reading.numbers import cardinal
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import Found

_BULLET = re.compile(
    r"(?!\.{5})(?:(?:->|[-+*•,;:.!?]) ?)+(?=[^\W_\d]|[\"(\[])|(?:[-+*•] +)+(?=\d)|(?:[•*] ?)+(?=\d)|[-+](?=\d[^\n]{16})|[-*•+=]{3,}(?=\n|\Z)"
)
_UPPER = "A-ZĐÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ"
_NUMBER = re.compile(
    rf"\(?(\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})(?:\.(?=[^\W\d_]| +[^\W\d_]| *[\"(])|\.?\)\.?(?= *[^\W_\d])|/(?= |[{_UPPER}][^\W\d_{_UPPER}])|:(?= )| ?- ?(?=[{_UPPER}][^{_UPPER}]))[ ]*"
    rf"|(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}) (?=[{_UPPER}])"
)
_LETTER = re.compile(
    rf"(?!C\. ?Mác)\(?([a-zđ])(?:\)[.:]?[ ]*(?=[^\W_]|[\"(])|(?:\. *|/ +)(?=[{_UPPER}]|[\"(]))"
    rf"|(?!C\. ?Mác)([A-GĐ])(?:\)[ ]*(?=[^\W_]|[\"(])|(?:\. *|/ +)(?=[{_UPPER}]|[\"(]))"
)
_ROMAN = re.compile(
    rf"(?!V\. ?(?:League|I\.))\(?([IVX]{{1,7}})((?:\.\d{{1,2}}){{0,3}})(?:[.)][.:]?[ ]*(?=\S)|(?:/-? +| ?- +)(?=[^\s\d])|/(?=[{_UPPER}]))"
)

_SMALL_ROMAN = re.compile(r"\((i|ii|iii|iv|v|vi|vii|viii|ix)\)[ ]+(?=\w)")


def bullet(place: Place) -> Found | None:
    """Leave out a dash, plus, star or bullet."""
    match = _BULLET.match(place.text, place.at)
    return (match.end(), "") if match else None


def mark(place: Place) -> Found | None:
    """Read "1." "Một,", "b)" "Bê,", "IV." "Bốn,"."""
    text, at = place.text, place.at
    if match := _SMALL_ROMAN.match(text, at):
        return match.end(), _headed(cardinal(romans.value(match[1]) or 0, place.options))
    if match := _ROMAN.match(text, at):
        number = romans.value(match[1])
        if number:
            points = [cardinal(int(point), place.options) for point in match[2].split(".")[1:]]
            return match.end(), _headed(" chấm ".join([cardinal(number, place.options), *points]))
    if match := _NUMBER.match(text, at):
        parts = (match[1] or match[2]).split(".")
        return match.end(), _headed(" chấm ".join(cardinal(int(part), place.options) for part in parts))
    if match := _LETTER.match(text, at):
        return match.end(), _headed(letters.spelled(match[1] or match[2]))
    return None


def _headed(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}, "

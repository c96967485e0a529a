"""Addresses of pages and of mail, said in words where the name is Vietnamese."""

import re

from broadcaster.reading import letters
from broadcaster.reading.numbers import DIGITS
from broadcaster.reading.place import Place
from broadcaster.reading.rules.rule import UNKNOWN, Found
from broadcaster.reading.syllable import is_syllable

_ENDS = "vn|com|net|org|gov|edu|info|io|me|app|asia|biz|tv|online|site|xyz|co|ai|dev|gl|gle|ly|link|store|shop|club|news|live|cloud|page|html|eu|us|jp|kr|cn"
_PAGE = re.compile(
    rf"(?:https?://)?(?:[\w-]{{1,40}}\.){{1,6}}(?:{_ENDS})(?![\w-]|\.\w)(?:[/?][\w./?=&%#:@~+,;!-]{{0,400}})?",
    re.IGNORECASE,
)
_MAIL = re.compile(rf"[\w.+-]{{1,50}}@(?:[\w-]{{1,40}}\.){{1,5}}(?:{_ENDS})(?![\w-]|\.\w)", re.IGNORECASE)
_INSIDE = re.compile(r"[\w@.]\Z|\w[/-]\Z")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[./@_+-]")
_SIGNS = {".": "chấm", "@": "a còng", "/": "gạch chéo", "-": "gạch ngang", "_": "gạch dưới", "+": "cộng"}
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)+")
_LONGEST_PATH = 60
_SPELLED = 6
_RANDOM = re.compile(r"/[\w-]*(?:[A-Z]\w*\d|\d\w*[A-Z]|[a-z]\w*[A-Z])")
"""Letters that tell a page from others by their case, which nobody can hear."""


def address(place: Place) -> Found | None:
    """Read dichvucong.gov.vn and ubnd@quangninh.gov.vn."""
    text, at = place.text, place.at
    if _INSIDE.search(text, max(0, at - 2), at):
        return None
    match = _MAIL.match(text, at) or _PAGE.match(text, at)
    if not match or (match[0][-2:].isupper() and not match[0].isupper()):
        return None
    written = match[0].rstrip(".-,;:!?")
    end = at + len(written)
    body = re.sub(r"\Ahttps?://", "", written.lower()).removeprefix("www.").rstrip("/")
    if len(body) > _LONGEST_PATH or set(body) & set("?=&%#:~") or _RANDOM.search(written):
        return end, UNKNOWN
    names = place.lexicon.web
    body = _SLUG.sub(lambda slug: _closed(slug[0], names), body)
    said = [_token(place, token) for token in _TOKEN.findall(body)]
    return end, UNKNOWN if None in said else " ".join(filter(None, said))


def _closed(slug: str, names: "object") -> str:
    """Close up words that hyphens part, where they are known together: tin-tuc."""
    together = slug.replace("-", "")
    return together if _segmented(together, names) else slug


def _token(place: Place, token: str) -> str | None:
    """Say one label: a known name, words written together, or its letters; None where they would be too many."""
    if token in _SIGNS:
        return _SIGNS[token]
    if token.isdecimal():
        return " ".join(DIGITS[int(digit)] for digit in token)
    names = place.lexicon.web
    if words := names.get(token) or _segmented(token, names):
        return words
    foreign = place.lexicon.foreign.get(token) or place.lexicon.folded.get(token)
    if foreign:
        return foreign
    if is_syllable(token) and len(token) > 1:
        return token
    return (letters.spelled(token) or None) if len(token) <= _SPELLED else None


def _segmented(token: str, names: "object") -> str:
    """Part a label into known names, taking the longest first from every place."""
    table = names if isinstance(names, dict) else {}
    best: list[str | None] = ["", *[None] * len(token)]
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - 24), end):
            head = best[start]
            if head is not None and token[start:end] in table and end - start > 1:
                best[end] = f"{head} {table[token[start:end]]}"
                break
    return (best[-1] or "").strip()

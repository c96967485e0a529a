"""
The written text made plain before any rule sees it, with the way back to where each letter stood.

Dashes, quotation marks, bullets, spaces, invisible controls, decomposed and fancy letters come out in one
form; wrapped lines are joined; tone marks stand where this program writes them (ủy, hòa).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

_FANCY = (
    dict.fromkeys("“”„‟«»‹›〝〞〟＂″", '"')
    | dict.fromkeys("‘’‚‛′´`ʼ＇", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－─", "-")
    | dict.fromkeys("●○◦▪▫■□◆◇►▶➢➤✓✔❖※∙⋅·\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d", "•")
    | {
        "…": "...",
        "℃": "°C",
        "℉": "°F",
        "㎡": "m²",
        "㎢": "km²",
        "㎥": "m³",
        "º": "°",
        "⁰": "°",
        "ᵒ": "°",
        "˚": "°",
        "∕": "/",
    }
    | {
        "⁄": "/",
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
        "№": "số ",
        "Ø": "phi ",
        "⌀": "phi ",
        "Φ": "phi ",
        "Ð": "Đ",
        "Ɖ": "Đ",
        "≤": "<=",
        "≥": ">=",
    }
    | dict.fromkeys("→⇒➔⟶⇨", "->")
    | {"×": "x", "✕": "x", "、": ",", "。": ".", "〜": "~"}
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_WIDE = "\uff01-\uff5e\U0001d400-\U0001d7ff\u2160-\u217f\u2460-\u249b\ufb00-\ufb06\u212a\u212b"
_ODD = re.compile(rf"[\u0300-\u036f{re.escape(''.join(_FANCY))}{_INVISIBLE}{_WIDE}]")
_HIDDEN = re.compile(rf"[{_INVISIBLE}]")
_LAYOUT = re.compile(
    r"\s{2,}|[^\S ]|\A[ ]|[ ](?=[,;!?)\]]|[.:](?!\d)|\Z)|(?<=[(\[])[ ]"
    r"|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ](?!\w)|(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ](?!\w)"
)
_MARKS = dict(zip("àáảãạèéẻẽẹỳýỷỹỵ", "\u0300\u0301\u0309\u0303\u0323" * 3, strict=True))
_LIST_MARK = re.compile(
    r"[-+*•](?!\d)|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-zĐđ]|[IVX]{1,6})(?:[.)]{1,2}|/ )(?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\.? "
)
_EXPECTS = re.compile(r"\b(?:ngày|tháng|năm|quý|số|điều|khoản|thứ|lúc|từ|đến)\Z", re.IGNORECASE)
_NUMERAL = re.compile(r"\d{1,6}(?!\d|[.)]+ )|[IVX]{1,4}(?=[/ ,]\d|,? )")
_WRAP = 45
"""A line shorter than this, not followed by a small letter, was ended by its writer."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """A tidied text; `starts` and `origins` say where its verbatim stretches stood."""

    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    origins: list[int] = field(default_factory=lambda: [0])

    def origin(self, at: int) -> int:
        """Say where a letter of the tidied text stood in the text it was made from."""
        step = bisect_right(self.starts, at) - 1
        origin = self.origins[step] + at - self.starts[step]
        return min(origin, self.origins[step + 1]) if step + 1 < len(self.origins) else origin


def tidy(text: str) -> tuple[str, Callable[[int], int]]:
    """Return the tidied text, and a function from its offsets to those of the text given."""
    passes = []
    for _ in range(2):
        if not _ODD.search(text):
            break
        passes.append(_rewrite(text, _letters(text)))
        text = passes[-1].text
    passes.append(_rewrite(text, _layout(text)))

    def origin(at: int) -> int:
        for tidied in reversed(passes):
            at = tidied.origin(at)
        return at

    return passes[-1].text, origin


def _rewrite(text: str, changes: Iterable[tuple[int, int, str]]) -> Tidied:
    """Carry out replacements (start, end, instead) that come in order."""
    pieces: list[str] = []
    starts, origins, done, length = [0], [0], 0, 0
    for start, end, instead in changes:
        pieces += (text[done:start], instead)
        length += start - done
        starts += (length, length + len(instead))
        origins += (start, end)
        length += len(instead)
        done = end
    pieces.append(text[done:])
    return Tidied("".join(pieces), starts, origins)


def _letters(text: str) -> Iterator[tuple[int, int, str]]:
    """Change letters: composed, plain, visible."""
    done = 0
    for match in _ODD.finditer(text):
        start, end, letter = match.start(), match.end(), match.group()
        if start < done:
            continue
        if "\u0300" <= letter <= "\u036f":
            start = max(start - 1, done)
            while end < len(text) and "\u0300" <= text[end] <= "\u036f":
                end += 1
            instead = unicodedata.normalize("NFC", text[start:end])
        elif letter in _FANCY:
            instead = _FANCY[letter]
            if instead[-2:-1] == "/" and text[start - 1 : start].isdigit():
                instead = f" {instead}"
        else:
            instead = "" if _HIDDEN.match(letter) else unicodedata.normalize("NFKC", letter)
        yield start, end, instead
        done = end


def _layout(text: str) -> Iterator[tuple[int, int, str]]:
    """Change spaces, line ends and the place of tone marks."""
    line = 0
    for match in _LAYOUT.finditer(text):
        start, end = match.span()
        found = match.group()
        if not found[0].isspace():
            yield start, end, _toned(found)
        elif start == 0 or end == len(text):
            yield start, end, ""
        elif "\n" in found or "\r" in found or "\u2028" in found or "\u2029" in found or "\x0b" in found:
            yield start, end, _line_end(text, line, start, end)
            line = end
        else:
            quiet = text[end] in ",;!?)]" or (text[end] in ".:" and not text[end + 1 : end + 2].isdigit())
            yield start, end, "" if quiet or text[start - 1] in "([" else " "


def _toned(pair: str) -> str:
    """Move the tone mark of an open pair of vowels to the first: uỷ ủy, HOÀ HÒA."""
    second = unicodedata.normalize("NFD", pair[1])
    return unicodedata.normalize("NFC", pair[0] + _MARKS[pair[1].lower()]) + second[0]


def _line_end(text: str, line: int, start: int, end: int) -> str:
    """
    Tell a wrapped line from one that its writer ended; a blank line ends more surely.

    What is said for an ended line gets a stop, so that it is told the same way when read again.
    """
    gap = text[start:end].replace("\r\n", "\n")
    blank = gap.count("\n") + gap.count("\r") + gap.count("\u2029") > 1
    last, kept = text[start - 1], "\n\n" if blank else "\n"
    broken = (
        last in "-/" and text[start - 2 : start - 1].strip() and not blank and not _LIST_MARK.match(text, end)
    )
    if text[end] in ",;!?)].:" or last in "([" or broken:
        return ""
    long = start - line >= _WRAP and (not blank or gap[0] == " ")
    return " " if _is_wrapped(text, start, end, long=long) else kept


def _is_wrapped(text: str, start: int, end: int, *, long: bool) -> bool:
    """Whether a sentence goes on after a line end."""
    last = text[start - 1]
    if last in ".;:!?":
        return False
    if _EXPECTS.search(text, max(0, start - 12), start) and _NUMERAL.match(text, end):
        return True
    if _LIST_MARK.match(text, end):
        return False
    return last in ",-/" or (_ends_bare(text, start) and (long or text[end].islower()))


def _ends_bare(text: str, end: int) -> bool:
    """Whether a line ends with a word, or a quotation or a bracket of words, and no stop."""
    last, before = text[end - 1], text[end - 2 : end - 1] if end > 1 else ""
    return last.isalnum() or (last in ')%"' and before.isalnum())

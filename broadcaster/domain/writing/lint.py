"""
Help with writing for the ear: what a listener will find hard, or what will be untrue when it airs.

Nothing here blocks; each advice says why and what to do, and where in the text. The text is NFC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from broadcaster.domain.writing.bulletin import Kind
from broadcaster.domain.writing.lint_days import day_advice, names_a_day
from broadcaster.domain.writing.lint_lunar import LunarOf, lunar_advice
from broadcaster.domain.writing.lint_names import names_near_blame
from broadcaster.domain.writing.sentences import SENTENCE

LONGESTSENTENCE = 30
"""Words."""
MOST_FIGURES = 3
"""In one sentence."""

_WORD = re.compile(r"\w\S*")
_FIGURE = re.compile(r"(?<!\d)(?<!thứ )\d+(?: tháng \d+(?: năm \d+)?|(?:[ .,/:hg\-]\d+)*)", re.IGNORECASE)
"""A date, an hour, a telephone number is one figure; `thứ 2` is a word."""
_BRACKETS = re.compile(r"[(\[][^()\[\]\n]*[)\]]")
_LINK = re.compile(r"https?://\S+|www\.\S+|(?<![\w.\-])[\w.\-]{1,200}\.(?:vn|com|net|org)/\S+", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:tại|ở|đến|nhà văn hóa|trụ sở|hội trường|trạm|sân|bộ phận)\b|\btrung tâm\b", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\b(?:bà con|nhân dân|người|hộ|công dân|cử tri|hội viên|đoàn viên|đảng viên|phụ huynh|học sinh|"
    r"thanh niên|phụ nữ|cán bộ|các thôn|gia đình|đại biểu|cháu)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """Something worth another look, and where: `start` to `end` in the field's text."""

    field: str
    message: str
    start: int
    end: int


def advise(
    text: str, kind: Kind, first_day: date, last_day: date, lunar_of: LunarOf | None = None
) -> tuple[Advice, ...]:
    """
    Look a text over.

    Args:
        text: As written.
        kind: A notice must say who, when and where; a criticism must not name anybody.
        first_day: The first day on which it airs.
        last_day: The last, inclusive.
        lunar_of: Tells the lunar day of a solar one; without it lunar days are not looked at.

    Returns:
        By where it stands in the text.
    """
    marks = [
        *_sentences(text),
        *_brackets_and_links(text),
        *day_advice(text, first_day, last_day),
        *(lunar_advice(text, first_day, lunar_of) if lunar_of else ()),
        *names_near_blame(text, [found.span() for found in SENTENCE.finditer(text)], kind),
        *_missing_from_notice(text, kind, first_day),
    ]
    found = {Advice("text", message, start, end) for message, start, end in marks}
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.message)))


Mark = tuple[str, int, int]
"""(message, start, end)."""


def _sentences(text: str) -> Iterator[Mark]:
    for found in SENTENCE.finditer(text):
        words, figures = len(_WORD.findall(found.group())), len(_FIGURE.findall(found.group()))
        if words > LONGESTSENTENCE:
            yield (
                f"Câu này dài {words} từ, nghe một lần khó nhớ. Nên tách thành các câu dưới {LONGESTSENTENCE} từ.",
                *found.span(),
            )
        if figures > MOST_FIGURES:
            yield (
                f"Câu này có {figures} con số, bà con khó nhớ hết. Nên giữ nhiều nhất {MOST_FIGURES} số, còn lại đưa sang câu khác.",
                *found.span(),
            )


def _brackets_and_links(text: str) -> Iterator[Mark]:
    for found in _BRACKETS.finditer(text):
        yield (
            "Lời trong ngoặc khi đọc lên không nghe ra ngoặc. Nên viết thành câu riêng hoặc bỏ.",
            *found.span(),
        )
    for found in _LINK.finditer(text):
        yield (
            "Đường liên kết nghe qua loa không chép kịp. Nên nói tên trang, hoặc mời bà con hỏi ở bộ phận một cửa.",
            *found.span(),
        )


def _missing_from_notice(text: str, kind: Kind, near: date) -> Iterator[Mark]:
    if kind is not Kind.NOTICE or not text.strip():
        return
    has = (
        ("dành cho ai", bool(_PEOPLE.search(text))),
        ("khi nào", names_a_day(text, near)),
        ("ở đâu", bool(_PLACE.search(text))),
    )
    missing = [what for what, there in has if not there]
    if missing:
        yield f"Thông báo chưa nói rõ {', '.join(missing)}. Hãy ghi thêm để bà con biết mà làm.", 0, len(text)

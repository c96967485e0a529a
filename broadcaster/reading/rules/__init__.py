"""
The rules, in the order in which they are tried.

At a place of the text the first rule that reads it decides; what no rule reads is a doubt.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from broadcaster.reading.place import Place
from broadcaster.reading.rules import (
    capitals,
    counts,
    dates,
    dialogue,
    documents,
    fractions,
    lists,
    numerals,
    phones,
    punctuation,
    quantities,
    repeats,
    serials,
    symbols,
    times,
    web,
    words,
)
from broadcaster.reading.rules.rule import Found, Rule, Trigger

__all__ = ["RULES", "Found", "Rule", "Trigger", "rules_for"]

RULES = (
    Rule("ending", "dấu cuối câu", ("symbol", "word"), punctuation.ending),
    Rule("bullet", "dấu đầu dòng", ("line",), lists.bullet),
    Rule("speaker", "người hỏi, người đáp", ("line",), dialogue.speaker),
    Rule("list", "mục liệt kê", ("line",), lists.mark),
    Rule("web", "địa chỉ mạng", ("digit", "word"), web.address, "./:@-_abcdefghijklmnopqrstuvwxyz"),
    Rule("plate", "biển số xe", ("digit",), serials.plate, "ABCDEFGHKLMNPRSTUVXYZĐ"),
    Rule("standard", "tiêu chuẩn", ("digit",), documents.standard, ":-"),
    Rule("document", "số văn bản", ("digit",), documents.document, "/- abcde"),
    Rule("code", "mã số", ("digit", "word"), phones.code),
    Rule("phone", "số điện thoại", ("digit",), phones.phone),
    Rule("date", "ngày tháng", ("digit",), dates.date, "/.- T"),
    Rule("time", "giờ giấc", ("digit",), times.time, "hHgG:'ps "),
    Rule("percent", "phần trăm", ("digit",), quantities.percent, " .,%‰"),
    Rule("money", "số tiền", ("digit",), quantities.money, " .,đ₫$€£¥₹₩kKtTvVuUeđ"),
    Rule("fraction", "phân số, tỷ số", ("digit",), fractions.fraction, "/ .:,"),
    Rule("measure", "đơn vị đo", ("digit",), quantities.measure),
    Rule("roman", "số La Mã", ("word",), numerals.roman),
    Rule("unit", "đơn vị đo", ("word",), words.unit),
    Rule("road", "đường, lý trình", ("word",), serials.road),
    Rule("phrase", "từ điển", ("word",), words.phrase),
    Rule("name", "tên riêng", ("word",), words.name),
    Rule("abbreviation", "viết tắt", ("word",), words.abbreviation),
    Rule("serial", "ký hiệu có chữ và số", ("digit", "word"), serials.serial),
    Rule("heading", "chữ in hoa", ("word",), capitals.heading),
    Rule("letter", "chữ cái", ("word",), capitals.letter),
    Rule("number", "số", ("digit",), counts.number),
    Rule("punctuation", "dấu câu", ("symbol",), punctuation.run),
    Rule("phone", "số điện thoại", ("symbol",), phones.phone),
    Rule("quotation", "ngoặc kép", ("symbol",), symbols.silent),
    Rule("star", "hạng sao", ("symbol",), symbols.star),
    Rule("repeat", "viết tắt trong ngoặc", ("symbol",), repeats.repeat),
    Rule("bracket", "dấu ngoặc", ("symbol",), symbols.bracket),
    Rule("currency", "số tiền", ("symbol",), quantities.prefixed),
    Rule("minus", "số âm", ("symbol",), symbols.minus),
    Rule("dash", "gạch nối", ("symbol",), symbols.dash),
    Rule("stroke", "gạch chéo", ("symbol",), symbols.stroke),
    Rule("sign", "ký hiệu", ("symbol",), symbols.sign),
)
"""Tried from top to bottom; a rule is added by a line here and its table of cases in the tests."""

_RUN = re.compile(r"\d+")
Asked = tuple[tuple[str, Callable[[Place], Found | None]], ...]


def rules_for(trigger: Trigger, text: str, at: int, word: str) -> Asked:
    """Return the rules to ask at a place, by what stands there and just after."""
    if trigger == "digit":
        match = _RUN.match(text, at)
        end = match.end() if match else at + 1
    else:
        end = at + len(word)
    return _chosen(trigger, text[end : end + 1])


@lru_cache(maxsize=1024)
def _chosen(trigger: Trigger, after: str) -> Asked:
    chosen = [rule for rule in RULES if trigger in rule.triggers]
    return tuple(
        (rule.key, rule.read) for rule in chosen if not rule.follows or (after and after in rule.follows)
    )

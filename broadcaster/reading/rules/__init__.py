"""
The rules, in the order in which they are tried.

At a place of the text the first rule that reads it decides; what no rule reads is a doubt.
"""

from types import MappingProxyType

from broadcaster.reading.rules import (
    dates,
    documents,
    fractions,
    lists,
    phones,
    punctuation,
    quantities,
    symbols,
    times,
    web,
    words,
)
from broadcaster.reading.rules.rule import Found, Rule, Trigger

__all__ = ["BY_TRIGGER", "RULES", "Found", "Rule", "Trigger"]

RULES = (
    Rule("bullet", "dấu đầu dòng", ("line",), lists.bullet),
    Rule("list", "mục liệt kê", ("line",), lists.mark),
    Rule("web", "địa chỉ mạng", ("digit", "word"), web.address),
    Rule("document", "số văn bản", ("digit",), documents.document),
    Rule("phone", "số điện thoại", ("digit", "symbol"), phones.phone),
    Rule("code", "mã số", ("digit",), phones.code),
    Rule("date", "ngày tháng", ("digit",), dates.date),
    Rule("time", "giờ giấc", ("digit",), times.time),
    Rule("percent", "phần trăm", ("digit",), quantities.percent),
    Rule("money", "số tiền", ("digit",), quantities.money),
    Rule("fraction", "phân số, tỷ số", ("digit",), fractions.fraction),
    Rule("measure", "đơn vị đo", ("digit",), quantities.measure),
    Rule("roman", "số La Mã", ("word",), words.roman),
    Rule("unit", "đơn vị đo", ("word",), words.unit),
    Rule("phrase", "từ điển", ("word",), words.phrase),
    Rule("abbreviation", "viết tắt", ("word",), words.abbreviation),
    Rule("serial", "ký hiệu có chữ và số", ("digit", "word"), words.code),
    Rule("heading", "chữ in hoa", ("word",), words.heading),
    Rule("letter", "chữ cái", ("word",), words.letter),
    Rule("number", "số", ("digit",), quantities.number),
    Rule("ending", "dấu cuối câu", ("symbol",), punctuation.ending),
    Rule("punctuation", "dấu câu", ("symbol",), punctuation.run),
    Rule("quotation", "ngoặc kép", ("symbol",), symbols.silent),
    Rule("bracket", "dấu ngoặc", ("symbol",), symbols.bracket),
    Rule("minus", "số âm", ("symbol",), symbols.minus),
    Rule("dash", "gạch nối", ("symbol",), symbols.dash),
    Rule("stroke", "gạch chéo", ("symbol",), symbols.stroke),
    Rule("sign", "ký hiệu", ("symbol",), symbols.sign),
)

BY_TRIGGER = MappingProxyType(
    {
        trigger: tuple((rule.key, rule.read) for rule in RULES if trigger in rule.triggers)
        for trigger in ("line", "digit", "word", "symbol")
    }
)

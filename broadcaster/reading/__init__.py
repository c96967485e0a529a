"""
Written administrative Vietnamese turned into what is said aloud; pure.

    text -tidy-> plain text -rules, in one visible order-> spans (written, spoken, rule) -> spoken text

What no rule knows is a doubt, shown to the writer and never said unseen. The dictionary is `data/*.tsv`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from broadcaster.reading.options import Entry, Options
from broadcaster.reading.reader import read, syllables
from broadcaster.reading.rules import RULES
from broadcaster.reading.spans import DOUBT, ENTRY, TEXT, Reading, Span

__all__ = ["RULE_NAMES", "Entry", "Options", "Reading", "Span", "read", "syllables"]

RULE_NAMES: Mapping[str, str] = MappingProxyType(
    {rule.key: rule.title for rule in RULES}
    | {TEXT: "đọc như viết", ENTRY: "cách đọc xã tự chọn", DOUBT: "chưa rõ cách đọc"}
)
"""The name of every rule in plain Vietnamese, for the page."""

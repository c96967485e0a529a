"""What a commune may set, and its own entries, which come before the built-in dictionary."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """How this commune says things where people differ."""

    document_symbol: Literal["expand", "drop", "spell"] = "expand"
    """The letters of a document number: said in full, left out, or spelled."""
    zero_word: Literal["linh", "lẻ"] = "linh"
    thousand: Literal["nghìn", "ngàn"] = "nghìn"
    four: Literal["tư", "bốn"] = "tư"
    """The 4 of 24, 34, 44 …"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a dictionary made by people; said as written, it settles a doubt."""

    written: str
    spoken: str
    match_case: bool = True
    whole_word: bool = True
    note: str = ""

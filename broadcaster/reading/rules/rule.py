"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from broadcaster.reading.place import Place

Trigger = Literal["line", "digit", "word", "symbol"]
Found = tuple[int, str]
"""Where the stretch that begins at the place ends, and what is said for it."""
UNKNOWN = "\0"
"""Said for a stretch that a rule knows the shape of but not what it means: a doubt, whole."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: where it is tried, and the function that reads from a place or declines."""

    key: str
    title: str
    """Its name in plain Vietnamese, for the page."""
    triggers: tuple[Trigger, ...]
    read: Callable[[Place], Found | None]
    follows: str = ""
    """What may stand after the first run of digits or letters; with nothing here, anything: it only saves time."""

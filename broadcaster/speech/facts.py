"""What is known of an engine without loading it, and what it is given when it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine: the code it is asked for by, and what it is called."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What a page, a setting or a report must know of an engine; learnt at once, nothing is loaded."""

    name: str
    """The name in settings, log and cache."""
    label: str
    """`máy đọc FPT.AI`."""
    online: bool
    """Whether what it speaks is sent to somebody else's machine."""
    needs_key: bool
    """Whether it speaks only with a key that the commune gets from whoever runs it."""
    voices: tuple[Voice, ...]
    """The first is the one it speaks with when nobody chose; none when no voice file is installed yet."""
    licence: str
    """On what terms it may be used, as a Vietnamese sentence or a licence's name."""


def _no_key(name: str) -> str:  # noqa: ARG001 # the shape of `Means.key`
    return ""


@dataclass(frozen=True, slots=True)
class Means:
    """What the program has that an engine may need."""

    voices: Path | None = None
    """Folder of voice files and of the commune's own description of a service."""
    key: Callable[[str], str] = _no_key
    """Gives the key for an engine's name, empty when there is none; asked anew each time it speaks."""

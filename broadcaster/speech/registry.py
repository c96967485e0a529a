"""Every voice there is, one line each; a module is imported when its voice is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from broadcaster.errors import NotFound, Unavailable
from broadcaster.speech.engine import Engine, Manner, Readiness

_ENGINES = {
    "espeak": "broadcaster.speech.espeak:Espeak",
    "gtts": "broadcaster.speech.google:Google",
    "silent": "broadcaster.speech.silent:Silent",
}


def names() -> tuple[str, ...]:
    """Return the names of all engines, whether they would load or not."""
    return tuple(_ENGINES)


def load(name: str) -> Engine:
    """
    Load an engine by its name.

    Returns:
        The engine; one that would not load is handed back as an engine that is never ready and says why.

    Raises:
        NotFound: No engine has this name; the message lists those there are.
    """
    if name not in _ENGINES:
        raise NotFound(
            f"Không có giọng đọc tên {name!r}. Hãy chọn một trong các giọng: {', '.join(_ENGINES)}."
        )
    module, _, kind = _ENGINES[name].partition(":")
    try:
        engine: Engine = getattr(import_module(module), kind)()
    except Exception as error:  # noqa: BLE001 # whatever breaks in a foreign package is a state of its voice, not a crash
        return Unloadable(
            name, f"Không nạp được giọng đọc {name} ({error}). Hãy chạy lại scripts/start.py để cài lại."
        )
    return engine


@dataclass(frozen=True, slots=True)
class Unloadable:
    """Stands in for an engine that would not load."""

    name: str
    reason: str

    def version(self) -> str:
        """Return a version that no engine has."""
        return "?"

    def readiness(self) -> Readiness:
        """Say why it did not load."""
        return Readiness(ready=False, reason=self.reason)

    def syllable_ms(self, manner: Manner) -> float:  # noqa: ARG002 # the protocol's
        """Return a number that nothing will be measured against."""
        return 0.0

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:  # noqa: ARG002 # the protocol's
        """Raise `Unavailable` with the reason."""
        raise Unavailable(self.reason, permanent=True)

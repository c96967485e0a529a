"""What a voice engine is: what the chain asks of it, and how it says that it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from broadcaster.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Manner:
    """How an engine is asked to speak; an engine that knows no such setting passes over it."""

    voice: str
    rate_wpm: int
    """Speed the way eSpeak NG counts it; 140 is about 215 Vietnamese syllables a minute."""
    pitch: int
    """0 to 99; 50 is the voice's own."""
    range: int
    """How far the pitch moves, 0 to 99; low values flatten the tones."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether an engine would speak now; if not, a Vietnamese sentence says why and what to do."""

    ready: bool
    reason: str = ""


class Engine(Protocol):
    """
    Something that speaks.

    Engines are shared by threads: `speak` keeps what it needs on its own stack. An engine tries again by
    itself where that may help; when it raises, the chain goes to the next one.
    """

    @property
    def name(self) -> str:
        """Return the name it has in the settings, the log and the cache."""
        ...

    def version(self) -> str:
        """Return what changes when the same text would sound otherwise. At once: no process, no network."""
        ...

    def readiness(self) -> Readiness:
        """Try a few words for real. May take seconds; not for a page that somebody waits for."""
        ...

    def syllable_ms(self, manner: Manner) -> float:
        """Return how long a syllable is in this manner, as measured or known of this engine."""
        ...

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """
        Speak every text into a file of its own in `folder`.

        Returns:
            One file for each text, in their order, in any format that ffmpeg decodes.

        Raises:
            Resting: Refused or blocked; it should not be asked again for a while.
            Unavailable: Cannot speak these texts; `permanent` when the same would fail again.
        """
        ...


class Resting(Unavailable):
    """
    The engine must be left alone for a time: it was blocked, or nothing answers.

    Args:
        message: A Vietnamese sentence for the page and the log.
        pause: How long to leave it alone.
    """

    def __init__(self, message: str, pause: timedelta) -> None:
        super().__init__(message)
        self.pause = pause

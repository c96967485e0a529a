"""
Voices asked in order: a text is spoken whole by the first engine whose every part is sound.

An engine that was blocked, or that nothing answers for, is left alone for the time it asks (a breaker), so
that a commune without a network does not wait for it at every bulletin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from broadcaster.clock import Clock, local
from broadcaster.errors import NotFound, Refused, Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech.check import Examine, check
from broadcaster.speech.cut import Phrase
from broadcaster.speech.engine import Engine, Manner, Resting


@dataclass(frozen=True, slots=True)
class Fallback:
    """An engine that came first and did not speak, and why."""

    engine: str
    reason: str
    """A Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text spoken: by whom, how, a file for each phrase, and who could not."""

    engine: str
    manner: Manner
    parts: tuple[tuple[Path, Phrase], ...]
    fallbacks: tuple[Fallback, ...]


class Chain:
    """
    Engines in the order in which they are asked. May be used by several threads.

    Args:
        engines: The wanted one first.
        examine: Decodes a file and measures it.
        clock: Tells when an engine left alone may be asked again.
    """

    def __init__(self, engines: Sequence[Engine], examine: Examine, clock: Clock) -> None:
        self._engines = tuple(engines)
        self._examine = examine
        self._clock = clock
        self._lock = Lock()
        self._rests: dict[str, tuple[datetime, str]] = {}

    def version(self, engine: str) -> str:
        """
        Return the version of one of the engines.

        Raises:
            NotFound: The chain has no engine of this name.
        """
        for one in self._engines:
            if one.name == engine:
                return one.version()
        raise NotFound(
            f"Giọng đọc {engine} không có trong cài đặt engines. Hãy thêm vào rồi mở lại chương trình."
        )

    def speak(self, phrases: Sequence[Phrase], manners: Mapping[str, Manner], folder: Path) -> Spoken:
        """
        Have the first engine that can speak all phrases.

        Args:
            phrases: What to say; at least one.
            manners: How each engine is asked to, by its name.
            folder: Where the files are made; each engine has a folder of its own in it.

        Raises:
            Refused: There are no phrases.
            Unavailable: No engine could; the message gives every reason. Permanent when all are.
        """
        if not phrases:
            raise Refused("Không có chữ nào để đọc. Hãy viết nội dung rồi làm lại.")
        failures: list[tuple[str, Unavailable]] = []
        for number, engine in enumerate(self._engines):
            manner = manners[engine.name]
            try:
                paths = self._ask(
                    engine, [phrase.text for phrase in phrases], manner, folder / f"voice{number}"
                )
            except Unavailable as failure:
                failures.append((engine.name, failure))
                continue
            fallbacks = tuple(Fallback(name, str(failure)) for name, failure in failures)
            return Spoken(engine.name, manner, tuple(zip(paths, phrases, strict=True)), fallbacks)
        raise _nobody(failures)

    def _ask(self, engine: Engine, texts: list[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """Have one engine speak and check what it made, unless it is to be left alone."""
        self._awake(engine.name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            paths = engine.speak(texts, manner, folder)
            check(engine.name, texts, paths, engine.syllable_ms(manner), self._examine)
        except Resting as failure:
            with self._lock:
                self._rests[engine.name] = (self._clock.now() + failure.pause, str(failure))
            raise
        except OSError as error:
            raise Unavailable(disk_sentence(folder, error)) from error
        return paths

    def _awake(self, name: str) -> None:
        """Raise `Unavailable` while an engine is to be left alone; the first call after that may ask it."""
        with self._lock:
            until, why = self._rests.get(name, (None, ""))
            if until is None:
                return
            if self._clock.now() >= until:
                del self._rests[name]
                return
        raise Unavailable(f"{why} Giọng này được nghỉ đến {local(until):%H:%M}.")


def _nobody(failures: Sequence[tuple[str, Unavailable]]) -> Unavailable:
    """Gather why no engine spoke."""
    if not failures:
        return Unavailable("Chưa chọn giọng đọc nào. Hãy đặt engines trong cài đặt.", permanent=True)
    reasons = " ".join(str(failure) for _name, failure in failures)
    permanent = all(failure.permanent for _name, failure in failures)
    return Unavailable(f"Không giọng nào đọc được. {reasons}", permanent=permanent)

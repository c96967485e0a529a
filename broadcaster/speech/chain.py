"""
Voices asked in order: a text is spoken whole by the first engine whose every part is sound.

An engine that was blocked, or that nothing answers for, is left alone for the time it asks (a breaker), so
that a commune without a network does not wait for it at every bulletin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from broadcaster.clock import Clock, local
from broadcaster.errors import Refused, Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech.check import Examine, check
from broadcaster.speech.cut import Phrase
from broadcaster.speech.engine import Engine, Manner, Resting

_NONE: Mapping[str, Manner] = MappingProxyType({})


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


class NoVoice(Unavailable):
    """No engine could speak; `failures` says of each why."""

    def __init__(self, message: str, failures: tuple[Fallback, ...] = (), *, permanent: bool = False) -> None:
        super().__init__(message, permanent=permanent)
        self.failures = failures


class Rests:
    """Which engines are to be left alone until when, and why. Shared by chains and threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rest: dict[Engine, tuple[datetime, timedelta, str]] = {}

    def begin(self, engine: Engine, now: datetime, pause: timedelta, why: str) -> None:
        """Leave an engine alone for a while from now on."""
        with self._lock:
            self._rest[engine] = (now, pause, why)

    def end(self, engine: Engine) -> None:
        """Let an engine be asked again at once."""
        with self._lock:
            self._rest.pop(engine, None)

    def why(self, engine: Engine, now: datetime) -> str:
        """Say why an engine is left alone now; empty when it may be asked. A clock set back ends the rest."""
        with self._lock:
            began, pause, why = self._rest.get(engine, (now, timedelta(0), ""))
            if not began <= now < began + pause:
                self._rest.pop(engine, None)
                return ""
        return f"{why} Giọng này được nghỉ đến {local(began + pause):%H:%M}."


class Chain:
    """
    Engines in the order in which they are asked. May be used by several threads.

    Args:
        engines: The wanted one first.
        examine: Decodes a file and measures it.
        clock: Tells when an engine left alone may be asked again.
        rests: Shared with other chains of the same engines.
    """

    def __init__(
        self, engines: Sequence[Engine], examine: Examine, clock: Clock, rests: Rests | None = None
    ) -> None:
        self._engines = tuple(engines)
        self._examine = examine
        self._clock = clock
        self._rests = rests or Rests()

    def speak(
        self,
        phrases: Sequence[Phrase],
        manners: Mapping[str, Manner],
        folder: Path,
        seconds: Mapping[str, Manner] = _NONE,
    ) -> Spoken:
        """
        Have the first engine that can speak all phrases.

        Args:
            phrases: What to say; at least one.
            manners: How each engine is asked to, by its name.
            folder: Where the files are made; each engine has a folder of its own in it.
            seconds: How each engine speaks what is the second voice's; as the first where it has no entry.

        Raises:
            Refused: There are no phrases.
            NoVoice: No engine could; the message gives every reason. Permanent when all are.
        """
        if not phrases:
            raise Refused("Không có chữ nào để đọc. Hãy viết nội dung rồi làm lại.")
        failures: list[tuple[str, Unavailable]] = []
        for number, engine in enumerate(self._engines):
            manner = manners[engine.name]
            both = (manner, seconds.get(engine.name, manner))
            try:
                paths = self._ask(engine, phrases, both, folder / f"voice{number}")
            except Unavailable as failure:
                failures.append((engine.name, failure))
                continue
            fallbacks = tuple(Fallback(name, str(failure)) for name, failure in failures)
            return Spoken(engine.name, manner, tuple(zip(paths, phrases, strict=True)), fallbacks)
        raise _nobody(failures)

    def _ask(
        self, engine: Engine, phrases: Sequence[Phrase], manners: tuple[Manner, Manner], folder: Path
    ) -> Sequence[Path]:
        """Have one engine speak with both its voices, unless it is to be left alone."""
        if why := self._rests.why(engine, self._clock.now()):
            raise Unavailable(why)
        said: dict[int, Path] = {}
        for voice, manner in enumerate(manners):
            mine = [number for number, phrase in enumerate(phrases) if phrase.voice == voice]
            if mine:
                texts = [phrases[number].text for number in mine]
                said |= dict(zip(mine, self._voice(engine, texts, manner, folder / f"{voice}"), strict=True))
        return [said[number] for number in range(len(phrases))]

    def _voice(self, engine: Engine, texts: list[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """Have one engine speak with one voice and check what it made."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            paths = engine.speak(texts, manner, folder)
            check(engine.name, texts, paths, engine.syllable_ms(manner), self._examine)
        except Resting as failure:
            self._rests.begin(engine, self._clock.now(), failure.pause, str(failure))
            raise
        except OSError as error:
            raise Unavailable(disk_sentence(folder, error)) from error
        return paths


def _nobody(failures: Sequence[tuple[str, Unavailable]]) -> NoVoice:
    """Gather why no engine spoke."""
    if not failures:
        return NoVoice("Chưa chọn giọng đọc nào. Hãy đặt engines trong cài đặt.", permanent=True)
    reasons = " ".join(str(failure) for _name, failure in failures)
    permanent = all(failure.permanent for _name, failure in failures)
    told = tuple(Fallback(name, str(failure)) for name, failure in failures)
    return NoVoice(f"Không giọng nào đọc được. {reasons}", told, permanent=permanent)

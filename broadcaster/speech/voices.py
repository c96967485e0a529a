"""Every engine of an installation: loaded when first asked for, joined to chains, left alone when it asks for it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from broadcaster.clock import Clock
from broadcaster.speech import registry
from broadcaster.speech.chain import Chain, Rests
from broadcaster.speech.check import Examine
from broadcaster.speech.engine import Engine
from broadcaster.speech.facts import EngineFacts, Means

Key = Callable[[int, str], str]
"""Gives the key of an owner for an engine's name, empty when there is none."""
_NOBODY: Mapping[str, Engine] = MappingProxyType({})


def _no_key(_owner: int, _name: str) -> str:
    return ""


class Voices:
    """
    The engines by name. May be used by several threads.

    An engine that needs a key speaks with its owner's, so each owner (a commune) has a copy of its own.

    Args:
        examine: Decodes a file and measures it.
        clock: Tells when an engine left alone may be asked again.
        folder: Where voice files lie.
        key: Gives keys; asked each time an engine speaks.
        stand_ins: Engines instead of the registry's, by name, in tests.
    """

    def __init__(
        self,
        examine: Examine,
        clock: Clock,
        folder: Path | None = None,
        key: Key = _no_key,
        stand_ins: Mapping[str, Engine] = _NOBODY,
    ) -> None:
        self._examine, self._clock, self._folder, self._key = examine, clock, folder, key
        self._stand_ins = stand_ins
        self._rests = Rests()
        self._lock = Lock()
        self._loaded: dict[tuple[int, str], Engine] = {}

    def chain(self, names: Iterable[str], owner: int = 0) -> Chain:
        """
        Join engines in an order; breakers are those of every other chain.

        Raises:
            NotFound: There is no engine of one of these names.
        """
        return Chain([self.engine(name, owner) for name in names], self._examine, self._clock, self._rests)

    def version(self, name: str, owner: int = 0) -> str:
        """Return the version of an engine. Raises `NotFound` when there is none of this name."""
        return self.engine(name, owner).version()

    def facts(self, name: str, owner: int = 0) -> EngineFacts:
        """Say what is known of an engine, without loading it. Raises `NotFound` when there is none of this name."""
        return registry.describe(name, self._means(owner))

    def trouble(self, name: str, owner: int = 0) -> str:
        """Say why an engine would not speak if it were asked now, without asking it; empty when it would try."""
        engine = self.engine(name, owner)
        if isinstance(engine, registry.Unloadable):
            return engine.reason
        return self._rests.why(engine, self._clock.now())

    def engine(self, name: str, owner: int = 0) -> Engine:
        """
        Return an engine, loaded once; one that would not load is tried anew, since what it lacks may come.

        Raises:
            NotFound: There is no engine of this name.
        """
        if name in self._stand_ins:
            return self._stand_ins[name]
        with self._lock:
            engine = self._loaded.get((owner, name)) or registry.load(name, self._means(owner))
            if not isinstance(engine, registry.Unloadable):
                self._loaded[owner, name] = engine
            return engine

    def wake(self, name: str, owner: int = 0) -> None:
        """Let an engine be asked again at once: its key was changed, or a person wants to try it."""
        self._rests.end(self.engine(name, owner))

    def _means(self, owner: int) -> Means:
        return Means(voices=self._folder, key=lambda name: self._key(owner, name))

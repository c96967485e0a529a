"""Voices that stand in for real ones: they hum, each its own way, and can be cut off from the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from broadcaster.errors import Unavailable
from broadcaster.services.desk import Desk
from broadcaster.services.voice.engine_keys import reader
from broadcaster.sound import examine
from broadcaster.speech import Manner, Readiness, Voices
from broadcaster.speech.silent import Silent

NO_NETWORK = "Không có mạng."


@dataclass(eq=False)
class StandIn:
    """A voice under a real engine's name."""

    name: str
    fails: str = ""
    """Why it does not speak, while it does not."""
    works_for: int | None = None
    """After so many texts the network is pulled."""
    watch: Callable[[], None] = lambda: None
    """Called each time it speaks."""
    heard: list[tuple[str, Manner]] = field(default_factory=list)

    def version(self) -> str:
        return "1"

    def readiness(self) -> Readiness:
        return Readiness(ready=not self.fails, reason=self.fails)

    def syllable_ms(self, manner: Manner) -> float:
        return 280

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        self.watch()
        self.heard += [(text, manner) for text in texts]
        if self.works_for is not None:
            self.works_for -= 1
            if self.works_for < 0:
                self.fails = NO_NETWORK
        if self.fails:
            raise Unavailable(self.fails)
        own = f" {self.name} {manner}"  # another voice, another note
        hums = [text + "!" * (1 + sum(map(ord, own)) % 97) for text in texts]
        return Silent().speak(hums, manner, folder)


def with_voices(desk: Desk, *voices: StandIn) -> Desk:
    """The same home, with these voices in this order."""
    stand_ins = {one.name: one for one in voices}
    kept = Voices(examine, desk.clock, key=reader(desk.store, desk.keys), stand_ins=stand_ins)
    return replace(desk, voices=kept, settings=replace(desk.settings, engines=tuple(stand_ins)))

"""
What of a session is not in its file: another station's programme that is passed on (tiếp sóng).

    file from 0 to offset_ms  ->  the relay for duration_ms  ->  the rest of the file, if any

A relay is air time like any other: a session takes as long as its file and its relay together.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Relay:
    """One relay of one session, as it was when the session's programme was made."""

    source: str
    """Whose programme: `Đài Tiếng nói Việt Nam`."""
    offset_ms: Millis
    """Where in the file it comes; the file's whole length where nothing follows it."""
    duration_ms: Millis
    address: str = ""
    """The stream, for stations with a player."""
    instruction: str = ""
    """What an operator without a player does."""

    def starts_at(self, session_starts_at: datetime) -> datetime:
        """Return when it begins, in a session that begins then."""
        return session_starts_at + timedelta(milliseconds=self.offset_ms)

    def ends_at(self, session_starts_at: datetime) -> datetime:
        """Return when it is over."""
        return self.starts_at(session_starts_at) + timedelta(milliseconds=self.duration_ms)

    def goes_on(self, file_ms: Millis) -> bool:
        """Say whether the file goes on after it."""
        return self.offset_ms < file_ms


def written(relay: Relay) -> dict[str, object]:
    """Write a relay as JSON has it."""
    return asdict(relay)


def read(said: Mapping[str, object] | None) -> Relay | None:
    """Read what `written` wrote; nothing where nothing is relayed. What a later version adds is left alone."""
    if said is None:
        return None
    return Relay(
        source=str(said["source"]),
        offset_ms=Millis(int(str(said["offset_ms"]))),
        duration_ms=Millis(int(str(said["duration_ms"]))),
        address=str(said.get("address", "")),
        instruction=str(said.get("instruction", "")),
    )

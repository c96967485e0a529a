"""A village's day as pages, packs, playlists and papers see it: its sessions, their items, and what approves each."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from broadcaster.domain.plan.relay import Relay
from broadcaster.paper import words
from broadcaster.units import Millis, Sha256


@dataclass(frozen=True, slots=True)
class Approval:
    """What makes an item fit to air: the digest of the content a leader approved, who, and when."""

    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemView:
    """One piece of a session."""

    kind: str
    title: str
    reason: str
    bulletin_id: int | None
    approval: Approval | None
    """None for what stands around the items."""
    offset_ms: Millis
    duration_ms: Millis
    engine: str
    """Who speaks a bulletin; empty for what stands around."""
    fell_back: bool
    """Whether it took the place of the voice wanted."""

    @property
    def called(self) -> str:
        """Say what it is called in a list: `Cháy rừng (điểm tin)`."""
        return words.called(self.title, self.kind)


LISTED = ("bulletin", "headline", "repeat")
"""Kinds of items that lists name; what stands around them is heard, and named nowhere."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session of a village that has sound."""

    occurrence_id: int
    programme_id: int
    version: int
    name: str
    starts_at: datetime
    file_name: str
    """`01_0530.MP3`: 8.3 ASCII, sorted in playing order."""
    path: Path
    duration_ms: Millis
    """Of the file."""
    longest_ms: Millis
    bytes: int
    sha256: Sha256
    items: tuple[ItemView, ...]
    left_out: tuple[tuple[str, str], ...]
    """(title, reason)."""
    relay: Relay | None = None
    """What is passed on of another station; not in the file."""
    drill: bool | None = None
    """Of an urgent call: whether it is only a drill; none of every other session."""
    withdrawn: bool = False
    """Of an urgent call: whether it was withdrawn after this airing had begun."""

    @property
    def air_ms(self) -> Millis:
        """Return how long it is on the air: the file, and what is relayed."""
        return Millis(self.duration_ms + (self.relay.duration_ms if self.relay else 0))

    @property
    def listed(self) -> tuple[ItemView, ...]:
        """Return the items that lists name."""
        return tuple(item for item in self.items if item.kind in LISTED)

    @property
    def before_relay(self) -> int:
        """Return how many of the listed items come before what is relayed; all where nothing is."""
        return sum(1 for item in self.listed if not self.relay or item.offset_ms < self.relay.offset_ms)


@dataclass(frozen=True, slots=True)
class DayView:
    """One village on one day."""

    commune_name: str
    village_id: int
    village_name: str
    village_code: str
    day: date
    sessions: tuple[SessionView, ...]

    @property
    def to_play(self) -> tuple[SessionView, ...]:
        """Return what a pack, a list and paper give: a stick plays all it has, so what was withdrawn is not on it."""
        return tuple(one for one in self.sessions if not one.withdrawn)

    @property
    def folder(self) -> str:
        """The name of the day's folder on a stick: `AAAAMMDD`."""
        return f"{self.day:%Y%m%d}"

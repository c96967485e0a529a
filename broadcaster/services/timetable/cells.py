"""One session of one village as the page Lịch phát shows it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from broadcaster.domain.week.session import Key
from broadcaster.services.outgoing.day_views import LISTED, SessionView
from broadcaster.units import Millis

RELAY = "relay"
"""The kind of the line that stands for what is relayed."""


class Phase(StrEnum):
    """How far a session is from the air."""

    OPEN = "open"
    LOCKED = "locked"
    """About to begin with what was made."""
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of a session."""

    kind: str
    title: str
    reason: str
    bulletin_id: int | None
    duration_ms: Millis | None
    """None where nobody has measured it yet."""

    @property
    def spoken(self) -> bool:
        """Whether a bulletin is heard in it."""
        return self.bulletin_id is not None and self.kind in LISTED


@dataclass(frozen=True, slots=True)
class Out:
    """A bulletin that is not in a session, and why."""

    bulletin_id: int | None
    title: str
    reason: str
    by_hand: bool = False
    only_room: bool = False
    """Whether it would be in if somebody put it first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One session of one village on one day."""

    key: Key
    series: int
    name: str
    starts_at: datetime
    longest_ms: Millis
    phase: Phase
    lines: tuple[Line, ...]
    left_out: tuple[Out, ...]
    used_ms: Millis
    made: SessionView | None
    """Its newest programme that has sound."""
    changing: bool
    """Whether the plan wants something else than what was made, so that it will be made again."""
    by_hand: bool
    called: bool = False
    """Whether it is of an urgent call, in which nobody changes anything."""
    one_part: bool = False
    """Whether headlines and short bulletins stand in one part, as in a Điểm tin."""

    @property
    def relay(self) -> Line | None:
        """Return what is relayed in it."""
        return next((line for line in self.lines if line.kind == RELAY), None)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to air in it."""
        return not self.lines

    @property
    def movable(self) -> tuple[Line, ...]:
        """Return the pieces that people put into an order: of each part apart whole bulletins, if any, else headlines."""
        if self.one_part:
            return tuple(line for line in self.bulletins if line.kind != "repeat")
        whole = tuple(line for line in self.bulletins if line.kind == "bulletin")
        return whole or tuple(line for line in self.bulletins if line.kind == "headline")

    @property
    def bulletins(self) -> tuple[Line, ...]:
        """Return the pieces in which bulletins are heard, in order."""
        return tuple(line for line in self.lines if line.spoken)

    @property
    def heard(self) -> object:
        """
        Return everything that villages must have alike to share a row.

        Reasons may differ, and the start by seconds: neighbours that share the air are put apart by those.
        """
        said = tuple((line.kind, line.bulletin_id) for line in self.bulletins)
        relay = (self.relay.title, self.relay.duration_ms) if self.relay else None
        return (
            *self.key[1:],
            self.starts_at.replace(second=0),
            self.longest_ms,
            self.phase,
            self.changing,
            self.by_hand,
            relay,
            said,
        )

"""Time. The only module that asks the machine what time it is; everything else is told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands where it is put, for tests and for making a past or future day."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant the clock was set to."""
        return self.at


def local(instant: datetime) -> datetime:
    """Turn an aware instant into Vietnam's wall time."""
    return instant.astimezone(ZONE)


def today(clock: Clock) -> date:
    """Return the calendar day in Vietnam, whatever the machine's zone."""
    return local(clock.now()).date()

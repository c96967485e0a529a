"""
Waking by the wall clock, which may be set while the program runs.

APScheduler counts from instant to instant of that clock. Set back, its jobs would wait until it is again what
it was; set forward by years, it would list every second that was missed. Here a clock set back wakes at once,
and one set forward is one wake.
"""

from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from broadcaster.clock import SystemClock

_LONGEST_SLEEP_S = 1.0
"""How long after the clock was set the wakes go on at the latest."""


class Every(BaseTrigger):  # type: ignore[misc] # the library ships no types
    """So long after the wake before it; what was missed meanwhile is not made up for."""

    __slots__ = ("interval",)

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 # the signature is the library's
        """Return the next wake."""
        return now + self.interval

    def __str__(self) -> str:
        return f"every {self.interval}"


class Waker(BackgroundScheduler):  # type: ignore[misc] # as above
    """A scheduler whose jobs never wait longer than they would if they began to wait now."""

    def _process_jobs(self) -> float:
        """Look at the clock anew before every wait; it is the library's own step, called at each wake."""
        now = SystemClock().now()
        for job in self.get_jobs():
            due = job.trigger.get_next_fire_time(None, now)
            if due is not None and job.next_run_time is not None and job.next_run_time > due:
                job.modify(next_run_time=due)
        wait: float | None = super()._process_jobs()
        return _LONGEST_SLEEP_S if wait is None else min(wait, _LONGEST_SLEEP_S)

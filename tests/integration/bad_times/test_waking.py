"""What wakes the work when the machine's clock jumps under it."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from broadcaster import clock
from broadcaster.waker import Every, Waker

Shift = Callable[..., None]


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> Shift:
    """Set the clock that the scheduler reads, the library's and ours."""
    ahead = timedelta(0)

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead

    def act(**by: float) -> None:
        nonlocal ahead
        ahead = timedelta(**by)

    for module in (base, clock):
        monkeypatch.setattr(module, "datetime", Shifted)
    return act


@pytest.fixture
def waker() -> Iterator[Waker]:
    made = Waker(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    yield made
    made.shutdown(wait=True)


class Wakes:
    """Counts wakes."""

    def __init__(self) -> None:
        self.count = 0
        self._came = threading.Event()

    def __call__(self) -> None:
        self.count += 1
        self._came.set()

    def wait(self) -> bool:
        """Wait for the next one, not as long as any jump."""
        self._came.clear()
        return self._came.wait(10)


@pytest.mark.parametrize("jump", [{"minutes": -2}, {"hours": 1}, {"days": 1826}, {"days": -1826}])
def test_wakes_go_on_after_a_jump_and_what_was_missed_is_one(
    waker: Waker, shift: Shift, jump: dict[str, float]
) -> None:
    wakes = Wakes()
    waker.add_job(wakes, Every(timedelta(milliseconds=20)))
    waker.start()
    assert wakes.wait()
    shift(**jump)
    assert wakes.wait()
    assert wakes.wait()
    shift()
    assert wakes.wait()
    assert wakes.wait()


def test_five_years_of_seconds_are_not_made_up_for(waker: Waker, shift: Shift) -> None:
    wakes = Wakes()
    waker.add_job(wakes, Every(timedelta(hours=1)))
    waker.start()
    shift(days=1826)
    began = time.monotonic()
    waker.wakeup()
    assert wakes.wait()
    waker.wakeup()
    time.sleep(0.05)
    assert wakes.count == 1
    assert time.monotonic() - began < 5


def test_the_nightly_work_comes_at_its_hour_whatever_jumped(waker: Waker, shift: Shift) -> None:
    waker.add_job(print, "cron", hour=0, minute=10, id="night")
    waker.start()
    shift(days=1826)
    waker.add_job(Wakes(), Every(timedelta(milliseconds=10)))
    time.sleep(0.1)
    shift()
    patience = time.monotonic() + 10
    while waker.get_job("night").next_run_time - datetime.now(UTC) > timedelta(days=1):
        assert time.monotonic() < patience, "the night of five years on is still waited for"
        time.sleep(0.05)

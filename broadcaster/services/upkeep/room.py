"""How much room a home takes on its disk, beside what was set for it and what is left."""

import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from broadcaster.clock import Clock
from broadcaster.config import Settings

LOW_MB = 500
"""With less than this left, publishing and backups may fail any day."""
_NEAR = 0.9
_MANY_MB = 10_000
_REMEMBERED_S = 600


@dataclass(frozen=True, slots=True)
class Room:
    """A home's room in MiB."""

    used_mb: int
    budget_mb: int
    """What was set for it; 0 is no limit."""
    free_mb: int

    @property
    def used_words(self) -> str:
        """Say what it takes."""
        return _words(self.used_mb)

    @property
    def free_words(self) -> str:
        """Say what is left on the disk."""
        return _words(self.free_mb)

    @property
    def problem(self) -> str:
        """Say what is wrong and what to do; nothing when there is room enough."""
        if self.free_mb < LOW_MB:
            return f"Ổ đĩa chỉ còn trống {self.free_mb} MB, cần ít nhất {LOW_MB} MB. Hãy dọn tệp cũ hoặc chuyển bớt tệp khác đi."
        if self.budget_mb and self.used_mb > _NEAR * self.budget_mb:
            state = "quá" if self.used_mb > self.budget_mb else "gần hết"
            return (
                f"Dữ liệu của đài chiếm {self.used_mb} MB, {state} mức {self.budget_mb} MB đã đặt. "
                "Hãy dọn tệp cũ, giảm số ngày giữ, hoặc nâng mức."
            )
        return ""


def room(settings: Settings) -> Room:
    """Measure a home now."""
    used = sum(_bytes(folder) for folder in (settings.audio, settings.schedules))
    used += sum(one.stat().st_size for one in settings.home.glob("broadcaster.db*"))
    return Room(used >> 20, settings.disk_budget_mb, shutil.disk_usage(settings.home).free >> 20)


def room_lately(settings: Settings, clock: Clock) -> Room:
    """Return what `room` said within the last ten minutes: a page is not kept waiting by a large home."""
    return _remembered(settings, int(clock.now().timestamp()) // _REMEMBERED_S)


@lru_cache(maxsize=8)
def _remembered(settings: Settings, _when: int) -> Room:
    return room(settings)


def _words(mb: int) -> str:
    return f"{mb} MB" if mb < _MANY_MB else f"{mb / 1024:.1f} GB".replace(".", ",")


def _bytes(folder: Path) -> int:
    """Add up the files below a folder; one that goes meanwhile counts as nothing."""
    total = 0
    for place, _folders, files in os.walk(folder):
        for name in files:
            try:
                total += os.stat(os.path.join(place, name)).st_size  # noqa: PTH116, PTH118 # tens of thousands of files
            except FileNotFoundError:
                continue
    return total

"""The doctor: every outside thing tried for real, each answered in one sentence."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from broadcaster.config import Settings
from broadcaster.errors import BroadcasterError
from broadcaster.services.upkeep.room import LOW_MB, room
from broadcaster.sound import ffmpeg
from broadcaster.speech import Means, registry
from broadcaster.store.base import Store
from broadcaster.store.migrate import migrate


@dataclass(frozen=True, slots=True)
class Finding:
    """One outside thing: whether it is fine, whether the program cannot do without it, what to do."""

    what: str
    fine: bool
    needed: bool
    says: str


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Try everything the program stands on."""
    checks: list[tuple[str, bool, Callable[[], str]]] = [
        ("Thư mục dữ liệu", True, lambda: _folder(settings)),
        ("Ổ đĩa", True, lambda: _room(settings)),
        ("Mức đĩa đã đặt", False, lambda: _budget(settings)),
        ("Cơ sở dữ liệu", True, lambda: _database(settings)),
        ("ffmpeg", True, ffmpeg.version),
    ]
    for name in registry.names():
        if name == registry.TEST_VOICE and name not in settings.engines:
            continue
        needed = name == settings.engines[0]
        checks.append((f"Giọng đọc {name}", needed, lambda name=name: _voice(settings, name)))  # type: ignore[misc] # the default binds this turn's name
    return tuple(_try(*check) for check in checks)


def _try(what: str, needed: bool, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, fine=True, needed=needed, says=check())
    except BroadcasterError as failure:
        return Finding(what, fine=False, needed=needed, says=str(failure))


def _folder(settings: Settings) -> str:
    if not os.access(settings.home, os.W_OK):
        raise BroadcasterError(f"Không ghi được vào {settings.home}. Hãy chọn thư mục khác bằng --home.")
    return f"{settings.home} (Python {sys.version.split()[0]})"


def _room(settings: Settings) -> str:
    free_mb = shutil.disk_usage(settings.home).free >> 20
    if free_mb < LOW_MB:
        raise BroadcasterError(f"Chỉ còn trống {free_mb} MB. Hãy dọn bớt để còn ít nhất {LOW_MB} MB.")
    return f"còn trống {free_mb} MB"


def _budget(settings: Settings) -> str:
    found = room(settings)
    if found.problem:
        raise BroadcasterError(found.problem)
    limit = f"trong mức {found.budget_mb} MB" if found.budget_mb else "không đặt mức"
    return f"dữ liệu chiếm {found.used_mb} MB, {limit}"


def _database(settings: Settings) -> str:
    store = Store(settings.store_url)
    try:
        migrate(store)
    finally:
        store.close()
    return "mở được, có khóa chống sửa nhật ký"


def _voice(settings: Settings, name: str) -> str:
    readiness = registry.load(name, Means(voices=settings.audio / "voices")).readiness()
    if not readiness.ready:
        raise BroadcasterError(readiness.reason)
    return readiness.reason or "sẵn sàng"

"""What a power cut or a kill left behind: unfinished files that nothing reads; `prune` takes them away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadcaster.services.desk import Desk

_LEFT_ALONE = timedelta(days=1)
"""Whatever is younger may be somebody's work under way."""


def leftovers(desk: Desk) -> Iterator[Path]:
    """Find unfinished files and work folders older than a day."""
    edge = desk.clock.now() - _LEFT_ALONE
    return (path for path in _unfinished(desk) if changed(path) < edge)


def _unfinished(desk: Desk) -> Iterator[Path]:
    """Find work folders and files with the names that `files` and `shelf` give what is not finished."""
    settings = desk.settings
    yield from (settings.audio / "incoming").glob("*")
    for name in (".broadcaster.backup-*", ".broadcaster.restore-*"):
        yield from settings.home.glob(name)
    for folder in (settings.audio / "segments", settings.audio / "programmes", settings.schedules):
        yield from folder.rglob("*.part")


def changed(path: Path) -> datetime:
    """Return when a file or folder was last changed; never to be taken where another process just has."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)

"""What a power cut or a kill left behind: unfinished files that nothing reads, taken away after a day."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadcaster.services.desk import Desk

_LEFT_ALONE = timedelta(days=1)
"""Whatever is younger may be somebody's work under way."""


def tidy(desk: Desk) -> int:
    """
    Take away unfinished files and work folders older than a day; what has its final name is never touched.

    Returns:
        How many files and folders went.
    """
    edge = desk.clock.now() - _LEFT_ALONE
    gone = [path for path in _leftovers(desk) if _changed(path) < edge]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(gone)


def _leftovers(desk: Desk) -> Iterator[Path]:
    """Find work folders and files with the names that `files` and `shelf` give what is not finished."""
    settings = desk.settings
    yield from (settings.audio / "incoming").glob("*")
    for name in (".broadcaster.backup-*", ".broadcaster.restore-*"):
        yield from settings.home.glob(name)
    for folder in (settings.audio / "segments", settings.audio / "programmes", settings.schedules):
        yield from folder.rglob("*.part")


def _changed(path: Path) -> datetime:
    """Return when a file or folder was last changed; never to be taken where another process just has."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)

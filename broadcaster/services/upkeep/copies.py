"""
Backup and restore: one file with everything a commune cannot make again.

The database is copied as of one moment while the program runs (SQLite's own VACUUM INTO); the sounds and
playlists are named by their content or derived, so files that appear meanwhile do no harm. Digests of every
file stand in the archive and are checked before anything is put in place.
"""

import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from broadcaster.config import Settings
from broadcaster.errors import Refused
from broadcaster.files import copy_whole, digest_of_file, whole_file
from broadcaster.services.desk import Desk

_DATABASE, _KEY, _LIST = "broadcaster.db", ".broadcaster-key", "SHA256.json"
_OWNERS = 0o600
"""The secret key is inside: only the owner may read it."""
_FOLDERS = ("audio/segments", "audio/programmes", "schedules/published", "schedules/returned")


def backup(desk: Desk, out: Path) -> int:
    """
    Write a home to one zip file.

    Returns:
        How many files are in it.

    Raises:
        Refused: The database is not SQLite: its own tool makes its backup.
        Unavailable: The disk is full; no half file is left.
    """
    if desk.store.engine.dialect.name != "sqlite":
        raise Refused(
            "Cơ sở dữ liệu này không phải SQLite. Hãy sao lưu bằng công cụ của máy chủ cơ sở dữ liệu (pg_dump)."
        )
    home = desk.settings.home
    with tempfile.TemporaryDirectory(dir=home, prefix=".broadcaster.backup-") as folder:
        database = Path(folder) / _DATABASE
        with sqlite3.connect(desk.store.engine.url.database or "") as source:
            source.execute("VACUUM INTO ?", (str(database),))
        source.close()
        files = {_DATABASE: database, _KEY: home / _KEY}
        for name in _FOLDERS:
            files |= {path.relative_to(home).as_posix(): path for path in _finished(home / name)}
        digests = {name: digest_of_file(path) for name, path in files.items()}
        with (
            whole_file(out, _OWNERS) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive,
        ):
            for name, path in files.items():
                archive.write(path, name)
            archive.writestr(_LIST, json.dumps(digests, indent=1))
    return len(files)


def restore(settings: Settings, file: Path) -> int:
    """
    Bring a backup into a home that has no database yet.

    Every file is checked against its digest before the first is put in place; the database comes last, so
    that a restore that was cut off can be run again.

    Raises:
        Refused: Not a whole backup, or the home is in use already.
    """
    if (settings.home / _DATABASE).exists():
        raise Refused(
            f"Thư mục {settings.home} đã có dữ liệu. Hãy khôi phục vào một thư mục trống bằng --home."
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home, prefix=".broadcaster.restore-") as folder:
        names = _unpack(file, Path(folder))
        for name in sorted(names, key=lambda name: name == _DATABASE):
            copy_whole(Path(folder) / name, settings.home / name, _OWNERS if name == _KEY else 0o644)
    return len(names)


def _unpack(file: Path, folder: Path) -> list[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            digests: dict[str, str] = json.loads(archive.read(_LIST))
            for name in digests:
                if not _allowed(name):
                    raise Refused(f"Tệp sao lưu có tên lạ: {name}. Hãy dùng tệp do chương trình này tạo.")
                archive.extract(name, folder)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(
            "Tệp này không phải bản sao lưu trọn vẹn của chương trình. Hãy dùng bản khác."
        ) from error
    for name, digest in digests.items():
        if digest_of_file(folder / name) != digest:
            raise Refused(f"Bản sao lưu bị hỏng ở {name}. Hãy dùng bản khác; chưa có gì bị thay đổi.")
    return list(digests)


def _allowed(name: str) -> bool:
    """Let through only the names a backup writes, so that none leads outside the home."""
    parts = Path(name).parts
    return ".." not in parts and (
        name in (_DATABASE, _KEY) or name.startswith(tuple(f"{one}/" for one in _FOLDERS))
    )


def _finished(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part")

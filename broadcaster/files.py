"""
Files that exist only when they are whole, and digests that name them.

A file is written beside its place under a temporary name, synced, renamed, and its folder synced; a
power cut leaves the old file, the new file, or a `.part` that nothing reads.
"""

import hashlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadcaster.errors import Unavailable
from broadcaster.units import Sha256

_CHUNK = 1 << 20

if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        """Wait until nobody else holds the file, and hold it."""
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError:  # it gives up after ten seconds
                continue
            return

else:
    import fcntl

    def _hold(handle: int) -> None:
        """Wait until nobody else holds the file, and hold it."""
        fcntl.flock(handle, fcntl.LOCK_EX)


def digest_of(data: bytes) -> Sha256:
    """Return the SHA-256 of bytes in memory."""
    return Sha256(hashlib.sha256(data).hexdigest())


def digest_of_file(path: Path) -> Sha256:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return Sha256(hashlib.file_digest(file, "sha256").hexdigest())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows does it by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and what leads to it, each name durable before anything is put inside."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


@contextmanager
def whole_file(path: Path, mode: int = 0o644) -> Iterator[Path]:
    """
    Give a temporary path beside `path`; on leaving without an error it becomes `path`, durably.

    The folder is made when missing. On an error the temporary file is removed and `path` is as before. Nobody
    else can read the file before it has its `mode`; a web server reads what is published, so that is the default.

    Raises:
        Unavailable: The disk is full or cannot be written; the message says how much room is left.
    """
    temporary: Path | None = None
    try:
        make_folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=path.name + ".", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(mode)  # mkstemp makes files only their owner may read
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise Unavailable(disk_sentence(path.parent, error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write bytes so that `path` is either as before or whole. Raises as `whole_file` does."""
    with whole_file(path, mode) as temporary:
        temporary.write_bytes(data)


def copy_whole(source: Path, path: Path, mode: int = 0o644) -> None:
    """Copy a file so that `path` is either as before or whole. Raises as `whole_file` does."""
    with whole_file(path, mode) as temporary, source.open("rb") as read, temporary.open("wb") as written:
        shutil.copyfileobj(read, written, _CHUNK)


def link_whole(source: Path, path: Path) -> None:
    """
    Give a file that is whole a second name on the same disk; where that cannot be, copy it.

    The name is durable once the folder is synced: who links many names syncs once. Raises as `whole_file` does.
    """
    make_folder(path.parent)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        os.link(source, temporary)
    except OSError:  # a disk without links, such as a stick
        copy_whole(source, path)
        return
    try:
        temporary.replace(path)
    except OSError as error:
        raise Unavailable(disk_sentence(path.parent, error)) from error
    finally:
        temporary.unlink(missing_ok=True)  # two names of one file: replacing does nothing and leaves both


def move_whole(source: Path, path: Path) -> None:
    """
    Give a file that `whole_file` made on the same disk its place.

    Raises:
        Unavailable: The disk cannot be written; `source` is where it was.
    """
    try:
        make_folder(path.parent)
        source.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise Unavailable(disk_sentence(path.parent, error)) from error


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """
    Let in one at a time, of all processes and threads that use the same file; who dies inside is out.

    Raises:
        Unavailable: The file cannot be made.
    """
    try:
        make_folder(path.parent)
        file = path.open("ab")
    except OSError as error:
        raise Unavailable(disk_sentence(path.parent, error)) from error
    with file:  # closing it lets the next one in
        _hold(file.fileno())
        yield


def disk_sentence(folder: Path, error: OSError) -> str:
    """Say in Vietnamese what is wrong with the disk, with the room left where that can be known."""
    try:
        free_mb = shutil.disk_usage(folder if folder.exists() else folder.anchor or ".").free // (1 << 20)
        room = f" Ổ đĩa còn trống {free_mb} MB."
    except OSError:
        room = ""
    reason = error.strerror or str(error)
    return f"Không ghi được tệp vào ổ đĩa ({reason}).{room} Hãy dọn bớt chỗ trống rồi làm lại; những gì đã lưu trước đó vẫn còn nguyên."

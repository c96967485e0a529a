"""
The pack a village plays from: a folder a day, files in playing order, digests last.

Cheap players sort by name or by the order in which entries were written, so both are the playing order.
`SHA256.TXT` is written last: a copy without it is unfinished.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcaster.files import copy_whole, digest_of, whole_file, write_whole
from broadcaster.shelf.playlists import for_windows
from broadcaster.units import Sha256

_LIST = "DANHSACH.TXT"
PLAYLIST = "DANHSACH.M3U"
"""For players that follow a list; the names in it are those beside it."""
PAPER = "THUTU.PDF"
"""The running order with the slip to fill in, to be printed."""
_DIGESTS = "SHA256.TXT"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can say: the same pack made twice is the same bytes."""


@dataclass(frozen=True, slots=True)
class PackDay:
    """One day's folder: its name, its files (name, where they lie, digest) and the list a person reads."""

    folder: str
    files: tuple[tuple[str, Path, Sha256], ...]
    running_order: str
    papers: tuple[tuple[str, bytes], ...] = ()
    """What else lies in the folder: `PLAYLIST`, `PAPER`."""

    def written(self) -> tuple[tuple[str, bytes], ...]:
        """Return everything but sound and digests, in the order in which it is written."""
        return ((_LIST, self.list_bytes()), *self.papers)

    def digests(self) -> bytes:
        """Write the digests in the form `sha256sum -c` reads."""
        rows = [(sha256, name) for name, _path, sha256 in self.files]
        rows += [(digest_of(data), name) for name, data in self.written()]
        return "".join(f"{sha256}  {name}\n" for sha256, name in rows).encode("ascii")

    def list_bytes(self) -> bytes:
        """Write the running order as Windows and phones read it."""
        return for_windows(self.running_order)


def write_zip(out: Path, days: Sequence[PackDay]) -> None:
    """Write the days as one zip, stored as they are: MP3 does not shrink. Raises `Unavailable` on a full disk."""
    with whole_file(out) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
        for day in days:
            for name, path, _sha256 in day.files:
                with path.open("rb") as source, archive.open(_entry(day, name), "w") as target:
                    while chunk := source.read(1 << 20):
                        target.write(chunk)
            for name, data in day.written():
                archive.writestr(_entry(day, name), data)
            archive.writestr(_entry(day, _DIGESTS), day.digests())


def write_folder(out: Path, days: Sequence[PackDay]) -> None:
    """Write the days as folders, such as on a stick. Raises `Unavailable` when it is full or taken out."""
    for day in days:
        place = out / day.folder
        (place / _DIGESTS).unlink(missing_ok=True)
        _clear(place)
        for name, path, _sha256 in day.files:
            copy_whole(path, place / name)
        for name, data in day.written():
            write_whole(place / name, data)
        write_whole(place / _DIGESTS, day.digests())


def _clear(place: Path) -> None:
    """Take away our own files of an earlier pack: a session that was cancelled must not be played."""
    lists = (place / name for name in (_LIST, PLAYLIST, PAPER))
    for old in (*place.glob("[0-9][0-9]_[0-9][0-9][0-9][0-9].MP3"), *lists):
        old.unlink(missing_ok=True)


def _entry(day: PackDay, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{day.folder}/{name}", _EPOCH)
    entry.external_attr = 0o644 << 16
    return entry

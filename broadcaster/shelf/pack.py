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
_DIGESTS = "SHA256.TXT"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can say: the same pack made twice is the same bytes."""


@dataclass(frozen=True, slots=True)
class PackDay:
    """One day's folder: its name, its files (name, where they lie, digest) and the list a person reads."""

    folder: str
    files: tuple[tuple[str, Path, Sha256], ...]
    running_order: str

    def digests(self) -> bytes:
        """Write the digests in the form `sha256sum -c` reads."""
        rows = [(sha256, name) for name, _path, sha256 in self.files]
        rows.append((digest_of(self.list_bytes()), _LIST))
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
            archive.writestr(_entry(day, _LIST), day.list_bytes())
            archive.writestr(_entry(day, _DIGESTS), day.digests())


def write_folder(out: Path, days: Sequence[PackDay]) -> None:
    """Write the days as folders, such as on a stick. Raises `Unavailable` when it is full or taken out."""
    for day in days:
        place = out / day.folder
        (place / _DIGESTS).unlink(missing_ok=True)
        _clear(place)
        for name, path, _sha256 in day.files:
            copy_whole(path, place / name)
        write_whole(place / _LIST, day.list_bytes())
        write_whole(place / _DIGESTS, day.digests())


def _clear(place: Path) -> None:
    """Take away our own files of an earlier pack: a session that was cancelled must not be played."""
    for old in (*place.glob("[0-9][0-9]_[0-9][0-9][0-9][0-9].MP3"), place / _LIST):
        old.unlink(missing_ok=True)


def _entry(day: PackDay, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{day.folder}/{name}", _EPOCH)
    entry.external_attr = 0o644 << 16
    return entry

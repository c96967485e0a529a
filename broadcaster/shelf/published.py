"""
What is published of a commune: a folder a village with its head, and the lists that villages share.

    <commune>/_lists/<sha256>.m3u8      never changes
    <commune>/<village>/20260615.m3u8   a second name of one of them, for players that are set up by hand
    <commune>/<village>/head.json       small, signed, replaced whole, and always last

Lists name sound by a path that is the same from both places.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadcaster.files import digest_of, digest_of_file, link_whole, sync_folder, write_whole
from broadcaster.units import Sha256

FORMS = ("m3u8", "m3u", "xspf")
HEAD = "head.json"
_LISTS = "_lists"
"""No village has this code: codes have no underscore."""
_OURS = re.compile(rf"\d{{8}}\.({'|'.join(FORMS)})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list that lies in the commune's folder."""

    sha256: Sha256
    form: str
    bytes: int

    @property
    def file_name(self) -> str:
        """Return its name, which says its content."""
        return f"{self.sha256}.{self.form}"

    @property
    def from_head(self) -> str:
        """Return its path as a head names it."""
        return f"../{_LISTS}/{self.file_name}"


@dataclass(frozen=True, slots=True)
class PublishedFolder:
    """The published folder of a commune."""

    folder: Path

    def put_list(self, data: bytes, form: str) -> tuple[PublishedList, int]:
        """Keep a list under its content's name; return it with how many files were written."""
        found = PublishedList(digest_of(data), form, len(data))
        path = self.folder / _LISTS / found.file_name
        if path.exists() and path.read_bytes() == data:
            return found, 0
        write_whole(path, data)
        return found, 1

    def name_lists(self, village: str, lists: Collection[tuple[str, PublishedList]]) -> int:
        """
        Give the lists of a village's days (`20260615`) their names beside its head; other days' names go.

        Returns:
            How many names were written or taken away.
        """
        place, done = self.folder / village, 0
        wanted = {f"{day}.{one.form}": one for day, one in lists}
        for name, one in wanted.items():
            path = place / name
            if not (path.exists() and digest_of_file(path) == one.sha256):
                link_whole(self.folder / _LISTS / one.file_name, path)
                done += 1
        for path in self._names(village):
            if path.name not in wanted:
                path.unlink(missing_ok=True)
                done += 1
        if done:
            sync_folder(place)
        return done

    def has_lists(self, village: str, lists: Collection[tuple[str, str, str]]) -> bool:
        """Say whether the lists of a village (day as `20260615`, form, digest), and no others, lie whole in both places."""
        wanted = {f"{day}.{form}": digest for day, form, digest in lists}
        return {path.name for path in self._names(village)} == set(wanted) and all(
            _is(self.folder / village / name, digest)
            and _is(self.folder / _LISTS / f"{digest}.{name.rpartition('.')[2]}", digest)
            for name, digest in wanted.items()
        )

    def head(self, village: str) -> Path:
        """Return where a village's head lies, or would."""
        return self.folder / village / HEAD

    def heads(self) -> Iterator[Path]:
        """Find every head of the commune."""
        return self.folder.glob(f"*/{HEAD}")

    def lists(self) -> Iterator[Path]:
        """Find every list kept by its content."""
        return (path for form in FORMS for path in (self.folder / _LISTS).glob(f"*.{form}"))

    def names(self) -> Iterator[Path]:
        """Find every list that lies beside a head under its day's name."""
        return (path for path in self.folder.glob("*/*") if _OURS.fullmatch(path.name))

    def _names(self, village: str) -> list[Path]:
        place = self.folder / village
        return [path for path in place.iterdir() if _OURS.fullmatch(path.name)] if place.is_dir() else []


def _is(path: Path, digest: str) -> bool:
    try:
        return digest_of(path.read_bytes()) == digest
    except FileNotFoundError:
        return False

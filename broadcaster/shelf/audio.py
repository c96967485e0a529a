"""
Audio named by its content.

`audio/segments/ab/abcdef….mp3` holds one normalised piece, `audio/programmes/…` one whole session. A name
that exists is whole (see `files`), so equal content is kept once and asking for it again costs nothing.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Unavailable
from broadcaster.files import copy_whole, digest_of_file, disk_sentence, move_whole
from broadcaster.units import Sha256


@dataclass(frozen=True, slots=True)
class Shelf:
    """The audio folder of one home."""

    folder: Path

    def segment(self, sha256: Sha256 | str) -> Path:
        """Return where the segment of this digest lies, or would."""
        return self._place("segments", sha256)

    def programme(self, sha256: Sha256 | str) -> Path:
        """Return where the programme of this digest lies, or would."""
        return self._place("programmes", sha256)

    def rendition(self, sha256: Sha256 | str, kbps: int, *, horn: bool = False) -> Path:
        """Return where a segment lies, or would, at another bit rate or shape than it was made with."""
        return self._place("segments", sha256, f".{kbps}{'-horn' if horn else ''}")

    def put_segment(self, file: Path) -> Sha256:
        """Keep a copy of a segment that lies anywhere. Raises `Unavailable` when the disk is full."""
        sha256 = digest_of_file(file)
        if not self.segment(sha256).exists():
            copy_whole(file, self.segment(sha256))
        return sha256

    def take(self, file: Path, place: Path) -> None:
        """
        Move a file that was made whole on the bench to its place.

        One that stands there already is made young again, so that pruning knows it is wanted.

        Raises:
            Unavailable: The disk is full or cannot be written.
        """
        try:
            os.utime(place)
        except FileNotFoundError:
            move_whole(file, place)

    @contextmanager
    def bench(self) -> Iterator[Path]:
        """
        Give an empty folder to work in, on the same disk; it is gone afterwards, whatever happened.

        Raises:
            Unavailable: The disk is full or cannot be written.
        """
        try:
            (self.folder / "incoming").mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self.folder / "incoming"))
        except OSError as error:
            raise Unavailable(disk_sentence(self.folder, error)) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _place(self, kind: str, sha256: str, variant: str = "") -> Path:
        return self.folder / kind / sha256[:2] / f"{sha256}{variant}.mp3"

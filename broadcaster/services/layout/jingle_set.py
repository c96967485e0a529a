"""The jingles that ship in `audio/`: their files with title, source and licence."""

import csv
from dataclasses import dataclass
from pathlib import Path

from broadcaster.config import CHECKOUT
from broadcaster.errors import Unavailable


@dataclass(frozen=True, slots=True)
class JingleWords:
    """What is known of a sound; all of it is needed, because only sounds of known source are aired."""

    title: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """A jingle that ships."""

    file: Path
    role: str
    words: JingleWords
    sha256: str


def shipped() -> tuple[Shipped, ...]:
    """
    Read which jingles ship.

    Raises:
        Unavailable: A file of the set is missing.
    """
    folder = CHECKOUT / "audio"
    with (folder / "jingles.tsv").open(encoding="utf-8", newline="") as table:
        found = tuple(
            Shipped(
                folder / row["file"],
                row["role"],
                JingleWords(row["title"], row["source"], row["licence"]),
                row["sha256"],
            )
            for row in csv.DictReader(table, delimiter="\t")
        )
    for one in found:
        if not one.file.exists():
            raise Unavailable(
                f"Thiếu tệp nhạc {one.file.name}. Hãy chạy lại scripts/make_jingles.py.", permanent=True
            )
    return found

"""The running order of villages' days on paper, with a slip to confirm on; A4 or A5."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from segno import make

from broadcaster.paper.typeset import pdf

Paper = Literal["a4", "a5"]
PAPERS: dict[str, Paper] = {"a4": "a4", "a5": "a5"}


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """One bulletin, or what is relayed: where it begins in the file, and how long it takes, as `m:ss`."""

    at: str
    title: str
    length: str
    told: tuple[str, ...] = ()
    """What whoever plays the file does then; each on a line of its own."""
    relayed: bool = False
    """Whether it is not in the file."""


@dataclass(frozen=True, slots=True)
class PrintedSession:
    """One session."""

    hour: str
    name: str
    file: str
    length: str
    items: tuple[PrintedItem, ...]
    file_length: str = ""
    """How long the file is, where more than the file is aired."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One village on one day."""

    village: str
    day: str
    """`thứ hai, 15/6/2026`."""
    sessions: tuple[PrintedSession, ...]
    address: str
    """Of the village's page, which the code opens; empty where it is not known."""
    mark: str
    """A few characters that say which sound this paper belongs to."""


def running_order(commune: str, sheets: Sequence[Sheet], paper: Paper, made_at: datetime) -> bytes:
    """Set the sheets as one PDF, each on a new page."""
    data = {
        "paper": paper,
        "commune": commune,
        "title": f"Chương trình phát thanh {commune}",
        "sheets": [_sheet(one) for one in sheets],
    }
    return pdf("running_order", data, made_at)


def _sheet(one: Sheet) -> dict[str, object]:
    return asdict(one) | {"qr": _code(one.address) if one.address else ""}


def _code(address: str) -> str:
    picture = BytesIO()
    make(address, error="m").save(picture, kind="svg", scale=8, border=1)
    return picture.getvalue().decode()

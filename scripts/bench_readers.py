"""
The reader's figures: its speed, and speed and accuracy beside other readers, where they are installed.

The others are no dependencies: install them beside the project to see their figures. Tables are lines of class,
written, spoken, with accepted readings parted by ` | `; a row counts as right when all words are equal, whatever
the case, the punctuation and the place of a tone mark.
"""

import csv
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from bench_row import Row
from environment import ROOT

from broadcaster.reading import read
from broadcaster.services.sample.bulletins import BULLETINS, text_on

Reader = Callable[[str], str]
_SECONDS = 2.0
_TABLES = ROOT.parent / "shared" / "reading"
_TONES = str.maketrans({"\u0300": "", "\u0301": "", "\u0303": "", "\u0309": "", "\u0323": ""})


def bench_readers(*, others: bool) -> list[Row]:
    """Time our reader and, where asked, every other one that is installed; score all of them on the tables found."""
    texts = [text_on(one, date(2026, 6, 15)) for one in BULLETINS]
    ours = _speed(_ours, texts)
    rows = [
        Row(
            "reader, MB of bulletin text a second",
            f"{ours:.2f} MB/s",
            "1 MB/s (promise)",
            ours,
            1,
            f"{len(texts)} sample bulletins read over and over for {_SECONDS:g} s of processor time on one core, UTF-8 bytes",
        )
    ]
    if others:
        found = list(_others())
        rows += [_speed_row(name, ours, _speed(reader, texts)) for name, reader in found]
        for table in sorted(_TABLES.glob("*.tsv")):
            rows += _accuracy(table, found)
    return rows


def _speed(reader: Reader, texts: Sequence[str]) -> float:
    """Return megabytes a second of processor time, its child processes' too; other work on the machine does not count."""
    reader(texts[0])
    start, count = _spent(), 0
    while _spent() - start < _SECONDS:
        for text in texts:
            reader(text)
            count += len(text.encode())
    return count / (_spent() - start) / 1e6


def _spent() -> float:
    """Return the seconds of processor time of this process and of its children that have ended."""
    return sum(os.times()[:4])


def _speed_row(name: str, ours: float, theirs: float) -> Row:
    how = "the same bulletins in the same run, processor time with child processes"
    return Row(
        f"reader against {name}, speed", f"{ours:.2f} MB/s", f"{theirs:.2f} MB/s", ours / theirs, 0, how
    )


def _accuracy(table: Path, others: Sequence[tuple[str, Reader]]) -> list[Row]:
    with table.open(encoding="utf-8", newline="") as file:
        rows = [
            (line["written"], line["spoken"].split(" | ")) for line in csv.DictReader(file, delimiter="\t")
        ]
    ours = _right(_ours, rows)
    how = f"{len(rows)} rows of {table.name}: all words equal to an accepted reading"
    return [
        Row(
            f"reader against {name}, rows of {table.stem} right",
            f"{ours:.1%}",
            f"{theirs:.1%}",
            ours / max(theirs, 1e-9),
            0,
            how,
        )
        for name, reader in [*others, ("no reader at all", _as_written)]
        for theirs in [_right(reader, rows)]
    ]


def _right(reader: Reader, rows: Sequence[tuple[str, Sequence[str]]]) -> float:
    return sum(_words(reader(written)) in map(_words, spoken) for written, spoken in rows) / len(rows)


def _words(text: str) -> list[tuple[str, str]]:
    """Return a text as words, each as its letters and its tone marks: where in a word a tone stands does not matter."""
    plain = re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFC", text).lower()).replace("_", " ")
    split = [unicodedata.normalize("NFD", word) for word in plain.split()]
    return [(word.translate(_TONES), "".join(mark for mark in word if ord(mark) in _TONES)) for word in split]


def _as_written(text: str) -> str:
    return text


def _ours(text: str) -> str:
    return read(text).spoken


def _others() -> Iterator[tuple[str, Reader]]:
    """Yield every other reader that is installed, by name."""
    for name, find in (
        ("sea-g2p", _sea_g2p),
        ("vinorm", _vinorm),
        ("vietnormalizer", _vietnormalizer),
        ("num2words", _num2words),
    ):
        try:
            yield name, find()
        except ImportError:
            print(f"not installed: {name}")


def _sea_g2p() -> Reader:
    from sea_g2p import Normalizer  # noqa: PLC0415 # wanted only where it is installed

    normalizer = Normalizer()
    return lambda text: str(normalizer.normalize(text))


def _vinorm() -> Reader:
    from vinorm import TTSnorm  # noqa: PLC0415 # as above

    return lambda text: str(TTSnorm(text, punc=False, unknown=False))


def _vietnormalizer() -> Reader:
    from vietnormalizer import VietnameseNormalizer  # noqa: PLC0415 # as above

    normalizer = VietnameseNormalizer()
    return lambda text: str(normalizer.normalize(text))


def _num2words() -> Reader:
    from num2words import num2words  # noqa: PLC0415 # as above

    return lambda text: re.sub(r"\d+", lambda found: str(num2words(int(found.group()), lang="vi")), text)

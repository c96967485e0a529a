"""
Make the jingles that ship in `audio/`, and the table of where they come from.

    python3 scripts/make_jingles.py [FOLDER]

One tune of five notes runs through all of them, in the pentatonic mode of northern folk song, so that a
village knows its station at the first stroke. Running this again makes the same files, bit for bit where
ffmpeg is the same.
"""

import csv
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from environment import PYTHON, ROOT, ensure

if __name__ == "__main__" and sys.prefix != str(ROOT / ".venv"):
    ensure("requirements-test.lock")
    os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 # the same script in the project's own environment

from broadcaster.files import whole_file
from broadcaster.sound import AudioPart, Segment, SoundSettings, make_segment
from broadcaster.sound.tones import Instrument, Note, bamboo, bell, render, string

LICENCE = "CC0-1.0"
SOURCE = "Nhạc tự đặt, tạo bằng phép tính với scripts/make_jingles.py"


@dataclass(frozen=True, slots=True)
class Jingle:
    """A jingle before it is made."""

    role: str
    title: str
    length_s: float
    tune: Sequence[Note]

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.role}.mp3"


def line(play: Instrument, strength: float, beat_s: float, words: str) -> list[Note]:
    """Read a line of music: `0:G4 1.5:A4+D5` is a G on the first beat, an A with a D a beat and a half on."""
    notes = []
    for word in words.split():
        beat, _, pitches = word.partition(":")
        notes += [Note(float(beat) * beat_s, pitch, strength, play) for pitch in pitches.split("+")]
    return notes


OPENING = Jingle(
    "opening",
    "Nắng lên đầu thôn",
    8.0,
    [
        *line(bamboo, 0.5, 0.52, "0:G4 0.5:B4 1:D5 1.5:E5 3:B4 3.5:E5 5:D5 5.5:G4 7:A4 7.5:E5 9:D5 9.5:B4"),
        *line(bamboo, 0.4, 0.52, "0:G3 2:G3 4:E3 6:C4 8:D4 10:G3 11:G3"),
        *line(string, 0.5, 0.52, "2:G5 4:E5 5:D5 6:E5 7:A4 8:B4 9:D5 10:G5"),
        *line(bell, 0.45, 0.52, "2:G5 6:E5 10:D5+G5 11:B5"),
    ],
)
SEPARATOR = Jingle(
    "separator",
    "Giọt tre",
    2.5,
    [
        *line(bamboo, 0.6, 0.16, "0:G4 1:B4 2:D5 3:E5 4:G5"),
        *line(bell, 0.45, 0.16, "4:G5"),
        *line(bell, 0.2, 0.16, "6:D6"),
    ],
)
CLOSING = Jingle(
    "closing",
    "Chiều về bến nước",
    6.0,
    [
        *line(bamboo, 0.5, 0.55, "0:G4 0.5:D5 1.5:E5 2.5:D5 3.5:A4 4.5:B4 5.5:D5"),
        *line(bamboo, 0.4, 0.55, "0:E3 2:C4 4:D4 6:G3"),
        *line(string, 0.5, 0.55, "0:G5 1:E5 2:E5 3:D5 4:B4 5:A4 6:G4"),
        *line(bell, 0.4, 0.55, "0:G5 4:D5 6:G4+D5 7:G5"),
    ],
)
ATTENTION = Jingle(
    "attention",
    "Chuông báo tin",
    3.0,
    [
        *line(bell, 0.6, 0.3, "0:G5 1:D6 3:G5 4:D6"),
        *line(bamboo, 0.3, 0.3, "0:G4 1:D5 3:G4 4:D5"),
    ],
)
JINGLES = (OPENING, SEPARATOR, CLOSING, ATTENTION)


def main(arguments: list[str]) -> int:
    """Make every jingle in a folder (`audio/` when none is named), then the table."""
    folder = Path(arguments[0]) if arguments else ROOT / "audio"
    made = [make(jingle, folder) for jingle in JINGLES]
    with (
        whole_file(folder / "jingles.tsv") as table,
        table.open("w", encoding="utf-8", newline="") as file,
    ):
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(("file", "role", "title", "source", "licence", "sha256"))
        for jingle, segment in zip(JINGLES, made, strict=True):
            rows.writerow((jingle.file, jingle.role, jingle.title, SOURCE, LICENCE, segment.sha256))
            print(f"{jingle.file}: {segment.duration_ms / 1000:.2f} s, {segment.loudness} LUFS")
    return 0


def make(jingle: Jingle, folder: Path) -> Segment:
    """Play one jingle and finish it in house form."""
    with tempfile.TemporaryDirectory() as bench:
        wav = Path(bench, "tune.wav")
        render(jingle.tune, jingle.length_s, wav)
        return make_segment([AudioPart(wav)], folder / jingle.file, SoundSettings())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The jingles that ship: measured as they are, and made again from arithmetic."""

import csv
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from broadcaster.config import CHECKOUT
from broadcaster.files import digest_of_file
from broadcaster.sound import examine, inspect_file, measure, pcm, tones
from broadcaster.sound.tones import Note
from tests.unit.sound.generated import heard, peak_db

AUDIO = CHECKOUT / "audio"
LENGTHS_S = {"opening": (6, 9), "separator": (2, 3), "closing": (5, 7), "attention": (2, 4)}


def rows() -> list[dict[str, str]]:
    with (AUDIO / "jingles.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(params=[row["role"] for row in rows()])
def row(request: pytest.FixtureRequest) -> dict[str, str]:
    return next(one for one in rows() if one["role"] == request.param)


def test_there_is_one_jingle_for_every_place() -> None:
    assert sorted(row["role"] for row in rows()) == sorted(LENGTHS_S)


def test_every_jingle_has_title_source_and_licence(row: dict[str, str]) -> None:
    assert row["title"].strip()
    assert "scripts/make_jingles.py" in row["source"]
    assert row["licence"] == "CC0-1.0"


def test_every_jingle_is_the_file_its_row_names(row: dict[str, str]) -> None:
    assert digest_of_file(AUDIO / row["file"]) == row["sha256"]


def test_every_jingle_is_as_long_as_its_place_wants(row: dict[str, str]) -> None:
    facts = inspect_file(AUDIO / row["file"])  # in house form, or this raises
    shortest, longest = LENGTHS_S[row["role"]]
    assert shortest * 1000 <= facts.duration_ms <= longest * 1000
    assert examine(AUDIO / row["file"]).duration_ms == facts.duration_ms


def test_every_jingle_has_the_loudness_of_speech_and_is_not_clipped(row: dict[str, str]) -> None:
    loudness = measure(AUDIO / row["file"])
    assert loudness.integrated == pytest.approx(-16, abs=0.5)
    assert loudness.true_peak <= -1.5
    assert examine(AUDIO / row["file"]).mean == pytest.approx(0, abs=0.001)


def test_every_jingle_begins_and_ends_softly(row: dict[str, str]) -> None:
    samples = heard(AUDIO / row["file"])
    assert peak_db(samples[:200]) < -40
    assert peak_db(samples[-2205:]) < -40


def test_no_jingle_has_the_sudden_steps_of_a_beep(row: dict[str, str]) -> None:
    samples = heard(AUDIO / row["file"])
    assert max(abs(after - before) for before, after in pairwise(samples)) < 12_000


def test_together_they_are_small() -> None:
    files = [path for path in AUDIO.iterdir() if path.is_file()]
    assert {path.name for path in files} == {"jingles.tsv", *(row["file"] for row in rows())}
    assert sum(path.stat().st_size for path in files) < 400_000


@pytest.mark.skipif(shutil.which("mp3val") is None, reason="mp3val is not installed")
def test_mp3val_finds_nothing_to_complain_of_but_that_there_are_no_tags(row: dict[str, str]) -> None:
    said = subprocess.run(["mp3val", AUDIO / row["file"]], capture_output=True, check=True, text=True).stdout
    warnings = [line for line in said.splitlines() if "WARNING" in line and "No supported tags" not in line]
    assert not warnings
    assert "no tags, CBR" in said


def played(play: tones.Instrument, out: Path, pitch: str = "A4") -> pcm.Pcm:
    tones.render([Note(0.1, pitch, 0.5, play)], 1.2, out)
    found = pcm.opened(out)
    assert found is not None
    return found


@pytest.mark.parametrize("play", [tones.bamboo, tones.bell, tones.string])
def test_a_tune_is_made_the_same_every_time_and_is_as_long_as_asked(
    play: tones.Instrument, tmp_path: Path
) -> None:
    first, again = (played(play, tmp_path / f"{number}.wav") for number in range(2))
    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.duration_ms == 1200
    assert examine(first.path).peak == pytest.approx(0.7, abs=0.001)


@pytest.mark.parametrize(("pitch", "hz"), [("A4", 440.0), ("A5", 880.0), ("C4", 261.63), ("G3", 196.0)])
def test_a_note_sounds_at_its_pitch(pitch: str, hz: float, tmp_path: Path) -> None:
    samples = memoryview(b"".join(played(tones.bamboo, tmp_path / "a.wav", pitch).blocks())).cast("h")
    some = samples[13_230:30_870]  # the upper partials have died away by then
    crossings = sum(before < 0 <= after for before, after in pairwise(some))
    assert crossings / 0.4 == pytest.approx(hz, abs=4)

"""Cutting a recording at both ends, and the outline that the page draws."""

from pathlib import Path

import pytest

from broadcaster.errors import Refused, Unavailable
from broadcaster.sound import SoundSettings, UndecodableAudio, inspect_file, measure, outline, trim
from broadcaster.units import Millis
from tests.unit.sound.generated import babble, files_in, heard, silent, wav

SETTINGS = SoundSettings()


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of something like speech, two of silence, two softer."""
    sound = [*babble(2), *silent(2), *babble(2, peak=0.1)]
    return wav(tmp_path_factory.mktemp("take") / "take.wav", sound)


def test_what_lies_between_two_moments_becomes_a_segment_at_the_house_loudness(
    take: Path, tmp_path: Path
) -> None:
    made = trim(take, Millis(500), Millis(1500), tmp_path / "out.mp3", SETTINGS)
    assert made.duration_ms == pytest.approx(1000, abs=110)
    assert inspect_file(made.path).kbps == 64
    assert measure(made.path).integrated == pytest.approx(-16, abs=0.5)
    assert files_in(tmp_path) == ["out.mp3"]


def test_the_soft_part_alone_is_as_loud_as_the_strong_part(take: Path, tmp_path: Path) -> None:
    soft = trim(take, Millis(4000), Millis(6000), tmp_path / "soft.mp3", SETTINGS)
    strong = trim(take, Millis(0), Millis(2000), tmp_path / "strong.mp3", SETTINGS)
    assert soft.loudness == pytest.approx(strong.loudness, abs=0.8)


def test_silence_around_the_cut_goes(take: Path, tmp_path: Path) -> None:
    made = trim(take, Millis(0), Millis(4000), tmp_path / "out.mp3", SETTINGS)
    assert made.duration_ms == pytest.approx(2000, abs=200)


def test_moments_outside_the_sound_are_its_ends(take: Path, tmp_path: Path) -> None:
    made = trim(take, Millis(-500), Millis(99_000), tmp_path / "out.mp3", SETTINGS)
    assert made.duration_ms == pytest.approx(6000, abs=250)


@pytest.mark.parametrize(
    ("start", "stop", "sentence"),
    [(3000, 3000, "sau điểm bắt đầu"), (3000, 1000, "sau điểm bắt đầu"), (2500, 3500, "im lặng"), (500, 600, "0,4 giây")],
)  # fmt: skip
def test_a_cut_that_leaves_nothing_is_refused_and_leaves_no_trace(
    start: int, stop: int, sentence: str, take: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=sentence):
        trim(take, Millis(start), Millis(stop), tmp_path / "out.mp3", SETTINGS)
    assert files_in(tmp_path) == []


def test_a_take_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises((UndecodableAudio, Unavailable)):
        trim(tmp_path / "none.mp3", Millis(0), Millis(900), tmp_path / "out.mp3", SETTINGS)


def test_the_outline_shows_where_there_is_sound(take: Path) -> None:
    points = outline(take, Millis(6000), 60)
    assert len(points) == 60
    assert max(points[20:40]) == 0
    loudest = max(heard(take)) / 32_768
    assert max(points[:20]) == pytest.approx(100 * loudest, abs=4)
    assert 0 < max(points[40:]) < max(points[:20]) / 2


def test_the_outline_of_a_sound_longer_than_said_has_no_more_points(take: Path) -> None:
    assert len(outline(take, Millis(3000), 30)) == 30

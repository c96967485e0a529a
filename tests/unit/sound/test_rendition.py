"""Segments once more for other needs: as long as before, everything at its place, one loudness."""

from pathlib import Path

import pytest

from broadcaster.sound import (
    NotHouseForm,
    Segment,
    SoundSettings,
    inspect,
    inspect_file,
    make_rendition,
    measure,
)
from broadcaster.sound.house import BIT_RATES, fitted, silence
from broadcaster.units import Millis
from tests.unit.sound.generated import files_in, heard

SHAPES = [SoundSettings(kbps=128), SoundSettings(horn_filter=True), SoundSettings(kbps=96, horn_filter=True)]


@pytest.mark.parametrize("settings", SHAPES, ids=["128 kbit/s", "horns", "96 kbit/s for horns"])
def test_a_rendition_is_exactly_as_long_and_at_the_house_loudness(
    settings: SoundSettings, segment: Segment, tmp_path: Path
) -> None:
    made = make_rendition(segment.path, tmp_path / "r.mp3", settings)
    facts, decoded = inspect_file(made.path), measure(made.path)
    assert facts.frames == inspect_file(segment.path).frames
    assert made.duration_ms == segment.duration_ms
    assert facts.kbps == settings.kbps
    assert decoded.integrated == pytest.approx(settings.target, abs=0.5)
    assert decoded.true_peak <= settings.peak_ceiling
    assert files_in(tmp_path) == ["r.mp3"]


def test_what_sounds_stays_at_its_place(segment: Segment, tmp_path: Path) -> None:
    before = heard(segment.path)
    after = heard(make_rendition(segment.path, tmp_path / "r.mp3", SoundSettings(kbps=128)).path)
    some = range(44_100, 44_100 + 4000)

    def alike(shift: int) -> int:
        return sum(before[place] * after[place + shift] for place in some)

    assert max(range(-30, 31), key=alike) in range(-2, 3)


def test_what_is_no_segment_has_no_rendition(speech: Path, tmp_path: Path) -> None:
    with pytest.raises(NotHouseForm):
        make_rendition(speech, tmp_path / "r.mp3", SoundSettings())
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("kbps", BIT_RATES)
@pytest.mark.parametrize("frames", [1, 2, 17, 40, 41, 63, 500])
def test_a_sound_is_fitted_to_any_number_of_frames(frames: int, kbps: int) -> None:
    data = silence(Millis(1050), kbps)
    made = fitted(data, frames)
    assert inspect(made).frames == frames
    assert made.startswith(data) or data.startswith(made)

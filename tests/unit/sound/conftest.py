"""Segments that several tests read and none changes."""

from pathlib import Path

import pytest

from broadcaster.sound import AudioPart, Segment, SoundSettings, make_segment
from tests.unit.sound.generated import babble, wav


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


@pytest.fixture(scope="session")
def speech(library: Path) -> Path:
    """Three seconds of something like speech, as a voice gives it."""
    return wav(library / "speech.wav", babble(3))


@pytest.fixture(scope="session")
def segment(library: Path, speech: Path) -> Segment:
    return make_segment([AudioPart(speech)], library / "segment.mp3", SoundSettings())


@pytest.fixture(scope="session")
def second(library: Path) -> Segment:
    made = wav(library / "second.wav", babble(1.3, peak=0.1))
    return make_segment([AudioPart(made)], library / "second.mp3", SoundSettings())

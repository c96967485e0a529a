"""The house form: what is in it, what is not, and frames of silence."""

from itertools import pairwise
from pathlib import Path

import pytest

from broadcaster.sound import NotHouseForm, Segment, inspect, inspect_file, silence
from broadcaster.sound.house import BIT_RATES, FRAME_SAMPLES, RATE_HZ, blocks, checked
from broadcaster.units import Millis
from tests.unit.sound.generated import converted, heard

HOUSE = ("-ac", "1", "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k", "-reservoir", "0")
BARE = ("-write_xing", "0", "-id3v2_version", "0", "-map_metadata", "-1")


def test_a_segment_is_in_house_form_and_as_long_as_it_decodes(segment: Segment) -> None:
    facts = inspect_file(segment.path)
    assert facts.kbps == 64
    assert facts.frames * FRAME_SAMPLES == len(heard(segment.path))
    assert facts.duration_ms == segment.duration_ms == round(facts.frames * FRAME_SAMPLES * 1000 / RATE_HZ)


def test_the_words_of_an_encoder_alone_make_the_house_form(speech: Path, tmp_path: Path) -> None:
    # every refusal below differs from this in one thing
    assert inspect_file(converted(speech, tmp_path / "plain.mp3", *HOUSE, *BARE)).frames > 100


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((*HOUSE, *BARE, "-ac", "2"), id="two channels"),
        pytest.param((*HOUSE, *BARE, "-ar", "48000"), id="another rate"),
        pytest.param((*HOUSE, *BARE, "-ar", "22050"), id="half the rate"),
        pytest.param((*HOUSE, *BARE, "-b:a", "80k"), id="another bit rate"),
        pytest.param((*HOUSE, *BARE, "-b:a", "0", "-q:a", "4"), id="variable bit rate"),
        pytest.param((*HOUSE, *BARE, "-reservoir", "1"), id="bit reservoir"),
        pytest.param((*HOUSE, *BARE, "-write_xing", "1"), id="Xing frame"),
        pytest.param((*HOUSE, *BARE, "-id3v2_version", "3", "-metadata", "title=x"), id="tag in front"),
    ],
)
def test_any_other_mp3_is_refused(words: tuple[str, ...], speech: Path, tmp_path: Path) -> None:
    other = converted(speech, tmp_path / "other.mp3", *words)
    with pytest.raises(NotHouseForm, match="không đúng dạng MP3"):
        inspect_file(other)
    with pytest.raises(NotHouseForm):
        inspect(other.read_bytes())


@pytest.mark.parametrize("lost", [1, 100, 207])
def test_a_file_whose_last_frame_is_cut_short_is_refused(lost: int, segment: Segment) -> None:
    with pytest.raises(NotHouseForm):
        inspect(segment.path.read_bytes()[:-lost])


@pytest.mark.parametrize("data", [b"", b"\xff", b"Ch\xc3\xa0o b\xc3\xa0 con", bytes(1000), b"\xff\xfb" * 400])
def test_what_is_no_sound_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotHouseForm):
        inspect(data)
    (tmp_path / "x.mp3").write_bytes(data)
    with pytest.raises(NotHouseForm):
        inspect_file(tmp_path / "x.mp3")


def test_rubbish_between_frames_is_refused(segment: Segment) -> None:
    data = segment.path.read_bytes()
    middle = len(silence(Millis(500), 64))
    with pytest.raises(NotHouseForm):
        inspect(silence(Millis(500), 64) + b"x" + data)
    with pytest.raises(NotHouseForm):
        inspect(data[:middle] + bytes(208) + data[middle:])


def test_a_tag_at_the_end_is_refused(segment: Segment) -> None:
    with pytest.raises(NotHouseForm):
        inspect(segment.path.read_bytes() + b"TAG".ljust(128, b"\0"))


@pytest.mark.parametrize("size", [1, 3, 208, 209, 1000, 65_536])
def test_the_frames_found_do_not_depend_on_how_the_file_is_read(size: int, segment: Segment) -> None:
    data = segment.path.read_bytes()
    cut = (data[at : at + size] for at in range(0, len(data), size))
    found = list(checked(cut, 64))
    assert b"".join(block for block, _ in found) == data
    assert sum(count for _, count in found) == inspect(data).frames


@pytest.mark.parametrize("kbps", BIT_RATES)
@pytest.mark.parametrize("ms", [1, 26, 27, 500, 12_345])
def test_silence_is_in_house_form_and_the_least_whole_number_of_frames(ms: int, kbps: int) -> None:
    facts = inspect(silence(Millis(ms), kbps))
    assert facts.kbps == kbps
    assert facts.frames * FRAME_SAMPLES >= ms * RATE_HZ / 1000 > (facts.frames - 1) * FRAME_SAMPLES


@pytest.mark.parametrize("kbps", BIT_RATES)
def test_silence_keeps_its_bit_rate_exactly_and_decodes_to_nothing_but_zeros(
    kbps: int, tmp_path: Path
) -> None:
    file = tmp_path / "silence.mp3"
    file.write_bytes(silence(Millis(10_000), kbps))
    samples = heard(file)
    assert not any(samples)
    assert abs(file.stat().st_size * 8 / (len(samples) / RATE_HZ) - kbps * 1000) < 8 * RATE_HZ / len(samples)


def test_blocks_read_to_the_end(tmp_path: Path) -> None:
    file = tmp_path / "long"
    file.write_bytes(bytes(range(256)) * 3000)
    with file.open("rb") as opened:
        read = list(blocks(opened.read))
    assert b"".join(read) == file.read_bytes()
    assert all(len(before) >= len(after) for before, after in pairwise(read))

"""Plain WAV files, headers that promise more than is there, and what a file of sound really holds."""

import math
from pathlib import Path

import pytest

from broadcaster.sound import UndecodableAudio, examine, pcm
from broadcaster.sound.edit import heard
from tests.unit.sound.generated import RATE_HZ, babble, converted, silent, sine, wav


def test_a_file_written_here_is_read_as_it_is(tmp_path: Path) -> None:
    made = pcm.opened(wav(tmp_path / "a.wav", sine(1.5)))
    assert made is not None
    assert (made.rate_hz, made.samples, made.duration_ms) == (RATE_HZ, 33_075, 1500)
    assert sum(map(len, made.blocks(100, 30_100, size=777))) == 60_000


@pytest.mark.parametrize(
    "words", [("-ac", "2"), ("-c:a", "pcm_s24le"), ("-c:a", "pcm_f32le"), ("-c:a", "pcm_alaw")]
)
def test_other_kinds_of_wav_are_left_to_ffmpeg(words: tuple[str, ...], tmp_path: Path) -> None:
    plain = wav(tmp_path / "a.wav", sine(0.5))
    assert pcm.opened(converted(plain, tmp_path / "b.wav", *words)) is None


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", "Chào".encode() * 99])
def test_what_is_no_wav_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(data)
    assert pcm.opened(tmp_path / "x.wav") is None


def test_a_header_that_promises_more_than_is_there_is_not_believed(tmp_path: Path) -> None:
    file = wav(tmp_path / "a.wav", sine(2))
    file.write_bytes(file.read_bytes()[: 44 + RATE_HZ * 2])
    assert examine(file).duration_ms == 1000


def test_a_stream_without_a_length_is_counted(tmp_path: Path) -> None:
    file = wav(tmp_path / "a.wav", sine(1))
    data = bytearray(file.read_bytes())
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    file.write_bytes(data)
    assert examine(file).duration_ms == 1000


def test_the_level_of_a_sine_is_what_arithmetic_says(tmp_path: Path) -> None:
    found = examine(wav(tmp_path / "a.wav", sine(1, 441, 0.5)))
    assert found.peak == pytest.approx(0.5, abs=0.001)
    assert found.rms_dbfs == pytest.approx(20 * math.log10(0.5 / math.sqrt(2)), abs=0.05)
    assert found.mean == pytest.approx(0, abs=0.001)


def test_an_offset_from_zero_is_seen(tmp_path: Path) -> None:
    assert examine(wav(tmp_path / "a.wav", [0.25] * 9000)).mean == pytest.approx(0.25, abs=0.001)


def test_silence_is_96_decibels_down_and_has_its_length(tmp_path: Path) -> None:
    found = examine(wav(tmp_path / "a.wav", silent(2)))
    assert (found.peak, found.rms_dbfs, found.duration_ms) == (0, -96, 2000)


def test_any_format_is_examined_by_decoding_it(tmp_path: Path) -> None:
    plain = wav(tmp_path / "a.wav", babble(2))
    flac = examine(converted(plain, tmp_path / "a.flac", "-ar", "44100"))
    assert flac.duration_ms == pytest.approx(2000, abs=2)
    assert flac.rms_dbfs == pytest.approx(examine(plain).rms_dbfs, abs=0.2)


def test_the_decoded_length_counts_not_the_one_in_the_header(tmp_path: Path) -> None:
    mp3 = converted(wav(tmp_path / "a.wav", babble(2)), tmp_path / "a.mp3")
    mp3.write_bytes(mp3.read_bytes()[: mp3.stat().st_size // 2])
    assert examine(mp3).duration_ms < 1300


@pytest.mark.parametrize("data", [None, b"", b"<html>", bytes(3000)])
def test_what_holds_no_sound_is_named(data: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "giong.mp3"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(UndecodableAudio, match=r"giong\.mp3"):
        examine(file)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0.5, 0), (0, 0.7), (2.3, 3.1)])
def test_where_sound_begins_and_ends_is_found_however_long_the_silence(
    before: float, after: float, tmp_path: Path
) -> None:
    file = pcm.opened(wav(tmp_path / "a.wav", [*silent(before), *sine(1), *silent(after)]))
    assert file is not None
    start, stop = (place / RATE_HZ for place in heard(file))
    assert start == pytest.approx(max(0, before - 0.04), abs=0.011)
    assert stop == pytest.approx(min(before + 1 + after, before + 1 + 0.08), abs=0.011)


def test_faint_noise_is_not_taken_for_sound_and_a_soft_ending_is_not_cut(tmp_path: Path) -> None:
    noise = sine(1, 3000, 0.0008)
    fading = [sample * (1 - number / RATE_HZ) ** 2 for number, sample in enumerate(sine(1))]
    file = pcm.opened(wav(tmp_path / "a.wav", [*noise, *fading, *noise]))
    assert file is not None
    start, stop = (place / RATE_HZ for place in heard(file))
    assert start == pytest.approx(0.96, abs=0.02)
    assert 1.9 < stop < 2.1


def test_nothing_is_heard_in_silence(tmp_path: Path) -> None:
    file = pcm.opened(wav(tmp_path / "a.wav", silent(1)))
    assert file is not None
    assert heard(file) == (0, 0)

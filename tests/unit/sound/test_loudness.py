"""Loudness and true peak against the standard's own figures."""

from pathlib import Path

import pytest

from broadcaster.errors import Unavailable
from broadcaster.sound import UnmeasurableAudio, measure
from tests.unit.sound.generated import babble, converted, silent, sine, wav


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_a_full_scale_sine_of_997_hz_in_one_channel_reads_minus_3(rate_hz: int, tmp_path: Path) -> None:
    # ITU-R BS.1770-4, Annex 1
    full = wav(tmp_path / "full.wav", sine(2, 997, peak=1, rate_hz=rate_hz), rate_hz)
    assert measure(full).integrated == pytest.approx(-3.0, abs=0.1)


def test_the_same_in_two_channels_reads_0(tmp_path: Path) -> None:
    full = wav(tmp_path / "full.wav", sine(2, 997, peak=1, rate_hz=44_100), 44_100)
    both = converted(full, tmp_path / "both.wav", "-af", "pan=stereo|c0=c0|c1=c0")
    assert measure(both).integrated == pytest.approx(0.0, abs=0.1)


def test_ten_decibels_less_sound_read_ten_less(tmp_path: Path) -> None:
    loud = measure(wav(tmp_path / "loud.wav", babble(2, peak=0.5))).integrated
    soft = measure(wav(tmp_path / "soft.wav", babble(2, peak=0.05))).integrated
    assert loud - soft == pytest.approx(20, abs=0.15)


def test_silence_around_speech_does_not_make_it_less_loud(tmp_path: Path) -> None:
    bare = measure(wav(tmp_path / "bare.wav", babble(3)))
    padded = measure(wav(tmp_path / "padded.wav", [*silent(6), *babble(3), *silent(6)]))
    assert padded.integrated == pytest.approx(bare.integrated, abs=0.6)


def test_a_true_peak_between_the_samples_is_found(tmp_path: Path) -> None:
    # a quarter of the sampling rate, 45 degrees off: no sample is higher than 0.707 of the wave's peak
    samples = [0.7 * (1, 1, -1, -1)[number % 4] for number in range(44_100)]
    between = wav(tmp_path / "between.wav", samples, 44_100)
    assert measure(between).true_peak == pytest.approx(-0.09, abs=0.4)


@pytest.mark.parametrize("peak", [1.0, 0.5, 0.1])
def test_the_true_peak_of_a_slow_sine_is_its_height(peak: float, tmp_path: Path) -> None:
    slow = wav(tmp_path / "slow.wav", sine(1, 100, peak))
    assert measure(slow).true_peak == pytest.approx({1.0: 0.0, 0.5: -6.02, 0.1: -20.0}[peak], abs=0.1)


@pytest.mark.parametrize(
    "samples", [silent(3), sine(0.3, 997, 1)], ids=["silence", "a full-scale chime of 300 ms"]
)
def test_what_has_no_loudness_is_refused_not_read_as_minus_70(samples: list[float], tmp_path: Path) -> None:
    with pytest.raises(UnmeasurableAudio, match="0,4 giây"):
        measure(wav(tmp_path / "none.wav", samples))


def test_what_is_no_sound_is_said_with_its_name(tmp_path: Path) -> None:
    text = tmp_path / "bai.mp3"
    text.write_text("Kính thưa bà con. " * 200, encoding="utf-8")
    with pytest.raises(Unavailable, match=r"bai\.mp3"):
        measure(text)

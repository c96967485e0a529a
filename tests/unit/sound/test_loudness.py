"""Loudness and true peak against the standard's own figures."""

import math
import struct
import wave
from pathlib import Path

import pytest

from broadcaster.errors import Unavailable
from broadcaster.sound import UnmeasurableAudio, measure
from tests.unit.sound.generated import babble, converted, silent, sine, wav

RATE_HZ = 48_000
EBU_STEADY: dict[str, tuple[list[tuple[float, float]], float]] = {
    "case 1": ([(-23.0, 20)], -23.0),
    "case 2": ([(-33.0, 20)], -33.0),
    "case 3": ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
    "case 4": ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
    "case 5": ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
}
"""EBU Tech 3341, table 1: stretches of a stereo sine of 1000 Hz (dBFS, seconds), and what is to be read in LUFS."""
EBU_PEAKS = {
    "case 15": (4, 0.5, 0, -6.0),
    "case 16": (4, 0.5, 45, -6.0),
    "case 17": (6, 0.5, 60, -6.0),
    "case 18": (8, 0.5, 67.5, -6.0),
    "case 19": (4, 1.41, 45, 3.0),
}
"""The same table: a sine of this part of the rate, its height, its phase in degrees, and the true peak in dBTP."""


def stereo(path: Path, stretches: list[tuple[float, float]]) -> Path:
    """Write stretches of 1000 Hz in both channels."""
    sound = bytearray()
    for dbfs, seconds in stretches:
        peak = 32_767 * 10 ** (dbfs / 20)
        samples = (round(peak * math.sin(math.tau * place / 48)) for place in range(48))
        period = b"".join(struct.pack("<hh", one, one) for one in samples)
        sound += period * round(seconds * 1000)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(sound)
    return path


def eased(samples: list[float]) -> list[float]:
    """Let a tone rise and fall gently: a step would have a peak of its own."""
    return [one * min(1, place / 500, (len(samples) - place) / 500) for place, one in enumerate(samples)]


@pytest.mark.parametrize("case", EBU_STEADY)
def test_ebu_tech_3341_loudness_reads_as_the_table_says(case: str, tmp_path: Path) -> None:
    stretches, expected = EBU_STEADY[case]
    assert measure(stereo(tmp_path / "x.wav", stretches)).integrated == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("case", EBU_PEAKS)
def test_ebu_tech_3341_true_peak_reads_as_the_table_says(case: str, tmp_path: Path) -> None:
    part, height, degrees, expected = EBU_PEAKS[case]
    phase = math.radians(degrees)
    samples = [height * math.sin(math.tau * place / part + phase) for place in range(RATE_HZ)]
    peak = measure(wav(tmp_path / "x.wav", eased(samples), RATE_HZ)).true_peak
    assert expected - 0.4 <= peak <= expected + 0.2


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
    between = wav(tmp_path / "between.wav", eased(samples), 44_100)
    assert measure(between).true_peak == pytest.approx(-0.09, abs=0.1)


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

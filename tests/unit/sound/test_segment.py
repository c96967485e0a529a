"""Segments: whatever comes in, one loudness, one form, no silence around it, or a refusal and no file."""

import errno
import math
import random
from pathlib import Path

import pytest

from broadcaster.errors import Refused, Unavailable
from broadcaster.files import digest_of_file
from broadcaster.sound import (
    AudioPart,
    Pause,
    SoundSettings,
    StubbornAudio,
    UndecodableAudio,
    UnmeasurableAudio,
    inspect_file,
    level,
    make_segment,
    measure,
)
from broadcaster.sound.join import join
from broadcaster.units import Dbtp, Lufs, Millis
from tests.unit.sound.generated import babble, converted, files_in, heard, silent, sine, wav

SETTINGS = SoundSettings()
CLICKS = [1.0 if number % 22_050 == 0 else 0.0 for number in range(66_150)]


def whispers_and_shouts() -> list[float]:
    return [*babble(3, peak=0.9), *babble(3, peak=0.02), *babble(3, peak=0.9)]


def sharp_consonants() -> list[float]:
    """Weak speech with bursts of noise: what the limiter is for, and what MP3 makes higher again."""
    chance, made = random.Random(1), babble(2, peak=0.1)
    for start in range(0, len(made) - 3000, 5512):
        for number in range(300):
            made[start + number] += 0.85 * chance.uniform(-1, 1) * math.exp(-number / 80)
    return made


SOURCES = {
    "speech": babble(3),
    "sharp consonants": sharp_consonants(),
    "very quiet": babble(2, peak=0.004),
    "clipped": [max(-1.0, min(1.0, 4 * sample)) for sample in babble(2, peak=1)],
    "a steady tone": sine(1, 500, 0.9),
    "just long enough": sine(0.5, 500, 0.4),
    "whispers and shouts": whispers_and_shouts(),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_sound_comes_out_at_one_loudness_under_the_ceiling(name: str, tmp_path: Path) -> None:
    source = wav(tmp_path / "source.wav", SOURCES[name])
    made = make_segment([AudioPart(source)], tmp_path / "out.mp3", SETTINGS)
    decoded = measure(made.path)
    assert decoded.integrated == pytest.approx(SETTINGS.target, abs=0.5)
    assert decoded.true_peak <= SETTINGS.peak_ceiling
    assert (decoded.integrated, decoded.true_peak) == (made.loudness, made.true_peak)
    assert max(map(abs, heard(made.path))) < 32_767 * 10 ** (SETTINGS.peak_ceiling / 20) + 1
    assert digest_of_file(made.path) == made.sha256


@pytest.mark.parametrize(
    "settings",
    [
        SoundSettings(target=Lufs(-23.0), peak_ceiling=Dbtp(-3.0), kbps=128),
        SoundSettings(target=Lufs(-14.0), peak_ceiling=Dbtp(-1.0), kbps=96, horn_filter=True),
    ],
    ids=["europe", "horns"],
)
def test_the_settings_are_kept(settings: SoundSettings, speech: Path, tmp_path: Path) -> None:
    made = make_segment([AudioPart(speech)], tmp_path / "out.mp3", settings)
    decoded = measure(made.path)
    assert decoded.integrated == pytest.approx(settings.target, abs=0.5)
    assert decoded.true_peak <= settings.peak_ceiling
    assert inspect_file(made.path).kbps == settings.kbps


@pytest.mark.parametrize("name", ["speech", "clipped", "just long enough", "whispers and shouts"])
def test_the_first_aim_is_so_good_that_a_sound_is_encoded_once(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    encoded: list[Path] = []

    def counted(wav: Path, out: Path, filters: tuple[str, ...], kbps: int) -> None:
        encoded.append(out)
        encode(wav, out, filters, kbps)

    encode = level.encode
    monkeypatch.setattr(level, "encode", counted)
    source = wav(tmp_path / "source.wav", SOURCES[name])
    make_segment([AudioPart(source)], tmp_path / "out.mp3", SETTINGS)
    assert len(encoded) == 1


def test_encoding_alone_leaves_a_sound_as_loud_as_it_was(tmp_path: Path) -> None:
    source = wav(tmp_path / "source.wav", babble(2), 44_100)
    level.encode(source, tmp_path / "out.mp3", ("anull",), 64)
    assert measure(tmp_path / "out.mp3").integrated == pytest.approx(measure(source).integrated, abs=0.2)


def test_a_bit_rate_that_is_no_house_rate_is_refused() -> None:
    with pytest.raises(Refused, match="64, 96 hoặc 128"):
        SoundSettings(kbps=80)


def test_the_same_parts_make_the_same_file(speech: Path, tmp_path: Path) -> None:
    made = [
        make_segment([AudioPart(speech)], tmp_path / f"{number}.mp3", SETTINGS).sha256 for number in range(2)
    ]
    assert made[0] == made[1]


def test_parts_of_different_rates_and_formats_are_joined(speech: Path, tmp_path: Path) -> None:
    stereo = converted(speech, tmp_path / "stereo.mp3", "-ac", "2", "-ar", "48000")
    slow = wav(tmp_path / "slow.wav", babble(1, rate_hz=16_000), 16_000)
    parts = [AudioPart(speech), AudioPart(stereo), AudioPart(slow)]
    made = make_segment(parts, tmp_path / "out.mp3", SETTINGS)
    assert made.duration_ms == pytest.approx(7000, abs=500)
    assert made.loudness == pytest.approx(SETTINGS.target, abs=0.5)


def test_silence_around_parts_is_cut_off_so_that_pauses_are_as_long_as_asked(tmp_path: Path) -> None:
    bare = wav(tmp_path / "bare.wav", sine(1))
    padded = wav(tmp_path / "padded.wav", [*silent(2), *sine(1), *silent(3)])
    made = make_segment(
        [AudioPart(padded), Pause(Millis(700)), AudioPart(padded)], tmp_path / "a.mp3", SETTINGS
    )
    short = make_segment([AudioPart(bare), Pause(Millis(700)), AudioPart(bare)], tmp_path / "b.mp3", SETTINGS)
    # 40 ms before and 80 ms after each part are kept where there is silence to keep
    assert made.duration_ms - short.duration_ms == pytest.approx(2 * (40 + 80), abs=60)
    assert short.duration_ms == pytest.approx(2700, abs=120)


def test_a_pause_is_silent_and_where_it_was_asked_for(tmp_path: Path) -> None:
    tone = wav(tmp_path / "tone.wav", sine(1))
    made = make_segment([AudioPart(tone), Pause(Millis(1000)), AudioPart(tone)], tmp_path / "a.mp3", SETTINGS)
    samples = heard(made.path)
    loud = max(map(abs, samples[44_100 // 2 : 44_100 * 6 // 10]))
    quiet = max(map(abs, samples[44_100 * 12 // 10 : 44_100 * 19 // 10]))
    assert quiet < loud / 1000


def test_a_segment_begins_and_ends_in_silence_so_that_joins_do_not_click(tmp_path: Path) -> None:
    abrupt = wav(tmp_path / "abrupt.wav", [math.copysign(0.8, one) for one in sine(1, 300)])
    samples = heard(make_segment([AudioPart(abrupt)], tmp_path / "a.mp3", SETTINGS).path)
    highest = max(map(abs, samples))
    assert max(map(abs, samples[:200])) < highest / 100
    assert max(map(abs, samples[-200:])) < highest / 100


def test_a_part_cut_out_of_sound_rises_and_falls_within_milliseconds(tmp_path: Path) -> None:
    abrupt = [math.copysign(0.8, one) for one in sine(1, 300)]
    joined, _ = join([AudioPart(wav(tmp_path / "abrupt.wav", abrupt))], tmp_path)
    samples = memoryview(b"".join(joined.blocks())).cast("h")
    rest = next(place for place, sample in enumerate(samples) if sample)
    assert rest >= joined.rate_hz // 100
    assert max(map(abs, samples[rest : rest + joined.rate_hz // 1000])) < 0.25 * 32_767
    assert max(map(abs, samples[-joined.rate_hz * 41 // 1000 :])) < 0.25 * 32_767
    assert max(map(abs, samples)) > 0.75 * 32_767


def test_the_horn_filter_takes_away_what_a_horn_cannot_give(tmp_path: Path) -> None:
    low = wav(
        tmp_path / "low.wav", [a + b for a, b in zip(sine(2, 80, 0.3), sine(2, 1000, 0.3), strict=True)]
    )
    plain = make_segment([AudioPart(low)], tmp_path / "plain.mp3", SETTINGS).path
    horn = make_segment([AudioPart(low)], tmp_path / "horn.mp3", SoundSettings(horn_filter=True)).path
    deep = {
        path: measure(converted(path, path.with_suffix(".wav"), "-af", "lowpass=f=150,lowpass=f=150"))
        for path in (plain, horn)
    }
    assert deep[plain].true_peak - deep[horn].true_peak > 15


@pytest.mark.parametrize(
    ("samples", "failure"),
    [
        (silent(3), UnmeasurableAudio),
        (sine(0.3), UnmeasurableAudio),
        ([*silent(1), *sine(0.2), *silent(1)], UnmeasurableAudio),
        ([], UnmeasurableAudio),
        (CLICKS, StubbornAudio),
    ],
    ids=["silence", "too short", "too short between silences", "no samples", "clicks"],
)
def test_what_cannot_be_a_segment_is_refused_and_leaves_no_trace(
    samples: list[float], failure: type[Refused], tmp_path: Path
) -> None:
    source = wav(tmp_path / "source.wav", samples)
    with pytest.raises(failure) as said:
        make_segment([AudioPart(source)], tmp_path / "made" / "out.mp3", SETTINGS)
    assert "Hãy" in str(said.value)
    assert files_in(tmp_path) == ["made", "source.wav"]


@pytest.mark.parametrize("parts", [[], [Pause(Millis(2000))]], ids=["nothing", "a pause only"])
def test_a_segment_needs_a_part_that_sounds(parts: list[Pause], tmp_path: Path) -> None:
    with pytest.raises(UnmeasurableAudio):
        make_segment(parts, tmp_path / "out.mp3", SETTINGS)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(UndecodableAudio, match=r"mat\.wav"):
        make_segment([AudioPart(tmp_path / "mat.wav")], tmp_path / "out.mp3", SETTINGS)


def test_a_refusal_leaves_the_segment_that_was_there(segment_copy: Path, tmp_path: Path) -> None:
    before = segment_copy.read_bytes()
    with pytest.raises(UnmeasurableAudio):
        make_segment([AudioPart(wav(tmp_path / "s.wav", silent(1)))], segment_copy, SETTINGS)
    assert segment_copy.read_bytes() == before


@pytest.fixture
def segment_copy(tmp_path: Path) -> Path:
    path = tmp_path / "kept.mp3"
    path.write_bytes(b"as it was")
    return path


def test_a_disk_that_is_full_while_joining_is_said_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, speech: Path, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("wave.Wave_write.writeframesraw", full)
    with pytest.raises(Unavailable, match=r"No space left.*Hãy dọn bớt") as failure:
        make_segment([AudioPart(speech)], tmp_path / "made" / "out.mp3", SETTINGS)
    assert not failure.value.permanent
    assert files_in(tmp_path) == ["made"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_is_full_at_the_last_bytes_of_encoding_is_noticed(speech: Path) -> None:
    # ffmpeg 5.1 left to write by itself ends with status 0 here
    with pytest.raises(OSError, match="No space left"):
        level.encode(speech, Path("/dev/full"), ("anull",), 64)


def test_an_encoder_that_fails_is_said(speech: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="broadcaster doctor"):
        level.encode(speech, tmp_path / "x.mp3", ("nosuchfilter",), 64)

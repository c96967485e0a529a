"""What is let through and what is not, on sound made for each case."""

import math
import wave
from array import array
from pathlib import Path

import pytest

from broadcaster.sound import examine
from broadcaster.speech.check import BadSpeech, check, syllables

RATE = 22050
TEXT = "mời bà con đến nhà văn hóa thôn"  # eight syllables: 2.4 s at 300 ms
SYLLABLE_MS = 300.0


def tone(path: Path, seconds: float, amplitude: float = 0.3, offset: float = 0.0) -> Path:
    """Write a tone; an amplitude over 1 is cut off at full scale."""
    samples = array("h")
    for n in range(int(seconds * RATE)):
        value = offset + amplitude * math.sin(2 * math.pi * 220 * n / RATE)
        samples.append(round(32767 * min(max(value, -1.0), 1.0)))
    with path.open("wb") as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return path


def judged(*paths: Path) -> None:
    check("thử", [TEXT] * len(paths), paths, SYLLABLE_MS, examine)


@pytest.mark.parametrize("seconds", [1.3, 2.4, 4.6])
def test_a_part_of_about_the_right_length_counts(tmp_path: Path, seconds: float) -> None:
    judged(tone(tmp_path / "a.wav", seconds))


@pytest.mark.parametrize(
    ("seconds", "amplitude", "offset", "says"),
    [
        (0.7, 0.3, 0.0, "có lẽ bị cụt"),
        (6.0, 0.3, 0.0, "dài tới"),
        (2.4, 0.0, 0.0, "không có tiếng"),
        (2.4, 0.001, 0.0, "không có tiếng"),
        (2.4, 3.0, 0.0, "tiếng bị vỡ"),
        (2.4, 0.3, 0.4, "tín hiệu bị lệch"),
    ],
)
def test_a_bad_part_is_named_with_its_fault(
    tmp_path: Path, seconds: float, amplitude: float, offset: float, says: str
) -> None:
    good, bad = tone(tmp_path / "a.wav", 2.4), tone(tmp_path / "b.wav", seconds, amplitude, offset)
    with pytest.raises(BadSpeech, match=f"câu 2.*{says}"):
        judged(good, bad)


def test_a_missing_part_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(BadSpeech, match="1 trong 2"):
        check("thử", [TEXT, TEXT], [tone(tmp_path / "a.wav", 2.4)], SYLLABLE_MS, examine)


@pytest.mark.parametrize("content", [None, b"", b"<html>unusual traffic</html>" * 100, b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_sound_never_counts(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadSpeech, match="không phải âm thanh"):
        judged(path)


@pytest.mark.parametrize(
    ("text", "fewest", "most"),
    [
        ("Nghiêng khuếch quỳnh ngoằn ngoèo giếng Yên", 7, 7),
        ("“Xin chào!” (bà con)…", 4, 4),
        ("– một – hai", 2, 2),
        ("năm 2026", 2, 13),
        ("PAPI", 1, 12),
        ("", 0, 0),
    ],
)
def test_syllables_are_counted_as_words_are_written(text: str, fewest: int, most: int) -> None:
    assert syllables(text) == (fewest, most)


def test_a_single_short_word_is_given_grace(tmp_path: Path) -> None:
    check("thử", ["Một."], [tone(tmp_path / "a.wav", 0.25)], SYLLABLE_MS, examine)
    check("thử", ["Một."], [tone(tmp_path / "b.wav", 1.0)], SYLLABLE_MS, examine)

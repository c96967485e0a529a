"""The humming voice does what a voice must, the same at every run."""

from pathlib import Path

from broadcaster.sound import examine
from broadcaster.speech import Manner
from broadcaster.speech.check import check
from broadcaster.speech.silent import Silent

TEXTS = ["Một.", "Mời bà con đến nhà văn hóa.", "Năm 2026, PAPI và ngoằn ngoèo!"]


def test_what_it_hums_passes_every_check(tmp_path: Path, manner: Manner) -> None:
    voice = Silent()
    check("silent", TEXTS, voice.speak(TEXTS, manner, tmp_path), voice.syllable_ms(manner), examine)


def test_the_hum_is_as_long_as_the_text_has_syllables(tmp_path: Path, manner: Manner) -> None:
    [one, seven, _odd] = Silent().speak(TEXTS, manner, tmp_path)
    assert (examine(one).duration_ms, examine(seven).duration_ms) == (280, 7 * 280)


def test_it_is_the_same_every_time_and_other_texts_sound_otherwise(tmp_path: Path, manner: Manner) -> None:
    first, second, other = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    for folder in (first, second, other):
        folder.mkdir()
    [a] = Silent().speak(["xin chào"], manner, first)
    [b] = Silent().speak(["xin chào"], manner, second)
    [c] = Silent().speak(["cảm ơn"], manner, other)
    assert a.read_bytes() == b.read_bytes() != c.read_bytes()

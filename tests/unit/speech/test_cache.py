"""The name of a piece of speech changes with everything that would change the sound, and with nothing else."""

from dataclasses import replace

import pytest

from broadcaster.speech import Manner, cache_key

MANNER = Manner("vi", 140, 60, 60)
KEY = cache_key("Xin chào bà con.", "espeak", "1", MANNER)


@pytest.mark.parametrize(
    "other",
    [
        cache_key("Xin chào bà con!", "espeak", "1", MANNER),
        cache_key("Xin chào bà con.", "gtts", "1", MANNER),
        cache_key("Xin chào bà con.", "espeak", "2", MANNER),
        cache_key("Xin chào bà con.", "espeak", "1", replace(MANNER, voice="vi-vn-x-south")),
        cache_key("Xin chào bà con.", "espeak", "1", replace(MANNER, rate_wpm=141)),
        cache_key("Xin chào bà con.", "espeak", "1", replace(MANNER, pitch=61)),
        cache_key("Xin chào bà con.", "espeak", "1", replace(MANNER, range=61)),
    ],
    ids=["text", "engine", "version", "voice", "rate", "pitch", "range"],
)
def test_another_input_has_another_name(other: str) -> None:
    assert other != KEY


def test_the_same_input_has_the_same_name_in_every_process() -> None:
    assert cache_key("Xin chào bà con.", "espeak", "1", Manner("vi", 140, 60, 60)) == KEY
    assert len(KEY) == 64
    assert set(KEY) <= set("0123456789abcdef")


def test_moving_letters_between_fields_makes_another_name() -> None:
    assert cache_key("a", "bc", "1", MANNER) != cache_key("ab", "c", "1", MANNER)

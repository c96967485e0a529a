"""The name of a piece of speech changes with everything that would change the sound, and with nothing else."""

from dataclasses import replace

import pytest

from broadcaster.speech import HOUSE_PAUSES, Manner, Recipe, cache_key
from broadcaster.units import Millis

MANNER = Manner("vi", 140, 60, 60)
RECIPE = Recipe("espeak", MANNER)
TEXT = "Xin chào bà con."
KEY = cache_key(TEXT, "1", RECIPE)


def of_manner(**changed: object) -> str:
    return cache_key(TEXT, "1", replace(RECIPE, manner=replace(MANNER, **changed)))  # type: ignore[arg-type] # values of the fields named


def of_pauses(name: str) -> str:
    changed = {name: Millis(getattr(HOUSE_PAUSES, name) + 10)}
    return cache_key(TEXT, "1", replace(RECIPE, pauses=replace(HOUSE_PAUSES, **changed)))


@pytest.mark.parametrize(
    "other",
    [
        cache_key("Xin chào bà con!", "1", RECIPE),
        cache_key(TEXT, "1", replace(RECIPE, engine="gtts")),
        cache_key(TEXT, "2", RECIPE),
        of_manner(voice="vi-vn-x-south"),
        of_manner(rate_wpm=141),
        of_manner(pitch=61),
        of_manner(range=61),
        of_pauses("comma_ms"),
        of_pauses("sentence_ms"),
        of_pauses("list_item_ms"),
        of_pauses("paragraph_ms"),
        cache_key(TEXT, "1", replace(RECIPE, second=MANNER)),
        cache_key(TEXT, "1", replace(RECIPE, alone=True)),
        cache_key(TEXT, "1", RECIPE, owner=1),
    ],
    ids=[
        "text",
        "engine",
        "version",
        "voice",
        "rate",
        "pitch",
        "range",
        "comma",
        "sentence",
        "item",
        "paragraph",
        "second",
        "trial",
        "owner",
    ],
)
def test_another_input_has_another_name(other: str) -> None:
    assert other != KEY


def test_the_same_input_has_the_same_name_in_every_process() -> None:
    assert cache_key(TEXT, "1", Recipe("espeak", Manner("vi", 140, 60, 60))) == KEY
    assert len(KEY) == 64
    assert set(KEY) <= set("0123456789abcdef")


def test_moving_letters_between_fields_makes_another_name() -> None:
    assert cache_key("a", "bc", RECIPE) != cache_key("ab", "c", RECIPE)

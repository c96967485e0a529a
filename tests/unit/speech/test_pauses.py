"""Pauses are settings: each kind of place has its own, the same for every engine."""

import pytest

from broadcaster.speech import Pauses, cut
from broadcaster.units import Millis

OWN = Pauses(comma_ms=Millis(1), sentence_ms=Millis(2), list_item_ms=Millis(3), paragraph_ms=Millis(4))


def after(text: str) -> list[int]:
    return [phrase.pause_after_ms for phrase in cut(text, OWN)]


def test_a_sentence_and_a_paragraph_have_their_own() -> None:
    assert after("Câu một. Câu hai.\nĐoạn hai.") == [2, 4, 4]


def test_a_long_sentence_is_parted_at_a_comma() -> None:
    text = " ".join(["xã"] * 20) + ", " + " ".join(["thôn"] * 20) + "."
    assert after(text) == [1, 4]


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("Hồ sơ gồm:\nĐơn đề nghị;\nBản sao;\nẢnh.", [3, 3, 3, 4]),
        ("Một, Đơn đề nghị.\nHai, Bản sao.\nBa, Ảnh.\nXin cảm ơn.", [3, 3, 4, 4]),
        ("A, đơn.\nBê, bản sao.", [3, 4]),
        ("Một bản sao.\nHai bản chính.", [4, 4]),
    ],
)
def test_items_of_a_list_have_theirs(text: str, pauses: list[int]) -> None:
    assert after(text) == pauses

"""A headline proposed from a text is its first sentences, half a minute to one."""

from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.writing.headline import first_sentences
from broadcaster.units import Millis, seconds


def second_a_word(text: str) -> Millis:
    return seconds(len(text.split()))


def taken(text: str) -> str:
    return first_sentences(text, second_a_word, seconds(30), seconds(60))


def sentence(words: int) -> str:
    return "một " * (words - 1) + "hết."


def test_sentences_are_taken_until_they_are_long_enough() -> None:
    ten = sentence(10)
    assert taken(" ".join([ten] * 9)) == " ".join([ten] * 3)
    assert taken(ten) == ten
    assert taken("") == taken(" \n ") == ""


def test_no_sentence_leads_past_a_minute_but_the_first() -> None:
    assert taken(f"{sentence(20)} {sentence(50)} {sentence(5)}") == sentence(20)
    assert taken(f"{sentence(90)} {sentence(5)}") == sentence(90)


def test_wrapped_lines_become_one() -> None:
    assert taken("Mời bà con\nđến họp.\n\nĐúng giờ.") == "Mời bà con đến họp. Đúng giờ."


@given(st.lists(st.integers(1, 80), max_size=12))
def test_what_is_taken_is_a_beginning_and_stops_as_late_as_it_must(lengths: list[int]) -> None:
    found = taken(" ".join(map(sentence, lengths)))
    whole = [sentence(one) for one in lengths]
    count = next(n for n in range(len(whole) + 1) if " ".join(whole[:n]) == found)
    total = sum(lengths[:count])
    assert count == 1 or total <= 60
    if count < len(whole):
        assert total >= 30 or total + lengths[count] > 60

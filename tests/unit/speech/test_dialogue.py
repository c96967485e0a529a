"""Questions and answers: the marks say who speaks, in every form in which people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.reading import read
from broadcaster.speech import cut, has_answers
from broadcaster.speech.dialogue import turns


def voices(text: str) -> list[int]:
    return [phrase.voice for phrase in cut(text, two_voices=True)]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        ("Hỏi:", "Đáp:"),
        ("HỎI:", "ĐÁP:"),
        ("hỏi :", "đáp :"),
        ("- Hỏi:", "- Đáp:"),
        ("– Hỏi:", "+ Trả lời:"),
        ("Câu hỏi một:", "Câu trả lời:"),
        ("Hỏi số hai:", "Trả lời:"),
        ("H:", "Đ:"),
        ("h:", "đ:"),
    ],
)
def test_a_question_is_the_first_voices_and_its_answer_the_seconds(ask: str, answer: str) -> None:
    assert voices(f"{ask} Làm thẻ ở đâu?\n{answer} Ở bộ phận một cửa.") == [0, 1]


def test_an_answer_goes_on_until_the_next_question() -> None:
    text = (
        "Xin mời nghe.\nHỏi: Ở đâu?\nĐáp: Ở xã. Sáng thứ hai.\nMang theo thẻ.\nHỏi: Bao lâu?\nĐáp: Ba ngày."
    )
    assert voices(text) == [0, 0, 1, 1, 1, 0, 1]


def test_both_may_stand_on_one_line() -> None:
    assert voices("Hỏi: Ở đâu? Đáp: Ở xã.") == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Bà con hỏi: ai làm?",
        "Đáp ứng yêu cầu: có.",
        "Lời đáp: không.",
        "Giờ hẹn, hỏi: ở đâu",
        "Hỏi thăm bà con.",
    ],
)
def test_words_that_are_no_marks_stay_with_the_voice_that_speaks(text: str) -> None:
    assert set(voices(f"Đáp: Có.\n{text}")) == {1}


def test_without_two_voices_all_is_said_by_one() -> None:
    assert {phrase.voice for phrase in cut("Hỏi: Ở đâu?\nĐáp: Ở xã.")} == {0}


def test_the_marks_are_said() -> None:
    phrases = cut("Hỏi: Ở đâu?\nĐáp: Ở xã.", two_voices=True)
    assert [phrase.text for phrase in phrases] == ["Hỏi: Ở đâu?", "Đáp: Ở xã."]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("H: Ở đâu?\nĐ: Ở xã.", "Hỏi: Ở đâu?\nĐáp: Ở xã."),
        ("- h: Ở đâu?\n- đ: Ở xã.", "Hỏi: Ở đâu?\nĐáp: Ở xã."),
        ("HỎI: Ở đâu?\nĐÁP: Ở xã.", "Hỏi: Ở đâu?\nĐáp: Ở xã."),
    ],
)
def test_short_marks_are_read_as_words(written: str, said: str) -> None:
    assert read(written).spoken == said
    assert read(said).spoken == said


def test_a_text_without_an_answer_needs_no_second_voice() -> None:
    assert has_answers("Hỏi: Ở đâu?\nĐáp: Ở xã.")
    assert not has_answers("Hỏi: Ở đâu?\nBà con hỏi cán bộ.")


@given(
    st.lists(st.sampled_from(["Hỏi:", "Đáp:", "làm gì.", "-", "H:", "x", "“", "Trả lời"]), max_size=20),
    st.booleans(),
)
def test_nothing_is_lost_between_turns(words: list[str], answering: bool) -> None:
    line = " ".join(words)
    assert "".join(part for _who, part in turns(line, answering=answering)) == line

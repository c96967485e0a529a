"""Cutting: every word is said once, in order, in breaths of a natural length."""

from hypothesis import given
from hypothesis import strategies as st

from broadcaster.speech import cut

WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["xã", "thôn", "Hồ", "sơ.", "phí,", "sao?", "gồm:", "–", "...", '"Được!"', "v.v…", "1.000"]
        ),
        st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=12),
    ),
    max_size=250,
)


def sounding(text: str) -> str:
    """What is left to say of a text: its letters and digits."""
    return "".join(letter for letter in text if letter.isalnum())


@given(WORDS, st.sampled_from([" ", "\n", "  ", " \n\n "]))
def test_every_word_is_in_one_phrase_and_in_order(words: list[str], between: str) -> None:
    phrases = cut(between.join(words))
    assert sounding(" ".join(phrase.text for phrase in phrases)) == sounding(" ".join(words))
    said = [word for phrase in phrases for word in phrase.text.split()]
    assert [sounding(word) for word in said] == [sounding(word) for word in words if sounding(word)]


@given(WORDS)
def test_every_phrase_has_something_to_say_and_a_pause_after_it(words: list[str]) -> None:
    for phrase in cut(" ".join(words)):
        assert sounding(phrase.text)
        assert 0 < phrase.pause_after_ms <= 2000
        assert len(phrase.text.split()) <= 60


@given(st.text(max_size=400))
def test_any_text_can_be_cut(text: str) -> None:
    assert sounding("".join(phrase.text for phrase in cut(text))) == sounding(text)


def test_a_sentence_stays_whole_with_its_commas() -> None:
    text = "Bà con mang theo giấy tờ tùy thân, đơn đề nghị, và đến trước bảy giờ."
    assert [phrase.text for phrase in cut(text)] == [text]


def test_a_full_stop_before_a_small_letter_is_still_a_pause() -> None:
    first, second = cut("Họp thôn tối nay. mời bà con đến dự.")
    assert (first.text, second.text) == ("Họp thôn tối nay.", "mời bà con đến dự.")
    assert first.pause_after_ms > 300


def test_a_quoted_sentence_ends_with_its_quotation_mark() -> None:
    assert [phrase.text for phrase in cut('Chủ tịch nói: "Đã xong." Rồi ông về.')] == [
        'Chủ tịch nói: "Đã xong."',
        "Rồi ông về.",
    ]


def test_a_number_with_points_is_no_end_of_a_sentence() -> None:
    assert len(cut("Phí là 1.000.000 đồng")) == 1


def test_pauses_grow_from_comma_to_sentence_to_paragraph() -> None:
    long = "một hai ba bốn năm sáu bảy tám chín mười, " * 5
    comma = cut(long)[0].pause_after_ms
    sentence, paragraph = (phrase.pause_after_ms for phrase in cut("Một câu. Hai câu."))
    assert comma < sentence < paragraph


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    phrases = cut("từ này đến từ kia là cả một đoạn dài, " * 12)
    assert len(phrases) > 3
    assert all(phrase.text.endswith(",") for phrase in phrases)


def test_a_dash_between_words_becomes_a_comma() -> None:
    assert cut("Thứ hai – thứ sáu")[0].text == "Thứ hai, thứ sáu"


def test_a_page_without_a_space_is_cut_too() -> None:
    assert max(len(phrase.text) for phrase in cut("a" * 100_000)) < 20_000


def test_nothing_to_say_is_no_phrase() -> None:
    assert cut(" \n – ... 🎉 \n") == ()


def test_an_endless_text_is_cut_completely() -> None:
    assert sum(len(phrase.text.split()) for phrase in cut("lời " * 60_000)) == 60_000

"""The one speller of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.reading import Options, read
from broadcaster.reading.numbers import cardinal
from tests.unit.reading.spoken_numbers import number

CASES = [
    (0, "không"),
    (4, "bốn"),
    (10, "mười"),
    (15, "mười lăm"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (105, "một trăm linh năm"),
    (110, "một trăm mười"),
    (1005, "một nghìn không trăm linh năm"),
    (2024, "hai nghìn không trăm hai mươi tư"),
    (10468, "mười nghìn bốn trăm sáu mươi tám"),
    (1_000_010, "một triệu mười"),
    (1_050_003, "một triệu năm mươi nghìn không trăm linh ba"),
    (1_000_000_001, "một tỷ linh một"),
    (1_000_000_000_000, "một nghìn tỷ"),
]


@pytest.mark.parametrize(("whole", "spoken"), CASES)
def test_numbers_are_said_as_in_the_north(whole: int, spoken: str) -> None:
    assert cardinal(whole, Options()) == spoken


def test_a_commune_may_say_le_ngan_and_bon() -> None:
    options = Options(zero_word="lẻ", thousand="ngàn", four="bốn")
    assert read("1.005 hộ, 24 thôn", options).spoken == "một ngàn không trăm lẻ năm hộ, hai mươi bốn thôn"


@given(st.integers(0, 10**12))
def test_every_number_is_read_back_as_itself(whole: int) -> None:
    assert number(cardinal(whole, Options())) == whole


@given(st.integers(0, 10**12))
def test_a_written_number_is_said_as_a_number_with_or_without_points(whole: int) -> None:
    assert number(read(f"{whole}").spoken) == whole
    assert number(read(f"{whole:,}".replace(",", ".")).spoken) == whole


@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=2))
def test_decimal_places_are_said_digit_by_digit(whole: int, places: str) -> None:
    before, comma, after = read(f"tăng {whole},{places} lần").spoken.partition(" phẩy ")
    assert number(before.removeprefix("tăng ")) == whole
    assert [number(word) for word in after.removesuffix(" lần").split()] == [int(place) for place in places]
    assert comma

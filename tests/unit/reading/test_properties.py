"""What holds for any text whatever."""

import unicodedata
from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.reading import RULE_NAMES, Entry, Options, read
from broadcaster.reading.romans import value
from tests.unit.reading.spoken_numbers import number

SCRAPS = st.sampled_from(
    [
        "UBND",
        "xã",
        "384/QĐ-UBND",
        "ngày",
        "12/5",
        "12/5/2024",
        "7h30",
        "-",
        " - ",
        ".",
        "...",
        ",",
        ";",
        "(",
        ")",
        '"',
        "'",
        "/",
        "./.",
        "\n",
        "\n\n",
        " ",
        "  ",
        "quý",
        "I",
        "II",
        "IV",
        "%",
        "50",
        "1.000",
        "0",
        "05",
        "đ",
        "đồng",
        "km/h",
        "m2",
        "°C",
        "TT",
        "CT",
        "TP.",
        "A",
        "b)",
        "1.",
        "+",
        "*",
        "•",
        "xxx",
        "www.a.vn",
        "a@b.com",
        "tháng",
        "số",
        "0912345678",
        "+84",
        "gọi",
        "113",
        "Zalo",
        "VNeID",
        "KẾ",
        "HOẠCH",
        "v.v",
        "và",
        "vi",
        "x",
        "&",
        "<",
        ">=",
        "=",
        "~",
        "–",
        "“",
        "”",
        "\u200b",
        "\xa0",
        "́",
        "hoà",
        "uỷ",
        "đ/c",
        "KT.",
        "C",
        "độ",
        "thứ",
        "2-6",
        "1/2",
        "2024",
        "T2",
        "QL18A",
        "14A-123.45",
        "tr",
        "k",
        "$",
        "h",
        "_",
        "@",
        "#",
        "😀",
        "²",
        "½",
        "lớp",
        "khu",
        "\r\n",
        "\t",
        "phẩy",
        "một",
        "5,5",
        "-5",
        "12:30",
        "cấp",
        "8-9",
        "H'Mông",
        "ha",
        "nghìn",
        "LĐ-TB&XH",
        "(DTTS)",
        "mẫu",
        "01/ĐK",
        "abc123",
        ".....",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=30),
    st.lists(SCRAPS, max_size=8).map("".join),
    st.lists(SCRAPS, max_size=8).map(" ".join),
    st.text("01259.,/-:% hđIVXaAĐ\n()\"'", max_size=14),
)


@given(TEXTS)
def test_every_character_is_in_exactly_one_span(text: str) -> None:
    reading = read(text)
    assert "".join(span.written for span in reading.spans) == text
    assert "".join(span.spoken for span in reading.spans) == reading.spoken
    assert [text[span.start : span.end] for span in reading.spans] == [span.written for span in reading.spans]
    assert all(span.rule in RULE_NAMES for span in reading.spans)


@given(TEXTS)
def test_reading_what_was_said_again_changes_nothing(text: str) -> None:
    spoken = read(text).spoken
    assert read(spoken).spoken == spoken


@given(TEXTS, st.sampled_from(["drop", "spell"]))
def test_the_other_ways_with_document_letters_are_stable_too(
    text: str, way: Literal["drop", "spell"]
) -> None:
    options = Options(document_symbol=way)
    spoken = read(text, options).spoken
    assert read(spoken, options).spoken == spoken


@given(TEXTS)
def test_no_figure_and_no_run_of_capitals_goes_out_unseen(text: str) -> None:
    for span in read(text).spans:
        if not span.is_doubt:
            assert not any(letter.isdigit() for letter in span.spoken)
            assert not any(word.isupper() and len(word) > 1 for word in span.spoken.split() if word.isalpha())


@given(
    st.sampled_from(
        [
            "Uỷ ban nhân dân xã thông báo “lịch tiếp dân” – thứ 5 hằng tuần, từ 8h00 – 11h30…",
            "Kế hoạch số 136/KH-UBND ngày 16/9/2021 về hoà giải ở cơ sở (HGCS) đạt 95,5%.",
        ]
    )
)
def test_decomposed_letters_and_typographic_signs_change_no_word(text: str) -> None:
    plain = (
        text.replace("“", '"')
        .replace("”", '"')
        .replace("–", "-")
        .replace("…", "...")
        .replace("Uỷ", "Ủy")
        .replace("oà", "òa")
    )
    variants = [
        unicodedata.normalize("NFD", text),
        text.replace(" ", "\u00a0"),
        text.replace(" ", "  "),
        "\ufeff" + text.replace(" ", " \u200b"),
        text.replace(" ", "\r\n", 1) if " ban" not in text else text,
        plain,
    ]
    assert {read(variant).spoken for variant in variants} == {read(text).spoken}


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_of_two_centuries_is_read_back(day: date) -> None:
    for written in (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
    ):
        words = read(f"họp ngày {written}").spoken.removeprefix("họp ngày ")
        said, _, rest = words.partition(" tháng ")
        month, year = rest.split(" năm ", 1)
        assert (number(said), number(month), number(year)) == (day.day, day.month, day.year)


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["{}h{:02}", "{}:{:02}", "{}g{:02}", "{} giờ {:02}"]),
)
def test_every_time_of_a_day_is_read_back(hour: int, minute: int, form: str) -> None:
    hours, _, minutes = read(form.format(hour, minute)).spoken.partition(" giờ")
    assert number(hours) == hour
    assert (number(minutes.removesuffix(" phút")) if minutes else 0) == minute


@pytest.mark.parametrize("whole", range(1, 51))
def test_every_roman_numeral_to_fifty_is_read_after_its_noun(whole: int) -> None:
    written = _roman(whole)
    assert value(written) == whole
    assert number(read(f"Phụ lục {written}").spoken.removeprefix("Phụ lục ")) == whole


@pytest.mark.parametrize(
    "text",
    [
        "1/" * 5_000, "aaaa.bbbb." * 1_000, "(" * 10_000, "0123456789" * 1_000, "ABCDEFGHIJ" * 1_000, "A-" * 5_000,
        "a/" * 5_000, "-" * 10_000, ". " * 5_000, "e" + "\u0302" * 10_000, "\n" * 10_000, "I, " * 3_000, "9" * 10_000,
    ],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
def test_scraps_without_end_are_read_whole(text: str) -> None:
    assert "".join(span.written for span in read(text).spans) == text


@given(TEXTS, st.text(min_size=1, max_size=6))
def test_entries_of_people_never_lose_a_character(text: str, written: str) -> None:
    reading = read(text, entries=(Entry(written, "đọc thế này", whole_word=False, match_case=False),))
    assert "".join(span.written for span in reading.spans) == text


def test_days_follow_each_other_without_one_being_taken_for_a_fraction() -> None:
    first = date(2026, 1, 1)
    for days in range(365):
        day = first + timedelta(days=days)
        assert "tháng" in read(f"trước ngày {day.day}/{day.month}").spoken


def _roman(whole: int) -> str:
    letters = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for size, sign in letters:
        count, whole = divmod(whole, size)
        written += sign * count
    return written

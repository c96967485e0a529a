"""Every rule reads its own table of cases, and is the one that did."""

import pytest

from broadcaster.reading import RULE_NAMES, Entry, Options, read
from broadcaster.reading.rules import RULES
from tests.unit.reading.cases import CASES

ROWS = [(rule, written, spoken) for rule, rows in CASES.items() for written, spoken in rows]


@pytest.mark.parametrize(("rule", "written", "spoken"), ROWS)
def test_a_rule_reads_its_cases(rule: str, written: str, spoken: str) -> None:
    reading = read(written)
    assert reading.spoken == spoken
    assert rule in {span.rule for span in reading.spans}
    assert not reading.doubts


@pytest.mark.parametrize(("rule", "written", "spoken"), ROWS)
def test_a_case_read_again_stays_as_it_is(rule: str, written: str, spoken: str) -> None:
    assert read(spoken).spoken == spoken


def test_every_rule_has_its_cases_and_a_name_for_the_page() -> None:
    assert {rule.key for rule in RULES} == set(CASES)
    assert all(RULE_NAMES[rule.key] for rule in RULES)


@pytest.mark.parametrize(
    ("way", "spoken"),
    [
        ("expand", "số mười hai, Quyết định Ủy ban nhân dân"),
        ("drop", "số mười hai"),
        ("spell", "số mười hai, quy đê, u bê nờ dê"),
    ],
)
def test_a_commune_chooses_how_document_letters_are_said(way: str, spoken: str) -> None:
    assert read("số 12/QĐ-UBND", Options(document_symbol=way)).spoken == spoken  # type: ignore[arg-type] # as from the database


@pytest.mark.parametrize(
    "written",
    [
        "xxx",
        "ABCXYZ",
        "31/02/2024",
        "12/ABC-XYZ",
        "khoản chi §5",
        "😀",
        "Họ tên: ..........",
        "汉字",
        "mã#5",
        "ngày    tháng 7 năm 2025",
        "ngày    tháng    năm 2025",
        "Số:     /TB-UBND",
        "A'²",
        "a.vn/²",
    ],
)
def test_what_nobody_can_know_is_a_doubt(written: str) -> None:
    assert read(written).doubts


@pytest.mark.parametrize(
    "written",
    [
        "https://bangca.gov.vn/x?id=12",
        "https://forms.gle/AbC12d",
        "https://www.youtube.com/watch?v=abc",
        "0904.123.xxx",
        "0912***678",
        "khongaibiettennay.vn",
    ],
)
def test_what_cannot_be_said_whole_is_one_doubt_whole(written: str) -> None:
    assert [doubt.written for doubt in read(f"xem {written} nhé").doubts] == [written]


def test_words_for_an_abbreviation_begin_a_sentence_with_a_capital_and_go_on_small() -> None:
    assert read("BHXH tự nguyện. BHYT, BHXH").spoken == (
        "Bảo hiểm xã hội tự nguyện. Bảo hiểm y tế, bảo hiểm xã hội"
    )
    assert read("iHanoi").spoken == "ai hà nội"


@pytest.mark.parametrize(
    "written",
    [
        "bà Hà Thị Mi",
        "ông Chíu A Sáng, người Dao",
        "huyện Krông Pắc, tỉnh Đắk Lắk",
        "dân tộc Tày, Sán Dìu, Ê Đê, Xơ Đăng",
        "thôn Khe Phương, xã Kỳ Thượng",
        "phường Vàng Danh, đặc khu Cô Tô",
    ],
)
def test_names_stay_as_they_are(written: str) -> None:
    reading = read(written)
    assert (reading.spoken, reading.doubts) == (written, ())


def test_an_entry_comes_before_the_dictionary_and_settles_a_doubt() -> None:
    entries = (Entry("KBTX", "khu bảo tồn xanh"), Entry("UBND", "ủy ban"), Entry("QWRT", "QWRT"))
    reading = read("UBND và KBTX, QWRT", entries=entries)
    assert reading.spoken == "ủy ban và khu bảo tồn xanh, QWRT"
    assert [span.rule for span in reading.spans if span.rule != "text"] == ["entry"] * 3
    assert not reading.doubts


def test_an_entry_heeds_letter_case_and_word_ends_as_it_says() -> None:
    assert read("Bac và bac", entries=(Entry("bac", "bắc"),)).spoken == "Bac và bắc"
    assert read("Bac và bac", entries=(Entry("bac", "bắc", match_case=False),)).spoken == "bắc và bắc"
    assert read("xbacx", entries=(Entry("bac", "bắc", whole_word=False),)).spoken == "x bắc x"


def test_paragraphs_stay_apart_and_wrapped_lines_are_joined() -> None:
    text = "KẾ HOẠCH\n\nThực hiện Quyết định số 12/QĐ-\nUBND ngày 05/3/2024 của UBND xã về việc\nban hành kế hoạch."
    first, second = read(text).spoken.split("\n\n")
    assert first == "Kế hoạch."
    assert "\n" not in second
    assert second.endswith("của Ủy ban nhân dân xã về việc ban hành kế hoạch.")


@pytest.mark.parametrize(
    "written", ["tổ xxx", "ngày 31/02/2024", "ngày 30/2", "số 12/ABC-XYZ", "đội ABCX", "😀 chào"]
)
def test_a_doubt_confirmed_as_it_stands_is_settled(written: str) -> None:
    doubts = read(written).doubts
    assert doubts
    reading = read(written, entries=[Entry(doubt.written, doubt.written) for doubt in doubts])
    assert (reading.spoken, reading.doubts) == (written, ())

"""A greeting names village and day in words, and equal parts are equal texts, spoken once."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan import spoken
from broadcaster.domain.plan.greeting import LONGEST, PLACES, check_template, pieces
from broadcaster.errors import Refused

MONDAY = datetime(2026, 6, 15, 5, 30)  # noqa: DTZ001 # wall time
DATE = "ngày mười lăm tháng sáu năm hai nghìn không trăm hai mươi sáu"
GREETING = (
    "Đây là Đài Truyền thanh {xã}. Hôm nay là {thứ}, {ngày}. Mời bà con {thôn} nghe chương trình {buổi}."
)


def said(template: str, village: str = "thôn Khe Mơ", start: datetime = MONDAY) -> list[str]:
    return [piece.text for piece in pieces(template, commune="xã Đồng Xanh", village=village, start=start)]


def test_a_greeting_is_cut_between_the_day_and_the_village() -> None:
    assert said(GREETING) == [
        f"Đây là Đài Truyền thanh xã Đồng Xanh. Hôm nay là thứ hai, {DATE}.",
        "Mời bà con thôn Khe Mơ nghe chương trình sáng.",
    ]


def test_the_day_is_the_same_text_in_every_village_and_the_village_every_day() -> None:
    monday, other = said(GREETING), said(GREETING, village="thôn Suối Ngang")
    assert monday[0] == other[0]
    assert monday[1] != other[1]
    tuesday = said(GREETING, start=MONDAY + timedelta(days=1))
    assert tuesday[0] != monday[0]
    assert tuesday[1] == monday[1]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", []),
        (" \n.", []),
        ("Xin kính chào.", ["Xin kính chào."]),
        ("Kính chào {thôn}.", ["Kính chào thôn Khe Mơ."]),
        ("Hôm nay {ngày}, xin chào {thôn}!", [f"Hôm nay {DATE},", "xin chào thôn Khe Mơ!"]),
        ("Chào {thôn} {buổi} {thứ} {ngày}", ["Chào thôn Khe Mơ sáng", f"thứ hai {DATE}"]),
        ("Đài xã {xã}, thứ {thứ} ngày {ngày}", [f"Đài xã Đồng Xanh, thứ hai {DATE}"]),
        ("Thôn {thôn}", ["thôn Khe Mơ"]),
        ("Bà con {lạ} nghe", ["Bà con nghe"]),
        ("Lần 2, năm 2026", ["Lần hai, năm hai nghìn không trăm hai mươi sáu"]),
        ("Chào {tho\u0302n}", ["Chào thôn Khe Mơ"]),
    ],
    ids=range(11),
)
def test_places_are_filled_and_cut(template: str, expected: list[str]) -> None:
    assert said(template) == expected


@pytest.mark.parametrize(
    ("village", "expected"),
    [
        ("thôn 2", "thôn hai"),
        ("Thôn 14B", "Thôn mười bốn B"),
        ("tổ 105", "tổ một trăm linh năm"),
        ("khu 00712", "khu không không bảy một hai"),
    ],
    ids=str,
)
def test_a_number_in_a_name_is_said(village: str, expected: str) -> None:
    assert said("{thôn}", village=village) == [expected]


@given(
    st.lists(
        st.sampled_from([*(f"{{{name}}}" for name in PLACES), "chào", "7", ". ", ", ", " ", "\n"]),
        max_size=14,
    ),
    st.text(max_size=12),
    st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)),  # noqa: DTZ001 # wall times
)
def test_no_digit_reaches_the_voice_and_nothing_said_is_lost(
    parts: list[str], village: str, start: datetime
) -> None:
    template = "".join(parts)
    texts = said(template, village, start)
    assert not any(letter.isdecimal() for text in texts for letter in text)
    assert all(text == text.strip() and text for text in texts)
    assert sum(text.count("chào") for text in texts) == template.count("chào") + sum(
        text.count("chào") for text in [village] * template.count("{thôn}")
    )
    assert sum(text.count("tháng") for text in texts) == template.count("{ngày}")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 23))
def test_no_piece_changes_with_both_the_village_and_the_day(day: date, hour: int) -> None:
    template = "{buổi} {thứ} {thôn}, chào {ngày} {thôn}. {thôn} {thứ}"
    start = datetime.combine(day, MONDAY.time()).replace(hour=hour)
    here, there = said(template, "thôn A", start), said(template, "thôn B", start)
    later = said(template, "thôn A", start + timedelta(days=3))
    assert len(here) == len(there) == len(later)
    for one, elsewhere, afterwards in zip(here, there, later, strict=True):
        assert one in (elsewhere, afterwards)


def test_a_good_template_is_let_through() -> None:
    check_template(GREETING)
    check_template("")
    check_template("Chào {tho\u0302n}")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Chào {xóm}", r"Lời kết có chỗ điền lạ: \{xóm\}.*\{xã\}"),
        ("Chào {}", "chỗ điền lạ"),
        ("Chào {thôn", "thừa hoặc thiếu"),
        ("Chào thôn}", "thừa hoặc thiếu"),
        ("Chào {{thôn}}", "thừa hoặc thiếu"),
        ("a" * (LONGEST + 1), f"{LONGEST + 1} ký tự, tối đa {LONGEST}"),
    ],
    ids=range(6),
)
def test_a_wrong_template_is_refused_with_what_there_is(template: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_template(template, "Lời kết")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1999, "một nghìn chín trăm chín mươi chín"),
        (2000, "hai nghìn"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
    ],
)
def test_numbers_are_said(count: int, words: str) -> None:
    assert spoken.number(count) == words


def test_no_two_numbers_are_said_alike() -> None:
    assert len({spoken.number(count) for count in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 4), "ngày bốn tháng tư năm hai nghìn không trăm hai mươi sáu"),
        (date(2030, 12, 31), "ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm ba mươi"),
    ],
    ids=str,
)
def test_days_are_said(day: date, words: str) -> None:
    assert spoken.day(day) == words


def test_the_week_begins_with_thu_hai_and_ends_with_chu_nhat() -> None:
    words = [spoken.weekday(MONDAY.date() + timedelta(n)) for n in range(7)]
    assert words == ["thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"]


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, "sáng"),
        (5, "sáng"),
        (10, "sáng"),
        (11, "trưa"),
        (12, "trưa"),
        (13, "chiều"),
        (17, "chiều"),
        (18, "tối"),
        (23, "tối"),
    ],
)
def test_the_hour_says_which_part_of_the_day_it_is(hour: int, part: str) -> None:
    assert spoken.part_of_day(MONDAY.replace(hour=hour)) == part

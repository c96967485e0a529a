"""Help with writing: each advice points at its place, and good texts are left in peace."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.writing.bulletin import Kind
from broadcaster.domain.writing.lint import Advice, advise

MONDAY = date(2026, 6, 15)
LAST = MONDAY + timedelta(days=5)


def found(text: str, kind: Kind = Kind.NEWS, first: date = MONDAY, last: date = LAST) -> tuple[Advice, ...]:
    return advise(text, kind, first, last)


def marked(text: str, **how: object) -> list[str]:
    return [text[one.start : one.end] for one in found(text, **how)]  # type: ignore[arg-type] # kind and days


LONG = "Bà con " + "đi " * 29 + "xa."
FIGURES = "Có 3 xã, 12 thôn, 450 hộ và 1.900 người."


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (f"Câu đầu. {LONG} Câu cuối.", LONG, "dài 32 từ"),
        (f"Câu đầu. {FIGURES}", FIGURES, "4 con số"),
        ("Nộp tại UBND (tầng hai) xã.", "(tầng hai)", "ngoặc"),
        ("Xem tại https://dichvucong.gov.vn/a?b=1 nhé.", "https://dichvucong.gov.vn/a?b=1", "liên kết"),
        ("Xem dichvucong.gov.vn/tra-cuu nhé.", "dichvucong.gov.vn/tra-cuu", "liên kết"),
        ("Họp lúc 7 giờ sáng mai.", "sáng mai", "từ 15/6/2026 đến 20/6/2026 nên “sáng mai” sẽ sai"),
        ("Hôm nay bà con đi họp.", "Hôm nay", "“Hôm nay” sẽ sai"),
        ("Họp ngày 31/6.", "ngày 31/6", "Không có ngày 31/6"),
        ("Họp ngày 30/02/2026.", "ngày 30/02/2026", "Không có ngày 30/02/2026"),
        ("Họp thứ ba ngày 22/6/2026.", "thứ ba ngày 22/6/2026", "22/6/2026 là thứ hai"),
        ("Họp Chủ nhật, 22/6.", "Chủ nhật, 22/6", "22/6/2026 là thứ hai"),
        ("Họp thứ 2 ngày 23 tháng 6 năm 2026.", "thứ 2 ngày 23 tháng 6 năm 2026", "23/6/2026 là thứ ba"),
        ("Họp ngày 1/6/2026.", "ngày 1/6/2026", "1/6/2026 đã qua trước khi bản tin phát (15/6/2026)"),
        ("Hạn là ngày 18/6.", "ngày 18/6", "Sau ngày 18/6/2026 bản tin còn phát đến 20/6/2026"),
        ("Ông Nguyễn Văn Tám nộp hồ sơ chậm.", "Ông Nguyễn Văn Tám", "Cổng thông tin điện tử"),
        ("Có nơi còn vi phạm. Đó là đồng chí Triệu Tài.", "đồng chí Triệu Tài", "không nêu tên người"),
    ],
    ids=range(16),
)
def test_an_advice_points_at_its_place_and_says_what_to_do(text: str, place: str, words: str) -> None:
    (only,) = found(text)
    assert (only.field, text[only.start : only.end]) == ("text", place)
    assert words in only.message
    assert only.message.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bà con " + "đi " * 27 + "xa.",
        "Có 3 xã, 12 thôn và 450 hộ.",
        "Gọi số 0912 345 678 hoặc 0203.3825.125 lúc 7h30-11h00.",
        "Vào dichvucong.gov.vn để nộp.",
        "Họp thứ hai ngày 22/6/2026 và thứ ba, 23/6.",
        "Đại hội lần thứ 3 ngày 22/6/2026.",
        "Giỗ Tổ ngày 10/3 âm lịch, họp thứ ba ngày 31/4 âm lịch.",
        "Có 3/4 số hộ, tỷ lệ 2/3.",
        "Theo Quyết định số 45/QĐ-UBND ngày 1/6/2026 của xã.",
        "Theo Kế hoạch số 8/KH-UBND \nngày 2/6/2026 của xã.",
        "Cách mạng tháng Tám và ngày 2/9/1945.",
        "Nộp chậm nhất ngày 30/6/2026 cho ông Nguyễn Văn Tám.",
        "Ông Nguyễn Văn Tám được khen.",
        "Đảng bộ Hà Nội phê bình việc chậm.",
        "bà con nộp chậm thì bị phạt.",
    ],
    ids=range(16),
)
def test_a_good_text_is_left_in_peace(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("words", "span", "fine"),
    [
        ("Hôm nay họp.", 0, True),
        ("Hôm nay họp.", 1, False),
        ("Tuần này họp.", 6, True),
        ("Tuần này họp.", 7, False),
        ("Tháng này họp.", 15, True),
        ("Tháng này họp.", 16, False),
    ],
)
def test_a_relative_day_is_fine_as_long_as_it_is_true_on_every_day_of_airing(
    words: str, span: int, fine: bool
) -> None:
    assert (found(words, last=MONDAY + timedelta(days=span)) == ()) == fine


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Mời bà con đến nhà văn hóa lúc 7h30 ngày 22/6/2026.", None),
        ("Mời bà con đến nhà văn hóa.", "khi nào"),
        ("Mời bà con họp lúc 7 giờ thứ hai.", "ở đâu"),
        ("Họp tại nhà văn hóa ngày 22/6/2026.", "dành cho ai"),
        ("Cắt điện.", "dành cho ai, khi nào, ở đâu"),
    ],
)
def test_a_notice_says_who_when_and_where(text: str, missing: str | None) -> None:
    messages = [one.message for one in found(text, kind=Kind.NOTICE)]
    assert messages == (
        [f"Thông báo chưa nói rõ {missing}. Hãy ghi thêm để bà con biết mà làm."] if missing else []
    )
    assert found(text) == ()


def test_a_wrapped_line_is_one_sentence_and_a_new_item_another() -> None:
    first, second = "Bà con " + "đi " * 14, "về " * 16
    assert marked(f"{first.strip()}\n{second.strip()}") == [f"{first.strip()}\n{second.strip()}"]
    assert marked(f"{first.strip()}\nV{second.strip()[1:]}") == []


def test_a_criticism_names_nobody() -> None:
    assert marked("Chị Bàn Thị Mai ở tổ hai.", kind=Kind.CRITICISM) == ["Chị Bàn Thị Mai"]
    assert marked("Chị Bàn Thị Mai ở tổ hai.") == []


PIECES = st.sampled_from(
    [
        "ngày ",
        "15/6",
        "31/2/2026",
        " thứ ba ",
        "hôm nay",
        "(",
        ")",
        "https://a.vn/",
        "chậm ",
        "Nguyễn Văn A",
        ".",
        " ",
        "\n",
        "7h30",
        " tháng ",
        "99",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join),
    st.sampled_from(Kind),
    st.dates(),
    st.integers(0, 400),
)
def test_any_text_on_any_days_gets_advice_that_lies_in_it(
    text: str, kind: Kind, first: date, days: int
) -> None:
    last = first + timedelta(days=min(days, (date.max - first).days))
    for one in advise(text, kind, first, last):
        assert 0 <= one.start < one.end <= len(text)
        assert one.message


@pytest.mark.parametrize(
    "piece", ["1/1/", "a.a.", "((", "ngày ", " ", "1 ", "A ", "Lê Lê ", "thứ hai ", "15/6/2026 ", "."]
)
def test_a_long_monotonous_text_is_looked_over(piece: str) -> None:
    """Every pattern is bounded; one that explodes would keep this test from ending."""
    assert isinstance(found("cn" + piece * (200_000 // len(piece)), kind=Kind.CRITICISM), tuple)


def lunar(day: date) -> tuple[int, int]:
    """The lunar days that these tests speak of."""
    return {date(2026, 9, 25): (15, 8), date(2026, 4, 26): (10, 3)}[day]


def of_lunar_days(text: str) -> list[Advice]:
    every = advise(text, Kind.NEWS, MONDAY, date(2026, 12, 31), lunar)
    return [one for one in every if "âm lịch" in one.message]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            "Vui Tết ngày 16/8 âm lịch (25/9/2026).",
            "ngày 16/8 âm lịch (25/9/2026",
            "15/8 âm lịch, không phải 16/8",
        ),
        ("Họp rằm tháng Bảy, tức ngày 25/9/2026.", "rằm tháng Bảy, tức ngày 25/9/2026", "không phải 15/7"),
        (
            "Giỗ Tổ ngày 26/4/2026 (nhằm mùng 9 tháng ba âm lịch).",
            "ngày 26/4/2026 (nhằm mùng 9 tháng ba âm lịch",
            "10/3",
        ),
    ],
)
def test_a_lunar_day_that_is_not_the_solar_day_beside_it_is_told(text: str, place: str, words: str) -> None:
    [one] = of_lunar_days(text)
    assert text[one.start : one.end] == place
    assert words in one.message


@pytest.mark.parametrize(
    "text",
    [
        "Vui Tết ngày 15/8 âm lịch (25/9/2026).",
        "Họp rằm tháng tám, tức ngày 25/9/2026.",
        "Giỗ Tổ ngày 26/4/2026 (tức 10/3 âm lịch).",
        "Ngày 16/8 âm lịch vui Tết. Ngày 25/9/2026 họp.",
        "Ngày 10/3 âm lịch nghỉ lễ.",
        "Họp 2 tháng một lần, ngày 25/9/2026.",
    ],
)
def test_a_lunar_day_that_is_right_or_alone_is_left_in_peace(text: str) -> None:
    assert of_lunar_days(text) == []

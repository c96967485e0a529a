"""The pages of the plan: its rows, what came of each, and the rows that fell silent."""

from datetime import timedelta

import pytest

from broadcaster.clock import FixedClock
from broadcaster.services.commune import plan_rows
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.on_air.aired import Aired, over

ROW: dict[str, object] = {
    "number": "3",
    "content": "Hỏi đáp thủ tục hành chính",
    "form": "Điểm tin",
    "lead_unit": "Văn hóa – Xã hội",
    "cooperating_units": "",
    "timing": "Quý II",
}


@pytest.fixture
def page(desk: Desk, writer: Actor) -> Person:
    return Person(create_app(desk), "soan")


def cells(said: str, row: str) -> list[str]:
    """Return what stands in the three columns of counts beside a row's words."""
    rest = said[said.index(row) :]
    return [
        rest.split(f'data-label="{label}">')[1].split("</td>")[0]
        for label in ("Đã phát, có xác nhận", "Chưa xác nhận", "Không phát")
    ]


def test_a_year_without_a_plan_says_what_belongs_here(page: Person) -> None:
    said = text_of(page.get("/ke-hoach?nam=2027"))
    assert "Kế hoạch năm 2027 chưa có mục nào" in said
    assert "/ke-hoach/2027/them" in said


def test_a_row_is_added_changed_and_removed(page: Person, desk: Desk, writer: Actor) -> None:
    assert page.post("/ke-hoach/2026/them", ROW).status_code == 302
    assert "Hỏi đáp thủ tục hành chính" in text_of(page.get("/ke-hoach"))
    row = plan_rows.listing(desk, writer.commune_id, 2026)[-1]
    page.post(f"/ke-hoach/muc/{row.id}", ROW | {"content": "Hỏi đáp về đất đai"})
    assert "Hỏi đáp về đất đai" in text_of(page.get("/ke-hoach"))
    assert page.post(f"/ke-hoach/muc/{row.id}/xoa").status_code == 302
    assert [one.number for one in plan_rows.listing(desk, writer.commune_id, 2026)] == [1]


def test_the_next_number_is_offered(page: Person) -> None:
    page.post("/ke-hoach/2026/them", ROW)
    assert 'value="4"' in text_of(page.get("/ke-hoach/2026/them"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"content": " "}, "Hãy điền"),
        ({"number": "ba"}, "số nguyên"),
        ({"number": "0"}, "từ 1 đến 999"),
        ({"content": "dài " * 200}, "tối đa 500"),
    ],
)
def test_a_row_that_cannot_be_kept_is_told_and_its_words_stay(
    page: Person, changed: dict[str, object], words: str
) -> None:
    answer = page.post("/ke-hoach/2026/them", ROW | changed)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="Văn hóa – Xã hội"' in text_of(answer)


def test_a_number_twice_in_a_year_is_refused(page: Person) -> None:
    page.post("/ke-hoach/2026/them", ROW)
    answer = page.post("/ke-hoach/2026/them", ROW)
    assert answer.status_code == 422
    assert "đã có mục 3" in text_of(answer)


def test_planned_sessions_are_not_counted_as_aired(
    page: Person, desk: Desk, writer: Actor, aired: Aired
) -> None:
    confirmed, unconfirmed, not_played = cells(text_of(page.get("/ke-hoach")), "Tuyên truyền cải cách")
    assert "0" in confirmed
    assert "3 lượt" in unconfirmed
    first, second, _third = over(desk, writer)
    airings.declare(desk, airings.Statement(first.occurrence_id, played=True, who="Sơn"))
    airings.declare(desk, airings.Statement(second.occurrence_id, played=False, who="Sơn", reason="mat_dien"))
    confirmed, unconfirmed, not_played = cells(text_of(page.get("/ke-hoach")), "Tuyên truyền cải cách")
    assert "1 lượt" in confirmed
    assert "1 lượt" in unconfirmed
    assert "1 lượt" in not_played


def test_a_quarter_without_airings_counts_nothing(page: Person, aired: Aired) -> None:
    said = text_of(page.get("/ke-hoach?nam=2026&tu=2026-01-01&den=2026-03-31"))
    assert "Quý I năm 2026" in said
    assert not any("lượt" in cell for cell in cells(said, "Tuyên truyền cải cách"))


def test_a_continual_row_that_fell_silent_is_shown_until_it_is_heard(
    page: Person, desk: Desk, writer: Actor, aired: Aired, clock: FixedClock
) -> None:
    assert "30 ngày qua chưa phát" in text_of(page.get("/ke-hoach"))
    airings.declare(desk, airings.Statement(over(desk, writer)[0].occurrence_id, played=True, who="Sơn"))
    assert "30 ngày qua chưa phát" not in text_of(page.get("/ke-hoach"))
    clock.at += timedelta(days=30)
    again = Person(create_app(desk), "soan")
    assert "30 ngày qua chưa phát" in text_of(again.get("/ke-hoach"))


def test_a_row_that_bulletins_serve_is_not_removed(page: Person, aired: Aired) -> None:
    assert "không xóa được" in text_of(page.get(f"/ke-hoach/muc/{aired.plan_row_id}"))
    answer = page.post(f"/ke-hoach/muc/{aired.plan_row_id}/xoa")
    assert answer.status_code == 422
    assert "đang có 1 bản tin" in text_of(answer)


def test_who_only_looks_has_no_buttons(desk: Desk, aired: Aired) -> None:
    leader = Person(create_app(desk), "duyet")
    assert "/ke-hoach/muc/" not in text_of(leader.get("/ke-hoach"))
    assert leader.post("/ke-hoach/2026/them", ROW).status_code == 403


@pytest.mark.parametrize("query", ["nam=abc", "nam=0000", "nam=99999999999", "nam=²026"])
def test_a_year_that_is_none_shows_this_one(page: Person, query: str) -> None:
    assert "Kế hoạch tuyên truyền năm 2026" in text_of(page.get(f"/ke-hoach?{query}"))


def test_days_the_wrong_way_round_are_told(page: Person) -> None:
    page.post("/ke-hoach/2026/them", ROW)
    answer = page.get("/ke-hoach?nam=2026&tu=2026-06-30&den=2026-06-01")
    assert answer.status_code == 422
    assert "đứng trước ngày đầu" in text_of(answer)

"""The pages of the broadcast log: saying, correcting, filtering, printing and proving."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from broadcaster.domain.log.airing import Outcome
from broadcaster.paper.entries import Entry
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, log_details
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.on_air.aired import TITLE, Aired, over

MONDAY_ONLY = "tu=2026-06-15&den=2026-06-15"


@pytest.fixture
def page(desk: Desk, aired: Aired, operator: Actor) -> Person:
    """The operator's browser."""
    return Person(create_app(desk), "truc")


@pytest.fixture
def entry(desk: Desk, aired: Aired, writer: Actor) -> Entry:
    """The first session that is over and that nobody has spoken of."""
    return over(desk, writer)[0]


def say(page: Person, entry: Entry, **fields: object) -> tuple[int, str]:
    """Send the form of one session; return the answer's status and what the page says in the end."""
    answer = page.post(f"/nhat-ky/buoi/{entry.occurrence_id}", {"da_phat": "1", **fields})
    if answer.status_code == 302:
        return 302, text_of(page.get(answer.headers["Location"]))
    return answer.status_code, text_of(answer)


def test_every_begun_session_is_unconfirmed_until_somebody_speaks(
    page: Person, desk: Desk, writer: Actor
) -> None:
    said = text_of(page.get(f"/nhat-ky?{MONDAY_ONLY}"))
    assert said.count(">Chưa xác nhận</span>") == len(over(desk, writer)) == 3
    assert TITLE in said


def test_one_tap_says_that_a_session_was_aired(page: Person, desk: Desk, writer: Actor, entry: Entry) -> None:
    status, said = say(page, entry)
    assert status == 302
    assert "Đã ghi" in said
    now = {one.occurrence_id: one for one in over(desk, writer)}[entry.occurrence_id]
    assert now.state is Outcome.DECLARED
    assert now.last is not None
    assert now.last.who == "Bàn Văn Sơn"


def test_planned_is_never_counted_as_aired(page: Person, entry: Entry) -> None:
    _status, said = say(page, entry)
    said = text_of(page.get(f"/nhat-ky?{MONDAY_ONLY}"))
    figures = [part.split("</dd>")[0] for part in said.split("<dd>")[1:5]]
    assert [one.split()[0] for one in figures] == ["1", "0", "2", "0"]


def test_not_aired_needs_a_reason_and_keeps_the_note(
    page: Person, desk: Desk, writer: Actor, entry: Entry
) -> None:
    status, said = say(page, entry, da_phat="0", ly_do="", ghi_chu="máy nổ không chạy")
    assert status == 422
    assert "Hãy chọn lý do" in said
    assert "máy nổ không chạy" in said
    assert over(desk, writer)[0].last is None


def test_a_correction_names_what_it_corrects_and_both_stay(
    page: Person, desk: Desk, writer: Actor, entry: Entry
) -> None:
    say(page, entry)
    first = over(desk, writer)[0].last
    assert first is not None
    status, _said = say(page, entry, da_phat="0", ly_do="mat_dien", dong=first.seq)
    assert status == 302
    details = log_details.details(desk, writer.commune_id, entry.occurrence_id)
    assert details.entry.state is Outcome.NOT_PLAYED
    assert [line.corrected_by for line in details.history if line.seq == first.seq] == [
        details.history[-1].seq
    ]
    said = text_of(page.get(f"/nhat-ky/buoi/{entry.occurrence_id}"))
    assert f"(đính chính dòng {first.seq})" in said


def test_a_statement_on_a_stale_page_is_told_who_spoke_first_and_keeps_the_words(
    page: Person, desk: Desk, writer: Actor, entry: Entry
) -> None:
    airings.declare(desk, airings.Statement(entry.occurrence_id, played=True, who="Người khác"))
    status, said = say(page, entry, da_phat="0", ly_do="mat_dien", ghi_chu="mất điện từ 5 giờ")
    assert status == 409
    assert "Người khác đã ghi buổi này" in said
    assert "mất điện từ 5 giờ" in said
    assert over(desk, writer)[0].state is Outcome.DECLARED


def test_a_session_to_come_cannot_be_confirmed(page: Person) -> None:
    said = text_of(page.get("/nhat-ky"))
    ahead = said.split("Sắp tới")[1]
    number = int(ahead.split('id="buoi-')[1].split('"')[0])
    answer = page.post(f"/nhat-ky/buoi/{number}", {"da_phat": "1"})
    assert answer.status_code == 422
    assert "chưa đến giờ phát" in text_of(answer)


def test_several_sessions_are_said_at_once(page: Person, desk: Desk, writer: Actor) -> None:
    ids = [one.occurrence_id for one in over(desk, writer)]
    answer = page.post("/nhat-ky/da-phat", {"buoi": ids})
    assert "Đã ghi 3 lượt" in text_of(page.get(answer.headers["Location"]))
    assert {one.state for one in over(desk, writer)} == {Outcome.DECLARED}


def test_ticking_nothing_is_told(page: Person) -> None:
    answer = page.post("/nhat-ky/da-phat", {})
    assert "đánh dấu ít nhất một" in text_of(page.get(answer.headers["Location"]))


def test_a_leader_looks_but_does_not_say(page: Person, desk: Desk, entry: Entry) -> None:
    leader = Person(create_app(desk), "duyet")
    assert "Không phát</a>" not in text_of(leader.get(f"/nhat-ky?{MONDAY_ONLY}"))
    assert leader.post(f"/nhat-ky/buoi/{entry.occurrence_id}", {"da_phat": "1"}).status_code == 403


def test_the_log_is_filtered_by_village_state_and_plan_row(page: Person, aired: Aired, entry: Entry) -> None:
    one = text_of(page.get(f"/nhat-ky?{MONDAY_ONLY}&thon={entry.village_id}"))
    assert one.count('id="buoi-') == 1
    assert text_of(page.get(f"/nhat-ky?{MONDAY_ONLY}&trang_thai=khong_phat")).count('id="buoi-') == 0
    assert text_of(page.get(f"/nhat-ky?{MONDAY_ONLY}&muc={aired.plan_row_id}")).count('id="buoi-') == 3
    assert text_of(page.get(f"/nhat-ky?{MONDAY_ONLY}&muc=999")).count('id="buoi-') == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("tu=2026-06-20&den=2026-06-15", "đứng trước ngày đầu"),
        ("tu=2026-06-20&den=", "đủ cả hai ngày"),
        ("tu=hôm+qua&den=2026-06-15", "không phải ngày đúng"),
        ("tu=2020-01-01&den=2026-06-15", "tối đa"),
    ],
)
def test_wrong_days_are_told_in_a_sentence(page: Person, days: str, words: str) -> None:
    answer = page.get(f"/nhat-ky?{days}")
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_days_written_by_hand_are_understood(page: Person) -> None:
    assert "Ngày 15/6/2026" in text_of(page.get("/nhat-ky?tu=15/06/2026&den=15/06/2026"))


def test_a_session_opens_with_its_words_its_approver_and_its_digest(
    page: Person, aired: Aired, entry: Entry
) -> None:
    said = text_of(page.get(f"/nhat-ky/buoi/{entry.occurrence_id}"))
    for expected in (
        TITLE,
        "tiếp công dân vào sáng thứ năm",
        "Triệu Văn Trường",
        aired.digest,
        "/am-thanh/doan/",
    ):
        assert expected in said


def test_another_communes_session_is_not_found(page: Person) -> None:
    assert page.get("/nhat-ky/buoi/99999").status_code == 404


def test_the_paper_may_use_its_own_styles_and_run_nothing(page: Person) -> None:
    answer = page.get(f"/nhat-ky/in?{MONDAY_ONLY}")
    said = text_of(answer)
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "NHẬT KÝ PHÁT THANH" in said
    assert "Xác nhận của UBND" in said
    assert "<script" not in said


def test_the_log_is_taken_along_as_csv_and_xlsx(page: Person) -> None:
    answer = page.get(f"/nhat-ky/xuat.csv?{MONDAY_ONLY}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert "nhat-ky_20260615_20260615.csv" in answer.headers["Content-Disposition"]
    assert {row["Kết quả phát"] for row in rows} == {"Chưa xác nhận"}
    book = load_workbook(io.BytesIO(page.get(f"/nhat-ky/xuat.xlsx?{MONDAY_ONLY}").data))
    assert book.worksheets[0].page_setup.orientation == "landscape"
    assert page.get(f"/nhat-ky/xuat.exe?{MONDAY_ONLY}").status_code == 404


def test_verifying_says_up_to_which_row_the_log_is_whole(page: Person) -> None:
    assert "nguyên vẹn đến dòng" not in text_of(page.get("/nhat-ky/kiem-tra"))
    assert "Nhật ký nguyên vẹn đến dòng" in text_of(page.post("/nhat-ky/kiem-tra"))


def test_verifying_tells_the_row_that_was_edited_behind_the_program(page: Person, desk: Desk) -> None:
    with desk.store.engine.begin() as connection:
        for name in (
            connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'airing'")
            )
            .scalars()
            .all()
        ):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE airing SET who = 'kẻ sửa' WHERE seq = 2"))
    assert "không còn nguyên vẹn từ dòng 2" in text_of(page.post("/nhat-ky/kiem-tra"))


def test_where_one_came_from_never_leads_elsewhere(page: Person, entry: Entry) -> None:
    answer = page.post(f"/nhat-ky/buoi/{entry.occurrence_id}", {"da_phat": "1", "ve": "//evil.example/"})
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")

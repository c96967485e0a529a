"""Limits of air time on the pages: entered by who may, warned of where it matters, accepted by a leader."""

import pytest
from flask import Flask

from broadcaster.services.desk import Desk
from broadcaster.services.limits import air_limits, limit_acceptances, limit_log
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE

ADMIN = "/quan-tri/gioi-han"
LEADER = "/lich-phat/gioi-han"
BY = "Quyết định số 12/QĐ-UBND ngày 1/3/2026"
ONE_A_DAY = {
    "amount": "1",
    "document": "12/QĐ-UBND",
    "document_day": "2026-03-01",
    "valid_from": "2026-06-15",
}
OVER = f"là buổi thứ 2 trong ngày, quá 1 so với mức 1 buổi mỗi ngày ({BY})"


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def admin(app: Flask) -> Person:
    return Person(app, "quantri")


@pytest.fixture
def leader(app: Flask) -> Person:
    return Person(app, "duyet")


@pytest.fixture
def limited(admin: Person) -> None:
    """The administrator allows one session a day."""
    assert admin.post(f"{ADMIN}/them/buoi_moi_ngay", ONE_A_DAY).status_code == 302


def test_without_a_limit_the_pages_say_what_one_is_for(admin: Person, leader: Person) -> None:
    assert "Xã chưa ghi giới hạn nào" in text_of(admin.get(ADMIN))
    words = text_of(leader.get(LEADER))
    assert "nên không có buổi nào vượt" in words
    assert 'name="over"' not in words


def test_a_limit_is_entered_with_its_document_then_corrected_then_ended(
    admin: Person, aired_desk: Desk
) -> None:
    answer = admin.post(f"{ADMIN}/them/buoi_moi_ngay", ONE_A_DAY)
    assert answer.headers["Location"] == ADMIN
    words = text_of(admin.get(ADMIN))
    assert "Mỗi ngày nhiều nhất 1 buổi" in words
    assert BY in words
    assert f"{ADMIN}/them/buoi_moi_ngay" not in words  # there is one already
    assert f"{ADMIN}/them/gio_yen_lang" in words
    (view,) = air_limits.listing(aired_desk, COMMUNE)
    changed = ONE_A_DAY | {"amount": "3", "version": str(view.version)}
    assert admin.post(f"{ADMIN}/{view.limit.id}", changed).status_code == 302
    again = admin.post(f"{ADMIN}/{view.limit.id}", changed)
    assert again.status_code == 409
    assert "Có người vừa sửa giới hạn này" in text_of(again)
    ended = {"last_day": "2026-06-15", "version": str(view.version + 1)}
    assert admin.post(f"{ADMIN}/{view.limit.id}/thoi", ended).status_code == 302
    assert "đến hết 15/06/2026" in text_of(admin.get(ADMIN))


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("buoi_moi_ngay", {"amount": "0"}, "Hãy ghi số buổi từ 1 đến 24"),
        ("buoi_moi_ngay", {"amount": "hai"}, "Hãy ghi một số nguyên"),
        ("phut_moi_buoi", {"document": ""}, "Hãy điền ô này"),
        ("ngay_trong_tuan", {}, "Hãy chọn ít nhất một ngày được phát"),
        ("gio_yen_lang", {"quiet_from": "21:00", "quiet_to": "21:00"}, "cùng một lúc"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    admin: Person, aired_desk: Desk, kind: str, typed: dict[str, str], says: str
) -> None:
    answer = admin.post(f"{ADMIN}/them/{kind}", ONE_A_DAY | typed)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert air_limits.listing(aired_desk, COMMUNE) == ()


@pytest.mark.parametrize("kind", ["khac", "SESSIONS_A_DAY"])
def test_there_is_no_other_kind(admin: Person, kind: str) -> None:
    assert admin.get(f"{ADMIN}/them/{kind}").status_code == 404


def test_every_kind_asks_only_for_what_it_needs(admin: Person) -> None:
    fields = {
        "buoi_moi_ngay": {"amount"},
        "phut_moi_buoi": {"amount"},
        "phut_moi_ngay": {"amount"},
        "ngay_trong_tuan": {"weekdays"},
        "gio_yen_lang": {"quiet_from", "quiet_to"},
    }
    for kind, needed in fields.items():
        words = text_of(admin.get(f"{ADMIN}/them/{kind}"))
        shown = {one for one in ("amount", "weekdays", "quiet_from", "quiet_to") if f'name="{one}"' in words}
        assert shown == needed


def test_days_of_the_week_are_ticked_singly_and_one_is_needed(admin: Person) -> None:
    words = text_of(admin.get(f"{ADMIN}/them/ngay_trong_tuan"))
    boxes = [one.split(">")[0] for one in words.split("<input")[1:] if 'name="weekdays"' in one.split(">")[0]]
    assert len(boxes) == 7
    assert not any("required" in one for one in boxes)  # a browser would want all seven
    sent = {"document": "12/QĐ-UBND", "document_day": "2026-01-15", "valid_from": "2026-06-15"}
    refused = admin.post(f"{ADMIN}/them/ngay_trong_tuan", sent)
    assert refused.status_code == 422
    assert "Hãy chọn ít nhất một ngày được phát." in text_of(refused)
    assert admin.post(f"{ADMIN}/them/ngay_trong_tuan", sent | {"weekdays": ["2", "4"]}).status_code == 302


@pytest.mark.usefixtures("limited")
def test_what_is_over_stands_wherever_somebody_decides(admin: Person, leader: Person) -> None:
    first = text_of(leader.get("/"))
    assert f"“Buổi chiều” vượt giới hạn phát: {OVER}; chờ bạn chấp nhận kèm lý do." in first
    for path in ("/lich-phat", "/lich-phat/buoi", "/cho-duyet"):
        assert f"vượt giới hạn phát: {OVER}." in text_of(leader.get(path))
    assert "chờ lãnh đạo chấp nhận, hoặc sửa lại buổi phát" in text_of(admin.get("/"))
    assert "vượt giới hạn" not in text_of(Person(leader.client.application, "soan").get("/"))


@pytest.mark.usefixtures("limited")
def test_a_leader_accepts_with_a_reason_that_the_log_keeps(leader: Person, aired_desk: Desk) -> None:
    limit_log.keep(aired_desk, COMMUNE)
    words = text_of(leader.get(LEADER))
    assert OVER in words.replace("Là", "là")
    box = words.split('name="over" value="')[1].split('"')[0]
    refused = leader.post(LEADER, {"over": box, "reason": " ", "last_day": "2026-07-15"})
    assert refused.status_code == 422
    assert "Hãy điền lý do chấp nhận vượt giới hạn" in text_of(refused)
    assert 'value="2026-07-15"' in text_of(refused)
    sent = {"over": box, "reason": "Tuần bầu cử", "last_day": "2026-07-15"}
    assert leader.post(LEADER, sent).status_code == 302
    words = text_of(leader.get(LEADER))
    assert "Tuần bầu cử" in words
    assert "Các buổi hôm nay và sắp tới đều trong giới hạn, hoặc đã được chấp nhận" in words
    assert "vượt giới hạn" not in text_of(leader.get("/"))
    assert leader.post(LEADER, sent).status_code == 422  # sent twice it is one
    assert len(limit_acceptances.standing(aired_desk, COMMUNE)) == 1
    log = text_of(leader.get("/nhat-ky?tu=2026-06-16&den=2026-06-16"))
    assert "chấp nhận: Tuần bầu cử." in log


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize("box", ["", "1", "1-2", "1-2-x", "1-2-3-4", "-1-2-3", "999-999-9"])
def test_a_box_that_is_none_accepts_nothing(leader: Person, aired_desk: Desk, box: str) -> None:
    sent = {"over": box, "reason": "Tuần bầu cử", "last_day": "2026-07-15"}
    assert leader.post(LEADER, sent).status_code == 422
    assert limit_acceptances.standing(aired_desk, COMMUNE) == ()


@pytest.mark.usefixtures("limited")
def test_when_a_session_is_saved_the_next_page_says_which_limit_it_breaks(admin: Person) -> None:
    rule = {
        "name": "Buổi trưa",
        "weekdays": ["1", "3", "5"],
        "start": "11:30",
        "longest_minutes": "10",
        "from_day": "2026-06-16",
    }
    assert admin.post("/lich-phat/buoi/them", rule).status_code == 302
    words = text_of(admin.get("/lich-phat/buoi"))
    assert "Đã thêm “Buổi trưa”" in words
    assert f"“Buổi trưa” 11:30 {OVER}." in words
    assert f"“Buổi chiều” 17:00 {OVER.replace('thứ 2', 'thứ 3').replace('quá 1', 'quá 2')}." in words


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(
    ("kind", "start", "told"), [("khac", "19:00", True), ("nghi", "", False)], ids=["another time", "none"]
)
def test_an_exception_that_still_sounds_is_warned_of_and_one_of_silence_is_not(
    admin: Person, kind: str, start: str, told: bool
) -> None:
    change = {
        "rule": "0",
        "village": "0",
        "first_day": "2026-06-20",
        "last_day": "2026-06-21",
        "kind": kind,
        "start": start,
        "longest_minutes": "",
        "note": "Mùa gặt",
    }
    before = admin.post("/lich-phat/buoi/thay-doi/them", change | {"rule": "2"})
    assert before.status_code == 302, text_of(before)
    words = text_of(admin.get("/lich-phat/buoi"))
    assert ("“Buổi chiều” 19:00 là buổi thứ 2 trong ngày" in words) is told
    assert ("Vượt giới hạn phát:" in words) is told

"""What will air when and why; and the sessions of the week with their exceptions, kept by who may."""

from datetime import time, timedelta

import pytest
from flask import Flask

from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.week import week, week_changes
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE, MONDAY, afternoon, places, settle

EVERY_DAY = tuple(range(1, 8))
RULE = {
    "name": "Buổi trưa",
    "weekdays": ["1", "3", "5"],
    "start": "11:30",
    "longest_minutes": "10",
    "from_day": "2026-06-16",
}
CHANGE = {
    "rule": "0",
    "village": "0",
    "first_day": "2026-06-20",
    "last_day": "2026-06-21",
    "kind": "nghi",
    "start": "",
    "longest_minutes": "",
    "note": "Nghỉ lễ",
}


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    """The administrator's browser."""
    return Person(app, "quantri")


def rules(desk: Desk) -> tuple[week.RuleView, ...]:
    return week.rules(desk, COMMUNE)


def changes(desk: Desk) -> tuple[week_changes.ChangeView, ...]:
    return week_changes.exceptions(desk, COMMUNE)


def test_asking_again_is_a_mark_that_the_scheduler_acts_on(aired_desk: Desk, app: Flask) -> None:
    for login in ("soan", "duyet", "quantri"):
        settle(aired_desk)
        page = Person(app, login)
        page.get("/lich-phat")
        assert page.post("/lich-phat/lam-lai").status_code == 302
        assert COMMUNE in due.wanted(aired_desk)
        assert "Đang làm chương trình" in text_of(page.get("/lich-phat"))


def test_an_operator_does_not_ask_for_it(desk: Desk, operator: Actor) -> None:
    page = Person(create_app(desk), "truc")
    assert "Công bố lại" not in text_of(page.get("/lich-phat"))
    assert page.post("/lich-phat/lam-lai").status_code == 403


@pytest.mark.parametrize("damage", ["cut", "other", "gone"])
def test_damaged_sound_is_made_again_as_it_was(aired_desk: Desk, page: Person, damage: str) -> None:
    one = afternoon(aired_desk)
    whole = one.path.read_bytes()
    if damage == "gone":
        one.path.unlink()
    else:
        one.path.write_bytes(whole[:-100] if damage == "cut" else b"\0" * len(whole))
    answer = page.post("/lich-phat/lam-lai")
    assert "1 tệp âm thanh hỏng hoặc thiếu" in text_of(page.get(answer.headers["Location"]))
    publishing.publish(aired_desk, COMMUNE)
    assert one.path.read_bytes() == whole
    assert afternoon(aired_desk).version == one.version


def test_a_session_is_added(aired_desk: Desk, page: Person) -> None:
    assert page.post("/lich-phat/buoi/them", RULE).status_code == 302
    made = next(one for one in rules(aired_desk) if one.name == "Buổi trưa")
    assert (made.weekdays, made.start, made.longest_minutes) == ((1, 3, 5), time(11, 30), 10)
    assert "Thứ hai, thứ tư, thứ sáu" in text_of(page.get("/lich-phat/buoi"))
    assert COMMUNE in due.wanted(aired_desk)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Hãy điền ô này."),
        ({"weekdays": []}, "Hãy chọn ít nhất một ngày trong tuần."),
        ({"weekdays": ["8"]}, "đã chọn không hợp lệ"),
        ({"start": "25:00"}, "Giờ chưa đúng"),
        ({"start": ""}, "Hãy điền ô này."),
        ({"longest_minutes": "0"}, "từ 1 đến 180"),
        ({"longest_minutes": "chín"}, "Hãy ghi một số nguyên."),
        ({"longest_minutes": "999"}, "từ 1 đến 180"),
        ({"from_day": "2026-02-30"}, "Ngày chưa đúng"),
        ({"from_day": "2026-06-01"}, "Ngày bắt đầu đã qua"),
        ({"start": "17:05"}, "trùng giờ với buổi “Buổi chiều”"),
    ],
)
def test_a_wrong_session_is_refused_with_the_sentence_beside_it_and_keeps_what_was_typed(
    aired_desk: Desk, page: Person, changed: dict[str, object], says: str
) -> None:
    before = rules(aired_desk)
    answer = page.post("/lich-phat/buoi/them", RULE | {"name": "Buổi trưa gõ dở"} | changed)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "name" in changed or 'value="Buổi trưa gõ dở"' in text_of(answer)
    assert rules(aired_desk) == before


def test_a_session_is_changed_from_a_day_on_and_the_days_before_stay(aired_desk: Desk, page: Person) -> None:
    old = next(one for one in rules(aired_desk) if one.name == "Buổi chiều")
    fields = {
        "name": "Buổi chiều",
        "weekdays": [str(day) for day in EVERY_DAY],
        "start": "18:00",
        "longest_minutes": "20",
        "from_day": "2026-06-20",
        "version": str(old.version),
    }
    assert page.post(f"/lich-phat/buoi/{old.id}", fields).status_code == 302
    starts = [(one.start, one.valid_to) for one in rules(aired_desk) if one.name == "Buổi chiều"]
    assert starts == [(time(17, 0), MONDAY + timedelta(days=4)), (time(18, 0), None)]
    again = page.post(f"/lich-phat/buoi/{old.id}", fields | {"name": "Gõ dở"})
    assert again.status_code == 409
    assert 'value="Gõ dở"' in text_of(again)


def test_a_change_for_today_comes_too_late(aired_desk: Desk, page: Person) -> None:
    old = rules(aired_desk)[0]
    answer = page.post(
        f"/lich-phat/buoi/{old.id}", RULE | {"from_day": "2026-06-15", "version": str(old.version)}
    )
    assert answer.status_code == 422
    assert "từ ngày 16/06/2026" in text_of(answer)


def test_a_session_is_closed(aired_desk: Desk, page: Person) -> None:
    old = rules(aired_desk)[0]
    fields = {"last_day": "2026-06-18", "version": str(old.version)}
    assert page.post(f"/lich-phat/buoi/{old.id}/dung", fields).status_code == 302
    assert rules(aired_desk)[0].valid_to == MONDAY + timedelta(days=3)
    assert page.post(f"/lich-phat/buoi/{old.id}/dung", fields).status_code == 409
    late = {"last_day": "2026-06-01", "version": str(old.version + 1)}
    assert page.post(f"/lich-phat/buoi/{old.id}/dung", late).status_code == 422


def test_an_exception_is_set_and_taken_back(aired_desk: Desk, page: Person) -> None:
    assert page.post("/lich-phat/buoi/thay-doi/them", CHANGE).status_code == 302
    again = page.post("/lich-phat/buoi/thay-doi/them", CHANGE)
    assert again.status_code == 422
    assert "Thay đổi lịch này đã có trong danh sách" in text_of(again)
    (made,) = changes(aired_desk)
    assert (made.cancelled, made.rule_id, made.village_id, made.note) == (True, None, None, "Nghỉ lễ")
    words = text_of(page.get("/lich-phat/buoi"))
    assert "T7 20/6 đến CN 21/6" in words
    assert "Nghỉ phát" in words
    village = places(aired_desk)[0].id
    assert "Thứ hai, 15/6/2026" in text_of(page.get(f"/lich-phat?thon={village}"))
    assert "Thứ bảy, 20/6/2026" not in text_of(page.get(f"/lich-phat?thon={village}"))
    empty = text_of(page.get("/lich-phat/2026-06-20"))
    assert "Mọi buổi, mọi thôn: nghỉ phát (Nghỉ lễ)." in empty
    assert "Ngày này lịch khác thường lệ" not in text_of(page.get("/lich-phat/2026-06-22"))
    page.get("/lich-phat/buoi")
    page.post(f"/lich-phat/buoi/thay-doi/{made.id}/bo")
    assert changes(aired_desk) == ()
    assert page.post(f"/lich-phat/buoi/thay-doi/{made.id}/bo").status_code == 404


def test_another_time_in_one_village_shows_in_its_schedule(aired_desk: Desk, page: Person) -> None:
    place = places(aired_desk)[1]
    rule = next(one for one in rules(aired_desk) if one.name == "Buổi chiều")
    fields = CHANGE | {"kind": "khac", "rule": str(rule.id), "village": str(place.id), "start": "18:15"}
    assert page.post("/lich-phat/buoi/thay-doi/them", fields).status_code == 302
    assert "18:15" in text_of(page.get(f"/lich-phat?thon={place.id}"))
    assert "18:15" not in text_of(page.get(f"/lich-phat?thon={places(aired_desk)[0].id}"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"last_day": "2026-06-19"}, "Ngày cuối đứng trước ngày đầu"),
        ({"first_day": "2026-06-31"}, "Ngày chưa đúng"),
        ({"first_day": "2026-06-01", "last_day": "2026-06-02"}, "Ngày đầu đã qua"),
        ({"kind": "khac"}, "Hãy ghi giờ khác hoặc số phút khác"),
        ({"kind": "bay"}, "Hãy chọn một mục trong danh sách"),
        ({"kind": "khac", "longest_minutes": "500"}, "từ 1 đến 180"),
        ({"rule": "999"}, "Hãy chọn một mục trong danh sách"),
        ({"village": "abc"}, "Hãy chọn một mục trong danh sách"),
    ],
)
def test_a_wrong_exception_is_refused_and_keeps_what_was_typed(
    aired_desk: Desk, page: Person, changed: dict[str, object], says: str
) -> None:
    answer = page.post("/lich-phat/buoi/thay-doi/them", CHANGE | changed)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="Nghỉ lễ"' in text_of(answer)
    assert changes(aired_desk) == ()


@pytest.mark.parametrize("path", ["them", "1", "1/dung", "thay-doi/them", "thay-doi/1/bo"])
def test_only_an_administrator_changes_the_week(aired_desk: Desk, app: Flask, path: str) -> None:
    page = Person(app, "soan")
    before = rules(aired_desk)
    assert page.get("/lich-phat/buoi").status_code == 200
    page.get("/lich-phat")
    assert page.post(f"/lich-phat/buoi/{path}", RULE | {"version": "1"}).status_code == 403
    assert rules(aired_desk) == before


@pytest.mark.parametrize("path", ["/lich-phat/buoi/999", "/lich-phat/buoi/abc"])
def test_a_session_that_is_not_there_is_a_sentence(page: Person, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "Không có" in text_of(answer)

"""The pages of the week: some villages, two sessions at once, special days, sessions taken out, villages staggered."""

from datetime import date, time, timedelta

import pytest
from flask import Flask

from broadcaster.services.commune import people, stagger, village_groups, villages
from broadcaster.services.desk import Desk
from broadcaster.services.layout import templates
from broadcaster.services.week import dropped, week, week_changes
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of

COMMUNE = 1
MONDAY = date(2026, 6, 15)
TUESDAY = MONDAY + timedelta(days=1)
RULE = {
    "name": "Buổi thiếu nhi",
    "weekdays": ["6", "7"],
    "start": "17:05",
    "longest_minutes": "10",
    "where": "mot_so",
    "village_ids": ["1", "3"],
    "from_day": "2026-06-16",
}
CHANGE = {
    "rule": "2",
    "village": "0",
    "first_day": "2026-06-16",
    "open_end": "y",
    "only_on": "mung_1_ram",
    "kind": "nghi",
    "note": "Bà con đi lễ",
}
DROP = {"rule": "2", "day": "2026-06-16", "village_ids": ["1", "2"], "reason": "Mất điện"}


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    """The administrator's browser."""
    return Person(app, "quantri")


def made(desk: Desk) -> week.RuleView:
    return next(one for one in week.rules(desk, COMMUNE) if one.name == "Buổi thiếu nhi")


def test_two_at_once_are_told_with_three_ways_out_and_nothing_typed_is_lost(
    aired_desk: Desk, page: Person
) -> None:
    answer = page.post("/lich-phat/buoi/them", RULE)
    words = text_of(answer)
    assert answer.status_code == 422
    assert "trùng giờ với buổi “Buổi chiều”" in words
    assert "thôn Khe Mơ, thôn Suối Ngang" in words
    assert "Bắt đầu lúc 17:15, ngay khi “Buổi chiều” hết giờ" in words
    for value in ("noi_tiep", "thay_the"):
        assert f'name="khi_trung" value="{value}" form="buoi-phat"' in words
    assert 'href="#start"' in words
    assert 'value="Buổi thiếu nhi"' in words
    assert words.count('checked id="village_ids-') + words.count('id="village_ids-') >= 3
    assert len(week.rules(aired_desk, COMMUNE)) == 2


def test_the_new_one_follows(aired_desk: Desk, page: Person) -> None:
    answer = page.post("/lich-phat/buoi/them", RULE | {"khi_trung": "noi_tiep"})
    assert answer.status_code == 302
    assert "“Buổi thiếu nhi” lúc 17:15, ngay sau buổi kia" in text_of(page.get("/lich-phat/buoi"))
    assert (made(aired_desk).start, made(aired_desk).village_ids) == (time(17, 15), (1, 3))


def test_the_other_gives_way_and_the_choice_is_seen_and_taken_back(aired_desk: Desk, page: Person) -> None:
    assert page.post("/lich-phat/buoi/them", RULE | {"khi_trung": "thay_the"}).status_code == 302
    words = text_of(page.get("/lich-phat/buoi"))
    assert "Trùng giờ thì “Buổi chiều” nghỉ" in words
    assert "Thôn Khe Mơ, thôn Suối Ngang" in words
    one = made(aired_desk)
    address = f"/lich-phat/buoi/{one.id}"
    assert "Khi trùng giờ với buổi này thì nghỉ" in text_of(page.get(address))
    kept = RULE | {"version": str(one.version), "replaces": ["2"], "longest_minutes": "12"}
    assert page.post(address, kept).status_code == 302
    again = made(aired_desk)
    assert (again.replaces, again.longest_minutes) == (((2, "Buổi chiều"),), 12)
    answer = page.post(address, RULE | {"version": str(again.version)})
    assert answer.status_code == 422
    assert "Bạn muốn làm thế nào?" in text_of(answer)


def test_groups_of_villages_template_and_last_day_are_chosen(aired_desk: Desk, page: Person) -> None:
    group = village_groups.add(aired_desk, people.find(aired_desk, "quantri"), "vùng cao", [2])
    template = templates.listing(aired_desk, COMMUNE)[-1]
    fields = RULE | {
        "start": "12:00",
        "village_ids": [],
        "bunches": [group.key],
        "template_id": str(template.id),
        "last_day": "2026-06-30",
    }
    assert "nhóm vùng cao" in text_of(page.get("/lich-phat/buoi/them"))
    assert page.post("/lich-phat/buoi/them", fields).status_code == 302
    one = made(aired_desk)
    assert (one.village_ids, one.template_id, one.valid_to) == ((2,), template.id, date(2026, 6, 30))
    words = text_of(page.get("/lich-phat/buoi"))
    assert f"mẫu {template.name}" in words
    assert "đến hết T3 30/6" in words


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"village_ids": []}, "đánh dấu ít nhất một thôn"),
        ({"village_ids": ["99"]}, "không hợp lệ"),
        ({"weekdays": []}, "Hãy chọn ít nhất một ngày trong tuần."),
        ({"last_day": "2026-06-15"}, "Ngày cuối đứng trước ngày đầu"),
        ({"template_id": "99"}, "Hãy chọn một mục trong danh sách"),
        ({"khi_trung": "bay"}, "Bạn muốn làm thế nào?"),
    ],
)
def test_a_wrong_choice_is_told_beside_it(
    aired_desk: Desk, page: Person, changed: dict[str, object], says: str
) -> None:
    answer = page.post("/lich-phat/buoi/them", RULE | changed)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert len(week.rules(aired_desk, COMMUNE)) == 2


def test_no_box_of_several_is_said_to_be_required(page: Person) -> None:
    words = text_of(page.get("/lich-phat/buoi/them"))
    boxes = [one for one in words.split("<input") if 'name="weekdays"' in one]
    assert len(boxes) == 7
    assert not any("required" in one.split(">")[0] for one in boxes)


def test_rest_on_lunar_days_until_further_notice(aired_desk: Desk, page: Person) -> None:
    words = text_of(page.get("/lich-phat/buoi/thay-doi/them"))
    assert "29/06/2026" in words  # the days are shown, so that nobody need trust a name
    assert page.post("/lich-phat/buoi/thay-doi/them", CHANGE).status_code == 302
    (one,) = week_changes.exceptions(aired_desk, COMMUNE)
    assert one.until_notice
    words = text_of(page.get("/lich-phat/buoi"))
    assert "Từ T3 16/6 đến khi có thông báo mới" in words
    assert "Chỉ mùng 1 và ngày rằm: T2 29/6, T3 14/7, T3 28/7" in words


def test_a_last_day_or_further_notice_is_needed(aired_desk: Desk, page: Person) -> None:
    fields = {name: value for name, value in CHANGE.items() if name != "open_end"} | {"last_day": ""}
    answer = page.post("/lich-phat/buoi/thay-doi/them", fields)
    assert answer.status_code == 422
    assert "đánh dấu “Đến khi có thông báo mới”" in text_of(answer)
    assert week_changes.exceptions(aired_desk, COMMUNE) == ()


def test_another_time_that_meets_another_session_has_the_same_ways_out(
    aired_desk: Desk, page: Person
) -> None:
    fields = CHANGE | {"rule": "1", "kind": "khac", "start": "17:10"}
    answer = page.post("/lich-phat/buoi/thay-doi/them", fields)
    assert answer.status_code == 422
    assert 'value="noi_tiep" form="thay-doi"' in text_of(answer)
    assert page.post("/lich-phat/buoi/thay-doi/them", fields | {"khi_trung": "thay_the"}).status_code == 302
    assert week_changes.exceptions(aired_desk, COMMUNE)[0].replaces == ("Buổi chiều",)


def test_a_session_is_taken_out_listed_and_taken_back_in_one(aired_desk: Desk, app: Flask) -> None:
    page = Person(app, "soan")
    words = text_of(page.get("/lich-phat/buoi/bo?buoi=2&ngay=2026-06-16&thon=1&thon=2"))
    assert 'value="2026-06-16"' in words
    assert page.post("/lich-phat/buoi/bo", DROP).status_code == 302
    words = text_of(page.get("/lich-phat/buoi"))
    assert "Thôn Khe Mơ, thôn Đồng Giữa" in words
    assert "Mất điện" in words
    keys = [str(one.id) for one in dropped.listing(aired_desk, COMMUNE)]
    assert all(f'name="bo" value="{key}"' in words for key in keys)
    assert page.post("/lich-phat/buoi/bo/phat-lai", {"bo": keys}).status_code == 302
    assert dropped.listing(aired_desk, COMMUNE) == ()
    assert page.post("/lich-phat/buoi/bo/phat-lai", {"bo": keys}).status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": ""}, "Hãy điền ô này."),
        ({"village_ids": []}, "Hãy chọn ít nhất một thôn."),
        ({"day": "2026-06-15", "rule": "1"}, "đã phát hoặc sắp phát"),
        ({"day": "2026-06-31"}, "Ngày chưa đúng"),
        ({"rule": "99"}, "Hãy chọn một mục trong danh sách"),
    ],
)
def test_a_wrong_dropping_keeps_what_was_typed(
    aired_desk: Desk, page: Person, changed: dict[str, object], says: str
) -> None:
    answer = page.post("/lich-phat/buoi/bo", DROP | changed)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "reason" in changed or 'value="Mất điện"' in text_of(answer)
    assert dropped.listing(aired_desk, COMMUNE) == ()


def test_a_village_is_staggered_on_its_page(aired_desk: Desk, page: Person) -> None:
    version = villages.view(aired_desk, COMMUNE, 1).version
    page.get("/thon/1")
    assert page.post("/thon/1/so-le", {"giay": "20", "version": str(version)}).status_code == 302
    words = text_of(page.get("/thon/1"))
    assert "Thôn Khe Mơ phát chậm hơn 20 giây từ ngày 16/06/2026" in words
    assert "chậm hơn 20 giây" in words
    assert stagger.of_village(aired_desk, COMMUNE, 1).seconds == 20
    assert page.post("/thon/1/so-le", {"giay": "20", "version": str(version)}).status_code == 409
    for wrong in ("", "-1", "301", "hai mươi"):
        answer = page.post("/thon/1/so-le", {"giay": wrong, "version": str(version + 1)})
        assert answer.status_code == 422
        assert "giây" in text_of(answer)
    assert stagger.of_village(aired_desk, COMMUNE, 1).seconds == 20

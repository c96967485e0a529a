"""Lịch phát as a person sees it: weeks, days and villages, and who hears what and why."""

from datetime import time, timedelta

import pytest
from flask import Flask

from broadcaster.clock import FixedClock
from broadcaster.services.commune import stagger
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan import outlook
from broadcaster.services.programme import programmes
from broadcaster.services.timetable.timetable import timetable
from broadcaster.services.timetable.timetable_rows import rows
from broadcaster.services.week import dropped, week, week_changes
from broadcaster.store.tables import Commune
from broadcaster.web import create_app
from tests.integration.conftest import Approve
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE, MONDAY, TUESDAY, afternoon, places, settle, stand_at
from tests.integration.web.reading import read_page

FAR = "/lich-phat/2026-06-30"
"""A day past the horizon; the bulletin of the aired home has its last day before it."""


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    """A writer's browser."""
    return Person(app, "soan")


def test_villages_that_hear_the_same_share_a_row_and_each_can_be_found(
    aired_desk: Desk, page: Person
) -> None:
    answer = page.get("/lich-phat")
    seen = read_page(answer.get_data(as_text=True))
    assert sum(1 for tag, attributes in seen.tags if tag == "th" and attributes.get("scope") == "row") == 1
    for place in places(aired_desk):
        assert f"/lich-phat?thon={place.id}" in seen.links()
    assert "Lần phát 1/20 ở thôn này" in text_of(answer)
    assert f'max="{15 * 60_000}"' in text_of(answer)


def test_a_village_that_hears_something_else_has_a_row_of_its_own(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first, second, third = places(desk)
    approve(title="Chỉ ở một thôn", village_ids=(second.id,))
    approve(title="Tin chung")
    grouped = [[place.id for place in row.villages] for row in rows(timetable(desk, COMMUNE, MONDAY, 7))]
    assert grouped == [[first.id, third.id], [second.id]]


def test_villages_put_apart_by_seconds_share_a_row_and_another_hour_is_said(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first, second, third = places(desk)
    approve(title="Tin chung")
    stagger.change(desk, admin, second.id, second.version, 40)
    week_changes.add_exception(
        desk, admin, week_changes.Change(2, third.id, TUESDAY, TUESDAY, start=time(18, 30))
    )
    grouped = [[place.id for place in row.villages] for row in rows(timetable(desk, COMMUNE, TUESDAY, 1))]
    assert grouped == [[first.id, second.id], [third.id]]
    words = text_of(Person(create_app(desk), "soan").get("/lich-phat/2026-06-16"))
    assert words.count('<th scope="col">17:00 Buổi chiều</th>') == 1
    assert "<strong>18:30</strong>" in words


def test_the_reason_of_every_bulletin_hangs_on_its_title_for_pointer_and_keys(page: Person) -> None:
    seen = read_page(page.get("/lich-phat/2026-06-16").get_data(as_text=True))
    hinted = [one for tag, one in seen.tags if one.get("class") == "hint"]
    tips = {one.get("id") for _tag, one in seen.tags if one.get("role") == "tooltip"}
    assert hinted
    assert all(one["tabindex"] == "0" and one["aria-describedby"] in tips for one in hinted)


def test_one_village_can_be_looked_at_alone_and_heard(aired_desk: Desk, page: Person) -> None:
    first, second, _third = places(aired_desk)
    words = text_of(page.get(f"/lich-phat?thon={second.id}"))
    assert f"/nghe/{afternoon(aired_desk, second).sha256}.mp3" in words
    assert f"/nghe/{afternoon(aired_desk, first).sha256}.mp3" not in words
    assert "Lần phát 1/20 ở thôn này" in words


@pytest.mark.parametrize("thon", ["999", "abc", "-1", "%00", ""])
def test_a_village_that_is_not_there_shows_all(page: Person, thon: str) -> None:
    answer = page.get(f"/lich-phat?thon={thon}")
    assert answer.status_code == 200
    assert "Lịch phát 7 ngày tới" in text_of(answer)


def test_a_bulletin_that_is_left_out_has_its_reason(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first, second, _third = places(desk)
    approve(title="Chỉ ở một thôn", village_ids=(second.id,))
    approve(title="Để sang tuần", first_day=MONDAY + timedelta(days=5), last_day=MONDAY + timedelta(days=9))
    publishing.publish(desk, COMMUNE)
    for cell in timetable(desk, COMMUNE, MONDAY, 7).cells():
        if cell.phase == "open":
            heard = {line.title for line in cell.bulletins}
            assert heard | {out.title for out in cell.left_out} == {"Chỉ ở một thôn", "Để sang tuần"}
            assert not cell.changing
    page = Person(create_app(desk), "soan")
    for address in (f"/lich-phat?thon={first.id}", "/lich-phat/2026-06-16"):
        words = text_of(page.get(address))
        assert "Không phát ở thôn này" in words
        assert "Chưa đến ngày đầu 20/6/2026" in words


def test_a_reason_that_came_after_the_programme_was_made_is_told_too(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    approve(title="Tin thứ nhất")
    publishing.publish(desk, COMMUNE)
    approve(
        title="Tin của tháng sau", first_day=MONDAY + timedelta(days=30), last_day=MONDAY + timedelta(days=40)
    )
    assert publishing.publish(desk, COMMUNE).programmes == 0
    coming = [cell for cell in timetable(desk, COMMUNE, MONDAY, 7).cells() if cell.phase == "open"]
    assert coming
    assert all("Tin của tháng sau" in {out.title for out in cell.left_out} for cell in coming)


def test_looking_at_the_plan_agrees_with_making_it(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    for number in range(3):
        approve(title=f"Tin số {number}", text="Nội dung rất dài. " * 60, read_times=2)
    publishing.publish(desk, COMMUNE)
    looked = outlook.decisions(desk, COMMUNE)
    for one in programmes.preview(desk, COMMUNE):
        key = (one.occurrence.village_id, one.occurrence.rule_id, one.occurrence.day)
        assert looked[key] == one.order


def test_what_will_change_is_told_with_its_villages_until_it_is_published(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first, second, third = places(desk)
    approve(title="Tin thứ nhất")
    publishing.publish(desk, COMMUNE)
    page = Person(create_app(desk), "soan")
    assert "Không thôn nào đổi chương trình" in text_of(page.get("/lich-phat/lam-lai"))
    approve(title="Tin thứ hai", village_ids=(first.id, third.id), last_day=MONDAY)
    assert "Sắp được làm lại" in text_of(page.get("/lich-phat"))
    asked = text_of(page.get("/lich-phat/lam-lai"))
    assert f"Chương trình sẽ đổi ở <strong>{first.name}, {third.name}</strong>" in asked
    assert "17:00 Buổi chiều, T2 15/6</strong>: thêm “Tin thứ hai”" in asked
    assert second.name not in asked
    told = page.get(page.post("/lich-phat/lam-lai").headers["Location"])
    assert f"Chương trình đổi ở {first.name}, {third.name}." in text_of(told)
    publishing.publish(desk, COMMUNE)
    assert "Sắp được làm lại" not in text_of(page.get("/lich-phat"))
    assert "Không thôn nào đổi chương trình" in text_of(page.get("/lich-phat/lam-lai"))


def test_what_changes_around_the_items_and_what_is_dropped_is_told_before_publishing(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first = places(desk)[0]
    approve(title="Tin thứ nhất")
    publishing.publish(desk, COMMUNE)
    page = Person(create_app(desk), "soan")
    dropped.drop(desk, admin, (first.id,), 2, MONDAY, "Nhà có tang")
    words = text_of(page.get("/lich-phat/lam-lai"))
    assert f"Chương trình sẽ đổi ở <strong>{first.name}</strong>" in words
    assert "17:00 Buổi chiều, T2 15/6</strong>: bỏ cả buổi." in words
    with desk.store.writing() as session:
        session.get_one(Commune, COMMUNE).greeting = "Kính chào bà con {thôn}."
    words = text_of(page.get("/lich-phat/lam-lai"))
    assert "Chương trình sẽ đổi ở <strong>mọi thôn (3)</strong>" in words
    assert (
        "05:30 Buổi sáng, T3 16/6</strong>: cùng tin, bài; nhạc, lời chào, lời kết hoặc giọng đã đổi."
        in words
    )
    publishing.publish(desk, COMMUNE)
    assert "Không thôn nào đổi chương trình" in text_of(page.get("/lich-phat/lam-lai"))


def test_a_village_that_fetched_an_older_version_is_named_until_it_fetches_the_new_one(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first = places(desk)[0]
    approve(title="Tin thứ nhất")
    publishing.publish(desk, COMMUNE)
    airings.downloaded(desk, afternoon(desk, first).programme_id, "Bàn Văn Sơn")
    page = Person(create_app(desk), "soan")
    assert "bản cũ" not in text_of(page.get("/lich-phat"))
    approve(title="Tin thứ hai", last_day=MONDAY)
    publishing.publish(desk, COMMUNE)
    for address in ("/lich-phat", "/lich-phat/2026-06-15", f"/lich-phat/2026-06-15/2/{first.id}"):
        words = text_of(page.get(address))
        assert "1 buổi đã tải về bản cũ" in words
        assert "Bàn Văn Sơn tải lúc 08:00 ngày 15/6/2026; từ đó đã thêm “Tin thứ hai”" in words
    airings.downloaded(desk, afternoon(desk, first).programme_id, "Bàn Văn Sơn")
    assert "bản cũ" not in text_of(page.get("/lich-phat"))


def test_a_village_that_fetched_a_session_which_was_then_dropped_is_named(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first, second, _third = places(desk)
    approve(title="Tin thứ nhất")
    publishing.publish(desk, COMMUNE)
    airings.downloaded(desk, afternoon(desk, first).programme_id, "Bàn Văn Sơn")
    dropped.drop(desk, admin, (first.id, second.id), 2, MONDAY, "Nhà có tang")
    publishing.publish(desk, COMMUNE)
    page = Person(create_app(desk), "soan")
    words = text_of(page.get("/lich-phat"))
    assert "1 buổi đã tải về bản cũ" in words
    assert "từ đó đã bỏ cả buổi này, không phát" in words


def test_a_session_at_another_time_is_an_older_version_too_but_equal_sound_is_not(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    first = places(desk)[0]
    row = approve(title="Tin thứ nhất")
    publishing.publish(desk, COMMUNE)
    airings.downloaded(desk, afternoon(desk, first).programme_id, "Bàn Văn Sơn")
    change = week_changes.Change(2, first.id, MONDAY, MONDAY, start=time(18, 30))
    made = week_changes.add_exception(desk, admin, change)
    publishing.publish(desk, COMMUNE)
    page = Person(create_app(desk), "soan")
    assert "từ đó đã đổi giờ từ 17:00 sang 18:30" in text_of(page.get("/lich-phat"))
    week_changes.remove_exception(desk, admin, made.id)
    publishing.publish(desk, COMMUNE)
    assert afternoon(desk, first).version == 3
    assert "bản cũ" not in text_of(page.get("/lich-phat"))
    assert row.title in text_of(page.get("/lich-phat/2026-06-15"))


def test_any_coming_day_can_be_looked_at_also_past_the_horizon(
    desk: Desk, admin: Actor, leader: Actor, approve: Approve
) -> None:
    approve(
        title="Tin của tháng sau", first_day=MONDAY + timedelta(days=14), last_day=MONDAY + timedelta(days=20)
    )
    page = Person(create_app(desk), "soan")
    there = page.get("/lich-phat/ngay?ngay=2026-06-30")
    assert there.headers["Location"] == FAR
    words = text_of(page.get(FAR))
    assert "Tin của tháng sau" in words
    assert "Xem trước: chương trình ngày này chưa làm" in words
    assert "Tin của tháng sau" in text_of(page.get("/lich-phat?tu=2026-06-29"))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/lich-phat/2026-06-14", "đã qua"),
        ("/lich-phat?tu=2026-06-01", "đã qua"),
        ("/lich-phat/2027-06-14", "còn xa quá"),
        ("/lich-phat/9999-12-31", "còn xa quá"),
        ("/lich-phat/2026-02-30", "không phải một ngày"),
        ("/lich-phat/ngay?ngay=mai", "không phải một ngày"),
        ("/lich-phat/2026-06-16/9/1", "Không có buổi phát này"),
        ("/lich-phat/2026-06-16/1/99", "Không có buổi phát này"),
        ("/lich-phat/nghe-thu/bia-dat.mp3", "Không có bản nghe thử này"),
    ],
)
def test_what_is_not_there_is_a_sentence(page: Person, address: str, says: str) -> None:
    answer = page.get(address)
    assert answer.status_code == 404
    assert says in text_of(answer)


def test_a_commune_without_sessions_is_told_what_to_do(desk: Desk, admin: Actor, clock: FixedClock) -> None:
    for rule in week.rules(desk, COMMUNE):
        week.close_rule(desk, admin, rule.id, rule.version, desk.today())
    stand_at(clock, 8, 0, TUESDAY)
    page = Person(create_app(desk), "quantri")
    words = text_of(page.get("/lich-phat"))
    assert "7 ngày tới chưa có buổi phát nào" in words
    assert 'href="/lich-phat/buoi/them"' in words


def test_nothing_is_written_by_looking(aired_desk: Desk, page: Person) -> None:
    settle(aired_desk)
    before = timetable(aired_desk, COMMUNE, MONDAY, 7)
    for address in ("/lich-phat", "/lich-phat/2026-06-16", FAR, "/lich-phat/2026-06-16/1/1"):
        assert page.get(address).status_code == 200
    assert timetable(aired_desk, COMMUNE, MONDAY, 7) == before

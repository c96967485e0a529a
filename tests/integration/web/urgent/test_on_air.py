"""Khẩn cấp from the second tap on: the head, the operator's page, withdrawal, midnight."""

import io
import json
import re
import zipfile

from flask import Flask

from broadcaster.clock import FixedClock
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.urgent import at_once
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE, MONDAY, link, stand_at
from tests.integration.web.urgent.taps import (
    WORDS,
    call,
    first_tap,
    second_tap,
    sessions,
)


def test_two_taps_reach_the_head_and_the_operators_page_in_one_request(
    aired_desk: Desk, app: Flask, leader: Person
) -> None:
    confirm = first_tap(leader)
    assert sessions(aired_desk) == []
    second_tap(leader, confirm)  # nothing but this request: no scheduler runs here
    for village in ("thon-khe-mo", "thon-dong-giua", "thon-suoi-ngang"):
        (one,) = sessions(aired_desk, village)
        assert (one["name"], one["starts_at"]) == ("Khẩn cấp", "2026-06-15T08:01:00+07:00")
        spoken = next(item for item in one["items"] if item["kind"] == "bulletin")
        assert (spoken["title"], spoken["approved_by"]) == (WORDS, "Triệu Văn Trường")
        assert [item["kind"] for item in one["items"]] == ["greeting", "bulletin", "closing_words"]
    page = text_of(Person(app).get(link(aired_desk)))
    assert "08:01" in page
    assert WORDS in page
    assert airings.verify(aired_desk, COMMUNE).broken_seq is None


def test_the_head_tells_a_player_what_goes_before_everything(aired_desk: Desk, leader: Person) -> None:
    call(leader, village_ids=["1"])
    call(leader, "/khan-cap", village_ids=["2"], text="Tin khác.")
    assert [one["call"] for one in sessions(aired_desk, "thon-khe-mo")] == ["khan_cap"]
    path = aired_desk.settings.schedules / "published" / "xa-dong-xanh" / "thon-khe-mo" / "head.json"
    every = json.loads(path.read_bytes())["sessions"]
    assert {one["call"] for one in every if one["name"] != "Khẩn cấp"} == {None}


def test_a_drill_waits_for_the_session_that_sounds_and_a_real_call_does_not(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    stand_at(clock, 17, 2)  # of 17:00 to 17:15
    boss = Person(app, "duyet")
    confirm = first_tap(boss, "/khan-cap/dien-tap", every="10", until="17:40")
    assert "17:15, khi loa rảnh" in text_of(boss.get(confirm))
    second_tap(boss, confirm)
    publishing.publish(aired_desk, COMMUNE)
    assert [one["starts_at"][11:16] for one in sessions(aired_desk)] == ["17:15", "17:23", "17:33"]
    assert {one["call"] for one in sessions(aired_desk)} == {"dien_tap"}
    confirm = first_tap(boss, text="Tin thật.")
    shown = text_of(boss.get(confirm))
    assert "ngay, lúc 17:03" in shown
    assert "Chen vào" in shown
    assert "17:00; tin này phát trước" in shown
    second_tap(boss, confirm)
    assert [(one["name"], one["starts_at"][11:16]) for one in sessions(aired_desk)] == [("Khẩn cấp", "17:03")]


def test_the_operators_page_puts_the_call_first_and_tells_of_its_withdrawal(
    aired_desk: Desk, app: Flask, leader: Person, clock: FixedClock
) -> None:
    where = call(leader, every="20", until="10:00")
    publishing.publish(aired_desk, COMMUNE)
    page = text_of(Person(app).get(link(aired_desk)))
    assert "Tin khẩn cấp 08:01" in page
    assert page.index("Tin khẩn cấp 08:01") < page.index("Hôm nay,")
    assert "Sắp tới: 08:21, 08:41, 09:01, 09:21, 09:41." in page
    stand_at(clock, 8, 5)
    assert "Hãy phát ngay nếu loa chưa phát" in text_of(Person(app).get(link(aired_desk)))
    stand_at(clock, 8, 15)
    assert "Tin khẩn cấp 08:21" in text_of(Person(app).get(link(aired_desk)))
    leader.post(f"{where}/rut", {"ly_do": "Phát nhầm"})
    page = text_of(Person(app).get(link(aired_desk)))
    assert f"Đã rút lúc 08:15: không phát “{WORDS}” nữa." in page
    assert "Tin khẩn cấp 08:21" not in page


def test_what_was_withdrawn_while_it_sounded_is_not_asked_for_and_its_correction_is(
    aired_desk: Desk, app: Flask, leader: Person, clock: FixedClock
) -> None:
    where = call(leader)
    stand_at(clock, 8, 2)
    assert "Hãy phát ngay nếu loa chưa phát" in text_of(Person(app).get(link(aired_desk)))
    number = where.rsplit("/", 1)[1]
    call(leader, text="Đính chính. Tin vừa rồi không đúng.", corrects=number)
    page = text_of(Person(app).get(link(aired_desk)))
    top = page[: page.index("Hôm nay,")]
    assert f"không phát “{WORDS}” nữa" in top
    assert "Tin khẩn cấp 08:01" not in top
    assert "Tin khẩn cấp 08:03" in top
    assert "Đính chính. Tin vừa rồi không đúng." in top
    assert page.count("Tin này đã rút, đừng phát nữa.") == 1
    packed = zipfile.ZipFile(io.BytesIO(Person(app).get(f"{link(aired_desk)}/{MONDAY}/goi.zip").get_data()))
    names = [one.rsplit("/", 1)[1] for one in packed.namelist() if one.endswith(".MP3")]
    assert names == ["02_0803.MP3", "03_1700.MP3"]
    played = text_of(Person(app).get(f"{link(aired_desk)}/{MONDAY}/danhsach.m3u8"))
    assert re.findall(r"\d\d_\d{4}\.MP3", played) == names


def test_withdrawn_in_the_middle_of_its_repeats_the_rest_is_gone_in_one_request(
    aired_desk: Desk, app: Flask, leader: Person, clock: FixedClock
) -> None:
    where = call(leader, every="20", until="10:00")
    publishing.publish(aired_desk, COMMUNE)
    assert len(sessions(aired_desk)) == 6
    stand_at(clock, 8, 30)
    answer = leader.post(f"{where}/rut", {"ly_do": "Tình hình đã an toàn"})
    assert answer.status_code == 302
    assert [one["starts_at"][11:16] for one in sessions(aired_desk)] == ["08:01", "08:21"]
    page = text_of(Person(app).get(link(aired_desk)))
    assert "08:21" in page
    assert "08:41" not in page
    before = sessions(aired_desk)
    publishing.publish(aired_desk, COMMUNE)
    at_once.work(aired_desk)
    assert sessions(aired_desk) == before
    shown = text_of(leader.get(where))
    assert "Đã rút lúc 08:30" in shown
    correct = re.search(r'href="(/khan-cap\?dinh-chinh=\d+)"', shown)
    assert correct is not None
    form = text_of(leader.get(correct.group(1)))
    assert "Đính chính. Tin khẩn cấp phát từ 8 giờ 01 phút ngày 15/6 không còn đúng." in form


def test_over_midnight_the_nights_repeats_are_published_too(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    stand_at(clock, 23, 49)
    call(Person(app, "duyet"), every="10", until="00:25")
    publishing.publish(aired_desk, COMMUNE)
    found = [(one["day"], one["starts_at"][:16]) for one in sessions(aired_desk)]
    assert found == [
        ("2026-06-15", "2026-06-15T23:50"),
        ("2026-06-16", "2026-06-16T00:00"),
        ("2026-06-16", "2026-06-16T00:10"),
        ("2026-06-16", "2026-06-16T00:20"),
    ]

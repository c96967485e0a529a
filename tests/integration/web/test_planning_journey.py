"""The planning half of the road, through the pages alone: from the week's sessions to the printed log."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from broadcaster import scheduler
from broadcaster.clock import FixedClock, local
from broadcaster.domain.log.airing import Outcome
from broadcaster.files import digest_of_file
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, logbook
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.forms import fill
from tests.integration.web.places import COMMUNE, MONDAY, TUESDAY, stand_at

PLACES = {"Khe Mơ": "thon-khe-mo", "Đồng Giữa": "thon-dong-giua", "Suối Ngang": "thon-suoi-ngang"}
CATTLE, RUBBISH, SCHOOL, MEETING = (
    "Tiêm phòng cho trâu bò",
    "Thu gom rác thải",
    "Học bổng cho học sinh",
    "Lịch tiếp công dân",
)
DAY = timedelta(days=1)
NEWS = {
    CATTLE: "Thứ bảy này thú y xã đến từng thôn tiêm phòng cho trâu bò. Bà con nhốt trâu bò ở nhà.",
    RUBBISH: "Xe thu gom rác thải đến các thôn vào sáng chủ nhật. Bà con để rác trước ngõ.",
    SCHOOL: "Hội khuyến học xã trao học bổng cho học sinh vượt khó vào chiều thứ sáu tại trường.",
    MEETING: "Lãnh đạo xã tiếp công dân tại trụ sở vào sáng thứ năm hằng tuần.",
}


@pytest.fixture
def app(desk: Desk, admin: Actor, writer: Actor, leader: Actor, operator: Actor) -> Flask:
    return create_app(desk)


def head(desk: Desk, village: str) -> list[dict[str, Any]]:
    """What a station is told, each file held against its digest."""
    path = desk.settings.schedules / "published" / "xa-dong-xanh" / PLACES[village] / "head.json"
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["sessions"]
    for one in found:
        assert digest_of_file(path.parent / one["file"]) == one["sha256"]
    return found


def starts(desk: Desk, village: str, day: date = MONDAY) -> list[str]:
    return [one["starts_at"][11:16] for one in head(desk, village) if one["day"] == f"{day}"]


def spoken(desk: Desk, village: str, at: str, day: date = MONDAY) -> list[tuple[str, str]]:
    """The items of a session that come from bulletins: kind and title."""
    one = next(one for one in head(desk, village) if (one["day"], one["starts_at"][11:16]) == (f"{day}", at))
    return [(item["kind"], item["title"]) for item in one["items"] if item["approved_by"]]


def number_of(page: str, what: str) -> int:
    found = re.search(what, page)
    assert found, what
    return int(found[1])


def test_from_the_weeks_sessions_to_the_printed_log(desk: Desk, app: Flask, clock: FixedClock) -> None:
    admin, writer, leader = Person(app, "quantri"), Person(app, "soan"), Person(app, "duyet")
    noon = the_week(admin)
    the_news(desk, writer, leader)
    scheduler.act(desk)
    what_stations_get(desk)
    the_limit(admin, leader)
    changes_by_hand(desk, writer)
    in_the_last_minutes(desk, clock, writer, noon)
    drill_and_call(desk, clock, leader)
    what_was_aired(desk, clock, app)
    the_log(desk, clock, app)


def the_week(admin: Person) -> int:
    """A session of headlines at noon for two villages, and an evening without one in the third; return the session."""
    mau = text_of(admin.get("/lich-phat/buoi/them"))
    headlines = number_of(mau, r'<option[^>]*value="(\d+)"[^>]*>[^<]*Điểm tin')
    fill(admin, "/thon/nhom/them", name="Vùng cao", village_ids=["1", "2"])
    week = fill(
        admin, "/lich-phat/buoi/them", name="Điểm tin trưa", start="11:00", longest_minutes="10",
        where="mot_so", village_ids=["1", "2"], template_id=str(headlines),
    )  # fmt: skip
    assert "Điểm tin trưa" in week
    week = fill(
        admin, "/lich-phat/buoi/thay-doi/them", rule="2", village="3", first_day=f"{TUESDAY}",
        last_day=f"{TUESDAY}", kind="nghi", note="Nhà có tang",
    )  # fmt: skip
    assert "Nhà có tang" in week
    return number_of(week, r"(?s)Điểm tin trưa.*?/lich-phat/buoi/(\d+)")


def the_news(desk: Desk, writer: Person, leader: Person) -> None:
    """Four bulletins with headlines; one comes first, one wishes only the evening; a leader hears and approves."""
    for number, (title, text) in enumerate(NEWS.items(), 1):
        wishes: dict[str, Any] = {"urgency": "uu_tien"} if number == 2 else {}
        if number == 4:
            wishes = {"which": "mot_so", "session_series": ["2"], "airings_a_day": "1"}
        fill(
            writer, "/ban-tin/moi", title=title, text=text, headline=f"{title}. {text}", field="phap_luat",
            topic="cchc", last_day=f"{MONDAY + 6 * DAY}", airings="20", act="submit", **wishes,
        )  # fmt: skip
    scheduler.act(desk)
    for number, title in enumerate(NEWS, 1):
        page = text_of(leader.get(f"/cho-duyet/{number}"))
        assert title in page
        assert page.count("<audio") >= 2
        fill(leader, f"/cho-duyet/{number}", f"/cho-duyet/{number}/duyet")


def what_stations_get(desk: Desk) -> None:
    assert starts(desk, "Khe Mơ") == ["11:00", "17:00"]
    assert starts(desk, "Suối Ngang") == ["17:00"]
    assert starts(desk, "Suối Ngang", TUESDAY) == ["05:30"]
    assert starts(desk, "Đồng Giữa", TUESDAY) == ["05:30", "11:00", "17:00"]
    noon = spoken(desk, "Khe Mơ", "11:00")
    assert noon == [("headline", title) for title in (RUBBISH, CATTLE, SCHOOL)]  # the one with priority first
    assert ("bulletin", MEETING) in spoken(desk, "Khe Mơ", "17:00")


def the_limit(admin: Person, leader: Person) -> None:
    """Two sessions a day are allowed: the third is told wherever somebody looks, and a leader takes it on with a reason."""
    fill(
        admin, "/quan-tri/gioi-han/them/buoi_moi_ngay",
        amount="2", document="12/QĐ-UBND", document_day="2026-03-01",
    )  # fmt: skip
    assert "quá 1 so với mức 2 buổi mỗi ngày" in text_of(leader.get("/lich-phat/gioi-han"))
    assert "/lich-phat/gioi-han" in text_of(leader.get("/"))
    said = fill(leader, "/lich-phat/gioi-han", reason="Cao điểm tiêm phòng", last_day=f"{MONDAY + 6 * DAY}")
    assert "Đã chấp nhận" in said


def changes_by_hand(desk: Desk, writer: Person) -> None:
    """Cattle goes before rubbish this evening; tomorrow's early session is taken out in one village."""
    evening = f"/lich-phat/{MONDAY}/2/1"
    fill(writer, evening, "/thu-tu", viec="len-1")
    fill(writer, evening, "/thu-tu", viec="bo-3")
    assert SCHOOL in fill(writer, evening, "/hoan-tac")
    fill(writer, f"/lich-phat/{TUESDAY}/1/2", "/bo-buoi", pham_vi="rieng", ly_do_bo="Thôn họp sớm")
    scheduler.act(desk)
    for village in PLACES:
        assert [title for _kind, title in spoken(desk, village, "17:00")] == [
            CATTLE,
            RUBBISH,
            SCHOOL,
            MEETING,
        ]
    assert starts(desk, "Đồng Giữa", TUESDAY) == ["11:00", "17:00"]
    assert starts(desk, "Khe Mơ", TUESDAY) == ["05:30", "11:00", "17:00"]


def in_the_last_minutes(desk: Desk, clock: FixedClock, writer: Person, noon: int) -> None:
    """Ten minutes before it begins a session is changed only after somebody says why; stations have it a second later."""
    stand_at(clock, 10, 50)
    page = f"/lich-phat/{MONDAY}/{noon}/1"
    assert "nên đã khóa" in text_of(writer.get(page))
    fill(writer, page, "/phat-ngay", ly_do="Trường đổi giờ trao")
    fill(writer, page, "/thu-tu", viec="len-3")
    scheduler.act(desk)
    for village in ("Khe Mơ", "Đồng Giữa"):
        assert [title for _kind, title in spoken(desk, village, "11:00")] == [RUBBISH, SCHOOL, CATTLE]


def drill_and_call(desk: Desk, clock: FixedClock, leader: Person) -> None:
    """A drill in one village; a call in two that is taken back after it sounded once."""
    stand_at(clock, 13, 0)
    fill(leader, "/khan-cap/dien-tap", text="Đây là tin thử loa của xã.", village_ids=["3"])
    fill(leader, "/khan-cap/1/phat-dien-tap")
    assert [one["name"] for one in head(desk, "Suối Ngang")][:2] == ["Diễn tập", "Buổi chiều"]
    stand_at(clock, 14, 5)
    fill(
        leader, "/khan-cap", text="Nước suối dâng nhanh. Bà con chuyển ngay đến nhà văn hóa thôn.",
        village_ids=["1", "2"], every="15", until="15:00",
    )  # fmt: skip
    fill(leader, "/khan-cap/2/phat")
    assert starts(desk, "Khe Mơ") == ["11:00", "14:06", "14:21", "14:36", "14:51", "17:00"]
    stand_at(clock, 14, 10)
    fill(leader, "/khan-cap/2/rut", ly_do="Tình hình đã an toàn")
    assert starts(desk, "Khe Mơ") == ["11:00", "14:06", "17:00"]
    assert starts(desk, "Suối Ngang") == ["13:01", "17:00"]


def what_was_aired(desk: Desk, clock: FixedClock, app: Flask) -> None:
    """The first village says that all has sounded, the third that the power was out; the second says nothing."""
    stand_at(clock, 17, 40)
    first, _second, third = (
        f"/t/{villages.link_secret(desk, one)}" for one in villages.listing(desk, COMMUNE)
    )
    phone = Person(app)
    for _ in range(3):
        fill(phone, first, having={"da_phat": "1", "dong": ""})
    fill(phone, third, having={"da_phat": "1", "dong": ""})
    fill(phone, third, having={"da_phat": "0", "dong": ""}, ly_do="mat_dien")


def the_log(desk: Desk, clock: FixedClock, app: Flask) -> None:
    """Every session stands in one state; the sheet says of each what sets it apart."""
    day = logbook.entries(desk, COMMUNE, logbook.Wanted(MONDAY, MONDAY))
    found = [
        (local(one.starts_at).strftime("%H:%M"), one.village.removeprefix("thôn "), one.state) for one in day
    ]
    assert found == [
        ("11:00", "Khe Mơ", Outcome.DECLARED),
        ("11:00", "Đồng Giữa", Outcome.UNCONFIRMED),
        ("13:01", "Suối Ngang", Outcome.DECLARED),
        ("14:06", "Khe Mơ", Outcome.DECLARED),
        ("14:06", "Đồng Giữa", Outcome.UNCONFIRMED),
        ("17:00", "Khe Mơ", Outcome.DECLARED),
        ("17:00", "Đồng Giữa", Outcome.UNCONFIRMED),
        ("17:00", "Suối Ngang", Outcome.NOT_PLAYED),
    ]
    paper = text_of(Person(app, "soan").get(f"/nhat-ky/in?tu={MONDAY}&den={MONDAY}"))
    for words in (
        "NHẬT KÝ PHÁT THANH", "Mã kiểm tra", "Trường đổi giờ trao", "Diễn tập", "Khẩn cấp",
        "Nước suối dâng nhanh", "mất điện", "Chưa xác nhận", *NEWS,
    ):  # fmt: skip
        assert words in paper, words
    assert (
        "Cao điểm tiêm phòng" not in paper
    )  # two sessions were planned today, and calls are no session of the week
    stand_at(clock, 18, 0, TUESDAY)
    paper = text_of(Person(app, "soan").get(f"/nhat-ky/in?tu={TUESDAY}&den={TUESDAY}"))
    assert paper.count("Cao điểm tiêm phòng") == 1  # the village that has all three
    assert "12/QĐ-UBND" in paper
    assert "Triệu Văn Trường" in paper
    assert airings.verify(desk, COMMUNE).broken_seq is None

"""The planning half of the road, through the pages alone: from the week's sessions to the printed log."""

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from broadcaster import scheduler
from broadcaster.clock import FixedClock
from broadcaster.domain.airing import Outcome
from broadcaster.files import digest_of_file
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, logbook
from broadcaster.web import create_app
from tests.conftest import PASSWORD
from tests.integration.web.browser import Person, text_of
from tests.integration.web.forms import fill, forms
from tests.integration.web.places import COMMUNE, MONDAY, TUESDAY, stand_at

PLACES = {"Khe Mơ": "thon-khe-mo", "Đồng Giữa": "thon-dong-giua", "Suối Ngang": "thon-suoi-ngang"}
NEWS = {
    "Tiêm phòng cho trâu bò": "Thứ bảy này thú y xã đến từng thôn tiêm phòng cho trâu bò. Bà con nhốt trâu bò ở nhà.",
    "Thu gom rác thải": "Xe thu gom rác thải đến các thôn vào sáng chủ nhật. Bà con để rác trước ngõ.",
    "Học bổng cho học sinh": "Hội khuyến học xã trao học bổng cho học sinh vượt khó vào chiều thứ sáu tại trường.",
    "Lịch tiếp công dân": "Lãnh đạo xã tiếp công dân tại trụ sở vào sáng thứ năm hằng tuần.",
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
    the_news(desk, writer, leader, noon)
    scheduler.act(desk)
    what_stations_get(desk)
    the_limit(desk, admin, leader)
    changes_by_hand(desk, admin, writer, noon)
    in_the_last_minutes(desk, clock, writer, noon)
    drill_and_call(desk, clock, leader)
    what_was_aired(desk, clock, app)
    the_log(desk, clock, writer)


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
    change = {"rule": "2", "village": "3", "first_day": f"{TUESDAY}", "last_day": f"{TUESDAY}"}
    assert "Nhà có tang" in fill(admin, "/lich-phat/buoi/thay-doi/them", kind="nghi", note="Nhà có tang", **change)
    return number_of(week, r"(?s)Điểm tin trưa.*?/lich-phat/buoi/(\d+)")


def the_news(desk: Desk, writer: Person, leader: Person, noon: int) -> None:
    """Four bulletins with headlines; one comes first, one wishes only the evening; a leader hears and approves."""
    for number, (title, text) in enumerate(NEWS.items(), 1):
        wishes: dict[str, object] = {"urgency": "uu_tien"} if number == 2 else {}
        if number == 4:
            wishes = {"which": "mot_so", "session_series": ["2"], "airings_a_day": "1"}
        fill(
            writer, "/ban-tin/moi", title=title, text=text, headline=f"{title}. {text}", field="phap_luat",
            topic="cchc", last_day=f"{MONDAY + timedelta(days=6)}", airings="20", act="submit", **wishes,
        )  # fmt: skip
    scheduler.act(desk)
    for number, title in enumerate(NEWS, 1):
        page = text_of(leader.get(f"/cho-duyet/{number}"))
        assert title in page
        assert page.count("<audio") >= 2
        fill(leader, f"/cho-duyet/{number}", f"/cho-duyet/{number}/duyet")


"""The planning half of the road, through the pages alone: from the week's sessions to the printed log."""

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from broadcaster import scheduler
from broadcaster.clock import FixedClock
from broadcaster.domain.airing import Outcome
from broadcaster.files import digest_of_file
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings, logbook
from broadcaster.web import create_app
from tests.conftest import PASSWORD
from tests.integration.web.browser import Person, text_of
from tests.integration.web.forms import fill, forms
from tests.integration.web.places import COMMUNE, MONDAY, TUESDAY, stand_at

PLACES = {"Khe Mơ": "thon-khe-mo", "Đồng Giữa": "thon-dong-giua", "Suối Ngang": "thon-suoi-ngang"}
NEWS = {
    "Tiêm phòng cho trâu bò": "Thứ bảy này thú y xã đến từng thôn tiêm phòng cho trâu bò. Bà con nhốt trâu bò ở nhà.",
    "Thu gom rác thải": "Xe thu gom rác thải đến các thôn vào sáng chủ nhật. Bà con để rác trước ngõ.",
    "Học bổng cho học sinh": "Hội khuyến học xã trao học bổng cho học sinh vượt khó vào chiều thứ sáu tại trường.",
    "Lịch tiếp công dân": "Lãnh đạo xã tiếp công dân tại trụ sở vào sáng thứ năm hằng tuần.",
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
    the_news(desk, writer, leader, noon)
    scheduler.act(desk)
    what_stations_get(desk)
    the_limit(desk, admin, leader)
    changes_by_hand(desk, admin, writer, noon)
    in_the_last_minutes(desk, clock, writer, noon)
    drill_and_call(desk, clock, leader)
    what_was_aired(desk, clock, app)
    the_log(desk, clock, writer)


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
    change = {"rule": "2", "village": "3", "first_day": f"{TUESDAY}", "last_day": f"{TUESDAY}"}
    assert "Nhà có tang" in fill(admin, "/lich-phat/buoi/thay-doi/them", kind="nghi", note="Nhà có tang", **change)
    return number_of(week, r"(?s)Điểm tin trưa.*?/lich-phat/buoi/(\d+)")


def the_news(desk: Desk, writer: Person, leader: Person, noon: int) -> None:
    """Four bulletins with headlines; one comes first, one wishes only the evening; a leader hears and approves."""
    for number, (title, text) in enumerate(NEWS.items(), 1):
        wishes: dict[str, object] = {"urgency": "uu_tien"} if number == 2 else {}
        if number == 4:
            wishes = {"which": "mot_so", "session_series": ["2"], "airings_a_day": "1"}
        fill(
            writer, "/ban-tin/moi", title=title, text=text, headline=f"{title}. {text}", field="phap_luat",
            topic="cchc", last_day=f"{MONDAY + timedelta(days=6)}", airings="20", act="submit", **wishes,
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
    print(noon)
    assert [kind for kind, _title in noon] == ["headline"] * 3
    assert ("bulletin", "Lịch tiếp công dân") in spoken(desk, "Khe Mơ", "17:00")


def the_limit(desk: Desk, admin: Person, leader: Person) -> None:
    """Two sessions a day are allowed: the third is told wherever somebody looks, and a leader takes it on with a reason."""
    fill(
        admin, "/quan-tri/gioi-han/them/buoi_moi_ngay",
        amount="2", document="12/QĐ-UBND", document_day="2026-03-01",
    )  # fmt: skip
    said = leader.get("/lich-phat/gioi-han")
    print([f for f in forms(said)])
    assert "quá 1 so với mức 2 buổi mỗi ngày" in text_of(said)


def changes_by_hand(desk: Desk, admin: Person, writer: Person, noon: int) -> None:
    page = writer.get(f"/lich-phat/{MONDAY}/2/1")
    print([f for f in forms(page)])


def in_the_last_minutes(desk: Desk, clock: FixedClock, writer: Person, noon: int) -> None:
    stand_at(clock, 10, 50)
    page = writer.get(f"/lich-phat/{MONDAY}/{noon}/1")
    print([f for f in forms(page)])


def drill_and_call(desk: Desk, clock: FixedClock, leader: Person) -> None:
    pass


def what_was_aired(desk: Desk, clock: FixedClock, app: Flask) -> None:
    stand_at(clock, 17, 20)
    secret = villages.link_secret(desk, villages.listing(desk, 1)[0])
    page = Person(app).get(f"/t/{secret}")
    print([f for f in forms(page)])


def the_log(desk: Desk, clock: FixedClock, writer: Person) -> None:
    pass

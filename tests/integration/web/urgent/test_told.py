"""Where else a call is told of: Hôm nay, the bulletins, the log."""

import re

from flask import Flask
from sqlalchemy import select

from broadcaster.clock import FixedClock
from broadcaster.domain.log.airing import Outcome
from broadcaster.paper.entries import Entry
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, log_chain, logbook
from broadcaster.services.outgoing import publishing
from broadcaster.services.urgent import at_once
from broadcaster.store.tables import Programme
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE, MONDAY, stand_at
from tests.integration.web.urgent.taps import WORDS, call


def test_hom_nay_leads_leaders_there_and_shows_everybody_what_is_called_out(
    app: Flask, leader: Person
) -> None:
    writer = Person(app, "soan")
    assert 'href="/khan-cap"' in text_of(leader.get("/"))
    assert 'href="/khan-cap"' not in text_of(writer.get("/"))
    call(leader)
    assert "Rút tin này" in text_of(leader.get("/"))
    shown = text_of(writer.get("/"))
    assert "Đang phát khẩn cấp" in shown
    assert "Rút tin này" not in shown


def test_among_the_bulletins_a_call_is_shown_and_leads_to_its_own_page(app: Flask, leader: Person) -> None:
    where = call(leader)
    writer = Person(app, "soan")
    listed = text_of(writer.get("/ban-tin"))
    assert WORDS in listed
    found = re.findall(r'href="(/ban-tin/\d+(?:/xem)?)"[^>]*>[^<]*Nước suối', listed)
    assert found
    answer = writer.get(found[0])
    page = text_of(writer.get(answer.headers["Location"]) if answer.status_code == 302 else answer)
    assert "lãnh đạo rút, đính chính hoặc phát lại ở trang Khẩn cấp" in page
    assert "Chép thành bản tin mới" not in page
    answer = leader.get(found[0])
    page = text_of(leader.get(answer.headers["Location"]) if answer.status_code == 302 else answer)
    assert f'href="{where}"' in page


def test_the_log_tells_a_drill_from_a_real_call(aired_desk: Desk, leader: Person, clock: FixedClock) -> None:
    call(leader, "/khan-cap/dien-tap", village_ids=["1"])
    stand_at(clock, 8, 10)
    call(leader, text="Tin thật.", village_ids=["2"])
    publishing.publish(aired_desk, COMMUNE)
    found = [
        one
        for one in logbook.entries(aired_desk, COMMUNE, logbook.Wanted(MONDAY, MONDAY))
        if one.name in ("Khẩn cấp", "Diễn tập")
    ]
    says = {one.name: " ".join(remark.says for remark in one.remarks) for one in found}
    assert "diễn tập, không phải tin khẩn cấp thật" in says["Diễn tập"].lower()
    assert "diễn tập" not in says["Khẩn cấp"].lower()
    assert "khẩn cấp" in says["Khẩn cấp"].lower()
    assert "người soạn tự duyệt" in text_of(leader.get(f"/nhat-ky/buoi/{found[-1].occurrence_id}"))


def test_the_log_says_of_what_had_begun_who_withdrew_it_and_why_and_stays_whole(
    aired_desk: Desk, leader: Person, clock: FixedClock
) -> None:
    where = call(leader, every="20", until="10:00")
    stand_at(clock, 8, 3)
    one = airings_called(aired_desk)[0]
    said = airings.Statement(one.occurrence_id, played=True, who="Bàn Văn Sơn")
    airings.declare(aired_desk, said, village_id=one.village_id)
    leader.post(f"{where}/rut", {"ly_do": "Phát nhầm"})
    told = airings_called(aired_desk)
    who = "Triệu Văn Trường, Cán bộ xã, 08:03 ngày 15/6/2026"
    assert {entry.remarks[-1].says for entry in told} == {f"Đã rút: Phát nhầm ({who})."}
    assert [entry.state for entry in told].count(Outcome.DECLARED) == 1
    assert told[0].state is Outcome.DECLARED
    assert log_chain.verify(aired_desk, COMMUNE).broken_seq is None


def airings_called(desk: Desk) -> list[Entry]:
    """Return what the log has of urgent calls, the villages in order."""
    found = logbook.entries(desk, COMMUNE, logbook.Wanted(MONDAY, MONDAY))
    return sorted((one for one in found if one.name == "Khẩn cấp"), key=lambda one: one.village_id)


def test_what_is_made_stays_as_it_is_once_it_is_made(aired_desk: Desk, leader: Person) -> None:
    call(leader, every="20", until="09:00")
    publishing.publish(aired_desk, COMMUNE)
    with aired_desk.store.reading() as session:
        before = len(session.scalars(select(Programme)).all())
    assert publishing.publish(aired_desk, COMMUNE) == publishing.Published(0, 0)
    at_once.work(aired_desk)
    with aired_desk.store.reading() as session:
        assert len(session.scalars(select(Programme)).all()) == before

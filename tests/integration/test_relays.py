"""A session that relays: what a station, a person with paper, a phone and the log are told of it."""

import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from broadcaster.clock import ZONE, FixedClock
from broadcaster.domain.plan.relay import Relay
from broadcaster.domain.plan.template import Part, PartKind
from broadcaster.paper import relays, words
from broadcaster.paper.entries import Relayed
from broadcaster.services.commune import people
from broadcaster.services.desk import Desk
from broadcaster.services.layout import template_changes, templates
from broadcaster.services.log import airings, log_export, logbook
from broadcaster.services.log.logbook import Wanted
from broadcaster.services.outgoing import day_texts, days, feeds, publishing, sheets
from broadcaster.services.outgoing.day_views import SessionView
from broadcaster.services.outgoing.publishing import Printed
from broadcaster.services.timetable.timetable import timetable
from broadcaster.services.timetable.timetable_rows import rows
from broadcaster.units import Millis
from broadcaster.web import create_app
from tests.conftest import later
from tests.integration.relayed import HALF_AN_HOUR, SOURCE, STREAM, SWITCH, after, relay_in
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import link, stand_at
from tests.integration.web.reading import faults

MONDAY, TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
FIVE = datetime(2026, 6, 15, 17, 0, tzinfo=ZONE)


def session_of(desk: Desk, village_id: int = 1, day: date = MONDAY) -> SessionView:
    return days.day(desk, village_id, day).sessions[0]


@pytest.fixture
def before(aired_desk: Desk) -> SessionView:
    """Monday's session in the first village, before it relays."""
    return session_of(aired_desk)


@pytest.fixture
def relaying(aired_desk: Desk, before: SessionView) -> Desk:
    """The home in which that session relays after its file."""
    relay_in(aired_desk, before, after(before))
    return aired_desk


def head_of(desk: Desk, village: str = "thon-khe-mo") -> dict[str, Any]:
    path = desk.settings.schedules / "published" / "xa-dong-xanh" / village / "head.json"
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def test_a_days_view_has_the_relay_and_its_time_on_the_air(relaying: Desk, before: SessionView) -> None:
    now = session_of(relaying)
    assert now.relay == after(before)
    assert now.duration_ms == before.duration_ms
    assert now.air_ms == before.duration_ms + HALF_AN_HOUR
    assert now.before_relay == len(now.listed) == 1
    assert session_of(relaying, 2).relay is None


def test_a_station_is_told_what_when_and_for_how_long(relaying: Desk, before: SessionView) -> None:
    assert publishing.publish(relaying, 1).files > 0
    found = head_of(relaying)["sessions"][0]
    assert found["relay"] == {
        "source": SOURCE,
        "address": STREAM,
        "instruction": SWITCH,
        "starts_at": (FIVE + timedelta(milliseconds=before.duration_ms)).isoformat(),
        "offset_ms": before.duration_ms,
        "duration_ms": HALF_AN_HOUR,
    }
    assert (found["duration_ms"], found["sha256"]) == (before.duration_ms, before.sha256)
    assert [one["relay"] for one in head_of(relaying, "thon-dong-giua")["sessions"]] == [None] * 3


def test_lists_say_it_in_words_and_never_send_a_player_to_a_stream_that_does_not_end(relaying: Desk) -> None:
    publishing.publish(relaying, 1)
    folder = relaying.settings.schedules / "published" / "xa-dong-xanh" / "thon-khe-mo"
    for form in ("m3u8", "m3u", "xspf"):
        written = (folder / f"{MONDAY:%Y%m%d}.{form}").read_bytes()
        assert b"vov.example" not in written
        assert written.count(b".mp3") == 1
    told = (folder / f"{MONDAY:%Y%m%d}.m3u8").read_text("utf-8")
    assert f"17:00 Buổi chiều, thứ hai, 15/6/2026, rồi tiếp sóng {SOURCE} 30 phút" in told
    assert f"rồi tiếp sóng {SOURCE}" in day_texts.playlist(days.day(relaying, 1, MONDAY))


def test_a_stick_carries_what_to_do_and_the_paper_too(relaying: Desk, tmp_path: Path) -> None:
    publishing.pack(relaying, 1, MONDAY, 1, tmp_path / "goi.zip", Printed("a5"))
    with zipfile.ZipFile(tmp_path / "goi.zip") as archive:
        names = archive.namelist()
        told = archive.read("20260615/DANHSACH.TXT").decode("utf-8-sig")
    assert names == [f"20260615/{one}" for one in ("01_1700.MP3", "DANHSACH.TXT", "DANHSACH.M3U", "THUTU.PDF", "SHA256.TXT")]  # fmt: skip
    lines = told.replace("\r", "").splitlines()
    place = next(number for number, line in enumerate(lines) if ">>" in line)
    assert lines[place - 1].startswith("   1. [")
    assert lines[place].startswith("   >> 17:01 – 17:31: ")
    assert lines[place].endswith(f"TIẾP SÓNG {SOURCE.upper()} (30:00)")
    assert lines[place + 1 : place + 4] == [
        f"      Tệp phát hết thì tiếp sóng {SOURCE} trong 30 phút.",
        f"      {SWITCH}",
        f"      Luồng cho máy phát tự động: {STREAM}",
    ]


def test_the_sheet_has_it_in_its_place_among_the_items(aired_desk: Desk, before: SessionView) -> None:
    middle = replace(after(before), offset_ms=Millis(1000), address="", instruction="")
    relay_in(aired_desk, before, middle)
    (one,) = sheets.sheet(days.day(aired_desk, 1, MONDAY), "").sessions
    assert [(row.relayed, row.at) for row in one.items[:1]] == [(True, "0:01")]
    assert one.items[0].told == (
        f"Tệp phát đến 0:01 thì dừng, tiếp sóng {SOURCE} trong 30 phút, rồi cho tệp phát tiếp.",
    )
    assert (one.file_length, one.length) == (
        words.clock(before.duration_ms),
        words.clock(Millis(before.duration_ms + HALF_AN_HOUR)),
    )


def test_people_see_when_and_what_to_do(relaying: Desk, before: SessionView) -> None:
    app = create_app(relaying)
    for page in (app.test_client().get(link(relaying)), Person(app, "soan").get("/")):
        said = text_of(page)
        assert f"Tiếp sóng {SOURCE}, {relays.hours(after(before), FIVE)}" in said
        assert "1 tin, bài, 30 phút" in said
        assert faults(page.get_data(as_text=True)) == []
    said = text_of(app.test_client().get(link(relaying)))
    assert f"Tệp phát hết thì tiếp sóng {SOURCE} trong 30 phút. {SWITCH}" in said
    assert STREAM in said


def test_lich_phat_counts_it_and_says_it(relaying: Desk, before: SessionView, clock: FixedClock) -> None:
    stand_at(clock, 16, 50)  # about to begin: shown as it was made
    (mine,) = [one for one in timetable(relaying, 1, MONDAY, 1).cells() if one.relay]
    assert mine.used_ms == before.duration_ms + HALF_AN_HOUR
    assert mine.key[0] == 1


def test_villages_that_relay_the_same_stand_together_though_their_names_differ_in_length(
    aired_desk: Desk, clock: FixedClock
) -> None:
    for village_id in (1, 2, 3):
        one = session_of(aired_desk, village_id)
        relay_in(aired_desk, one, replace(after(one), offset_ms=Millis(one.duration_ms - village_id)))
    stand_at(clock, 16, 50)
    (row,) = rows(timetable(aired_desk, 1, MONDAY, 1))
    assert len(row.villages) == 3
    assert row.cells[MONDAY][-1].relay


def test_the_log_counts_it_as_air_time_and_prints_it_as_a_line_of_its_own(
    relaying: Desk, before: SessionView, clock: FixedClock
) -> None:
    stand_at(clock, 18)
    airings.declare(
        relaying, airings.Statement(before.occurrence_id, played=True, who="Bàn Văn Sơn"), commune_id=1
    )
    wanted = Wanted(MONDAY, MONDAY, village_id=1)
    (entry,) = logbook.entries(relaying, 1, wanted)
    assert entry.duration_ms == before.duration_ms + HALF_AN_HOUR
    assert entry.file_ms == before.duration_ms
    assert entry.ends_at == FIVE + timedelta(milliseconds=entry.duration_ms)
    table = log_export.render(relaying, 1, wanted, "csv", "ngày").decode("utf-8-sig").splitlines()
    assert len(table) == 3
    assert f"Tiếp sóng {SOURCE} (30 phút),Tiếp sóng đài cấp trên" in table[2]
    assert "17:00 – 17:3" in table[1]
    printed = log_export.render(relaying, 1, wanted, "html", "ngày").decode()
    assert f"Tiếp sóng {SOURCE} (30 phút)" in printed
    assert airings.verify(relaying, 1).broken_seq is None


def test_a_part_of_the_log_by_plan_row_has_bulletins_alone(relaying: Desk) -> None:
    (entry,) = logbook.entries(relaying, 1, Wanted(MONDAY, MONDAY, village_id=1, plan_row_id=1))
    assert entry.relay is None
    assert len(entry.items) == 1


def test_a_session_is_unconfirmed_only_when_its_relay_is_over(relaying: Desk, clock: FixedClock) -> None:
    for minute, state in ((20, "da_len_lich"), (45, "chua_xac_nhan")):
        stand_at(clock, 17, minute)
        (entry,) = logbook.entries(relaying, 1, Wanted(MONDAY, MONDAY, village_id=1))
        assert entry.state == state


def test_the_logs_pages_say_it(relaying: Desk, before: SessionView) -> None:
    person = Person(create_app(relaying), "soan")
    assert f"Tiếp sóng {SOURCE}" in text_of(person.get("/nhat-ky?tu=2026-06-15&den=2026-06-15"))
    opened = text_of(person.get(f"/nhat-ky/buoi/{before.occurrence_id}"))
    assert f"Tiếp sóng {SOURCE} trong 30 phút, sau 1 trên 1 tin, bài; không có trong tệp âm thanh." in opened


def test_a_calendar_says_it_of_sessions_that_are_made_and_of_those_that_are_not(relaying: Desk) -> None:
    admin = people.find(relaying, "quantri")
    news = templates.listing(relaying, 1)[0]
    own = Part(PartKind.RELAY, minutes=10, source="Đài Quảng Ninh")
    template_changes.change(relaying, admin, news.id, news.version, news.name, [Part(PartKind.ITEMS), own])
    said = described(feeds.sessions(relaying, 1, 1))
    assert said[FIVE] == f"Thông báo về thủ tục hành chính\n{relays.hours(session_of(relaying).relay or _none(), FIVE)} Tiếp sóng {SOURCE}"  # fmt: skip
    assert said[FIVE + timedelta(days=9)] == "Tiếp sóng Đài Quảng Ninh, 10 phút"
    assert set(described(feeds.sessions(relaying, 1)).values()) == {"Tiếp sóng Đài Quảng Ninh, 10 phút"}
    tomorrow = described(feeds.sessions(later(relaying, days=1), 1))
    assert tomorrow[FIVE] == ""
    assert tomorrow[FIVE + timedelta(days=1)] == "Tiếp sóng Đài Quảng Ninh, 10 phút"


def described(data: bytes) -> dict[datetime, str]:
    calendar: Any = Calendar.from_ical(data)
    return {
        one["dtstart"].dt.astimezone(ZONE): str(one.get("description", "")) for one in calendar.walk("VEVENT")
    }


def _none() -> Relay:
    pytest.fail("nothing is relayed")


def test_a_session_that_only_relays_is_told_everywhere_from_its_template_to_the_log(aired_desk: Desk) -> None:
    admin = people.find(aired_desk, "quantri")
    news = templates.listing(aired_desk, 1)[0]
    vov = Part(PartKind.RELAY, minutes=10, source=SOURCE, instruction=SWITCH)
    template_changes.change(aired_desk, admin, news.id, news.version, news.name, [vov])
    publishing.publish(aired_desk, 1)
    one = session_of(aired_desk, day=TUESDAY)
    assert [item.kind for item in one.items] == ["relay_words"]
    assert one.relay == Relay(SOURCE, one.duration_ms, Millis(600_000), "", SWITCH)
    head = next(each for each in head_of(aired_desk)["sessions"] if each["day"] == "2026-06-16")
    assert head["relay"]["starts_at"] == (one.starts_at + timedelta(milliseconds=one.duration_ms)).astimezone(ZONE).isoformat()  # fmt: skip
    assert "Chỉ tiếp sóng, 10 phút" in text_of(create_app(aired_desk).test_client().get(link(aired_desk)))
    entry = logbook.entries(aired_desk, 1, Wanted(TUESDAY, TUESDAY, village_id=1))[0]
    assert entry.items == ()
    assert entry.relay == Relayed(SOURCE, Millis(600_000), 0)
    assert f"Tiếp sóng {SOURCE} (10 phút)" in log_export.render(aired_desk, 1, Wanted(TUESDAY, TUESDAY), "html", "ngày").decode()  # fmt: skip
    assert "TIẾP SÓNG" in day_texts.running_order(days.day(aired_desk, 1, TUESDAY))


def test_lich_phat_says_that_a_session_changes_when_only_the_minutes_of_its_relay_do(
    aired_desk: Desk,
) -> None:
    admin = people.find(aired_desk, "quantri")
    changing = []
    for minutes in (5, 5, 6):
        news = templates.listing(aired_desk, 1)[0]
        parts = [Part(PartKind.ITEMS), Part(PartKind.RELAY, minutes=minutes, source=SOURCE)]
        template_changes.change(aired_desk, admin, news.id, news.version, news.name, parts)
        changing.append({one.changing for one in timetable(aired_desk, 1, TUESDAY, 1).cells()})
        publishing.publish(aired_desk, 1)
    assert changing == [{True}, {False}, {True}]


def test_an_app_without_relays_shows_none(aired_desk: Desk) -> None:
    app: Flask = create_app(aired_desk)
    assert "Tiếp sóng" not in text_of(app.test_client().get(link(aired_desk)))

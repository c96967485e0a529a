"""Feeds as real readers read them: the same sessions and bulletins, in the same order, as long as we say."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import podcastparser
import pytest
from flask import Flask
from icalendar import Calendar

from broadcaster.clock import ZONE, FixedClock
from broadcaster.files import digest_of
from broadcaster.services.commune import communes, people, villages
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import days
from broadcaster.services.week import week_changes
from broadcaster.services.writing import bulletins
from broadcaster.sound import house
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import AFTERNOON, TUESDAY, afternoon, link, places, stand_at

RSS = "/xa/xa-dong-xanh/ban-tin.rss"
PUBLIC = "/xa/xa-dong-xanh/lich-phat.ics"


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


def open_feeds(desk: Desk) -> None:
    view = communes.view(desk, 1)
    names = communes.CommuneChange.__dataclass_fields__
    values = {name: getattr(view, name) for name in names} | {"public_feeds": True}
    admin = people.find(desk, "quantri")
    communes.change(desk, admin, view.version, communes.CommuneChange(**values))


def say_played(desk: Desk, clock: FixedClock) -> None:
    stand_at(clock, 18)
    said = airings.Statement(afternoon(desk).occurrence_id, played=True, who="Bàn Văn Sơn")
    airings.declare(desk, said, commune_id=1)


def read(data: bytes) -> dict[str, Any]:
    return dict(podcastparser.parse("http://localhost/feed", io.BytesIO(data)))


def events_of(data: bytes) -> list[Any]:
    calendar: Any = Calendar.from_ical(data)
    return list(calendar.walk("VEVENT"))


def starts(data: bytes) -> list[datetime]:
    return sorted(one["dtstart"].dt.astimezone(ZONE) for one in events_of(data))


def test_a_villages_calendar_has_every_session_of_six_weeks_with_its_bulletins(
    aired_desk: Desk, app: Flask
) -> None:
    answer = app.test_client().get(f"{link(aired_desk)}/lich-phat.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = starts(answer.data)
    assert found[0] == datetime(2026, 6, 15, 5, 30, tzinfo=ZONE)  # the commune began that day
    assert len(found) == 2 * 35 == len(set(found))
    events = events_of(answer.data)
    for one in events:
        assert one["dtend"].dt - one["dtstart"].dt == timedelta(minutes=15)
        assert str(one["location"]) == "thôn Khe Mơ"
    told = [one for one in events if "description" in one]
    assert len(told) == 3  # what is made: Monday's afternoon and Tuesday
    assert all(str(one["description"]) == "Thông báo về thủ tục hành chính" for one in told)
    assert len({str(one["uid"]) for one in events}) == len(events)


def test_a_cancelled_session_leaves_the_calendar_and_a_moved_one_keeps_its_name(
    aired_desk: Desk, app: Flask
) -> None:
    path = f"{link(aired_desk)}/lich-phat.ics"
    before = app.test_client().get(path).data
    admin = people.find(aired_desk, "quantri")
    village = villages.village_named(aired_desk, "thôn Khe Mơ")
    friday, saturday = date(2026, 6, 19), date(2026, 6, 20)
    week_changes.add_exception(
        aired_desk, admin, week_changes.Change(None, village, friday, friday, cancelled=True)
    )
    week_changes.add_exception(
        aired_desk, admin,
        week_changes.Change(1, village, saturday, saturday, start=datetime(2026, 6, 20, 6, 15).time()),  # noqa: DTZ001 # a wall time
    )  # fmt: skip
    after = app.test_client().get(path).data
    names = [{str(one["uid"]) for one in events_of(found)} for found in (before, after)]
    assert len(names[0] - names[1]) == 2
    assert names[1] < names[0]
    moved = [at for at in starts(after) if at.date() == saturday]
    assert [f"{at:%H:%M}" for at in moved] == ["06:15", "17:00"]


def test_the_communes_calendar_says_a_session_once_with_its_villages(app: Flask) -> None:
    data = Person(app, "soan").get("/lich-phat.ics").data
    assert len(starts(data)) == 2 * 35
    event = events_of(data)[0]
    assert str(event["location"]) == "thôn Khe Mơ, thôn Đồng Giữa, thôn Suối Ngang"


def test_a_calendar_that_did_not_change_is_not_sent_again(aired_desk: Desk, app: Flask) -> None:
    client, path = app.test_client(), f"{link(aired_desk)}/lich-phat.ics"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}, buffered=True).status_code == 304


@pytest.mark.parametrize("path", [RSS, PUBLIC, "/xa/khong-co/ban-tin.rss"])
def test_nothing_is_public_until_the_commune_says_so(aired_desk: Desk, app: Flask, path: str) -> None:
    answer = app.test_client().get(path, buffered=True)
    assert answer.status_code == 404
    open_feeds(aired_desk)
    assert app.test_client().get(path).status_code == (404 if "khong-co" in path else 200)


def test_the_podcast_has_what_was_aired_and_nothing_that_was_only_planned(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    open_feeds(aired_desk)
    assert read(app.test_client().get(RSS).data)["episodes"] == []
    say_played(aired_desk, clock)
    found = read(app.test_client().get(RSS).data)
    assert found["title"] == "Đài Truyền thanh xã Đồng Xanh"
    (episode,) = found["episodes"]
    assert episode["title"] == "Thông báo về thủ tục hành chính"
    assert "mời bà con đến nhà văn hóa thôn" in episode["description"]
    assert episode["published"] == int(afternoon(aired_desk).starts_at.timestamp())
    (sound,) = episode["enclosures"]
    heard = app.test_client().get(sound["url"].removeprefix("http://localhost"), buffered=True)
    assert (sound["mime_type"], sound["file_size"]) == ("audio/mpeg", len(heard.data))
    assert episode["total_time"] == -(-house.inspect(heard.data).duration_ms // 1000)
    assert sound["url"].endswith(f"/{digest_of(heard.data)}.mp3")


def test_a_podcasts_sound_is_kept_for_ever_and_served_in_parts(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    open_feeds(aired_desk)
    say_played(aired_desk, clock)
    episode = read(app.test_client().get(RSS).data)["episodes"][0]
    path = episode["enclosures"][0]["url"].removeprefix("http://localhost")
    answer = app.test_client().get(path, buffered=True)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    part = app.test_client().get(path, headers={"Range": "bytes=0-99"}, buffered=True)
    assert (part.status_code, part.data) == (206, answer.data[:100])
    tag = answer.headers["ETag"]
    assert app.test_client().get(path, headers={"If-None-Match": tag}, buffered=True).status_code == 304


def test_a_feed_that_did_not_change_is_not_sent_again(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    open_feeds(aired_desk)
    say_played(aired_desk, clock)
    tag = app.test_client().get(RSS).headers["ETag"]
    assert app.test_client().get(RSS, headers={"If-None-Match": tag}, buffered=True).status_code == 304


def test_a_bulletin_that_was_withdrawn_leaves_the_podcast_with_its_sound(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    open_feeds(aired_desk)
    say_played(aired_desk, clock)
    episode = read(app.test_client().get(RSS).data)["episodes"][0]
    path = episode["enclosures"][0]["url"].removeprefix("http://localhost")
    with aired_desk.store.reading() as session:
        version = bulletins.find(session, 1, 1).version
    bulletins.withdraw(aired_desk, people.find(aired_desk, "duyet"), 1, version, "Sai ngày họp")
    assert read(app.test_client().get(RSS).data)["episodes"] == []
    assert app.test_client().get(path).status_code == 404


def test_no_other_sound_of_the_house_is_served_as_an_episode(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    open_feeds(aired_desk)
    say_played(aired_desk, clock)
    programme = days.day(aired_desk, 1, TUESDAY).sessions[0].sha256
    for sha256 in (programme, "0" * 64, "..%2f..%2f.broadcaster-key"):
        assert app.test_client().get(f"/xa/xa-dong-xanh/ban-tin/{sha256}.mp3").status_code == 404


def test_sound_named_by_content_is_kept_for_ever_and_a_days_file_is_asked_for_anew(
    aired_desk: Desk, app: Flask
) -> None:
    page, village = Person(app, "soan"), places(aired_desk)[0]
    listened = page.get(f"/nghe/{afternoon(aired_desk).sha256}.mp3")
    assert listened.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert page.get(f"/tai/{village.id}{AFTERNOON}").headers["Cache-Control"] == "private, no-cache"


def test_the_setting_says_where_the_feeds_are(aired_desk: Desk, app: Flask) -> None:
    page = Person(app, "quantri")
    assert RSS not in text_of(page.get("/quan-tri/xa"))
    open_feeds(aired_desk)
    shown = text_of(page.get("/quan-tri/xa"))
    assert RSS in shown
    assert PUBLIC in shown

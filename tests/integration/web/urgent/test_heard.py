"""What is heard of an urgent call, and where."""

import io
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from broadcaster.domain.plan import urgent
from broadcaster.services.commune import languages, people
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import days, publishing
from broadcaster.sound import measure
from broadcaster.store.tables import Village
from tests.integration.web.browser import Person
from tests.integration.web.places import COMMUNE, MONDAY, places
from tests.integration.web.urgent.taps import (
    EIGHT_ONE,
    WORDS,
    call,
    heard,
    sessions,
    sound,
    tone,
)
from tests.unit.sound.generated import babble, wav


def test_a_real_call_sounds_as_tone_time_twice_the_words_and_who_said_it(
    aired_desk: Desk, leader: Person
) -> None:
    call(leader)
    (one,) = sessions(aired_desk)
    pieces = {
        "tone": tone(aired_desk),
        "urgent": sound(aired_desk, "Tin khẩn cấp, phát lúc"),
        "hour": sound(aired_desk, "tám giờ"),
        "minute": sound(aired_desk, "một phút"),
        "words": sound(aired_desk, WORDS),
        "after": sound(aired_desk, "Vừa rồi là tin khẩn cấp của Ủy ban nhân dân xã Đồng Xanh."),
    }
    assert heard(aired_desk, one, pieces) == "tone urgent hour minute words words after"
    loudness = measure(aired_desk.shelf.programme(one["sha256"]))
    assert -18 < loudness.integrated < -14
    assert loudness.true_peak <= -1.0


def test_a_drill_says_so_before_its_tone_between_its_readings_and_after(
    aired_desk: Desk, leader: Person
) -> None:
    call(leader, "/khan-cap/dien-tap")
    (one,) = sessions(aired_desk)
    assert one["name"] == "Diễn tập"
    assert all("iễn tập" in item["title"] for item in one["items"])
    pieces = {
        "drill": sound(aired_desk, urgent.before(EIGHT_ONE, drill=True)[0]),
        "hour": sound(aired_desk, "tám giờ"),
        "minute": sound(aired_desk, "một phút"),
        "tone": tone(aired_desk),
        "words": sound(aired_desk, WORDS),
        "again": sound(aired_desk, urgent.DRILL_AGAIN),
        "after": sound(
            aired_desk,
            "Diễn tập kết thúc. Tin vừa rồi là diễn tập của Ủy ban nhân dân xã Đồng Xanh, không phải tin thật.",
        ),
    }
    assert heard(aired_desk, one, pieces) == "drill hour minute tone words again words after"
    assert b"" not in pieces.values()


def test_every_repeat_says_its_own_time(aired_desk: Desk, leader: Person) -> None:
    call(leader, every="20", until="09:00")
    publishing.publish(aired_desk, COMMUNE)
    found = sessions(aired_desk)
    assert [one["starts_at"][11:16] for one in found] == ["08:01", "08:21", "08:41"]
    minutes = {
        words: sound(aired_desk, words) for words in ("một phút", "hai mươi mốt phút", "bốn mươi mốt phút")
    }
    assert [heard(aired_desk, one, minutes) for one in found] == list(minutes)


def test_only_the_call_airs_in_its_sessions_and_it_airs_nowhere_else(
    aired_desk: Desk, leader: Person
) -> None:
    call(leader, every="20", until="09:00")
    publishing.publish(aired_desk, COMMUNE)
    for village in places(aired_desk):
        for number in range(2):
            for one in days.day(aired_desk, village.id, MONDAY + timedelta(days=number)).sessions:
                titles = {item.title for item in one.items if item.bulletin_id}
                assert (titles == {WORDS}) == (one.name == "Khẩn cấp")
                assert len(titles) == 1


def test_only_the_villages_chosen_hear_it(aired_desk: Desk, leader: Person) -> None:
    call(leader, village_ids=["2"])
    assert sessions(aired_desk, "thon-khe-mo") == []
    assert len(sessions(aired_desk, "thon-dong-giua")) == 1


def test_a_village_that_hears_another_language_hears_it_in_vietnamese(
    aired_desk: Desk, leader: Person
) -> None:
    boss = people.find(aired_desk, "quantri")
    dao = languages.add(aired_desk, boss, "Dao").id
    with aired_desk.store.writing() as session:
        village = session.scalars(select(Village).where(Village.code == "thon-khe-mo")).one()
        village.language_ids = [dao]
    call(leader)
    (one,) = sessions(aired_desk)
    assert heard(aired_desk, one, {"words": sound(aired_desk, WORDS)}) == "words words"


def test_a_recording_from_the_phone_airs(aired_desk: Desk, leader: Person, tmp_path: Path) -> None:
    phone = wav(tmp_path / "thu.wav", babble(4)).read_bytes()
    call(leader, text="", file=(io.BytesIO(phone), "Ghi âm 001.wav"))
    (one,) = sessions(aired_desk)
    spoken = next(item for item in one["items"] if item["kind"] == "bulletin")
    assert spoken["title"] == "Bản thu của Triệu Văn Trường"
    assert 8_000 < spoken["duration_ms"] < 14_000  # twice

"""Two taps on a leader's phone: to the head, the operator's page and the log within one request, and back as fast."""

import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from broadcaster.clock import ZONE, FixedClock
from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.plan import urgent
from broadcaster.files import digest_of_file
from broadcaster.paper.entries import Entry
from broadcaster.services.commune import languages, people
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, log_chain, logbook
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.urgent import at_once
from broadcaster.sound import measure
from broadcaster.store.tables import Jingle, Programme, Speech, Village
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE, MONDAY, link, places, stand_at
from tests.unit.sound.generated import babble, wav

WORDS = "Nước suối dâng nhanh. Bà con chuyển ngay đến nhà văn hóa thôn."
EVERY = ["1", "2", "3"]
EIGHT_ONE = datetime(2026, 6, 15, 8, 1, tzinfo=ZONE)


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def leader(app: Flask) -> Person:
    return Person(app, "duyet")


def first_tap(leader: Person, path: str = "/khan-cap", **changed: object) -> str:
    """Fill in the form and send it; return where the second tap is asked for."""
    page = text_of(leader.get(path))
    key = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert key is not None
    fields: dict[str, object] = {
        "key": key.group(1), "corrects": "", "text": WORDS, "village_ids": EVERY,
        "every": "0", "until": "10:00", "twice": "y", "field": "thien_tai_dich_benh",
    }  # fmt: skip
    answer = leader.post(path.split("?", maxsplit=1)[0], fields | changed)
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"]


def proof(page: str) -> dict[str, object]:
    """What the page of the second tap sends."""
    found = dict(re.findall(r'name="(digest|sound)" value="([0-9a-f]*)"', page))
    assert all(found.values())
    return dict(found)


def second_tap(leader: Person, confirm: str) -> str:
    answer = leader.post(confirm, proof(text_of(leader.get(confirm))))
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"]


def call(leader: Person, path: str = "/khan-cap", **changed: object) -> str:
    return second_tap(leader, first_tap(leader, path, **changed))


def sessions(desk: Desk, village: str = "thon-khe-mo") -> list[dict[str, Any]]:
    """What a village's head names, of calls."""
    path = desk.settings.schedules / "published" / "xa-dong-xanh" / village / "head.json"
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["sessions"]
    for one in found:
        assert digest_of_file(path.parent / one["file"]) == one["sha256"]
    return [one for one in found if one["name"] in ("Khẩn cấp", "Diễn tập")]


def sound(desk: Desk, text: str) -> bytes:
    """What the voice made of some words."""
    with desk.store.reading() as session:
        row = session.scalars(select(Speech).where(Speech.spoken == text)).one()
        assert row.sha256 is not None
        return desk.shelf.segment(row.sha256).read_bytes()


def tone(desk: Desk) -> bytes:
    with desk.store.reading() as session:
        row = session.scalars(
            select(Jingle).where(Jingle.role == "attention", Jingle.replaced_at.is_(None))
        ).first()
        assert row is not None
        return desk.shelf.segment(row.sha256).read_bytes()


def heard(desk: Desk, one: dict[str, Any], pieces: dict[str, bytes]) -> str:
    """In which order pieces sound in a session: nothing is encoded again, so their bytes are found in it."""
    programme = desk.shelf.programme(one["sha256"]).read_bytes()
    places = [
        (found.start(), name)
        for name, piece in pieces.items()
        for found in re.finditer(re.escape(piece), programme, re.DOTALL)
    ]
    return " ".join(name for _place, name in sorted(places))


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


def test_tapped_twice_reloaded_and_gone_back_to_it_is_one_call(aired_desk: Desk, leader: Person) -> None:
    confirm = first_tap(leader)
    sent = proof(text_of(leader.get(confirm)))
    first, second = leader.post(confirm, sent), leader.post(confirm, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert leader.get(confirm).headers["Location"] == first.headers["Location"]
    assert len(sessions(aired_desk)) == 1


def test_a_second_tap_of_one_kind_never_does_the_others_work(aired_desk: Desk, leader: Person) -> None:
    drill = first_tap(leader, "/khan-cap/dien-tap")
    sent = proof(text_of(leader.get(drill)))
    wrong = drill.replace("phat-dien-tap", "phat")
    assert wrong != drill
    assert leader.get(wrong).headers["Location"] == drill
    leader.post(wrong, sent)
    assert sessions(aired_desk) == []
    real = first_tap(leader)
    leader.post(f"{real}-dien-tap", proof(text_of(leader.get(real))))
    assert sessions(aired_desk) == []


def test_the_two_pages_of_the_second_tap_share_neither_words_nor_shape(leader: Person) -> None:
    real, drill = (
        text_of(leader.get(first_tap(leader, path))) for path in ("/khan-cap", "/khan-cap/dien-tap")
    )
    buttons = [
        re.search(r'<button class="btn (btn-\w+) [^"]*"[^>]*>([^<]*thôn)</button>', one)
        for one in (real, drill)
    ]
    assert all(buttons)
    assert [one.groups() for one in buttons if one] == [
        ("btn-real", "PHÁT THẬT ra loa 3 thôn"),
        ("btn-drill", "Bắt đầu diễn tập ở 3 thôn"),
    ]
    assert "iễn tập" not in real.split("<main")[1]
    assert "PHÁT THẬT" not in drill
    assert "TIN KHẨN CẤP" not in drill


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": " "}, "gõ nội dung"),
        ({"village_ids": []}, "ít nhất một thôn"),
        ({"every": "15", "until": ""}, "đến mấy giờ"),
        ({"every": "7"}, "Hãy chọn một mục trong danh sách"),
        ({"file": (io.BytesIO(b"khong phai am thanh"), "a.mp3")}, "không phải tệp âm thanh"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(
    leader: Person, changed: dict[str, object], says: str
) -> None:
    leader.get("/khan-cap")
    fields = {"text": "Nước đang lên.", "village_ids": EVERY, "every": "0", "field": "khac", "key": "a"}
    answer = leader.post("/khan-cap", fields | changed)
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page
    assert str((fields | changed)["text"]).strip() in page


def test_what_waited_too_long_says_so_and_its_button_is_dead(leader: Person, clock: FixedClock) -> None:
    confirm = first_tap(leader)
    assert "disabled" not in text_of(leader.get(confirm))
    clock.at += timedelta(hours=3)
    page = text_of(leader.get(confirm))
    assert "nay không còn đúng giờ" in page
    assert re.search(r'<button class="btn btn-real[^>]* disabled>', page)
    assert confirm.removesuffix("/phat") not in text_of(leader.get("/khan-cap"))


def test_one_too_long_for_its_repeats_says_so_before_the_second_tap(leader: Person) -> None:
    confirm = first_tap(leader, text=WORDS * 45, every="5", until="09:00")
    page = text_of(leader.get(confirm))
    assert "không nhắc lại 5 phút một lần được" in page
    assert re.search(r'<button class="btn btn-real[^>]* disabled>', page)


def test_a_script_is_told_where_to_go_on_or_what_is_wrong(leader: Person) -> None:
    leader.get("/khan-cap")
    fields = {"text": "Nước đang lên.", "village_ids": EVERY, "every": "0", "field": "khac", "key": "b"}
    told = leader.post("/khan-cap", fields, json=True)
    assert re.fullmatch(r"/khan-cap/\d+/phat", told.get_json()["url"])
    refused = leader.post("/khan-cap", fields | {"text": "", "key": "c"}, json=True)
    assert (refused.status_code, "gõ nội dung" in refused.get_json()["message"]) == (422, True)


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

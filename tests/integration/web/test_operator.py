"""The village's own page: heard, fetched and confirmed by a link, and by nothing else."""

import re
from datetime import timedelta

import m3u8
import pytest
from flask import Flask

from broadcaster.clock import FixedClock
from broadcaster.services.commune import people, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import (
    AFTERNOON,
    MONDAY,
    TUESDAY,
    afternoon,
    link,
    outcomes,
    places,
    stand_at,
)

KHE_MO = "Người trực thôn Khe Mơ (qua liên kết)"


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def phone(app: Flask) -> Person:
    """Somebody without an account."""
    return Person(app)


@pytest.fixture
def boss(aired_desk: Desk) -> Actor:
    return people.find(aired_desk, "quantri")


def say(phone: Person, desk: Desk, *, played: bool, **fields: object) -> tuple[int, str]:
    """Open the page, send one of its forms, and follow where it leads."""
    address = link(desk)
    phone.get(address)
    sent = {"buoi": afternoon(desk).occurrence_id, "da_phat": "1" if played else "0", "dong": ""}
    answer = phone.post(address, sent | fields)
    if answer.status_code == 302:
        answer = phone.get(answer.headers["Location"].split("#")[0])
        return 302, text_of(answer)
    return answer.status_code, text_of(answer)


def test_the_page_has_the_villages_sessions_and_no_way_elsewhere(aired_desk: Desk, phone: Person) -> None:
    words = text_of(phone.get(link(aired_desk)))
    assert "Thôn Khe Mơ" in words
    assert "17:00" in words
    assert "Đăng xuất" not in words
    own = {
        address for address in re.findall(r'(?:href|action)="([^"#]+)', words) if "/static/" not in address
    }
    assert own
    assert {address for address in own if not address.startswith(link(aired_desk))} <= {
        address for address in own if "bootstrap" in address
    }


@pytest.mark.parametrize("secret", ["x", "a" * 26, "..%2f..%2fthon", "%00", "Khe%20M%C6%A1"])
def test_a_wrong_link_opens_nothing_and_says_what_to_do(phone: Person, secret: str) -> None:
    for rest in ("", AFTERNOON, "/2026-06-15/goi.zip", "/2026-06-15/danhsach.m3u8", "/danhsach.m3u8"):
        answer = phone.get(f"/t/{secret}{rest}")
        assert answer.status_code == 404
        assert "liên kết" in text_of(answer).lower()


def test_many_wrong_links_lock_nobody_out(aired_desk: Desk, phone: Person) -> None:
    for number in range(30):
        assert phone.get(f"/t/{number:026d}").status_code == 404
    assert phone.get(link(aired_desk)).status_code == 200


def test_the_old_link_dies_when_it_is_renewed(aired_desk: Desk, phone: Person, boss: Actor) -> None:
    old, place = link(aired_desk), places(aired_desk)[0]
    villages.renew_link(aired_desk, boss, place.id, place.version)
    assert phone.get(old).status_code == 404
    assert phone.get(old + AFTERNOON).status_code == 404
    assert phone.get(link(aired_desk)).status_code == 200


def test_another_villages_sound_does_not_come_by_this_link(aired_desk: Desk, phone: Person) -> None:
    theirs = afternoon(aired_desk, places(aired_desk)[1])
    mine = afternoon(aired_desk)
    assert theirs.sha256 != mine.sha256  # the greeting names the village
    assert phone.get(f"{link(aired_desk)}/nghe/{theirs.sha256}.mp3").status_code == 404
    assert phone.get(f"{link(aired_desk)}/nghe/{mine.sha256}.mp3").status_code == 200
    assert outcomes(aired_desk) == []


def test_another_villages_session_is_not_confirmed_by_this_link(
    aired_desk: Desk, phone: Person, clock: FixedClock
) -> None:
    stand_at(clock, 17, 30)
    theirs = afternoon(aired_desk, places(aired_desk)[1]).occurrence_id
    code, _words = say(phone, aired_desk, played=True, buoi=theirs)
    assert code == 404
    assert outcomes(aired_desk) == []


@pytest.mark.parametrize(
    "path", ["/2026-06-15/..%2f..%2fgoi", "/2026-02-30/01_1700.MP3", "/2026-06-15/01_1700.mp4"]
)
def test_paths_and_days_that_are_not_are_a_sentence(aired_desk: Desk, phone: Person, path: str) -> None:
    answer = phone.get(link(aired_desk) + path)
    assert answer.status_code == 404
    assert "ãy" in text_of(answer)


def test_aired_is_said_with_one_tap(aired_desk: Desk, phone: Person, clock: FixedClock) -> None:
    stand_at(clock, 17, 30)
    code, words = say(phone, aired_desk, played=True)
    assert code == 302
    assert "Xác nhận đã phát" in words
    assert outcomes(aired_desk) == [("xac_nhan_da_phat", KHE_MO)]


def test_not_aired_needs_its_reason_and_keeps_the_note(
    aired_desk: Desk, phone: Person, clock: FixedClock
) -> None:
    stand_at(clock, 17, 30)
    code, words = say(phone, aired_desk, played=False, ghi_chu="Cột điện đổ ở ngã ba")
    assert code == 422
    assert "lý do" in words
    assert "Cột điện đổ ở ngã ba" in words
    assert outcomes(aired_desk) == []
    code, words = say(phone, aired_desk, played=False, ly_do="mat_dien", ghi_chu="Cột điện đổ ở ngã ba")
    assert code == 302
    assert "Không phát: mất điện" in words
    assert "Cột điện đổ ở ngã ba" in words


def test_another_reason_must_be_put_into_words(aired_desk: Desk, phone: Person, clock: FixedClock) -> None:
    stand_at(clock, 17, 30)
    code, _words = say(phone, aired_desk, played=False, ly_do="khac")
    assert code == 422
    assert outcomes(aired_desk) == []


def test_before_its_start_a_session_has_no_buttons_and_takes_no_word(aired_desk: Desk, phone: Person) -> None:
    assert 'name="da_phat"' not in text_of(phone.get(link(aired_desk)))
    phone.get("/dang-nhap")  # a token from elsewhere, as a page left open would have
    answer = phone.post(
        link(aired_desk), {"buoi": afternoon(aired_desk).occurrence_id, "da_phat": "1", "dong": ""}
    )
    assert answer.status_code == 422
    assert "còn 9 giờ" in text_of(answer)
    assert outcomes(aired_desk) == []


def test_the_same_said_twice_is_one_row(aired_desk: Desk, phone: Person, clock: FixedClock) -> None:
    stand_at(clock, 17, 30)
    say(phone, aired_desk, played=True)
    code, _words = say(phone, aired_desk, played=True)
    assert code == 302
    assert outcomes(aired_desk) == [("xac_nhan_da_phat", KHE_MO)]


def test_who_says_otherwise_later_is_told_who_said_what(
    aired_desk: Desk, app: Flask, phone: Person, clock: FixedClock
) -> None:
    stand_at(clock, 17, 30)
    said = airings.Statement(afternoon(aired_desk).occurrence_id, played=True, who="Bàn Văn Sơn")
    airings.declare(aired_desk, said)
    code, words = say(phone, aired_desk, played=False, ly_do="mat_dien", ghi_chu="Mất từ trưa")
    assert code == 409
    assert "Bàn Văn Sơn đã ghi buổi này: xác nhận đã phát" in words
    assert "Mất từ trưa" in words
    assert outcomes(aired_desk) == [("xac_nhan_da_phat", "Bàn Văn Sơn")]


def test_a_correction_names_what_stood_on_the_page(
    aired_desk: Desk, phone: Person, clock: FixedClock
) -> None:
    stand_at(clock, 17, 30)
    _code, words = say(phone, aired_desk, played=True)
    assert "Sửa lại" in words
    seq = re.search(r'name="dong" value="(\d+)"', words)
    assert seq is not None
    code, words = say(phone, aired_desk, played=False, ly_do="hong_loa", dong=seq[1])
    assert code == 302
    assert "đính chính" in words
    assert [outcome for outcome, _who in outcomes(aired_desk)] == ["xac_nhan_da_phat", "khong_phat"]


def test_a_form_without_its_token_writes_nothing(aired_desk: Desk, app: Flask, clock: FixedClock) -> None:
    stand_at(clock, 17, 30)
    answer = app.test_client().post(
        link(aired_desk), data={"buoi": afternoon(aired_desk).occurrence_id, "da_phat": "1"}
    )
    assert answer.status_code == 400
    assert outcomes(aired_desk) == []


@pytest.mark.parametrize("fields", [{"buoi": ""}, {"buoi": "abc"}, {"buoi": "9" * 30}, {"dong": "xyz"}])
def test_nonsense_in_the_form_is_refused_or_ignored(
    aired_desk: Desk, phone: Person, clock: FixedClock, fields: dict[str, object]
) -> None:
    stand_at(clock, 17, 30)
    code, _words = say(phone, aired_desk, played=True, **fields)
    assert code in (302, 404)
    assert (code == 302) == bool(outcomes(aired_desk))


def test_what_yesterday_left_unsaid_stands_first_and_can_still_be_said(
    aired_desk: Desk, phone: Person, clock: FixedClock
) -> None:
    stand_at(clock, 6, 0, TUESDAY)
    words = text_of(phone.get(link(aired_desk)))
    assert words.index("Hôm qua còn 1 buổi chưa xác nhận") < words.index("Hôm nay")
    code, words = say(phone, aired_desk, played=True)
    assert code == 302
    assert "Hôm qua còn" not in words
    assert "Hôm qua đã ghi 1 buổi" in words


def test_a_village_that_is_closed_keeps_its_link_for_a_week(
    aired_desk: Desk, phone: Person, boss: Actor, clock: FixedClock
) -> None:
    place, address = places(aired_desk)[0], link(aired_desk)
    villages.close(aired_desk, boss, place.id, place.version, MONDAY)
    stand_at(clock, 6, 0, TUESDAY)
    assert "Hôm qua còn 1 buổi chưa xác nhận" in text_of(phone.get(address))
    stand_at(clock, 6, 0, MONDAY + timedelta(days=8))
    assert phone.get(address).status_code == 404


def test_the_playlist_of_today_keeps_its_address_and_plays_without_a_cookie(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    stand_at(clock, 4, 0, TUESDAY)
    player = app.test_client()
    answer = player.get(f"{link(aired_desk)}/danhsach.m3u8")
    found = m3u8.loads(answer.get_data(as_text=True)).segments
    assert [segment.uri.rsplit("/", 1)[1] for segment in found] == ["01_0530.MP3", "02_1700.MP3"]
    for segment in found:
        sound = player.get(segment.uri.removeprefix("http://localhost"), buffered=True)
        assert sound.status_code == 200
    assert outcomes(aired_desk) == [("da_tai_ve", KHE_MO)] * 2


def test_a_day_without_sound_has_no_playlist(aired_desk: Desk, phone: Person, clock: FixedClock) -> None:
    stand_at(clock, 4, 0, MONDAY - timedelta(days=3))
    answer = phone.get(f"{link(aired_desk)}/danhsach.m3u8")
    assert answer.status_code == 404
    assert "chưa có buổi phát" in text_of(answer)


def test_a_pack_by_the_link_is_written_as_the_villages(aired_desk: Desk, phone: Person) -> None:
    answer = phone.get(f"{link(aired_desk)}/2026-06-15/goi.zip?ngay=7")
    assert answer.headers["Content-Disposition"] == "attachment; filename=KHEMO_20260615_7NGAY.zip"
    assert outcomes(aired_desk) == [("da_tai_ve", KHE_MO)] * 3


def test_a_link_is_no_sign_in(aired_desk: Desk, phone: Person) -> None:
    phone.get(link(aired_desk))
    for path in ("/", "/thon", "/lich-phat", "/nhat-ky", f"/nghe/{afternoon(aired_desk).sha256}.mp3"):
        assert "/dang-nhap" in phone.get(path).headers["Location"]


def test_a_damaged_file_is_told_and_the_page_still_opens(aired_desk: Desk, phone: Person) -> None:
    afternoon(aired_desk).path.unlink()
    assert phone.get(link(aired_desk) + AFTERNOON).status_code == 503
    assert phone.get(link(aired_desk)).status_code == 200

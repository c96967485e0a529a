"""Sound on its way out: what is served, to whom, under which name, and when the log hears of it."""

import hashlib
import io
import zipfile

import m3u8
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from broadcaster.services.desk import Desk
from broadcaster.store.tables import Commune, Village
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import AFTERNOON, COMMUNE, TUESDAY, afternoon, link, outcomes, places

FETCHED = [("da_tai_ve", "Đỗ Thị Hương")]


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    return Person(app, "soan")


@pytest.fixture
def take(aired_desk: Desk) -> str:
    return f"/tai/{places(aired_desk)[0].id}"


def test_a_session_is_fetched_under_the_name_it_has_on_a_stick_and_the_log_says_so(
    aired_desk: Desk, page: Person, take: str
) -> None:
    answer = page.get(take + AFTERNOON)
    assert answer.status_code == 200
    assert hashlib.sha256(answer.data).hexdigest() == afternoon(aired_desk).sha256
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["Content-Disposition"] == "attachment; filename=01_1700.MP3"
    assert outcomes(aired_desk) == FETCHED


def test_fetched_twice_is_one_row(aired_desk: Desk, page: Person, take: str) -> None:
    page.get(take + AFTERNOON)
    page.get(take + AFTERNOON)
    assert outcomes(aired_desk) == FETCHED


def test_head_says_how_long_the_file_is_and_fetches_nothing(
    aired_desk: Desk, page: Person, take: str
) -> None:
    answer = page.client.head(take + AFTERNOON, buffered=True)
    assert (answer.status_code, answer.content_length) == (200, afternoon(aired_desk).bytes)
    assert outcomes(aired_desk) == []


@pytest.mark.parametrize("wanted", ["bytes=0-1", "bytes=-128", "bytes=1000-"])
def test_a_look_at_a_part_is_served_and_is_no_fetch(
    aired_desk: Desk, page: Person, take: str, wanted: str
) -> None:
    answer = page.client.get(take + AFTERNOON, headers={"Range": wanted}, buffered=True)
    whole = afternoon(aired_desk).path.read_bytes()
    first, last = wanted.removeprefix("bytes=").split("-")
    part = whole[int(first) : int(last) + 1 if last else None] if first else whole[-int(last) :]
    assert (answer.status_code, answer.data) == (206, part)
    assert outcomes(aired_desk) == []


def test_the_whole_asked_for_as_a_range_is_a_fetch(aired_desk: Desk, page: Person, take: str) -> None:
    answer = page.client.get(take + AFTERNOON, headers={"Range": "bytes=0-"}, buffered=True)
    assert (answer.status_code, len(answer.data)) == (206, afternoon(aired_desk).bytes)
    assert outcomes(aired_desk) == FETCHED


def test_a_fetch_broken_off_and_gone_on_with_is_a_fetch(aired_desk: Desk, page: Person, take: str) -> None:
    tag = page.client.head(take + AFTERNOON, buffered=True).headers["ETag"]
    answer = page.client.get(
        take + AFTERNOON, headers={"Range": "bytes=900-", "If-Range": tag}, buffered=True
    )
    assert answer.status_code == 206
    assert outcomes(aired_desk) == FETCHED


def test_a_fetch_that_breaks_off_is_no_fetch(aired_desk: Desk, page: Person, take: str) -> None:
    answer = page.client.get(take + AFTERNOON, buffered=False)
    next(iter(answer.response))
    answer.close()
    assert outcomes(aired_desk) == []


def test_a_range_behind_the_end_is_told_how_long_the_file_is(
    aired_desk: Desk, page: Person, take: str
) -> None:
    answer = page.client.get(take + AFTERNOON, headers={"Range": "bytes=999999999-"}, buffered=True)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{afternoon(aired_desk).bytes}"


def test_what_a_browser_has_already_is_not_sent_again(page: Person, take: str) -> None:
    tag = page.get(take + AFTERNOON).headers["ETag"]
    assert page.client.get(take + AFTERNOON, headers={"If-None-Match": tag}, buffered=True).status_code == 304


def test_listening_on_a_page_is_no_fetch(aired_desk: Desk, page: Person) -> None:
    one = afternoon(aired_desk)
    answer = page.get(f"/nghe/{one.sha256}.mp3")
    assert (answer.status_code, len(answer.data)) == (200, one.bytes)
    assert (
        "Content-Disposition" not in answer.headers
        or "attachment" not in answer.headers["Content-Disposition"]
    )
    assert outcomes(aired_desk) == []


@pytest.mark.parametrize(
    "path",
    [
        "/tai/{id}/2026-06-15/02_1700.MP3",
        "/tai/{id}/2026-06-15/..%2f..%2f..%2fbroadcaster.db",
        "/tai/{id}/2026-06-15/%2e%2e%2f.broadcaster-key",
        "/tai/{id}/2026-06-15/01_1700.MP3%00.zip",
        "/tai/{id}/2026-02-30/01_1700.MP3",
        "/tai/{id}/20260615/01_1700.MP3",
        "/tai/{id}/hom-nay/goi.zip",
        "/tai/{id}/2026-06-31/danhsach.m3u8",
        "/tai/{id}/9999-99-99/goi.zip",
        "/tai/{id}/2031-01-01/goi.zip",
        "/tai/{id}/2031-01-01/danhsach.m3u8",
        "/tai/999/2026-06-15/01_1700.MP3",
        "/tai/999/2026-06-15/goi.zip",
        "/nghe/..%2f..%2fbroadcaster.mp3",
        "/nghe/0000000000000000000000000000000000000000000000000000000000000000.mp3",
    ],
)
def test_what_is_not_there_is_a_sentence(aired_desk: Desk, page: Person, path: str) -> None:
    answer = page.get(path.replace("{id}", str(places(aired_desk)[0].id)))
    assert answer.status_code == 404
    assert "Hãy" in text_of(answer) or "hãy" in text_of(answer)
    assert outcomes(aired_desk) == []


@pytest.mark.parametrize("path", [AFTERNOON, "/2026-06-15/goi.zip", "/2026-06-15/danhsach.m3u8"])
def test_a_stranger_gets_nothing(aired_desk: Desk, app: Flask, take: str, path: str) -> None:
    answer = Person(app).get(take + path)
    assert answer.status_code == 302
    assert "/dang-nhap" in answer.headers["Location"]


def test_a_damaged_file_never_leaves_the_house(aired_desk: Desk, page: Person, take: str) -> None:
    one = afternoon(aired_desk)
    one.path.write_bytes(b"\0" * one.bytes)
    for path in (take + AFTERNOON, f"{take}/2026-06-15/goi.zip", f"/nghe/{one.sha256}.mp3"):
        answer = page.get(path)
        assert answer.status_code == 503
        assert "hỏng" in text_of(answer)
    assert outcomes(aired_desk) == []


def test_a_pack_holds_the_day_in_order_and_counts_as_fetching_it(
    aired_desk: Desk, page: Person, take: str
) -> None:
    answer = page.get(f"{take}/{TUESDAY}/goi.zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=KHEMO_20260616.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert [name.split("/")[1] for name in archive.namelist()] == [
            "01_0530.MP3",
            "02_1700.MP3",
            "DANHSACH.TXT",
            "DANHSACH.M3U",
            "SHA256.TXT",
        ]
    assert outcomes(aired_desk) == FETCHED * 2


def test_a_pack_of_several_days_has_a_folder_a_day(aired_desk: Desk, page: Person, take: str) -> None:
    answer = page.get(f"{take}/2026-06-15/goi.zip?ngay=3")
    assert answer.headers["Content-Disposition"] == "attachment; filename=KHEMO_20260615_3NGAY.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"20260615", "20260616"}
    assert len(outcomes(aired_desk)) == 3


def test_a_pack_leaves_nothing_behind(aired_desk: Desk, page: Person, take: str) -> None:
    page.get(f"{take}/2026-06-15/goi.zip")
    page.client.head(f"{take}/2026-06-15/goi.zip", buffered=True)
    assert list((aired_desk.settings.audio / "incoming").iterdir()) == []


@pytest.mark.parametrize("days", ["0", "8", "-1", "abc", "1e1", ""])
def test_a_pack_of_no_days_or_too_many_is_refused_with_the_number(page: Person, take: str, days: str) -> None:
    answer = page.get(f"{take}/2026-06-15/goi.zip?ngay={days}")
    assert answer.status_code == 422
    assert "từ 1 đến 7 ngày" in text_of(answer)


def test_a_player_without_a_sign_in_plays_what_the_playlist_names(
    aired_desk: Desk, app: Flask, page: Person, take: str
) -> None:
    answer = page.get(f"{take}/{TUESDAY}/danhsach.m3u8")
    found = m3u8.loads(answer.get_data(as_text=True)).segments
    assert len(found) == 2
    player = app.test_client()
    for segment in found:
        assert segment.uri.startswith("http://localhost/t/")
        assert player.get(segment.uri.removeprefix("http://localhost"), buffered=True).status_code == 200
    assert {outcome for outcome, _who in outcomes(aired_desk)} == {"da_tai_ve"}
    assert len(outcomes(aired_desk)) == 2


def test_another_communes_sound_is_not_found(aired_desk: Desk, page: Person, take: str) -> None:
    theirs = places(aired_desk)[0]
    with aired_desk.store.writing() as session:
        session.get_one(Village, theirs.id).commune_id = _other_commune(session)
    for path in (AFTERNOON, "/2026-06-15/goi.zip", "/2026-06-15/danhsach.m3u8"):
        assert page.get(take + path).status_code == 404


def test_a_link_names_the_village_in_the_log(aired_desk: Desk, app: Flask) -> None:
    assert app.test_client().get(link(aired_desk) + AFTERNOON, buffered=True).status_code == 200
    assert outcomes(aired_desk) == [("da_tai_ve", "Người trực thôn Khe Mơ (qua liên kết)")]


def _other_commune(session: Session) -> int:
    """A second commune, which no page can make yet."""
    ours = session.get_one(Commune, COMMUNE)
    names = [column.key for column in Commune.__mapper__.column_attrs]
    values = {name: getattr(ours, name) for name in names if name not in ("id", "code")}
    other = Commune(**values, code="xa-khac")
    session.add(other)
    session.flush()
    return other.id

"""The page of sounds: jingles replaced by upload, voices tried, segments by their digest."""

import io
import struct
import wave
from math import pi, sin
from pathlib import Path

import pytest

from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import jingles
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of

WORDS: dict[str, object] = {"title": "Nhạc hiệu mới", "source": "đội văn nghệ xã", "licence": "tự làm"}
_RATE = 8000


@pytest.fixture
def page(desk: Desk, writer: Actor) -> Person:
    return Person(create_app(desk), "soan")


def tone(length_s: float) -> bytes:
    """Return a WAV of a plain tone."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        samples = [round(9000 * sin(2 * pi * 440 * one / _RATE)) for one in range(int(length_s * _RATE))]
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()


def send(page: Person, data: bytes, name: str = "nhạc mới.wav", **fields: str) -> tuple[int, str]:
    answer = page.post("/am-thanh/nhac/opening", {**WORDS, **fields, "file": (io.BytesIO(data), name)})
    return answer.status_code, text_of(page.get("/am-thanh") if answer.status_code == 302 else answer)


def opening(desk: Desk, writer: Actor) -> str:
    return next(one.title for one in jingles.in_use(desk, writer.commune_id) if one.role == "opening")


def left_behind(desk: Desk) -> list[Path]:
    return list((desk.settings.audio / "incoming").iterdir())


def test_every_jingle_has_its_player_source_and_licence(page: Person, desk: Desk, writer: Actor) -> None:
    said = text_of(page.get("/am-thanh"))
    for one in jingles.in_use(desk, writer.commune_id):
        for expected in (one.title, one.source, one.licence, f"/am-thanh/doan/{one.sha256}.mp3"):
            assert expected in said


def test_an_upload_takes_the_place_and_the_old_one_stays_listed(
    page: Person, desk: Desk, writer: Actor
) -> None:
    before = opening(desk, writer)
    status, said = send(page, tone(3))
    assert status == 302
    assert opening(desk, writer) == "Nhạc hiệu mới"
    assert "Đã thay nhạc hiệu mở đầu" in said
    assert "Nhạc đã thay (1)" in said
    assert before in said
    assert left_behind(desk) == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"day khong phai am thanh " * 100, "bai-hat.mp3", "không phải tệp âm thanh"),
        (b"", "trong.mp3", "trống"),
        (tone(31), "dai.wav", "dài hơn 30 giây"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "hong.wav", "hong.wav"),
    ],
)
def test_what_is_no_jingle_is_refused_by_name_and_leaves_nothing(
    page: Person, desk: Desk, writer: Actor, data: bytes, name: str, words: str
) -> None:
    before = opening(desk, writer)
    status, said = send(page, data, name)
    assert status == 422
    assert words in said
    assert 'value="đội văn nghệ xã"' in said
    assert opening(desk, writer) == before
    assert left_behind(desk) == []


def test_a_jingle_without_a_file_or_licence_is_told(page: Person) -> None:
    answer = page.post("/am-thanh/nhac/opening", WORDS)
    assert answer.status_code == 422
    assert "Hãy chọn tệp âm thanh" in text_of(answer)
    status, said = send(page, tone(2), licence="")
    assert status == 422
    assert "Hãy điền ô này" in said


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\x.wav", "nhạc: hay?.wav", "x" * 300 + ".wav", "...", "."]
)
def test_a_strange_file_name_goes_nowhere(page: Person, desk: Desk, writer: Actor, name: str) -> None:
    status, _said = send(page, tone(2), name)
    assert status == 302
    assert opening(desk, writer) == "Nhạc hiệu mới"
    assert left_behind(desk) == []


def test_a_place_that_no_jingle_has_is_not_found(page: Person) -> None:
    assert page.get("/am-thanh/nhac/tieng-chuong").status_code == 404


def test_who_only_looks_cannot_replace(desk: Desk, operator: Actor) -> None:
    page = Person(create_app(desk), "truc")
    assert "/am-thanh/nhac/" not in text_of(page.get("/am-thanh"))
    assert page.get("/am-thanh/nhac/opening").status_code == 403


def test_a_segment_is_given_in_part_and_kept_for_good(page: Person, desk: Desk, writer: Actor) -> None:
    sha256 = jingles.in_use(desk, writer.commune_id)[0].sha256
    answer = page.client.get(f"/am-thanh/doan/{sha256}.mp3", headers={"Range": "bytes=0-99"})
    assert answer.status_code == 206
    assert answer.data == desk.shelf.segment(sha256).read_bytes()[:100]
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype == "audio/mpeg"
    answer.close()
    again = page.client.get(f"/am-thanh/doan/{sha256}.mp3", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    again.close()


@pytest.mark.parametrize("name", ["0" * 64, "0" * 63, "A" * 64, "..", "%2e%2e%2fbroadcaster", "g" * 64])
def test_a_digest_that_is_none_is_not_found(page: Person, name: str) -> None:
    assert page.get(f"/am-thanh/doan/{name}.mp3").status_code == 404


def test_a_segment_is_not_for_strangers(page: Person, desk: Desk, writer: Actor) -> None:
    sha256 = jingles.in_use(desk, writer.commune_id)[0].sha256
    assert Person(create_app(desk)).get(f"/am-thanh/doan/{sha256}.mp3").status_code == 302


def test_a_village_is_given_its_own_sound_and_goes_back_to_the_communes(
    page: Person, desk: Desk, writer: Actor
) -> None:
    here = villages.listing(desk, writer.commune_id)[0]
    assert f"/am-thanh/thon/{here.id}" in text_of(page.get("/am-thanh"))
    said = text_of(page.get(f"/am-thanh/thon/{here.id}"))
    assert said.count("Nhạc chung của xã") == 4
    sent = {**WORDS, "file": (io.BytesIO(tone(3)), "kèn.wav")}
    answer = page.post(f"/am-thanh/thon/{here.id}/nhac/opening", sent)
    assert answer.headers["Location"] == f"/am-thanh/thon/{here.id}"
    said = text_of(page.get(f"/am-thanh/thon/{here.id}"))
    assert f"Đã thay nhạc hiệu mở đầu của {here.name}" in said
    assert said.count("Nhạc riêng của thôn") == 1
    page.post(f"/am-thanh/thon/{here.id}/nhac/opening/cua-xa")
    said = text_of(page.get(f"/am-thanh/thon/{here.id}"))
    assert "dùng lại nhạc hiệu mở đầu của xã" in said
    assert said.count("Nhạc riêng của thôn") == 0


def test_a_sound_used_before_or_shipped_is_heard_and_chosen_back(
    page: Person, desk: Desk, writer: Actor
) -> None:
    before = jingles.in_use(desk, writer.commune_id)[0]
    send(page, tone(3))
    said = text_of(page.get("/am-thanh/nhac/opening"))
    assert before.title in said
    assert "Có sẵn cùng chương trình" in said
    desk.shelf.segment(before.sha256).unlink()
    sound = page.get(f"/am-thanh/doan/{before.sha256}.mp3")
    assert sound.status_code == 200  # it ships, so it can be heard without being on the shelf
    sound.close()
    page.get("/am-thanh/nhac/opening")
    assert page.post("/am-thanh/nhac/opening/chon", {"sha256": before.sha256}).status_code == 302
    assert opening(desk, writer) == before.title
    assert "Đã dùng trước đây" in text_of(page.get("/am-thanh/nhac/opening"))
    assert page.post("/am-thanh/nhac/opening/chon", {"sha256": "0" * 64}).status_code == 404


def test_a_village_that_is_none_has_no_sounds(page: Person) -> None:
    assert page.get("/am-thanh/thon/999").status_code == 404
    assert page.get("/am-thanh/thon/999/nhac/opening").status_code == 404

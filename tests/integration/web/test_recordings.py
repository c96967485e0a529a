"""Recordings at the pages: brought in, heard, cut, approved; and every hostile file through the real route."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from broadcaster.services.commune import languages, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing import approvals, bulletins, recordings
from broadcaster.store.tables import Bulletin
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.unit.sound.generated import babble, converted, silent, wav


@pytest.fixture
def app(desk: Desk, writer: Actor, leader: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def at(app: Flask) -> Person:
    return Person(app, "soan")


@pytest.fixture(scope="session")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phone")
    return converted(wav(folder / "thu.wav", [*silent(1), *babble(3, peak=0.1)]), folder / "Ghi âm 1.m4a")


@pytest.fixture
def one(desk: Desk, writer: Actor) -> int:
    day = desk.today()
    draft = bulletins.Draft(
        title="Họp thôn", text="Mời bà con họp.", field="phap_luat", first_day=day, last_day=day
    )
    return bulletins.create(desk, writer, draft).id


def read(desk: Desk, bulletin_id: int) -> Bulletin:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id)


def fields(path: Path, name: str = "", **more: object) -> dict[str, object]:
    values: dict[str, object] = {"language_id": "0", "speaker": "Bàn Thị Mai"}
    return values | {"file": (BytesIO(path.read_bytes()), name or path.name)} | more


def test_a_phone_recording_is_taken_in_heard_cut_and_used(
    at: Person, desk: Desk, writer: Actor, one: int, phone: Path
) -> None:
    assert "Lời để đọc" in text_of(at.get(f"/ban-tin/{one}/ban-thu"))
    answer = at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    (made,) = recordings.of_bulletin(desk, writer, one)
    address = f"/ban-tin/{one}/ban-thu/{made.recording_id}"
    assert answer.headers["Location"] == address
    page = text_of(at.get(address))
    assert "Đã nhận bản thu dài 3 giây" in page
    assert "Bản thu tiếng Việt của Bàn Thị Mai" in page
    points = at.get(f"{address}/hinh-song", json=True).get_json()["points"]
    assert max(points) > 20
    answer = at.post(address, {"start": "0,5", "stop": "1.5"})
    assert answer.headers["Location"] == f"/ban-tin/{one}#ban-thu"
    (short,) = recordings.of_bulletin(desk, writer, one)
    assert short.duration_ms == pytest.approx(1000, abs=150)
    editor = text_of(at.get(f"/ban-tin/{one}"))
    assert "có tiếng Việt" in editor
    assert "bản thu của Bàn Thị Mai" in editor
    assert short.sha256 in editor


def test_using_the_whole_take_makes_nothing_anew(
    at: Person, desk: Desk, writer: Actor, one: int, phone: Path
) -> None:
    at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    (made,) = recordings.of_bulletin(desk, writer, one)
    take = recordings.take(desk, writer, one, made.recording_id)
    whole = {"start": "0.0", "stop": str(-(-take.take_ms // 100) / 10)}
    at.post(f"/ban-tin/{one}/ban-thu/{made.recording_id}", whole)
    assert recordings.of_bulletin(desk, writer, one) == (made,)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("2", "1"), "sau điểm bắt đầu"),
        (("", "1"), "số giây"),
        (("abc", "1"), "số giây"),
        (("1e9", "2"), "số giây"),
        (("nan", "2"), "số giây"),
        (("-1", "2"), "số giây"),
        (("0", "0.1"), "0,4 giây"),
    ],
    ids=str,
)
def test_a_wrong_cut_is_told_with_what_was_typed(
    typed: tuple[str, str], says: str, at: Person, desk: Desk, writer: Actor, one: int, phone: Path
) -> None:
    start, stop = typed
    at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    (made,) = recordings.of_bulletin(desk, writer, one)
    answer = at.post(f"/ban-tin/{one}/ban-thu/{made.recording_id}", {"start": start, "stop": stop})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert f'value="{start}"' in text_of(answer)
    assert recordings.of_bulletin(desk, writer, one) == (made,)


def test_a_script_is_told_where_to_go_on_or_what_is_wrong(
    at: Person, desk: Desk, writer: Actor, one: int, phone: Path
) -> None:
    at.get(f"/ban-tin/{one}/ban-thu")
    told = at.post(f"/ban-tin/{one}/ban-thu", fields(phone), json=True)
    (made,) = recordings.of_bulletin(desk, writer, one)
    assert told.get_json() == {"url": f"/ban-tin/{one}/ban-thu/{made.recording_id}"}
    for wrong, says in (
        (fields(phone, speaker=" "), "Hãy điền"),
        ({"language_id": "0", "speaker": "X"}, "Hãy thu âm, hoặc chọn tệp"),
        (fields(phone, language_id="99"), "Hãy chọn một mục"),
    ):
        told = at.post(f"/ban-tin/{one}/ban-thu", wrong, json=True)
        assert told.status_code == 422
        assert says in told.get_json()["message"]
    at.forget()
    told = at.post(f"/ban-tin/{one}/ban-thu", fields(phone), json=True)
    assert told.status_code == 401
    assert "đăng nhập" in told.get_json()["message"]


def test_the_button_in_the_editor_keeps_what_was_typed_and_opens_the_recordings(
    at: Person, desk: Desk, one: int
) -> None:
    page = text_of(at.get(f"/ban-tin/{one}"))
    assert "không bắt buộc: người đọc thay giọng máy" in page
    version = read(desk, one).version
    sent = {"title": "Tên mới", "text": "Lời mới.", "version": version, "act": "record"}
    answer = at.post(f"/ban-tin/{one}", sent)
    assert answer.headers["Location"] == f"/ban-tin/{one}/ban-thu"
    assert read(desk, one).title == "Tên mới"
    answer = at.post("/ban-tin/moi", {"title": "Tin khác", "text": "Lời.", "act": "record"})
    assert answer.headers["Location"].endswith("/ban-thu")


def test_the_leader_hears_every_version_before_deciding(
    app: Flask, at: Person, desk: Desk, admin: Actor, writer: Actor, one: int, phone: Path
) -> None:
    dao = languages.add(desk, admin, "Dao").id
    village = villages.listing(desk, admin.commune_id)[0]
    languages.change_village(desk, admin, village.id, village.version, (dao, 0))
    at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    at.post(f"/ban-tin/{one}/ban-thu", fields(phone, language_id=str(dao), speaker="Bàn A Tá"))
    assert "lãnh đạo sẽ nghe" in text_of(submitted(at, desk, one))
    leader = Person(app, "duyet")
    page = text_of(leader.get(f"/cho-duyet/{one}"))
    for version in recordings.of_bulletin(desk, writer, one):
        assert version.sha256 in page
    assert "Tiếng Việt là bản thu của Bàn Thị Mai" in page
    assert "Hãy nghe cả các bản tiếng khác" in page
    assert "bản thu của Bàn A Tá" in page
    assert f"phát ở thôn nghe tiếng Dao: {village.name}" in page
    assert "disabled" not in page.split('class="decide"')[1].split("</form>")[0]
    assert len(approvals.queue(desk, admin)) == 1
    read_only = text_of(at.get(f"/ban-tin/{one}/ban-thu"))
    assert "Gửi bản thu" not in read_only
    assert "Bản tiếng Dao" in text_of(at.get(f"/ban-tin/{one}/xem"))


def submitted(at: Person, desk: Desk, one: int):  # type: ignore[no-untyped-def] # a test's answer
    at.get(f"/ban-tin/{one}")
    row = read(desk, one)
    day = row.first_day.isoformat() if row.first_day else ""
    sent = {
        "title": row.title,
        "text": row.text,
        "field": row.field,
        "first_day": day,
        "last_day": day,
        "airings": 4,
        "version": row.version,
        "act": "submit",
    }
    answer = at.post(f"/ban-tin/{one}", sent)
    assert answer.status_code == 302, text_of(answer)
    return at.get(answer.headers["Location"])


def test_a_recording_of_a_submitted_bulletin_is_refused_and_says_what_to_do(
    at: Person, desk: Desk, one: int, phone: Path
) -> None:
    submitted(at, desk, one)
    answer = at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    assert answer.status_code == 422
    assert "lấy về hoặc mở ra để sửa" in text_of(answer)


def test_the_history_tells_of_recordings(
    at: Person, desk: Desk, writer: Actor, one: int, phone: Path
) -> None:
    at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    (made,) = recordings.of_bulletin(desk, writer, one)
    at.post(f"/ban-tin/{one}/ban-thu/{made.recording_id}/bo")
    page = text_of(at.get(f"/ban-tin/{one}/xem"))
    assert "Thêm bản thu tiếng Việt" in page
    assert "Bỏ bản thu tiếng Việt" in page


def test_taking_a_recording_off(at: Person, desk: Desk, writer: Actor, one: int, phone: Path) -> None:
    at.post(f"/ban-tin/{one}/ban-thu", fields(phone))
    (made,) = recordings.of_bulletin(desk, writer, one)
    assert "giọng máy sẽ đọc lời đã viết" in text_of(at.get(f"/ban-tin/{one}/ban-thu"))
    answer = at.post(f"/ban-tin/{one}/ban-thu/{made.recording_id}/bo")
    assert "Đã bỏ bản thu tiếng Việt của Bàn Thị Mai" in text_of(at.get(answer.headers["Location"]))
    assert recordings.of_bulletin(desk, writer, one) == ()
    assert at.get(f"/ban-tin/{one}/ban-thu/{made.recording_id}").status_code == 404


def test_the_commune_keeps_its_languages_and_each_village_chooses(
    app: Flask, desk: Desk, admin: Actor
) -> None:
    boss = Person(app, "quantri")
    village = villages.listing(desk, admin.commune_id)[0]
    assert "Xã chỉ phát tiếng Việt" in text_of(boss.get("/quan-tri/tieng"))
    assert "Tiếng phát ở thôn" not in text_of(boss.get(f"/thon/{village.id}"))
    assert boss.post("/quan-tri/tieng", {"name": "dao"}).status_code == 302
    answer = boss.post("/quan-tri/tieng", {"name": "tiếng Dao"})
    assert answer.status_code == 422
    assert "Danh sách đã có tiếng Dao" in text_of(answer)
    (dao,) = languages.listing(desk, admin.commune_id)
    page = text_of(boss.get(f"/thon/{village.id}"))
    assert "Bản tin phát bằng tiếng Việt" in page
    wanted = {"version": village.version, "language_id": [str(dao.id), "0"]}
    answer = boss.post(f"/thon/{village.id}/tieng", wanted)
    assert "nghe tiếng Dao, rồi tiếng Việt" in text_of(boss.get(answer.headers["Location"]))
    answer = boss.post(f"/thon/{village.id}/tieng", wanted)
    assert answer.status_code == 409
    again = {"version": village.version + 1, "language_id": [str(dao.id), str(dao.id)]}
    assert "chọn hai lần" in text_of(boss.post(f"/thon/{village.id}/tieng", again))
    assert village.name in text_of(boss.get("/quan-tri/tieng"))
    boss.post(f"/quan-tri/tieng/{dao.id}/bo")
    assert "Xã chỉ phát tiếng Việt" in text_of(boss.get("/quan-tri/tieng"))
    assert boss.post(f"/quan-tri/tieng/{dao.id}/bo").status_code == 302
    said = text_of(boss.get("/quan-tri/viec-da-lam")).lower()
    for words in ("thêm ngôn ngữ “tiếng dao”", "đổi tiếng phát ở", "xóa ngôn ngữ"):
        assert words in said

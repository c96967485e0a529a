"""The administrator's pages: people, settings, backup, health, and who did what."""

import ast
import io
import os
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster import services
from broadcaster.clock import FixedClock
from broadcaster.domain.writing.workflow import Action, Role
from broadcaster.services.commune import communes, people, villages
from broadcaster.services.commune.communes import NUMBER_WORDS
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.upkeep import audit_words
from broadcaster.web import create_app
from tests.integration.web.browser import PASSWORD, Person, text_of

NEW: dict[str, object] = {
    "login": "moi",
    "name": "Người Mới",
    "title": "",
    "password": "mat-khau-moi",
    "roles": ["soan", "truc"],
}


@pytest.fixture
def page(desk: Desk, admin: Actor) -> Person:
    return Person(create_app(desk), "quantri")


def view_of(desk: Desk, admin: Actor, login: str) -> people.PersonView:
    return next(one for one in people.listing(desk, admin) if one.login == login)


def settings_of(desk: Desk, admin: Actor, **changed: object) -> dict[str, object]:
    view = communes.view(desk, admin.commune_id)
    names = (
        "name",
        "province",
        "greeting",
        "closing",
        "repeat_words",
        "document_symbol",
        *NUMBER_WORDS,
        "version",
    )
    return {name: getattr(view, name) for name in names} | changed


def test_a_person_is_added_and_signs_in(page: Person, desk: Desk) -> None:
    answer = page.post("/quan-tri/nguoi-dung/them", NEW)
    assert answer.status_code == 302
    assert "Đã thêm Người Mới" in text_of(page.get("/quan-tri/nguoi-dung"))
    Person(create_app(desk), "moi", "mat-khau-moi")
    assert people.find(desk, "moi").roles == {Role.WRITER, Role.OPERATOR}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"login": "quantri"}, "đã có người dùng"),
        ({"password": "ngan"}, "ít nhất 8 ký tự"),
        ({"roles": []}, "chọn ít nhất một việc"),
        ({"roles": ["vua"]}, "Có mục đã chọn không hợp lệ"),
        ({"name": ""}, "Hãy điền ô này"),
    ],
)
def test_a_person_who_cannot_be_added_is_told_why_and_the_words_stay(
    page: Person, desk: Desk, changed: dict[str, object], words: str
) -> None:
    answer = page.post("/quan-tri/nguoi-dung/them", NEW | {"title": "Công chức xã"} | changed)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="Công chức xã"' in text_of(answer)
    assert people.find_or_none(desk, "moi") is None


def test_ten_wrong_passwords_pause_the_account_and_a_reset_lifts_it(
    page: Person, desk: Desk, admin: Actor, writer: Actor
) -> None:
    stranger = Person(create_app(desk))
    for _ in range(desk.settings.sign_in_tries):
        answer = stranger.post("/dang-nhap", {"login": "soan", "password": "sai"})
    assert "Mật khẩu đã sai 10 lần liền" in text_of(answer)
    assert "08:15" in text_of(answer)
    answer = stranger.post("/dang-nhap", {"login": "soan", "password": PASSWORD})
    assert answer.status_code == 422
    assert "Tạm dừng đến 08:15" in text_of(page.get("/quan-tri/nguoi-dung"))
    view = view_of(desk, admin, "soan")
    page.post(
        f"/quan-tri/nguoi-dung/{view.id}/mat-khau", {"version": view.version, "password": "mat-khau-khac"}
    )
    Person(create_app(desk), "soan", "mat-khau-khac")


def test_the_pause_passes_by_itself(desk: Desk, writer: Actor, clock: FixedClock) -> None:
    app = create_app(desk)
    stranger = Person(app)
    for _ in range(desk.settings.sign_in_tries):
        stranger.post("/dang-nhap", {"login": "soan", "password": "sai"})
    clock.at += timedelta(minutes=desk.settings.sign_in_pause_minutes)
    Person(app, "soan")


def test_a_closed_account_is_out_at_its_next_click_and_comes_back_when_opened(
    page: Person, desk: Desk, admin: Actor, writer: Actor
) -> None:
    theirs = Person(create_app(desk), "soan")
    assert theirs.get("/nhat-ky").status_code == 200
    view = view_of(desk, admin, "soan")
    page.post(f"/quan-tri/nguoi-dung/{view.id}/dong", {"version": view.version})
    assert theirs.get("/nhat-ky").status_code == 302
    assert "đã đóng" in text_of(theirs.post("/dang-nhap", {"login": "soan", "password": PASSWORD}))
    view = view_of(desk, admin, "soan")
    page.post(f"/quan-tri/nguoi-dung/{view.id}/mo", {"version": view.version})
    Person(create_app(desk), "soan")


def test_the_last_administrator_stays(page: Person, desk: Desk, admin: Actor) -> None:
    view = view_of(desk, admin, "quantri")
    answer = page.post(f"/quan-tri/nguoi-dung/{view.id}/dong", {"version": view.version})
    assert answer.status_code == 422
    assert "người quản trị cuối cùng" in text_of(answer)
    fields = {"version": view.version, "name": view.name, "title": "", "roles": ["soan"]}
    answer = page.post(f"/quan-tri/nguoi-dung/{view.id}", fields)
    assert answer.status_code == 422
    assert Role.ADMIN in view_of(desk, admin, "quantri").roles


def test_rights_count_from_the_next_click(page: Person, desk: Desk, admin: Actor, writer: Actor) -> None:
    theirs = Person(create_app(desk), "soan")
    assert theirs.get("/quan-tri").status_code == 403
    view = view_of(desk, admin, "soan")
    fields = {"version": view.version, "name": view.name, "title": "", "roles": ["soan", "quan_tri"]}
    assert page.post(f"/quan-tri/nguoi-dung/{view.id}", fields).status_code == 302
    assert theirs.get("/quan-tri").status_code == 200


def test_an_old_page_of_an_account_changes_nothing_and_keeps_the_words(
    page: Person, desk: Desk, admin: Actor, writer: Actor
) -> None:
    view = view_of(desk, admin, "soan")
    fields: dict[str, object] = {"version": view.version, "name": "Tên Một", "title": "", "roles": ["soan"]}
    page.post(f"/quan-tri/nguoi-dung/{view.id}", fields)
    answer = page.post(f"/quan-tri/nguoi-dung/{view.id}", fields | {"name": "Tên Hai"})
    assert answer.status_code == 409
    assert "Những gì bạn gõ vẫn còn đây" in text_of(answer)
    assert 'value="Tên Hai"' in text_of(answer)
    assert view_of(desk, admin, "soan").name == "Tên Một"


def test_a_greeting_is_heard_in_words_before_it_is_kept(page: Person, desk: Desk, admin: Actor) -> None:
    said = text_of(page.get("/quan-tri/xa"))
    assert "thứ hai, ngày mười lăm tháng sáu" in said
    first = villages.listing(desk, admin.commune_id)[0].name
    assert f"Mời bà con {first}" in said
    fields = settings_of(desk, admin, greeting="Chào bà con {thôn}, chúc {buổi} tốt lành.", thu="1")
    answer = page.post("/quan-tri/xa", fields)
    assert answer.status_code == 200
    assert f"Chào bà con {first}" in text_of(answer)
    assert communes.view(desk, admin.commune_id).greeting != fields["greeting"]


def test_settings_are_kept_and_an_old_page_is_told(page: Person, desk: Desk, admin: Actor) -> None:
    fields = settings_of(desk, admin, greeting="Chào bà con {thôn}.", self_approval="y")
    assert page.post("/quan-tri/xa", fields).status_code == 302
    view = communes.view(desk, admin.commune_id)
    assert (view.greeting, view.self_approval) == ("Chào bà con {thôn}.", True)
    answer = page.post("/quan-tri/xa", fields | {"greeting": "Lời của người đến sau."})
    assert answer.status_code == 409
    assert "Lời của người đến sau." in text_of(answer)


def test_a_greeting_with_an_unknown_place_is_refused_by_name(page: Person, desk: Desk, admin: Actor) -> None:
    answer = page.post("/quan-tri/xa", settings_of(desk, admin, greeting="Chào {huyện}."))
    assert answer.status_code == 422
    assert "{huyện}" in text_of(answer)
    assert "{thôn}" in text_of(answer)


def test_a_backup_is_one_whole_zip_and_leaves_nothing_behind(page: Person, desk: Desk) -> None:
    page.get("/quan-tri/sao-luu")
    answer = page.post("/quan-tri/sao-luu")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert "broadcaster.db" in archive.namelist()
    answer.close()
    assert "sao-luu-20260615-0800.zip" in answer.headers["Content-Disposition"]
    assert list((desk.settings.audio / "incoming").iterdir()) == []
    assert "tải bản sao lưu" in text_of(page.get("/quan-tri/viec-da-lam")).lower()


def test_the_backup_of_a_home_of_several_communes_is_not_handed_to_one(
    page: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcaster.services.programme.programmes.communes", lambda _desk: (1, 2))
    assert page.post("/quan-tri/sao-luu").status_code == 403


def test_the_machine_is_tried_only_when_asked(page: Person) -> None:
    assert "Tốt</span>" not in text_of(page.get("/quan-tri/suc-khoe"))
    said = text_of(page.post("/quan-tri/suc-khoe"))
    assert "Cơ sở dữ liệu" in said
    assert "Tốt</span>" in said


def test_the_trail_says_acts_in_words_and_sign_ins_only_when_asked(page: Person, writer: Actor) -> None:
    said = text_of(page.get("/quan-tri/viec-da-lam"))
    assert "Thêm tài khoản “Đỗ Thị Hương”" in said
    assert "Nguyễn Văn Quản (quantri)" in said
    assert "<td>Đăng nhập</td>" not in said
    assert "<td>Đăng nhập</td>" in text_of(page.get("/quan-tri/viec-da-lam?ca-dang-nhap=1"))


def test_an_account_of_nobody_is_not_found(page: Person) -> None:
    assert page.get("/quan-tri/nguoi-dung/999").status_code == 404
    assert page.post("/quan-tri/nguoi-dung/999/dong", {"version": 1}).status_code == 404


def test_every_verb_that_is_noted_is_said_in_words() -> None:
    noted = {action.value for action in Action if action is not Action.SAVE}
    for path in Path(services.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"note", "_note", "_done"}:
                noted |= {
                    str(one.value)
                    for one in call.args
                    if isinstance(one, ast.Constant) and _is_verb(one.value)
                }
    assert len(noted) > 20
    assert sorted(verb for verb in noted if verb in audit_words.said(verb, "person 1", {}).split()) == []


def _is_verb(value: object) -> bool:
    return re.fullmatch(r"[a-z_]+", str(value)) is not None


def test_old_files_are_shown_with_their_room_and_taken_by_a_button(desk: Desk, admin: Actor) -> None:
    person = Person(create_app(desk), "quantri")
    assert "không có tệp nào cần dọn" in text_of(person.get("/quan-tri/cho-trong"))
    old = desk.shelf.segment("a" * 64)
    old.parent.mkdir(parents=True)
    old.write_bytes(bytes(3 << 20))
    os.utime(old, (0, 0))
    said = text_of(person.get("/quan-tri/cho-trong"))
    assert "Dọn 1 tệp cũ" in said
    assert "3,0 MB" in said
    answer = person.post("/quan-tri/cho-trong")
    assert answer.status_code == 302
    assert "Đã dọn 1 tệp cũ, được thêm 3 MB" in text_of(person.get("/quan-tri/cho-trong"))
    assert not old.exists()
    assert "Dọn tệp cũ" in text_of(person.get("/quan-tri/viec-da-lam"))


def test_a_home_past_its_budget_is_told_to_the_administrator_today(desk: Desk, admin: Actor) -> None:
    small = replace(desk, settings=replace(desk.settings, disk_budget_mb=1))
    (desk.settings.audio / "segments" / "large").write_bytes(bytes(2 << 20))
    person = Person(create_app(small), "quantri")
    for path in ("/", "/quan-tri", "/quan-tri/cho-trong"):
        said = text_of(person.get(path))
        assert "quá mức 1 MB đã đặt" in said, path
    assert "/quan-tri/cho-trong" in text_of(person.get("/"))

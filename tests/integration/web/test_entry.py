"""Coming in: an empty home, signing in and out, and words that outlive a session."""

from datetime import timedelta

import pytest

from broadcaster.clock import FixedClock
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.web import create_app
from tests.integration.web.browser import PASSWORD, Person, text_of

FIRST: dict[str, object] = {
    "commune": "xã Quảng La",
    "province": "tỉnh Quảng Ninh",
    "villages": "thôn Một\n\n  thôn Hai  \n",
    "name": "Lý Thị Hoa",
    "title": "Văn hóa – Xã hội",
    "login": "hoa",
    "password": "mat-khau-dau",
    "again": "mat-khau-dau",
}


def test_every_page_of_an_empty_home_leads_to_the_first_question(desk: Desk) -> None:
    page = Person(create_app(desk))
    for path in ("/", "/nhat-ky", "/dang-nhap", "/quan-tri"):
        answer = page.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/bat-dau")
    assert "Bắt đầu với xã của bạn" in text_of(page.get("/bat-dau"))


def test_the_first_person_is_let_in_at_once_and_may_do_everything_first(desk: Desk) -> None:
    page = Person(create_app(desk))
    page.get("/bat-dau")
    answer = page.post("/bat-dau", FIRST)
    assert answer.status_code == 302
    assert "xã Quảng La" in text_of(page.get("/quan-tri"))
    assert people.find(desk, "hoa").name == "Lý Thị Hoa"


def test_what_is_wrong_at_the_first_page_is_told_and_nothing_typed_is_lost(desk: Desk) -> None:
    page = Person(create_app(desk))
    page.get("/bat-dau")
    answer = page.post("/bat-dau", {**FIRST, "login": "Hoa Lý"})
    assert answer.status_code == 422
    assert "Tên đăng nhập" in text_of(answer)
    assert 'value="Lý Thị Hoa"' in text_of(answer)
    assert "thôn Hai" in text_of(answer)
    assert not people.begun(desk)


def test_two_different_passwords_are_told_beside_the_field(desk: Desk) -> None:
    page = Person(create_app(desk))
    page.get("/bat-dau")
    answer = page.post("/bat-dau", {**FIRST, "again": "khác"})
    assert answer.status_code == 422
    assert "chưa giống nhau" in text_of(answer)


def test_a_home_with_a_commune_is_not_begun_again(desk: Desk, admin: Actor) -> None:
    page = Person(create_app(desk))
    assert page.get("/bat-dau").status_code == 404
    assert page.post("/bat-dau", FIRST).status_code == 404


def test_signing_out_ends_the_session_also_for_a_kept_cookie(desk: Desk, admin: Actor) -> None:
    page = Person(create_app(desk), "quantri")
    kept = page.client.get_cookie("dai_truyen_thanh")
    assert kept is not None
    page.get("/")
    assert page.post("/dang-xuat").status_code == 302
    page.client.set_cookie("dai_truyen_thanh", kept.value)
    assert page.get("/nhat-ky").status_code == 302


def test_a_wrong_password_is_told_and_the_login_stays(desk: Desk, admin: Actor) -> None:
    answer = Person(create_app(desk)).post("/dang-nhap", {"login": "quantri", "password": "sai"})
    assert answer.status_code == 422
    assert "chưa đúng" in text_of(answer)
    assert 'value="quantri"' in text_of(answer)


def test_after_signing_in_one_is_where_one_wanted_to_be(desk: Desk, admin: Actor) -> None:
    page = Person(create_app(desk))
    answer = page.get("/nhat-ky?tu=2026-06-01&den=2026-06-15")
    form = text_of(page.get(answer.headers["Location"]))
    assert 'name="to" value="/nhat-ky?tu=2026-06-01&den=2026-06-15"' in form
    answer = page.post(
        "/dang-nhap", {"login": "quantri", "password": PASSWORD, "to": "/nhat-ky?tu=2026-06-01"}
    )
    assert answer.headers["Location"] == "/nhat-ky?tu=2026-06-01"


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\n/evil.example",
        "/\t/evil.example",
        "evil",
        "",
    ],
)
def test_no_link_leads_a_person_elsewhere_after_signing_in(desk: Desk, admin: Actor, to: str) -> None:
    page = Person(create_app(desk))
    answer = page.post("/dang-nhap", {"login": "quantri", "password": PASSWORD, "to": to})
    assert answer.headers["Location"] == "/"


def test_words_typed_before_the_session_ran_out_are_handed_back_and_sent(
    desk: Desk, admin: Actor, clock: FixedClock
) -> None:
    page = Person(create_app(desk), "quantri")
    page.get("/ke-hoach/2026/them")
    clock.at += timedelta(hours=desk.settings.session_hours, minutes=1)
    typed: dict[str, object] = {"number": "7", "content": "Lời <đã gõ> & “dài”"}
    answer = page.post("/ke-hoach/2026/them", typed)
    assert answer.status_code == 401
    assert "vẫn được giữ" in text_of(answer)
    fields = {name: _value(text_of(answer), name) for name in ("carried", "carried_to")}
    answer = page.post("/dang-nhap", {"login": "quantri", "password": PASSWORD, **fields})
    said = text_of(answer)
    assert 'action="/ke-hoach/2026/them' in said
    assert "Lời <đã gõ> & “dài”" in said
    assert page.post("/ke-hoach/2026/them", typed).status_code == 302
    assert "Lời <đã gõ> & “dài”" in text_of(page.get("/ke-hoach?nam=2026"))


def test_a_script_whose_session_ran_out_is_told_so(desk: Desk, admin: Actor, clock: FixedClock) -> None:
    page = Person(create_app(desk), "quantri")
    assert page.get("/phien", json=True).get_json() == {"login": "quantri"}
    clock.at += timedelta(hours=desk.settings.session_hours, minutes=1)
    answer = page.get("/phien", json=True)
    assert answer.status_code == 401
    assert "Phiên làm việc đã hết" in answer.get_json()["message"]


def test_changing_ones_password_signs_other_devices_out(desk: Desk, admin: Actor) -> None:
    app = create_app(desk)
    phone, office = Person(app, "quantri"), Person(app, "quantri")
    fields: dict[str, object] = {"old": PASSWORD, "new": "mat-khau-moi-hon", "again": "mat-khau-moi-hon"}
    office.get("/mat-khau")
    assert office.post("/mat-khau", fields).status_code == 302
    assert office.get("/nhat-ky").status_code == 200
    assert phone.get("/nhat-ky").status_code == 302
    Person(app, "quantri", "mat-khau-moi-hon")


def _value(said: str, name: str) -> str:
    """Read a hidden field of a page whose entities were read already."""
    from html import unescape  # noqa: PLC0415 # only here

    start = said.index(f'name="{name}" value="') + len(f'name="{name}" value="')
    return unescape(said[start : said.index('">', start)])


def test_a_fault_of_our_own_is_told_in_plain_words_even_where_every_page_would_fail(
    desk: Desk, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(desk)
    person = Person(app, "quantri")
    monkeypatch.setattr("broadcaster.web.words.menu", lambda *_: 1 / 0)
    answer = person.get("/")
    assert answer.status_code == 500
    assert "những gì đã lưu vẫn còn nguyên" in text_of(answer)

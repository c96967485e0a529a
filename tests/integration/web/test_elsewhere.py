"""An approved bulletin on the portal, Zalo, Facebook and paper; the link is kept as proof."""

import pytest
from flask import Flask

from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people
from broadcaster.services.desk import Desk
from broadcaster.services.upkeep import audit_trail
from broadcaster.services.writing import bulletins, postings
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of

PAGE = "/ban-tin/1/noi-khac"
LINK = "https://quangninh.gov.vn/bai-viet/12?x=1&y=2"


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    return Person(app, "soan")


def test_the_texts_are_ready_to_paste_with_a_button_each(page: Person) -> None:
    shown = text_of(page.get(PAGE))
    assert shown.count("data-copy=") == 3
    assert "(Đài Truyền thanh xã Đồng Xanh, 15/6/2026)" in shown
    assert "TIN, BÀI: Thông báo về thủ tục hành chính" in shown
    assert "#CảiCáchHànhChính" in shown
    assert PAGE in text_of(page.get("/ban-tin/1/xem"))


def test_a_link_is_kept_with_who_and_when_and_shown_on_the_bulletin(page: Person) -> None:
    page.get(PAGE)
    answer = page.post(PAGE, {"place": "cong", "address": f"  {LINK} "})
    assert answer.status_code == 302
    for path in (PAGE, "/ban-tin/1/xem"):
        shown = text_of(page.get(path))
        assert f'href="{LINK}"' in shown
        assert "Cổng thông tin điện tử" in shown
        assert "Đỗ Thị Hương" in shown
        assert "8:00" in shown


def test_the_same_link_twice_is_one_row_and_one_noted_by_mistake_can_be_taken_off(
    aired_desk: Desk, page: Person
) -> None:
    writer = people.find(aired_desk, "soan")
    for _ in range(2):
        page.get(PAGE)
        page.post(PAGE, {"place": "zalo", "address": LINK})
    (kept,) = postings.listing(aired_desk, writer, 1)
    page.get(PAGE)
    assert page.post(f"{PAGE}/{kept.id}/go").status_code == 302
    assert postings.listing(aired_desk, writer, 1) == ()
    assert page.post(f"{PAGE}/{kept.id}/go").status_code == 404
    said = [one.words for one in audit_trail.latest(aired_desk, people.find(aired_desk, "quantri"))]
    assert "gỡ liên kết ghi nhầm của bản tin “Thông báo về thủ tục hành chính”" in said
    assert "ghi liên kết đã đăng của bản tin “Thông báo về thủ tục hành chính”" in said


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "file:///etc/passwd", "bài đăng hôm qua", "http://", "a" * 600, "ftp://a.vn/x"]
)  # fmt: skip
def test_what_is_no_link_is_refused_and_stays_in_the_field(
    aired_desk: Desk, page: Person, typed: str
) -> None:
    page.get(PAGE)
    answer = page.post(PAGE, {"place": "cong", "address": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in text_of(answer)
    assert postings.listing(aired_desk, people.find(aired_desk, "soan"), 1) == ()


def test_a_link_copied_without_its_beginning_gets_it() -> None:
    assert postings.checked("zalo.me/g/abc") == "https://zalo.me/g/abc"


def test_what_nobody_approved_goes_nowhere(aired_desk: Desk, page: Person) -> None:
    made = bulletins.create(aired_desk, people.find(aired_desk, "soan"), bulletins.Draft(title="Nháp"))
    path = f"/ban-tin/{made.id}/noi-khac"
    shown = text_of(page.get(path))
    assert "chưa được duyệt" in shown
    assert "data-copy" not in shown
    assert page.post(path, {"place": "cong", "address": LINK}).status_code == 422
    assert page.get(f"/ban-tin/{made.id}/to-roi.pdf").status_code == 422
    assert "noi-khac" not in text_of(page.get(f"/ban-tin/{made.id}/xem"))


def test_the_leaflet_is_a_pdf_named_for_the_bulletin(page: Person) -> None:
    answer = page.get("/ban-tin/1/to-roi.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == ("inline; filename=thong-bao-ve-thu-tuc-hanh-chinh.pdf")


def test_an_operator_reads_and_keeps_nothing(aired_desk: Desk, app: Flask) -> None:
    admin = people.find(aired_desk, "quantri")
    people.add_person(
        aired_desk,
        admin,
        people.NewPerson("truc", "Bàn Văn Sơn", "", "mat-khau-thu-nghiem", (Role.OPERATOR,)),
    )
    page = Person(app, "truc")
    assert "Lưu liên kết" not in text_of(page.get(PAGE))
    assert page.post(PAGE, {"place": "cong", "address": LINK}).status_code == 403

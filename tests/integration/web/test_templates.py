"""Mẫu chương trình: the page on which the parts of programmes are chosen and put in order."""

import re

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from broadcaster.domain.plan.template import DEFAULTS, Part, PartKind, ProgrammeKind
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import templates
from broadcaster.services.layout.templates import TemplateView
from broadcaster.store.tables import ProgrammeTemplate, SessionRule
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.reading import faults

LISTING = "/lich-phat/mau"
RELAY = {
    "source": "Đài Tiếng nói Việt Nam",
    "minutes": "10",
    "instruction": "Chuyển máy thu sang FM 100 MHz",
    "address": "https://vov.example/vov1.mp3",
}


@pytest.fixture
def app(desk: Desk, admin: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def person(app: Flask) -> Person:
    return Person(app, "quantri")


def news(desk: Desk) -> TemplateView:
    return templates.listing(desk, 1)[0]


def sent(view: TemplateView, *kinds: PartKind, **more: object) -> dict[str, object]:
    """What the page of a template sends with these parts, in this order."""
    return {
        "ten": view.name,
        "version": view.version,
        "thu_tu": [kind.value for kind in kinds],
        "co": [kind.value for kind in kinds],
        "nhac_cat": ["items", "notices"],
        "so_tin": "6",
    } | more


def order_of(page: TestResponse) -> list[str]:
    return re.findall(r'name="thu_tu" value="(\w+)"', text_of(page))


def test_the_list_says_the_parts_in_order_and_which_sessions_follow(person: Person) -> None:
    said = text_of(person.get(LISTING))
    assert said.index("Nhạc hiệu mở đầu") < said.index("Lời chào") < said.index("Tin, bài")
    assert "Dùng cho: Buổi sáng, Buổi chiều." in said
    assert "Điểm tin, nhiều nhất 6 tin" in said
    assert LISTING in text_of(person.get("/quan-tri"))
    assert LISTING in text_of(person.get("/lich-phat/buoi"))


def test_who_only_writes_sees_them_and_changes_nothing(app: Flask, writer: Actor, desk: Desk) -> None:
    person = Person(app, "soan")
    said = text_of(person.get(LISTING))
    assert "Nhạc hiệu mở đầu" in said
    assert "Sửa mẫu" not in said
    assert person.get(f"{LISTING}/{news(desk).id}").status_code == 403


def test_an_older_commune_is_offered_what_ships(person: Person, desk: Desk) -> None:
    with desk.store.writing() as session:
        for rule in session.scalars(select(SessionRule)):
            rule.template_id = None
        session.flush()
        session.execute(delete(ProgrammeTemplate))
    assert "Thêm mẫu có sẵn: Bản tin, Điểm tin, Thông báo" in text_of(person.get(LISTING))
    assert person.post(f"{LISTING}/co-san").status_code == 302
    said = text_of(person.get(LISTING))
    assert "Đã thêm mẫu có sẵn: Bản tin, Điểm tin, Thông báo." in said
    assert "Dùng cho: Buổi sáng, Buổi chiều." in said


def test_a_template_is_added_and_opened_to_be_laid_out(person: Person, desk: Desk) -> None:
    person.get(f"{LISTING}/them")
    bad = person.post(f"{LISTING}/them", {"ten": "Bản tin", "loai": "ban_tin"})
    assert bad.status_code == 422
    assert "Đã có mẫu “Bản tin”" in text_of(bad)
    assert 'value="Bản tin"' in text_of(bad)
    made = person.post(f"{LISTING}/them", {"ten": "Điểm tin trưa", "loai": "diem_tin"})
    page = person.get(made.headers["Location"])
    assert faults(page.get_data(as_text=True)) == []
    hidden = (PartKind.ITEMS, PartKind.NOTICES)
    assert order_of(page) == [kind.value for kind in PartKind if kind not in hidden]
    boxes = re.findall(r'name="co"[^>]*value="(\w+)"([^>]*)>', text_of(page))
    ticked = [kind for kind, more in boxes if " checked" in more]
    assert ticked == [part.kind.value for part in DEFAULTS[ProgrammeKind.HEADLINES].parts]


def test_parts_are_switched_and_ordered_and_a_relay_is_put_in(person: Person, desk: Desk) -> None:
    view = news(desk)
    path = f"{LISTING}/{view.id}"
    person.get(path)
    kinds = (PartKind.GREETING, PartKind.RELAY, PartKind.HEADLINES, PartKind.ITEMS)
    answer = person.post(path, sent(view, *kinds, so_tin="4", nhac_cat=["notices"], **RELAY))
    assert answer.headers["Location"] == LISTING
    assert news(desk).template.parts == (
        Part(PartKind.GREETING),
        Part(
            PartKind.RELAY,
            minutes=10,
            source=RELAY["source"],
            address=RELAY["address"],
            instruction=RELAY["instruction"],
        ),
        Part(PartKind.HEADLINES, most=4),
        Part(PartKind.ITEMS, separators=False),
    )
    said = text_of(person.get(LISTING))
    assert "Đã lưu mẫu “Bản tin”" in said
    assert "Đài Tiếng nói Việt Nam, 10 phút" in said
    again = person.get(path)
    assert order_of(again)[1:4] == ["greeting", "relay", "headlines"]
    assert 'value="FM 100' not in text_of(again)
    assert "Chuyển máy thu sang FM 100 MHz" in text_of(again)


@pytest.mark.parametrize(
    ("button", "kind", "order"),
    [
        ("len", "items", ["items", "greeting", "closing"]),
        ("xuong", "greeting", ["items", "greeting", "closing"]),
        ("len", "greeting", ["greeting", "items", "closing"]),
        ("xuong", "nonsense", ["greeting", "items", "closing"]),
    ],
)
def test_a_button_moves_a_part_without_saving_and_what_was_typed_stays(
    person: Person, desk: Desk, button: str, kind: str, order: list[str]
) -> None:
    view = news(desk)
    person.get(f"{LISTING}/{view.id}")
    fields = sent(view, PartKind.GREETING, PartKind.ITEMS, PartKind.CLOSING, **{button: kind, "ten": "Mới"})
    page = person.post(f"{LISTING}/{view.id}", fields | {"minutes": "abc"})
    assert page.status_code == 200
    assert [one for one in order_of(page) if one in order] == order
    assert 'value="Mới"' in text_of(page)
    assert 'value="abc"' in text_of(page)
    assert "chưa lưu" in text_of(page)
    assert news(desk) == view


@pytest.mark.parametrize(
    ("kinds", "more", "says"),
    [
        ((PartKind.GREETING,), {}, "cần có phần “Tin, bài”"),
        ((PartKind.ITEMS, PartKind.RELAY), RELAY | {"minutes": "mười"}, "số phút tiếp sóng"),
        ((PartKind.ITEMS, PartKind.RELAY), RELAY | {"minutes": "200"}, "từ 1 đến 120 phút"),
        ((PartKind.ITEMS, PartKind.RELAY), RELAY | {"address": "FM 100"}, "dấu cách"),
        ((PartKind.ITEMS, PartKind.HEADLINES), {"so_tin": "9"}, "từ 3 đến 6 tin"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    person: Person, desk: Desk, kinds: tuple[PartKind, ...], more: dict[str, object], says: str
) -> None:
    view = news(desk)
    person.get(f"{LISTING}/{view.id}")
    page = person.post(f"{LISTING}/{view.id}", sent(view, *kinds, **more))
    assert page.status_code == 422
    assert says in text_of(page)
    for value in (one for name, one in more.items() if name in RELAY):
        assert f'value="{value}"' in text_of(page)
    assert news(desk) == view


def test_somebody_elses_change_is_told(person: Person, desk: Desk) -> None:
    view = news(desk)
    person.get(f"{LISTING}/{view.id}")
    assert person.post(f"{LISTING}/{view.id}", sent(view, PartKind.ITEMS)).status_code == 302
    late = person.post(f"{LISTING}/{view.id}", sent(view, PartKind.ITEMS, PartKind.NOTICES, ten="Muộn"))
    assert late.status_code == 409
    assert "Có người vừa sửa mẫu này" in text_of(late)
    assert 'value="Muộn"' in text_of(late)
    assert f'href="{LISTING}/{view.id}">Mở bản mới nhất' in text_of(late)


def test_a_relay_longer_than_the_session_is_saved_with_a_warning(person: Person, desk: Desk) -> None:
    view = news(desk)
    person.get(f"{LISTING}/{view.id}")
    person.post(
        f"{LISTING}/{view.id}", sent(view, PartKind.ITEMS, PartKind.RELAY, **RELAY | {"minutes": "30"})
    )
    said = text_of(person.get(LISTING))
    assert "Phần tiếp sóng dài 30 phút" in said
    assert "“Buổi sáng” dài nhất 15 phút" in said


def test_only_a_template_that_nobody_follows_is_removed(person: Person, desk: Desk) -> None:
    first, _headlines, last = templates.listing(desk, 1)
    person.get(f"{LISTING}/{first.id}")
    assert person.post(f"{LISTING}/{first.id}/xoa", {"version": first.version}).status_code == 302
    assert "đang dùng cho buổi phát “Buổi sáng”" in text_of(person.get(f"{LISTING}/{first.id}"))
    person.post(f"{LISTING}/{last.id}/xoa", {"version": last.version})
    assert "Đã xóa mẫu “Thông báo”." in text_of(person.get(LISTING))
    assert person.get(f"{LISTING}/{last.id}").status_code == 404

"""Groups of villages and former communes: named, filled and forgotten through the pages, told where villages are."""

import pytest
from flask import Flask

from broadcaster.errors import NotAllowed, Refused
from broadcaster.services.commune import village_groups, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of


@pytest.fixture
def app(desk: Desk, admin: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def page(app: Flask) -> Person:
    """The administrator's browser."""
    return Person(app, "quantri")


def labels(desk: Desk) -> dict[str, tuple[int, ...]]:
    return {one.label: one.village_ids for one in village_groups.bunches(desk, 1)}


def test_a_page_without_groups_says_what_they_are_for(page: Person) -> None:
    said = text_of(page.get("/thon/nhom"))
    assert "Chưa có nhóm nào" in said
    assert "đánh dấu một nhóm là chọn mọi thôn" in said


def test_a_group_is_named_filled_changed_and_forgotten(desk: Desk, page: Person) -> None:
    answer = page.post("/thon/nhom/them", {"name": " vùng  cao ", "village_ids": ["3", "1"]})
    assert (answer.status_code, answer.location) == (302, "/thon/nhom")
    assert labels(desk) == {"nhóm vùng cao": (1, 3)}
    assert "thôn Khe Mơ, thôn Suối Ngang" in text_of(page.get("/thon/nhom"))
    assert "Nhóm vùng cao" in text_of(page.get("/thon"))
    group_id = village_groups.bunches(desk, 1)[0].group_id
    form = text_of(page.get(f"/thon/nhom/{group_id}"))
    assert form.count(" checked") == 2
    page.post(f"/thon/nhom/{group_id}", {"name": "vùng xa", "village_ids": ["2"]})
    assert labels(desk) == {"nhóm vùng xa": (2,)}
    page.post(f"/thon/nhom/{group_id}/xoa")
    assert labels(desk) == {}
    assert [one.group_ids for one in villages.listing(desk, 1)] == [(), (), ()]


def test_two_groups_of_one_name_are_refused_and_what_was_typed_stays(desk: Desk, page: Person) -> None:
    page.post("/thon/nhom/them", {"name": "Vùng cao", "village_ids": ["1"]})
    answer = page.post("/thon/nhom/them", {"name": "vùng cao", "village_ids": ["2"]})
    said = text_of(answer)
    assert answer.status_code == 422
    assert "Xã đã có nhóm “Vùng cao”" in said
    assert 'value="2" id="thon-2" checked' in said
    assert page.post("/thon/nhom/them", {"name": " "}).status_code == 422
    assert len(labels(desk)) == 1


def test_a_village_was_part_of_one_former_commune_at_most(desk: Desk, page: Person) -> None:
    page.post("/thon/xa-cu", {"name": "xã Bằng Cả", "village_ids": ["1", "2"]})
    page.post("/thon/xa-cu", {"name": "xã Dân Chủ", "village_ids": ["2", "3"]})
    assert labels(desk) == {"thuộc xã Bằng Cả cũ": (1,), "thuộc xã Dân Chủ cũ": (2, 3)}
    assert "Thuộc xã Dân Chủ cũ" in text_of(page.get("/thon/2"))
    form = text_of(page.get("/thon/xa-cu?ten=xã Dân Chủ"))
    assert form.count(" checked") == 2
    assert "đang ghi thuộc xã Bằng Cả" in form
    page.post("/thon/xa-cu", {"ten": "xã Dân Chủ", "name": "xã Tân Dân", "village_ids": ["3"]})
    assert labels(desk) == {"thuộc xã Bằng Cả cũ": (1,), "thuộc xã Tân Dân cũ": (3,)}
    page.post("/thon/xa-cu", {"ten": "xã Tân Dân", "name": "xã Tân Dân"})
    assert labels(desk) == {"thuộc xã Bằng Cả cũ": (1,)}
    assert page.post("/thon/xa-cu", {"name": " ", "village_ids": ["3"]}).status_code == 422


def test_a_page_of_a_village_opened_before_its_group_changed_undoes_nothing(
    desk: Desk, admin: Actor, page: Person
) -> None:
    old = villages.view(desk, 1, 1)
    village_groups.add(desk, admin, "vùng cao", [1])
    assert villages.view(desk, 1, 1).version == old.version + 1
    assert villages.view(desk, 1, 2).version == 1


def test_only_an_administrator_changes_groups(desk: Desk, admin: Actor, writer: Actor, app: Flask) -> None:
    made = village_groups.add(desk, admin, "vùng cao", [1])
    with pytest.raises(NotAllowed):
        village_groups.change(desk, writer, made.group_id, "khác", [])
    hand = Person(app, "soan")
    said = text_of(hand.get("/thon/nhom"))
    assert "Nhóm vùng cao" in said
    assert "Sửa nhóm vùng cao" not in said
    assert hand.post(f"/thon/nhom/{made.group_id}/xoa").status_code == 403
    assert page_of_nobody(app) == 404


def page_of_nobody(app: Flask) -> int:
    return Person(app, "quantri").get("/thon/nhom/99").status_code


def test_which_groups_are_in_a_choice_whole(desk: Desk, admin: Actor) -> None:
    village_groups.add(desk, admin, "vùng cao", [1, 3])
    village_groups.add(desk, admin, "không ai", [])
    village_groups.change_former(desk, admin, "", "xã Bằng Cả", [1, 2])
    every = village_groups.bunches(desk, 1)
    assert village_groups.whole(every, (1, 3)) == ("nhóm vùng cao",)
    assert village_groups.whole(every, (1, 2, 3)) == ("thuộc xã Bằng Cả cũ", "nhóm vùng cao")
    assert village_groups.whole(every, None) == ()
    with pytest.raises(Refused, match="Hãy điền tên nhóm"):
        village_groups.add(desk, admin, "", [])

"""Villages and speaker clusters: kept by who may, told apart, with links and sheets that work."""

import re
from html import unescape

import pytest
from flask import Flask

from broadcaster.clock import FixedClock
from broadcaster.services.commune import people, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import AFTERNOON, COMMUNE, TUESDAY, link, places, stand_at


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    """The administrator's browser."""
    return Person(app, "quantri")


@pytest.fixture
def boss(aired_desk: Desk) -> Actor:
    return people.find(aired_desk, "quantri")


@pytest.fixture
def home(aired_desk: Desk) -> str:
    """The page of the first village."""
    return f"/thon/{places(aired_desk)[0].id}"


def test_the_list_says_how_files_reach_each_village_and_when_they_last_did(
    aired_desk: Desk, app: Flask, page: Person
) -> None:
    assert text_of(page.get("/thon")).count("chưa lần nào") == 6
    app.test_client().get(link(aired_desk) + AFTERNOON, buffered=True)
    words = text_of(page.get("/thon"))
    assert words.count("chưa lần nào") == 5
    assert "08:00 ngày 15/6/2026" in words
    assert "Người trực thôn Khe Mơ (qua liên kết)" in words
    assert "chép vào USB" in words


def test_the_link_on_the_page_opens_the_villages_page(app: Flask, page: Person, home: str) -> None:
    found = re.search(r'readonly value="http://localhost(/t/[^"]+)"', text_of(page.get(home)))
    assert found is not None
    assert "Thôn Khe Mơ" in text_of(app.test_client().get(found[1]))


def test_the_sheet_carries_the_code_the_link_and_three_steps(
    page: Person, home: str, aired_desk: Desk
) -> None:
    words = text_of(page.get(f"{home}/to-in"))
    assert 'src="data:image/svg+xml' in words
    assert f"http://localhost{link(aired_desk)}" in words
    assert words.count("<li><strong>") == 3


def test_an_address_that_opens_only_here_is_told_before_it_is_printed(app: Flask, home: str) -> None:
    page = Person(app, "quantri")
    for path in (home, f"{home}/to-in"):
        assert "chỉ dùng được trên máy này" in text_of(page.get(path))
        answer = page.client.get(path, base_url="http://192.168.1.5:8000")
        assert "chỉ dùng được trên máy này" not in unescape(answer.get_data(as_text=True))


def test_a_village_is_added_with_a_speaker_cluster_and_a_link(aired_desk: Desk, page: Person) -> None:
    answer = page.post("/thon/them", {"name": "thôn Bãi Dài"})
    assert answer.status_code == 302
    words = text_of(page.get(answer.headers["Location"]))
    assert "Đã thêm thôn Bãi Dài" in words
    assert "Cụm loa thôn Bãi Dài" in words
    assert page.get(link(aired_desk, places(aired_desk)[-1])).status_code == 200


@pytest.mark.parametrize("name", ["", "   ", "thôn Khe Mơ", "THÔN KHE MƠ", "x" * 200])
def test_a_village_without_a_name_of_its_own_is_refused_and_what_was_typed_stays(
    aired_desk: Desk, page: Person, name: str
) -> None:
    answer = page.post("/thon/them", {"name": name})
    assert answer.status_code == 422
    assert len(places(aired_desk)) == 3
    assert f'value="{name}"' in text_of(answer)


def test_a_village_is_renamed(aired_desk: Desk, page: Person, home: str) -> None:
    answer = page.post(f"{home}/ten", {"name": "thôn Khe Mới", "version": "1"})
    assert answer.status_code == 302
    assert "thôn Khe Mới" in [one.name for one in places(aired_desk)]


@pytest.mark.parametrize("path", ["ten", "dong", "lien-ket"])
def test_a_stale_page_changes_nothing(aired_desk: Desk, page: Person, home: str, path: str) -> None:
    page.post(f"{home}/ten", {"name": "thôn Khe Mới", "version": "1"})
    before = places(aired_desk)
    fields = {"name": "thôn Khác", "last_day": "2026-07-01", "version": "1"}
    answer = page.post(f"{home}/{path}", fields)
    assert answer.status_code == 409
    assert "Có người vừa sửa thôn này" in text_of(answer)
    assert places(aired_desk) == before


def test_what_was_typed_on_a_stale_page_is_still_there(page: Person, home: str) -> None:
    page.post(f"{home}/ten", {"name": "thôn Khe Mới", "version": "1"})
    assert "thôn Đã Gõ" in text_of(page.post(f"{home}/ten", {"name": "thôn Đã Gõ", "version": "1"}))


def test_a_village_is_closed_with_its_last_day_and_opened_again(
    aired_desk: Desk, page: Person, home: str
) -> None:
    page.post(f"{home}/dong", {"last_day": "2026-06-20", "version": "1"})
    assert "phát đến hết thứ bảy, 20/6/2026" in text_of(page.get(home))
    page.post(f"{home}/mo-lai", {"version": "2"})
    assert places(aired_desk)[0].valid_to is None


@pytest.mark.parametrize("day", ["", "2026-02-30", "hôm qua", "2026-06-14"])
def test_a_last_day_that_is_none_or_has_passed_is_refused(
    aired_desk: Desk, page: Person, home: str, day: str
) -> None:
    answer = page.post(f"{home}/dong", {"last_day": day, "version": "1"})
    assert answer.status_code == 422
    assert places(aired_desk)[0].valid_to is None


def test_a_closed_village_leaves_the_list_and_is_found_when_asked_for(
    aired_desk: Desk, page: Person, boss: Actor, clock: FixedClock
) -> None:
    place = places(aired_desk)[0]
    villages.close(aired_desk, boss, place.id, place.version, aired_desk.today())
    stand_at(clock, 8, 0, TUESDAY)
    page = Person(page.client.application, "quantri")
    assert "Thôn Khe Mơ" not in text_of(page.get("/thon"))
    assert "Thôn Khe Mơ" in text_of(page.get("/thon?da_dong=1"))


def test_the_link_is_renewed_only_after_saying_what_will_happen(
    aired_desk: Desk, app: Flask, page: Person, home: str
) -> None:
    old = link(aired_desk)
    assert "sẽ không mở được nữa" in text_of(page.get(home))
    assert page.post(f"{home}/lien-ket", {"version": "1"}).status_code == 302
    assert link(aired_desk) != old
    assert app.test_client().get(old).status_code == 404


def test_a_speaker_cluster_is_added_changed_and_taken_down(aired_desk: Desk, app: Flask, home: str) -> None:
    page = Person(app, "soan")
    fields = {
        "name": "Cụm loa trường học",
        "delivery": "phone",
        "operator": "Bàn Văn Sơn",
        "phone": "0912 345 678",
    }
    assert page.post(f"{home}/cum-loa/them", fields).status_code == 302
    made = places(aired_desk)[0].stations[-1]
    assert (made.name, made.delivery_label, made.operator) == (
        "Cụm loa trường học",
        "điện thoại",
        "Bàn Văn Sơn",
    )
    page.post(f"{home}/cum-loa/{made.id}", fields | {"operator": "Lý Thị Mai"})
    assert places(aired_desk)[0].stations[-1].operator == "Lý Thị Mai"
    page.post(f"{home}/cum-loa/{made.id}/dong", {"last_day": "2026-06-30"})
    assert "dùng đến T3 30/6" in text_of(page.get(home))


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"delivery": "bồ câu"}, {"phone": "0" * 60}, {"operator": "x" * 200}]
)
def test_a_wrong_speaker_cluster_is_refused_and_what_was_typed_stays(
    aired_desk: Desk, page: Person, home: str, changed: dict[str, object]
) -> None:
    fields = {"name": "Cụm loa chợ", "delivery": "usb", "operator": "Bàn Văn Sơn", "phone": ""} | changed
    answer = page.post(f"{home}/cum-loa/them", fields)
    assert answer.status_code == 422
    assert str(fields["operator"]) in text_of(answer)
    assert len(places(aired_desk)[0].stations) == 1


def test_a_speaker_cluster_of_another_village_is_not_found_here(
    aired_desk: Desk, page: Person, home: str
) -> None:
    theirs = places(aired_desk)[1].stations[0].id
    assert page.get(f"{home}/cum-loa/{theirs}").status_code == 404
    assert page.post(f"{home}/cum-loa/{theirs}/dong", {"last_day": "2026-06-30"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/thon/999", "/thon/999/to-in", "/thon/999/cum-loa/them", "/thon/999/cum-loa/1"]
)
def test_a_village_that_is_not_there_is_a_sentence(page: Person, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "Không có thôn này" in text_of(answer)


@pytest.mark.parametrize("path", ["them", "{id}/ten", "{id}/dong", "{id}/mo-lai", "{id}/lien-ket"])
def test_only_an_administrator_changes_villages(aired_desk: Desk, app: Flask, path: str) -> None:
    before, first = places(aired_desk), places(aired_desk)[0]
    fields = {"name": "thôn Khác", "version": "1", "last_day": "2026-07-01"}
    answer = Person(app, "soan").post(f"/thon/{path.replace('{id}', str(first.id))}", fields)
    assert answer.status_code == 403
    assert places(aired_desk) == before


def test_a_leader_keeps_no_speaker_clusters(app: Flask, home: str) -> None:
    page = Person(app, "duyet")
    assert page.get(home).status_code == 200
    assert page.get(f"{home}/cum-loa/them").status_code == 403


def test_villages_are_told_by_commune(aired_desk: Desk) -> None:
    assert villages.listing(aired_desk, COMMUNE + 1) == ()

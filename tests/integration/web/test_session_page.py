"""The page of one session: its order put by hand, undone, heard, dropped, and changed when it is about to begin."""

import re

import pytest

from broadcaster.clock import FixedClock
from broadcaster.domain.plan.by_hand import Hand
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan import orders
from broadcaster.web import create_app
from tests.integration.conftest import Approve
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import COMMUNE, MONDAY, afternoon, places, stand_at
from tests.integration.web.reading import read_page

EVENING = 2
"""The rule of the session at five."""
TITLES = ("Tin một", "Tin hai", "Tin ba")


@pytest.fixture
def ids(approve: Approve) -> list[int]:
    """Three approved bulletins, published."""
    return [approve(title=title, text=f"{title}: mời bà con nghe thông báo của xã.").id for title in TITLES]


@pytest.fixture
def page(desk: Desk, ids: list[int]) -> Person:
    """A writer's browser at a home whose programmes are published."""
    publishing.publish(desk, COMMUNE)
    return Person(create_app(desk), "soan")


def address(desk: Desk, village: int = 0, more: str = "") -> str:
    return f"/lich-phat/{MONDAY}/{EVENING}/{places(desk)[village].id}{more}"


def form(page: Person, desk: Desk, village: int = 0) -> dict[str, list[str]]:
    """The hidden fields of the page's form that puts an order, as a browser would send them."""
    words = page.get(address(desk, village)).get_data(as_text=True)
    found: dict[str, list[str]] = {}
    for fields in read_page(words).forms:
        if any(one.get("name") == "thu_tu" for one in fields):
            for one in fields:
                if one.get("type") == "hidden" and one["name"] != "csrf_token":
                    found.setdefault(one["name"], []).append(one["value"])
    return found


def act(page: Person, desk: Desk, verb: str, village: int = 0, **more: object) -> str:
    """Press a button of the form; return the page that follows."""
    answer = page.post(address(desk, village, "/thu-tu"), {**form(page, desk, village), "viec": verb, **more})
    assert answer.status_code == 302, text_of(answer)
    return text_of(page.get(answer.headers["Location"].split("#")[0]))


def shown(page: Person, desk: Desk, village: int = 0) -> list[str]:
    """The bulletins in the order of the page."""
    return re.findall(r'data-name="([^"]*)"', text_of(page.get(address(desk, village))))


def hands(desk: Desk) -> list[Hand]:
    with desk.store.reading() as session:
        standing = orders.newest(session, COMMUNE, MONDAY)
        return [orders.hand_of(standing.get((one.id, EVENING, MONDAY))) for one in places(desk)]


def test_the_page_says_what_airs_why_and_how_long(page: Person, desk: Desk) -> None:
    words = text_of(page.get(address(desk)))
    assert shown(page, desk) == list(TITLES)
    assert words.count("Lần phát 1/20 ở thôn này") == 3
    assert "trên 15 phút" in words
    assert "3 trên 3 thôn nghe giống nhau" in words
    assert f"/nghe/{afternoon(desk).sha256}.mp3" in words


def test_a_button_moves_a_bulletin_one_place_in_every_village_that_hears_the_same(
    page: Person, desk: Desk, ids: list[int]
) -> None:
    words = act(page, desk, f"len-{ids[1]}")
    assert "Đã đổi thứ tự phát." in words
    assert hands(desk) == [Hand((ids[1], ids[0]))] * 3
    assert shown(page, desk) == ["Tin hai", "Tin một", "Tin ba"]
    assert shown(page, desk, village=2) == ["Tin hai", "Tin một", "Tin ba"]
    act(page, desk, f"xuong-{ids[1]}")
    assert shown(page, desk) == list(TITLES)


def test_only_this_village_is_changed_where_that_is_asked_for(
    page: Person, desk: Desk, ids: list[int]
) -> None:
    words = act(page, desk, f"len-{ids[2]}", village=1, pham_vi="rieng")
    assert hands(desk) == [Hand(), Hand((ids[0], ids[2], ids[1])), Hand()]
    assert "1 trên 3 thôn nghe giống nhau" in words
    assert shown(page, desk) == list(TITLES)


def test_an_order_that_was_dragged_is_kept_as_it_was_let_go(page: Person, desk: Desk, ids: list[int]) -> None:
    fields = form(page, desk) | {"thu_tu": [str(one) for one in (ids[2], ids[0], ids[1])]}
    assert page.post(address(desk, more="/thu-tu"), {**fields, "viec": "xep"}).status_code == 302
    assert shown(page, desk) == ["Tin ba", "Tin một", "Tin hai"]
    publishing.publish(desk, COMMUNE)
    made = [item.title for item in afternoon(desk).items if item.bulletin_id]
    assert made == ["Tin ba", "Tin một", "Tin hai"]


def test_a_bulletin_is_taken_out_of_this_session_and_left_to_the_program_again(
    page: Person, desk: Desk, ids: list[int]
) -> None:
    words = act(page, desk, f"bo-{ids[0]}")
    assert "Không có trong buổi này" in words
    assert shown(page, desk) == ["Tin hai", "Tin ba"]
    assert "Tin một" in text_of(page.get("/lich-phat/2026-06-16"))
    act(page, desk, f"chon_lai-{ids[0]}")
    assert shown(page, desk) == list(TITLES)
    act(page, desk, f"bo-{ids[0]}")
    act(page, desk, f"vao-{ids[0]}")
    assert shown(page, desk) == list(TITLES)
    assert hands(desk)[0] == Hand((ids[0],))
    assert "Đã trả buổi này lại cho chương trình xếp." in act(page, desk, "tra")
    assert hands(desk)[0] == Hand()


def test_undo_takes_the_last_act_back(page: Person, desk: Desk, clock: FixedClock, ids: list[int]) -> None:
    act(page, desk, f"len-{ids[1]}")
    stand_at(clock, 8, 5)
    words = act(page, desk, f"bo-{ids[2]}")
    undo = re.search(r'name="viec" value="(\d+)"', words)
    assert undo
    fields = {"viec": undo.group(1), "cung": [str(one.id) for one in places(desk)]}
    answer = page.post(address(desk, more="/hoan-tac"), fields)
    assert "Đã hoàn tác ở 3 thôn" in text_of(page.get(answer.headers["Location"].split("#")[0]))
    assert shown(page, desk) == ["Tin hai", "Tin một", "Tin ba"]
    again = page.post(address(desk, more="/hoan-tac"), fields)
    assert "đã được hoàn tác" in text_of(page.get(again.headers["Location"].split("#")[0]))


def test_who_comes_second_sees_who_was_first(page: Person, desk: Desk, leader: Actor, ids: list[int]) -> None:
    fields = form(page, desk)
    other = Person(create_app(desk), "duyet")
    act(other, desk, f"len-{ids[1]}")
    answer = page.post(address(desk, more="/thu-tu"), {**fields, "viec": f"len-{ids[2]}"})
    words = text_of(page.get(answer.headers["Location"]))
    assert "Triệu Văn Trường vừa đổi thứ tự buổi này lúc 08:00" in words
    assert shown(page, desk) == ["Tin hai", "Tin một", "Tin ba"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"viec": "bay-1"}, 422),
        ({"viec": "len-"}, 302),
        ({"viec": "xep", "thu_tu": ["1"]}, 422),
        ({"viec": "xep", "thu_tu": ["x", "١"]}, 422),
        ({"viec": "bo-999"}, 404),
        ({"viec": "bo-999999999999999999999"}, 404),
        ({"viec": "bo-1", "cung": ["1", "99"]}, 404),
    ],
)
def test_a_wrong_form_changes_nothing(
    page: Person, desk: Desk, ids: list[int], fields: dict[str, object], code: int
) -> None:
    answer = page.post(address(desk, more="/thu-tu"), {**form(page, desk), **fields})
    assert answer.status_code == code
    assert hands(desk) == [Hand()] * 3


def test_the_whole_programme_is_heard_before_it_is_made(page: Person, desk: Desk, ids: list[int]) -> None:
    published = afternoon(desk).sha256
    act(page, desk, f"bo-{ids[0]}")
    answer = page.post(address(desk, more="/nghe-thu"))
    words = text_of(page.get(answer.headers["Location"].split("#")[0]))
    found = re.search(r'src="(/lich-phat/nghe-thu/[^"]+\.mp3)"', words)
    assert found
    heard = page.get(found.group(1))
    assert (heard.status_code, heard.mimetype) == (200, "audio/mpeg")
    assert afternoon(desk).sha256 == published
    publishing.publish(desk, COMMUNE)
    assert afternoon(desk).path.read_bytes() == heard.data


def test_a_day_past_the_horizon_is_heard_too(page: Person, desk: Desk) -> None:
    far = f"/lich-phat/2026-06-24/{EVENING}/{places(desk)[0].id}"
    assert "Xem trước: chương trình ngày này chưa làm" in text_of(page.get(far))
    answer = page.post(f"{far}/nghe-thu")
    found = re.search(
        r'src="(/lich-phat/nghe-thu/[^"]+\.mp3)"', text_of(page.get(answer.headers["Location"]))
    )
    assert found
    assert page.get(found.group(1)).status_code == 200


def test_a_session_about_to_begin_is_opened_with_a_reason_and_then_changed(
    page: Person, desk: Desk, clock: FixedClock, ids: list[int]
) -> None:
    stand_at(clock, 16, 50)
    words = text_of(page.get(address(desk)))
    assert "còn 10 phút, nên đã khóa" in words
    assert "Bỏ khỏi buổi" not in words
    every = {"cung": [str(one.id) for one in places(desk)]}
    refused = page.post(address(desk, more="/phat-ngay"), {**every, "ly_do": " "})
    assert refused.status_code == 422
    assert "Hãy điền lý do phát ngay" in text_of(refused)
    answer = page.post(address(desk, more="/phat-ngay"), {**every, "ly_do": "Bão đổi hướng"})
    words = text_of(page.get(answer.headers["Location"].split("#")[0]))
    assert "Lý do: Bão đổi hướng" in words
    act(page, desk, f"len-{ids[2]}")
    publishing.publish(desk, COMMUNE)
    assert [item.title for item in afternoon(desk).items if item.bulletin_id] == [
        "Tin một",
        "Tin ba",
        "Tin hai",
    ]


def test_what_has_begun_is_shown_as_it_airs(page: Person, desk: Desk, clock: FixedClock) -> None:
    stand_at(clock, 17, 1)
    words = text_of(page.get(address(desk)))
    assert "đã đến giờ phát nên không đổi được nữa" in words
    assert "Tin hai" in words
    assert "Bỏ khỏi buổi" not in words


def test_a_session_is_dropped_with_a_reason_and_taken_back(page: Person, desk: Desk) -> None:
    fields = {"cung": [str(one.id) for one in places(desk)]}
    refused = page.post(address(desk, more="/bo-buoi"), {**fields, "ly_do_bo": ""})
    assert refused.status_code == 422
    answer = page.post(address(desk, more="/bo-buoi"), {**fields, "ly_do_bo": "Nhà có tang"})
    words = text_of(page.get(answer.headers["Location"]))
    assert "Đã bỏ buổi này ở 3 thôn" in words
    assert "đã bỏ: Nhà có tang" in words
    gone = re.findall(r'name="bo" value="(\d+)"', words)
    assert len(gone) == 3
    assert page.get(address(desk)).status_code == 404
    back = page.post(f"/lich-phat/{MONDAY}/lay-lai", {"bo": gone})
    assert "Buổi phát đã trở lại lịch" in text_of(page.get(back.headers["Location"]))
    assert page.get(address(desk)).status_code == 200


def test_an_operator_looks_and_listens_but_changes_nothing(
    page: Person, desk: Desk, operator: Actor, ids: list[int]
) -> None:
    looking = Person(create_app(desk), "truc")
    words = text_of(looking.get(address(desk)))
    assert "Tin hai" in words
    assert "Bỏ khỏi buổi" not in words
    for more in ("/thu-tu", "/hoan-tac", "/phat-ngay", "/bo-buoi"):
        assert looking.post(address(desk, more=more), {"viec": f"bo-{ids[0]}"}).status_code == 403
    assert hands(desk) == [Hand()] * 3


def test_what_each_version_changed_is_told(page: Person, desk: Desk, ids: list[int]) -> None:
    act(page, desk, f"bo-{ids[0]}")
    publishing.publish(desk, COMMUNE)
    words = text_of(page.get(address(desk)))
    assert "Các bản đã công bố (2)" in words
    assert "Bản 2, làm lúc 08:00 ngày 15/6/2026: bỏ “Tin một”." in words

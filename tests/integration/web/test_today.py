"""The first page: what airs today where, whether it is ready, and what waits for whom."""

import re

import pytest
from flask import Flask
from sqlalchemy import delete, update

from broadcaster.clock import FixedClock
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import todo
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Bulletin, Commune, SessionRule, Speech, Village
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import afternoon, outcomes, places, settle, stand_at


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


def first_task(words: str) -> str:
    """What stands on top, with its button."""
    found = re.search(r'<div class="todo-first">(.*?)</div>', words, re.DOTALL)
    return found[1] if found else ""


def actor(desk: Desk, login: str) -> Actor:
    return people.find(desk, login)


def test_every_village_has_a_card_with_its_sessions_and_their_sound(aired_desk: Desk, app: Flask) -> None:
    words = text_of(Person(app, "soan").get("/"))
    assert "Hôm nay, thứ hai, 15/6/2026" in words
    for place in places(aired_desk):
        one = afternoon(aired_desk, place)
        assert place.name[1:] in words
        assert f"/nghe/{one.sha256}.mp3" in words
        assert f"/tai/{place.id}/2026-06-15/01_1700.MP3" in words
        assert f"/tai/{place.id}/2026-06-15/goi.zip" in words
    assert "Đã lên lịch" in words
    assert "trên 15 phút" in words
    assert "Ngày mai, T3 16/6" in words


def test_a_session_without_sound_is_shown_and_counted(app: Flask) -> None:
    words = text_of(Person(app, "soan").get("/"))
    assert "Không có chương trình" in words  # half past five had passed when the first bulletin was approved
    assert "6 lượt phát ở 3 thôn: 3 đã có chương trình" in words


def test_every_address_on_the_page_opens(app: Flask) -> None:
    page = Person(app, "soan")
    found = set(re.findall(r'(?:href|src)="(/[^"#]*)', text_of(page.get("/"))))
    assert len(found) > 20
    for address in found:
        assert page.get(address).status_code == 200, address


def test_when_all_is_well_nothing_waits(aired_desk: Desk, app: Flask) -> None:
    assert todo.tasks(aired_desk, actor(aired_desk, "duyet")) == ()
    assert "Không có việc nào đang chờ bạn" in text_of(Person(app, "duyet").get("/"))


def test_a_bulletin_that_waits_is_the_leaders_first_task(aired_desk: Desk, app: Flask) -> None:
    row = _submitted(aired_desk)
    task = first_task(text_of(Person(app, "duyet").get("/")))
    assert "1 bản tin đang chờ duyệt" in task
    assert f'href="/cho-duyet/{row.id}"' in task
    assert first_task(text_of(Person(app, "soan").get("/"))) == ""


def test_a_returned_bulletin_is_its_writers_first_task(aired_desk: Desk, app: Flask) -> None:
    row = _submitted(aired_desk)
    approvals.send_back(aired_desk, actor(aired_desk, "duyet"), row.id, row.version, "Thiếu số điện thoại")
    task = first_task(text_of(Person(app, "soan").get("/")))
    assert "bị trả lại" in task
    assert f'href="/ban-tin/{row.id}"' in task
    assert "trả lại" not in first_task(text_of(Person(app, "quantri").get("/")))


def test_a_draft_is_offered_again(aired_desk: Desk, app: Flask) -> None:
    bulletins.create(aired_desk, actor(aired_desk, "soan"), bulletins.Draft(title="Dở dang"))
    assert "1 bản nháp" in first_task(text_of(Person(app, "soan").get("/")))


def test_sessions_without_a_word_wait_for_whoever_may_say_it(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    stand_at(clock, 18)
    task = first_task(text_of(Person(app, "soan").get("/")))
    assert "3 lượt phát chưa xác nhận" in task
    assert "trang_thai=chua_xac_nhan" in task
    assert "xác nhận" not in first_task(text_of(Person(app, "duyet").get("/")))


def test_the_button_of_a_session_says_it_was_aired_and_comes_back(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    stand_at(clock, 18)
    page = Person(app, "soan")
    words = text_of(page.get("/"))
    action = f"/nhat-ky/buoi/{afternoon(aired_desk).occurrence_id}"
    assert f'action="{action}"' in words
    answer = page.post(action, {"da_phat": "1", "ve": "/"})
    assert answer.headers["Location"].startswith("/#buoi-")
    assert outcomes(aired_desk) == [("xac_nhan_da_phat", "Đỗ Thị Hương")]
    assert "Xác nhận đã phát" in text_of(page.get("/"))


def test_before_a_session_and_for_a_leader_there_is_no_such_button(
    aired_desk: Desk, app: Flask, clock: FixedClock
) -> None:
    assert 'name="da_phat"' not in text_of(Person(app, "soan").get("/"))
    stand_at(clock, 18)
    assert 'name="da_phat"' not in text_of(Person(app, "duyet").get("/"))


def test_a_fresh_commune_is_told_to_write_first(desk: Desk, admin: Actor) -> None:
    words = text_of(Person(create_app(desk), "quantri").get("/"))
    assert "Chưa có bản tin nào được duyệt" in first_task(words)
    assert 'href="/ban-tin/moi"' in first_task(words)
    assert "Chưa có chương trình" in words


def test_a_commune_without_sessions_is_told_the_three_steps(desk: Desk, admin: Actor, writer: Actor) -> None:
    with desk.store.writing() as session:
        session.execute(delete(SessionRule))
    app = create_app(desk)
    words = text_of(Person(app, "quantri").get("/"))
    assert 'href="/lich-phat/buoi/them"' in first_task(words)
    assert words.count("<li>Người") == 2
    assert "nhờ người quản trị" in text_of(Person(app, "soan").get("/"))


def test_a_commune_without_villages_is_told_to_add_one(desk: Desk, admin: Actor, clock: FixedClock) -> None:
    with desk.store.writing() as session:
        session.execute(update(Village).values(valid_to=desk.today()))
    stand_at(clock, 8, 0, desk.today().replace(day=17))
    words = text_of(Person(create_app(desk), "quantri").get("/"))
    assert 'href="/thon/them"' in first_task(words)


def test_work_that_waits_is_told_with_its_number(aired_desk: Desk, app: Flask) -> None:
    page = Person(app, "soan")
    settle(aired_desk)
    assert page.get("/tien-do", json=True).json == {
        "asked": False,
        "voices": 0,
        "problem": "",
        "tries": 0,
        "working": False,
    }
    with aired_desk.store.writing() as session:
        session.execute(update(Commune).values(publish_wanted_at=aired_desk.clock.now()))
        session.execute(update(Speech).values(sha256=None, made_at=None, duration_ms=None))
    told = page.get("/tien-do", json=True).json
    assert told is not None
    assert told["working"]
    assert told["voices"] > 1
    for path in ("/", "/lich-phat"):
        words = text_of(page.get(path))
        assert f"Đang làm chương trình… còn {told['voices']} giọng đọc" in words
        assert '<noscript><meta http-equiv="refresh"' in words


def test_a_voice_in_trouble_is_a_task_and_no_work_in_progress(aired_desk: Desk, app: Flask) -> None:
    settle(aired_desk)
    with aired_desk.store.writing() as session:
        session.execute(
            update(Speech).values(
                sha256=None, made_at=None, duration_ms=None, problem="Giọng đọc eSpeak không chạy được."
            )
        )
    words = text_of(Person(app, "soan").get("/"))
    assert "Giọng đọc eSpeak không chạy được." in first_task(words)
    assert "Đang làm chương trình" not in words
    assert "eSpeak" not in text_of(Person(app, "duyet").get("/"))


def test_progress_is_told_only_to_who_is_signed_in(app: Flask) -> None:
    assert Person(app).get("/tien-do", json=True).status_code == 401


def _submitted(desk: Desk) -> Bulletin:
    writer = actor(desk, "soan")
    draft = bulletins.Draft(
        title="Lịch tiêm phòng",
        text="Trạm y tế xã tiêm phòng cho trẻ em vào sáng thứ tư.",
        field="phap_luat",
        first_day=desk.today(),
        last_day=desk.today(),
    )
    made = bulletins.create(desk, writer, draft)
    bulletins.submit(desk, writer, made.id, made.version)
    with desk.store.reading() as session:
        return bulletins.find(session, writer.commune_id, made.id)

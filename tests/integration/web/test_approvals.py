"""The leader's pages: seeing, hearing, deciding, and what happens when two decide or the text moves on."""

import pytest
from flask import Flask

from broadcaster.domain.writing.workflow import Role, State
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.writing import bulletin_view, bulletins, lexicon
from broadcaster.store.tables import Bulletin, Commune
from broadcaster.web import create_app
from tests.integration.test_main_road import draft
from tests.integration.web.browser import PASSWORD, Person, text_of


@pytest.fixture
def app(desk: Desk, admin: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def boss(app: Flask, leader: Actor) -> Person:
    """The leader at their browser."""
    return Person(app, "duyet")


def submit(desk: Desk, writer: Actor, *, spoken: bool = True, **changed: object) -> int:
    row = bulletins.create(desk, writer, draft(**changed))
    revision = bulletins.submit(desk, writer, row.id, row.version)
    if spoken:
        speaking.make(desk, revision.speech_key)
    return row.id


def state_of(desk: Desk, number: int) -> str:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, number).state


def shown(desk: Desk, leader: Actor, number: int) -> dict[str, object]:
    """What the leader's page carries in its approve form."""
    view = bulletin_view.view(desk, leader, number)
    return {"version": str(view.version), "digest": view.facts.digest}


def test_an_empty_queue_says_what_will_come_there(boss: Person) -> None:
    assert "Không có bản tin nào chờ duyệt" in text_of(boss.get("/cho-duyet"))


def test_the_queue_has_the_longest_waiting_first(desk: Desk, writer: Actor, boss: Person) -> None:
    submit(desk, writer, title="Trình trước")
    submit(desk, writer, title="Trình sau")
    said = text_of(boss.get("/cho-duyet"))
    assert said.index("Trình trước") < said.index("Trình sau")


def test_the_page_shows_everything_that_is_approved(desk: Desk, writer: Actor, boss: Person) -> None:
    number = submit(desk, writer, text="UBND xã mời bà con họp lúc 7h30.", read_times=2, village_ids=(2,))
    said = text_of(boss.get(f"/cho-duyet/{number}"))
    for words in (
        "UBND xã mời bà con họp lúc 7h30.",
        "Ủy ban nhân dân",
        "thôn Đồng Giữa",
        "thứ hai, 15/6/2026",
        "mỗi buổi đọc hai lần",
        "tiếng thử",
        ".mp3",
    ):
        assert words in said, words


def test_approving_leads_to_the_next_one_waiting_and_then_to_the_empty_queue(
    desk: Desk, writer: Actor, leader: Actor, boss: Person
) -> None:
    first, second = submit(desk, writer), submit(desk, writer, title="Bản tin thứ hai")
    answer = boss.post(f"/cho-duyet/{first}/duyet", shown(desk, leader, first))
    assert answer.location == f"/cho-duyet/{second}"
    assert state_of(desk, first) == State.APPROVED
    answer = boss.post(f"/cho-duyet/{second}/duyet", shown(desk, leader, second))
    assert answer.location == "/cho-duyet"
    assert "Không còn bản tin nào chờ duyệt" in text_of(boss.get("/cho-duyet"))


def test_nothing_is_approved_before_it_can_be_heard(
    desk: Desk, writer: Actor, leader: Actor, boss: Person
) -> None:
    number = submit(desk, writer, spoken=False)
    said = text_of(boss.get(f"/cho-duyet/{number}"))
    assert "disabled" in said
    assert "giọng đọc chưa làm xong" in said
    assert "Đang làm giọng đọc" in said
    answer = boss.post(f"/cho-duyet/{number}/duyet", shown(desk, leader, number))
    assert answer.status_code == 422
    assert state_of(desk, number) == State.WAITING
    speaking.work(desk)
    assert "disabled" not in text_of(boss.get(f"/cho-duyet/{number}"))


def test_returning_needs_a_reason_and_the_writer_reads_it(
    desk: Desk, app: Flask, writer: Actor, leader: Actor, boss: Person
) -> None:
    number = submit(desk, writer)
    version = {"version": shown(desk, leader, number)["version"]}
    assert boss.post(f"/cho-duyet/{number}/tra-lai", {**version, "reason": "  "}).status_code == 422
    done = boss.post(f"/cho-duyet/{number}/tra-lai", {**version, "reason": "Sai giờ họp, xem lại công văn"})
    assert done.status_code == 302
    assert "Sai giờ họp" in text_of(Person(app, "soan").get(f"/ban-tin/{number}"))


def test_the_second_of_two_leaders_is_told_and_sees_how_it_stands(
    desk: Desk, app: Flask, admin: Actor, writer: Actor, leader: Actor, boss: Person
) -> None:
    people.add_person(
        desk, admin, people.NewPerson("duyet2", "Lý Thị Mai", "Chủ tịch", PASSWORD, (Role.APPROVER,))
    )
    other = Person(app, "duyet2")
    number = submit(desk, writer)
    page = shown(desk, leader, number)
    assert other.post(f"/cho-duyet/{number}/duyet", page).status_code == 302
    late = boss.post(f"/cho-duyet/{number}/duyet", page)
    assert late.status_code == 409
    said = text_of(late)
    assert "Đã duyệt" in said
    assert 'name="digest"' not in said  # there is nothing left to press
    assert boss.post(f"/cho-duyet/{number}/tra-lai", {**page, "reason": "Muộn"}).status_code == 409
    assert state_of(desk, number) == State.APPROVED


def test_what_changed_behind_the_page_is_not_approved_by_it(
    desk: Desk, writer: Actor, leader: Actor, boss: Person
) -> None:
    number = submit(desk, writer)
    page = shown(desk, leader, number)
    view = bulletin_view.view(desk, writer, number)
    row = bulletins.recall(desk, writer, number, view.version)
    row = bulletins.save(desk, writer, number, row.version, draft(text="Nội dung đã đổi hẳn."))
    revision = bulletins.submit(desk, writer, number, row.version)
    speaking.make(desk, revision.speech_key)
    answer = boss.post(f"/cho-duyet/{number}/duyet", page)
    assert answer.status_code == 409
    assert "Nội dung đã đổi hẳn." in text_of(answer)  # the page is the new one, to be read again
    forged = {**shown(desk, leader, number), "digest": page["digest"]}
    assert boss.post(f"/cho-duyet/{number}/duyet", forged).status_code == 409
    assert state_of(desk, number) == State.WAITING


def test_a_writer_who_may_approve_does_not_approve_their_own(desk: Desk, admin: Actor, app: Flask) -> None:
    roles = (Role.WRITER, Role.APPROVER)
    people.add_person(desk, admin, people.NewPerson("kiem", "Hoàng Văn Kiêm", "", PASSWORD, roles))
    both = people.find(desk, "kiem")
    number = submit(desk, both)
    person = Person(app, "kiem")
    said = text_of(person.get(f"/cho-duyet/{number}"))
    assert "không tự duyệt được" in said
    assert "disabled" in said
    assert person.post(f"/cho-duyet/{number}/duyet", shown(desk, both, number)).status_code == 403
    with desk.store.writing() as session:
        session.get_one(Commune, both.commune_id).self_approval = True
    assert person.post(f"/cho-duyet/{number}/duyet", shown(desk, both, number)).status_code == 302


def test_only_leaders_open_the_queue(desk: Desk, app: Flask, writer: Actor, operator: Actor) -> None:
    number = submit(desk, writer)
    for login in ("soan", "truc", "quantri"):
        person = Person(app, login)
        assert person.get("/cho-duyet").status_code == 403
        assert person.post(f"/cho-duyet/{number}/duyet", {"version": "2"}).status_code == 403
    assert state_of(desk, number) == State.WAITING


def test_a_number_that_is_not_there_is_a_kind_page(boss: Person) -> None:
    assert boss.get("/cho-duyet/99999").status_code == 404
    assert boss.post("/cho-duyet/99999/duyet", {"version": "x" * 99, "digest": "0"}).status_code == 404


def test_the_approved_words_stay_though_the_dictionary_changes(
    desk: Desk, writer: Actor, leader: Actor, boss: Person
) -> None:
    number = submit(desk, writer, text="Mời bà con xem trên VTV lúc 8h00.", confirmed=(("VTV", "vê tê vê"),))
    lexicon.add(desk, writer, lexicon.EntryWords("8h00", "tám giờ sáng"))
    said = text_of(boss.get(f"/cho-duyet/{number}"))
    assert "Từ điển đọc đã thay đổi sau khi trình" in said
    assert "tám giờ sáng" not in said
    assert "vê tê vê" in said


def test_a_voice_that_took_anothers_place_is_named(
    desk: Desk, writer: Actor, leader: Actor, boss: Person
) -> None:
    from broadcaster.store.tables import Speech  # noqa: PLC0415 # only here

    number = submit(desk, writer)
    with desk.store.writing() as session:
        for row in session.query(Speech):
            row.engine, row.fallbacks = "espeak", ["Không có mạng."]
    said = text_of(boss.get(f"/cho-duyet/{number}"))
    assert "giọng thay thế" in said
    assert "Không có mạng." in said

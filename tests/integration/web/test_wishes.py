"""What a bulletin wishes, through the pages: kept, told to the leader, and the choice between two that say the same."""

import pytest
from flask import Flask
from sqlalchemy import select

from broadcaster.domain.writing.workflow import State
from broadcaster.services.commune import village_groups
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.writing import bulletin_view, bulletins, session_choices
from broadcaster.store.tables import Bulletin, ProgrammeTemplate, SessionRule
from broadcaster.web import create_app
from tests.integration.conftest import Approve
from tests.integration.web.browser import Person, text_of
from tests.integration.web.test_bulletins import FIELDS, row_of, write

HEADLINE = "Mời bà con đưa trâu bò đi tiêm phòng."


@pytest.fixture
def app(desk: Desk, admin: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def hand(app: Flask, writer: Actor) -> Person:
    """The writer at their browser."""
    return Person(app, "soan")


@pytest.fixture
def boss(app: Flask, leader: Actor) -> Person:
    """The leader at their browser."""
    return Person(app, "duyet")


def series(desk: Desk) -> list[int]:
    return [one.series for one in session_choices.listing(desk, 1)]


def wishes(desk: Desk) -> dict[str, object]:
    return {
        "which": "mot_so",
        "session_series": [str(series(desk)[1])],
        "airings_a_day": "1",
        "read_times": "2",
        "repeat_gap_seconds": "5",
        "headline": HEADLINE,
    }


def kept(row: Bulletin) -> tuple[object, ...]:
    return (row.session_series, row.airings_a_day, row.repeat_gap_seconds, row.headline)


def test_every_wish_is_kept_and_shown_again(desk: Desk, hand: Person) -> None:
    number = write(hand, **wishes(desk))
    assert kept(row_of(desk, number)) == ([series(desk)[1]], 1, 5, HEADLINE)
    said = text_of(hand.get(f"/ban-tin/{number}"))
    assert HEADLINE in said
    assert "mỗi ngày nhiều nhất 1 buổi; nghỉ 5 giây giữa hai lần đọc" in said  # the closed box tells it
    assert '<option selected value="5">5 giây</option>' in said
    shown = text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "mỗi ngày nhiều nhất 1 buổi, mỗi buổi đọc hai lần, cách nhau 5 giây; chỉ ở Buổi chiều" in shown
    hand.post(f"/ban-tin/{number}", {**FIELDS, "act": "save", "version": str(row_of(desk, number).version)})
    assert kept(row_of(desk, number)) == (None, 0, 0, "")


def test_the_wishes_save_themselves_too(desk: Desk, hand: Person) -> None:
    answer = hand.post("/ban-tin/luu", {**FIELDS, **wishes(desk), "draft_key": "k1"}, json=True)
    assert answer.status_code == 200
    assert kept(row_of(desk)) == ([series(desk)[1]], 1, 5, HEADLINE)


def test_the_rare_wishes_stay_closed_until_one_of_them_is_wrong(desk: Desk, hand: Person) -> None:
    said = text_of(hand.get("/ban-tin/moi"))
    assert '<details class="more" id="yeu-cau">' in said
    assert '<details class="more card-plain" id="diem-tin">' in said
    said = text_of(hand.post("/ban-tin/moi", {**FIELDS, "which": "mot_so", "act": "submit"}))
    assert '<details class="more" id="yeu-cau" open>' in said
    assert "Chưa chọn buổi nào" in said
    assert 'href="#which-0"' in said
    said = text_of(hand.post("/ban-tin/moi", {**FIELDS, "headline": "🎉🎉", "act": "submit"}))
    assert '<details class="more card-plain" id="diem-tin" open>' in said
    assert "không có chữ nào đọc lên được" in said


@pytest.mark.parametrize(
    "forged",
    [
        {"session_series": ["999", "x"], "which": "mot_so"},
        {"airings_a_day": "99999999999999999999"},
        {"airings_a_day": "-5"},
        {"repeat_gap_seconds": "700"},
        {"repeat_gap_seconds": "99999999999999999999"},
        {"replaces_id": "99999999999999999999"},
        {"replaces_id": "12345"},
        {"groups": ["nhom:99", "xa:x"], "where": "mot_so"},
        {"which": "khac"},
    ],
    ids=str,
)
def test_a_forged_wish_harms_nothing(desk: Desk, hand: Person, forged: dict[str, object]) -> None:
    assert hand.post("/ban-tin/luu", {**FIELDS, **forged, "draft_key": "k"}, json=True).status_code == 200
    row = row_of(desk)
    assert (row.replaces_id, row.repeat_gap_seconds, row.session_series or [], row.village_ids or []) == (
        None,
        0,
        [],
        [],
    )
    assert hand.post("/ban-tin/moi", {**FIELDS, **forged, "act": "save"}).status_code in (302, 422)


def test_a_group_that_is_ticked_adds_its_villages_once(desk: Desk, admin: Actor, hand: Person) -> None:
    group = village_groups.add(desk, admin, "vùng cao", [1, 3])
    village_groups.change_former(desk, admin, "", "xã Bằng Cả", [2])
    said = text_of(hand.get("/ban-tin/moi"))
    assert "Nhóm vùng cao" in said
    assert "Thuộc xã Bằng Cả cũ" in said
    assert 'data-members="1 3"' in said
    number = write(hand, where="mot_so", groups=[group.key])
    assert row_of(desk, number).village_ids == [1, 3]
    assert 'checked class="form-check-input" id="village_ids-0"' in text_of(hand.get(f"/ban-tin/{number}"))
    sent = {**FIELDS, "act": "save", "where": "mot_so", "village_ids": ["1"]}
    hand.post(f"/ban-tin/{number}", {**sent, "version": str(row_of(desk, number).version)})
    assert row_of(desk, number).village_ids == [1]
    assert "nhóm vùng cao" not in text_of(hand.get(f"/ban-tin/{number}/xem"))
    hand.post(
        f"/ban-tin/{number}",
        {**sent, "groups": ["xa:xã Bằng Cả"], "version": str(row_of(desk, number).version)},
    )
    assert row_of(desk, number).village_ids == [1, 2]
    assert "(thuộc xã Bằng Cả cũ)" in text_of(hand.get(f"/ban-tin/{number}/xem"))


def test_a_headline_is_proposed_from_the_first_sentences(desk: Desk, hand: Person) -> None:
    told = hand.post("/ban-tin/loi-diem-tin", {"text": "UBND xã báo: mai họp. Xin mời. " * 30}, json=True)
    proposed = told.get_json()["headline"]
    assert proposed.startswith("UBND xã báo: mai họp. Xin mời.")
    assert 60 < len(proposed.split()) < 190
    said = text_of(hand.post("/ban-tin/moi", {**FIELDS, "act": "headline"}))
    assert said.count("Tiêm phòng không mất tiền.</textarea>") == 2  # the text and its headline
    assert '<details class="more card-plain" id="diem-tin" open>' in said
    assert hand.post("/ban-tin/loi-diem-tin", {"text": ""}, json=True).get_json() == {"headline": ""}


def test_a_headline_is_read_and_heard_while_it_is_written(desk: Desk, hand: Person) -> None:
    told = hand.post(
        "/ban-tin/doc-thu", {**FIELDS, "headline": "UBND xã mời bà con hỏi QZX."}, json=True
    ).get_json()
    assert "Ủy ban nhân dân" in told["headline_said"]
    assert told["keys"] == ["QZX"]
    assert told["unsettled"] == 1
    assert "Lời điểm tin đọc khoảng 5 giây" in told["advice"]
    said = text_of(hand.post("/ban-tin/moi", {**FIELDS, "headline": HEADLINE, "act": "listen_headline"}))
    assert "Đang làm giọng đọc" in said
    assert speaking.work(desk)


def test_a_session_that_is_no_more_stays_to_be_seen(desk: Desk, hand: Person) -> None:
    number = write(hand, **wishes(desk))
    with desk.store.writing() as session:
        rule = session.get_one(SessionRule, series(desk)[1])
        rule.valid_to = rule.valid_from = desk.today().replace(day=1)
    assert "Buổi chiều (không còn)" in text_of(hand.get(f"/ban-tin/{number}"))


def test_what_says_the_same_is_a_choice_in_words_and_both_may_air(
    desk: Desk, hand: Person, boss: Person, approve: Approve
) -> None:
    live = approve(title=FIELDS["title"])
    answer = hand.post("/ban-tin/moi", {**FIELDS, "act": "submit"})
    assert answer.status_code == 422
    said = text_of(answer)
    for words in (
        "Đã có bản tin được duyệt cùng tên, cùng thôn và trùng ngày",
        "phát 15/6 – 25/6/2026",
        "Phát cả hai, nối tiếp nhau",
        "Thay thế và bỏ duyệt bản cũ",
        "Đổi ngày hoặc thôn",
    ):
        assert words in said, words
    mine = live.id + 1
    assert row_of(desk, mine).state == State.DRAFT
    version = str(row_of(desk, mine).version)
    sent = {**FIELDS, "version": version, "act": "submit_both", "beside": [str(live.id)]}
    assert hand.post(f"/ban-tin/{mine}", sent).status_code == 302
    assert "thì cả hai cùng phát, nối tiếp nhau" in text_of(boss.get(f"/cho-duyet/{mine}"))
    assert (row_of(desk, mine).state, row_of(desk, live.id).state) == (State.WAITING, State.APPROVED)


def test_what_takes_the_old_ones_place_is_told_to_the_leader_and_stops_it(
    desk: Desk, hand: Person, boss: Person, leader: Actor, approve: Approve
) -> None:
    live = approve(title=FIELDS["title"])
    hand.post("/ban-tin/moi", {**FIELDS, "headline": HEADLINE, "act": "save"})
    mine = live.id + 1
    sent = {**FIELDS, "headline": HEADLINE, "version": "1", "replace": str(live.id)}
    assert hand.post(f"/ban-tin/{mine}", sent).status_code == 302
    said = text_of(boss.get(f"/cho-duyet/{mine}"))
    for words in (
        "Thay cho bản tin",
        "bản đó hết hiệu lực duyệt và ngừng phát",
        "Lời điểm tin",
        HEADLINE,
        "của lời điểm tin chưa làm xong",
    ):
        assert words in said, words
    assert "cả hai cùng phát" not in said
    assert speaking.work(desk)
    assert "disabled" in text_of(boss.get(f"/cho-duyet/{mine}"))  # one of two can be heard
    assert speaking.work(desk)
    said = text_of(boss.get(f"/cho-duyet/{mine}"))
    assert "disabled" not in said
    assert said.count("<audio") == 2
    facts = bulletin_view.view(desk, leader, mine)
    form = {"version": str(facts.version), "digest": facts.facts.digest}
    assert boss.post(f"/cho-duyet/{mine}/duyet", {**form, "headline": "0" * 64}).status_code == 409
    assert boss.post(f"/cho-duyet/{mine}/duyet", form).status_code == 302
    assert f"“{FIELDS['title']}” hết hiệu lực duyệt và ngừng phát" in text_of(boss.get("/cho-duyet"))
    assert (row_of(desk, mine).state, row_of(desk, live.id).state) == (State.APPROVED, State.WITHDRAWN)


def test_sessions_are_told_apart_by_what_they_are_for_and_where_they_are_heard(
    desk: Desk, hand: Person
) -> None:
    with desk.store.writing() as session:
        brief = session.scalars(select(ProgrammeTemplate).where(ProgrammeTemplate.kind == "diem_tin")).one()
        rule = session.get_one(SessionRule, series(desk)[1])
        rule.template_id, rule.village_ids = brief.id, [1, 2]
    assert "Buổi chiều (17:00, điểm tin, 2 thôn)" in text_of(hand.get("/ban-tin/moi"))
    sent = {**FIELDS, **wishes(desk), "text": "Bà con chú ý. " * 60, "headline": ""}
    advice = hand.post("/ban-tin/doc-thu", sent, json=True).get_json()["advice"]
    assert "Có 1 thôn đã chọn không có các buổi này" in advice
    assert "Các buổi đã chọn chỉ điểm tin" in advice


def test_a_bulletin_that_is_open_offers_itself_to_nobody(
    desk: Desk, writer: Actor, hand: Person, approve: Approve
) -> None:
    live = approve(title="Bản đang phát")
    assert f'<option value="{live.id}">Bản đang phát' in text_of(hand.get("/ban-tin/moi"))
    bulletins.reopen(desk, writer, live.id, live.version)
    assert f'<option value="{live.id}"' not in text_of(hand.get(f"/ban-tin/{live.id}"))

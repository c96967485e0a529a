"""Writing bulletins through the pages, as a writer does and as an attacker might."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from broadcaster.clock import FixedClock
from broadcaster.domain.writing.workflow import Role, State
from broadcaster.services import due
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Bulletin, Occurrence, Village
from broadcaster.web import create_app
from tests.integration.web.browser import PASSWORD, Person, text_of

MONDAY = date(2026, 6, 15)
FIELDS: dict[str, object] = {
    "title": "Lịch tiêm phòng cho đàn gia súc",
    "text": "Sáng thứ bảy, bà con đưa trâu bò đến nhà văn hóa thôn để tiêm phòng. Tiêm phòng không mất tiền.",
    "urgency": "thong_thuong",
    "where": "tat_ca",
    "first_day": MONDAY.isoformat(),
    "last_day": (MONDAY + timedelta(days=7)).isoformat(),
    "airings": "4",
    "read_times": "1",
    "kind": "tin_bai",
    "field": "phap_luat",
    "topic": "",
    "plan_row_id": "0",
    "source": "tu_soan",
}


@pytest.fixture
def app(desk: Desk, admin: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def hand(app: Flask, writer: Actor) -> Person:
    """The writer at their browser."""
    return Person(app, "soan")


def row_of(desk: Desk, bulletin_id: int = 1) -> Bulletin:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id)


def write(hand: Person, **changed: object) -> int:
    """Save a new draft and return its number."""
    answer = hand.post("/ban-tin/moi", {**FIELDS, **changed, "act": "save"})
    assert answer.status_code == 302, text_of(answer)
    return int(answer.location.rsplit("/", 1)[1])


def test_an_empty_list_says_what_belongs_there_and_how_to_begin(hand: Person) -> None:
    said = text_of(hand.get("/ban-tin"))
    assert "Soạn bản tin đầu tiên" in said
    assert "Bản tin là lời sẽ đọc trên loa" in said


def test_a_bulletin_goes_from_the_form_to_the_leader(desk: Desk, hand: Person) -> None:
    answer = hand.post("/ban-tin/moi", {**FIELDS, "act": "submit"})
    assert answer.status_code == 302
    assert row_of(desk).state == State.WAITING
    assert "Đã trình duyệt" in text_of(hand.get(answer.location))


def test_everything_typed_is_there_when_the_page_is_opened_again(desk: Desk, hand: Person) -> None:
    with desk.store.reading() as session:
        second = session.scalars(select(Village.id).order_by(Village.id)).all()[1]
    number = write(hand, where="mot_so", village_ids=[str(second)], urgency="uu_tien", read_times="2")
    said = text_of(hand.get(f"/ban-tin/{number}"))
    assert str(FIELDS["title"]) in said
    assert str(FIELDS["text"]) in said
    kept = row_of(desk, number)
    assert (kept.village_ids, kept.urgency, kept.read_times) == ([second], "uu_tien", 2)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": ""}, "Chưa có nội dung"),
        ({"text": "🎉🎉 !!!"}, "không có chữ nào đọc lên được"),
        ({"title": " "}, "Chưa có tên bản tin"),
        ({"title": "a" * 300}, "tối đa 200"),
        ({"last_day": (MONDAY - timedelta(days=3)).isoformat()}, "đứng trước ngày phát đầu"),
        ({"last_day": ""}, "Chưa chọn ngày phát cuối"),
        ({"where": "mot_so"}, "Chưa chọn thôn nào"),
        ({"field": ""}, "Chưa chọn lĩnh vực"),
    ],
    ids=str,
)
def test_what_is_missing_is_said_beside_its_field_and_the_draft_is_kept(
    desk: Desk, hand: Person, changed: dict[str, object], sentence: str
) -> None:
    answer = hand.post("/ban-tin/moi", {**FIELDS, **changed, "act": "submit"})
    assert answer.status_code == 422
    said = text_of(answer)
    assert sentence in said
    assert 'class="problem"' in said
    assert row_of(desk).state == State.DRAFT
    assert 'action="/ban-tin/1"' in said  # sent again it is the same bulletin


def test_all_problems_are_told_at_once(hand: Person) -> None:
    said = text_of(hand.post("/ban-tin/moi", {"where": "tat_ca", "airings": "4", "act": "submit"}))
    for sentence in (
        "Chưa có tên bản tin",
        "Chưa có nội dung",
        "Chưa chọn lĩnh vực",
        "Chưa chọn ngày phát cuối",
    ):
        assert sentence in said


def test_a_hundred_kilobytes_are_kept_and_refused_with_the_number(desk: Desk, hand: Person) -> None:
    text = "Bà con chú ý. " * 7500
    answer = hand.post("/ban-tin/moi", {**FIELDS, "text": text, "act": "submit"})
    assert answer.status_code == 422
    assert "tối đa 20000" in text_of(answer)
    assert len(row_of(desk).text) >= 100_000


@pytest.mark.parametrize(
    "changed",
    [
        {"airings": "999999999999999999999999"},
        {"airings": "mười"},
        {"first_day": "hôm nay"},
        {"kind": "linh_tinh"},
        {"urgency": "<b>"},
        {"plan_row_id": "77777"},
        {"village_ids": ["99999"], "where": "mot_so"},
        {"village_ids": ["'; drop"], "where": "mot_so"},
        {"read_times": "-1"},
        {"version": "9" * 40},
        {"text": "một\x00hai\ud7ff"},
    ],
    ids=str,
)
def test_values_no_page_offers_are_a_refusal_and_never_a_crash(
    hand: Person, changed: dict[str, object]
) -> None:
    answer = hand.post("/ban-tin/moi", {**FIELDS, **changed, "act": "save"})
    assert answer.status_code in (302, 422)
    saved = hand.post("/ban-tin/luu", {**FIELDS, **changed}, json=True)
    assert saved.status_code == 200


def test_a_village_closed_meanwhile_is_named_and_to_be_chosen_again(
    desk: Desk, admin: Actor, hand: Person
) -> None:
    gone = villages.add(desk, admin, "thôn Bãi Cũ")
    number = write(hand, where="mot_so", village_ids=[str(gone.id)])
    with desk.store.writing() as session:
        row = session.get_one(Village, gone.id)
        row.valid_from, row.valid_to = MONDAY - timedelta(days=9), MONDAY - timedelta(days=1)
    assert "thôn Bãi Cũ (không còn)" in text_of(hand.get(f"/ban-tin/{number}"))
    fields = {**FIELDS, "where": "mot_so", "village_ids": [str(gone.id)], "version": "1", "act": "submit"}
    answer = hand.post(f"/ban-tin/{number}", fields)
    assert answer.status_code == 422
    assert "nay không còn" in text_of(answer)


def test_what_was_typed_is_shown_as_text_never_run(hand: Person) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    number = write(hand, title=evil, text=f"{evil} Mời bà con.")
    for path in ("/ban-tin", f"/ban-tin/{number}", f"/ban-tin/{number}/xem"):
        raw = hand.get(path).get_data(as_text=True)
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
    told = hand.post("/ban-tin/doc-thu", {**FIELDS, "text": evil}, json=True).get_json()
    assert "<script>" not in told["said"] + told["doubts"] + told["advice"]


def test_the_preview_marks_each_expansion_with_its_rule(hand: Person) -> None:
    told = hand.post("/ban-tin/doc-thu", {**FIELDS, "text": "UBND xã họp lúc 8h00."}, json=True).get_json()
    assert "Ủy ban nhân dân" in told["said"]
    assert '<mark class="said-rule" title="UBND' in told["said"]
    assert "viết là UBND" in told["said"]  # for who cannot see the mark
    assert told["length"].endswith("giây")


def test_a_doubt_is_settled_on_the_page_and_stays_settled(desk: Desk, hand: Person) -> None:
    odd = {"text": "Mời bà con liên hệ QZX để biết thêm."}
    told = hand.post("/ban-tin/doc-thu", {**FIELDS, **odd}, json=True).get_json()
    assert told["keys"] == ["QZX"]
    assert told["unsettled"] == 1
    answer = hand.post("/ban-tin/moi", {**FIELDS, **odd, "act": "submit"})
    assert answer.status_code == 422
    assert "Còn 1 chỗ chưa rõ cách đọc" in text_of(answer)
    settled = {"confirmed_written": ["QZX"], "confirmed_spoken": ["quy dét ích"]}
    answer = hand.post("/ban-tin/1", {**FIELDS, **odd, **settled, "version": "1", "act": "submit"})
    assert answer.status_code == 302, text_of(answer)
    assert row_of(desk).confirmed_readings == {"QZX": "quy dét ích"}


def test_keep_as_written_works_without_a_script(hand: Person) -> None:
    answer = hand.post("/ban-tin/moi", {**FIELDS, "text": "Liên hệ QZX.", "keep": "QZX"})
    said = text_of(answer)
    assert answer.status_code == 200
    assert 'name="confirmed_spoken" value="QZX"' in said
    assert "chỗ chưa rõ cách đọc</b>" not in said


def test_reading_without_a_script_keeps_what_was_typed_and_saves_nothing(desk: Desk, hand: Person) -> None:
    answer = hand.post("/ban-tin/moi", {**FIELDS, "text": "Họp lúc 7h30.", "act": "read"})
    said = text_of(answer)
    assert "bảy giờ ba mươi" in said
    assert "Họp lúc 7h30." in said
    with desk.store.reading() as session:
        assert session.scalar(select(Bulletin)) is None


def test_a_draft_saves_itself_and_says_when(desk: Desk, hand: Person) -> None:
    first = hand.post("/ban-tin/luu", {**FIELDS, "draft_key": "k1"}, json=True).get_json()
    assert first["saved"] == "Đã lưu nháp lúc 8:00"
    again = hand.post("/ban-tin/luu", {**FIELDS, "draft_key": "k1"}, json=True).get_json()
    assert again["id"] == first["id"]  # an answer that was lost makes no second bulletin
    more = {**FIELDS, "text": "Chữ mới.", "bulletin_id": again["id"], "version": again["version"]}
    assert hand.post("/ban-tin/luu", more, json=True).status_code == 200
    assert row_of(desk, first["id"]).text == "Chữ mới."


def test_a_late_save_cannot_change_what_was_submitted(desk: Desk, hand: Person) -> None:
    hand.post("/ban-tin/moi", {**FIELDS, "draft_key": "k2", "act": "submit"})
    late = hand.post("/ban-tin/luu", {**FIELDS, "text": "Chữ đến muộn.", "draft_key": "k2"}, json=True)
    assert late.status_code == 422
    assert row_of(desk).text == FIELDS["text"]


def test_a_stale_page_shows_both_texts_and_loses_neither(
    desk: Desk, app: Flask, hand: Person, admin: Actor
) -> None:
    number = write(hand)
    other = Person(app, "quantri")
    other.post(f"/ban-tin/{number}", {**FIELDS, "text": "Chữ của người kia.", "version": "1", "act": "save"})
    mine = {**FIELDS, "text": "Chữ của tôi.", "version": "1"}
    answer = hand.post(f"/ban-tin/{number}", {**mine, "act": "save"})
    said = text_of(answer)
    assert answer.status_code == 409
    assert "Chữ của người kia." in said
    assert "Chữ của tôi." in said
    told = hand.post("/ban-tin/luu", {**mine, "bulletin_id": number}, json=True)
    assert told.status_code == 409
    assert (told.get_json()["text"], told.get_json()["version"]) == ("Chữ của người kia.", 2)
    assert row_of(desk, number).text == "Chữ của người kia."
    kept = hand.post(f"/ban-tin/{number}", {**mine, "version": "2", "act": "save"})
    assert kept.status_code == 302
    assert row_of(desk, number).text == "Chữ của tôi."


def test_a_session_that_ended_while_sending_keeps_the_text(desk: Desk, hand: Person) -> None:
    hand.get("/ban-tin/moi")
    hand.forget()
    answer = hand.post("/ban-tin/moi", {**FIELDS, "draft_key": "k3", "act": "save"})
    assert answer.status_code == 401
    assert "Phiên làm việc đã hết" in text_of(answer)
    carried = _hidden(text_of(answer), "carried")
    again = hand.post(
        "/dang-nhap",
        {"login": "soan", "password": PASSWORD, "carried": carried, "carried_to": "/ban-tin/moi", "to": "/"},
    )
    assert str(FIELDS["text"]) in text_of(again)
    sent = hand.post("/ban-tin/moi", {**FIELDS, "draft_key": "k3", "act": "save"})
    assert sent.status_code == 302
    assert row_of(desk).text == FIELDS["text"]


def test_a_script_whose_session_ended_is_told_so(hand: Person) -> None:
    hand.get("/ban-tin/moi")
    hand.forget()
    assert hand.post("/ban-tin/luu", dict(FIELDS), json=True).status_code == 401


def test_another_communes_bulletin_is_not_there(desk: Desk, hand: Person, writer: Actor) -> None:
    theirs = _other_communes_bulletin(desk, writer)
    for path in (f"/ban-tin/{theirs}", f"/ban-tin/{theirs}/xem"):
        assert hand.get(path).status_code == 404
    for path in (
        f"/ban-tin/{theirs}",
        f"/ban-tin/{theirs}/chep",
        f"/ban-tin/{theirs}/lay-ve",
        f"/ban-tin/{theirs}/mo-ra",
    ):
        assert hand.post(path, {**FIELDS, "version": "1", "act": "save"}).status_code == 404
    saved = hand.post("/ban-tin/luu", {**FIELDS, "bulletin_id": theirs, "version": "1"}, json=True)
    assert saved.status_code == 404
    assert row_of(desk, theirs).text == "Của xã khác."


def test_only_writers_write(app: Flask, leader: Actor, operator: Actor, hand: Person) -> None:
    number = write(hand)
    for login in ("duyet", "truc"):
        other = Person(app, login)
        assert other.get("/ban-tin/moi").status_code == 403
        assert other.post("/ban-tin/moi", {**FIELDS, "act": "save"}).status_code == 403
        assert other.get(f"/ban-tin/{number}").status_code == 302  # to read it
        assert other.get(f"/ban-tin/{number}/xem").status_code == 200
        assert "Soạn bản tin</a>" not in text_of(other.get("/ban-tin"))


def test_an_approved_bulletin_is_reopened_only_after_being_told_what_that_means(
    desk: Desk, hand: Person, leader: Actor
) -> None:
    number = _approved(desk, hand, leader)
    page = text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "hết hiệu lực ngay" in page
    assert hand.get(f"/ban-tin/{number}").location.endswith("/xem")  # nobody writes on what is approved
    stale = hand.post(f"/ban-tin/{number}/mo-ra", {"version": "1"})
    assert stale.status_code == 409
    done = hand.post(f"/ban-tin/{number}/mo-ra", {"version": str(row_of(desk, number).version)})
    assert done.location.endswith(f"/ban-tin/{number}")
    said = text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "lần duyệt trước hết hiệu lực" in said


def test_withdrawing_needs_a_reason_and_keeps_it(desk: Desk, hand: Person, leader: Actor) -> None:
    number = _approved(desk, hand, leader)
    version = str(row_of(desk, number).version)
    assert hand.post(f"/ban-tin/{number}/rut", {"version": version, "reason": " "}).status_code == 422
    hand.post(f"/ban-tin/{number}/rut", {"version": version, "reason": "Lịch họp đã đổi"})
    said = text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "Lý do: Lịch họp đã đổi" in said
    assert row_of(desk, number).state == State.WITHDRAWN


def test_a_copy_is_a_new_draft_without_days(desk: Desk, hand: Person, leader: Actor) -> None:
    number = _approved(desk, hand, leader)
    answer = hand.post(f"/ban-tin/{number}/chep")
    copied = row_of(desk, int(answer.location.rsplit("/", 1)[1]))
    assert (copied.text, copied.last_day, copied.state) == (FIELDS["text"], None, State.DRAFT)


def test_listening_is_asked_for_and_spoken_by_the_worker(desk: Desk, hand: Person) -> None:
    asked = hand.post("/ban-tin/nghe-thu", dict(FIELDS), json=True).get_json()
    assert asked["made"] is False
    assert speaking.work(desk)
    told = hand.get(asked["ask"], json=True).get_json()
    assert told["made"] is True
    assert told["src"].endswith(".mp3")
    empty = hand.post("/ban-tin/nghe-thu", {**FIELDS, "text": "…"}, json=True)
    assert empty.status_code == 422


def test_the_list_is_found_by_words_with_or_without_marks_and_by_state(hand: Person) -> None:
    write(hand, title="Họp thôn bàn về đường điện")
    write(hand, title="Khám sức khỏe người cao tuổi")
    for words in ("duong dien", "đường ĐIỆN"):
        said = text_of(hand.get(f"/ban-tin?tim={words}"))
        assert "Họp thôn" in said
        assert "Khám sức khỏe" not in said
    assert "Không có bản tin nào như vậy" in text_of(hand.get("/ban-tin?tim=zzzz"))
    assert "Họp thôn" in text_of(hand.get("/ban-tin?trang-thai=nhap"))
    assert "Họp thôn" not in text_of(hand.get("/ban-tin?trang-thai=da_duyet"))
    assert hand.get("/ban-tin?trang=-5&trang-thai=xyz").status_code == 200


def test_the_page_of_a_bulletin_says_where_it_airs_and_where_not_and_why(
    desk: Desk, hand: Person, leader: Actor, clock: FixedClock
) -> None:
    with desk.store.reading() as session:
        first = session.scalars(select(Village.id).order_by(Village.id)).all()[0]
    fields = {"where": "mot_so", "village_ids": [str(first)], "airings": "1"}
    number = _approved(desk, hand, leader, **fields)
    before = text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "Lịch phát đang được xếp lại" in before
    publishing.publish(desk, leader.commune_id)
    due.done(desk, leader.commune_id, desk.clock.now())
    said = text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "Sắp phát (1 lượt phát)" in said
    assert "17:00 ngày 15/6/2026" in said
    assert "Không phát ở thôn này" in said
    assert "Đã xếp đủ 1 lần phát" in said
    assert "0–1 / 1" not in text_of(hand.get("/ban-tin"))
    clock.at += timedelta(hours=10)
    with desk.store.reading() as session:
        aired = session.scalars(select(Occurrence).where(Occurrence.village_id == first)).first()
        assert aired is not None
    airings.declare(desk, airings.Statement(aired.id, True, "Bàn Văn Sơn"))
    assert "Xác nhận đã phát" in text_of(hand.get(f"/ban-tin/{number}/xem"))
    assert "1 / 1 buổi" in text_of(hand.get("/ban-tin"))


def _hidden(page: str, name: str) -> str:
    start = page.index('value="', page.index(f'name="{name}"')) + 7
    return page[start : page.index('">', start)]


def _approved(desk: Desk, hand: Person, leader: Actor, **changed: object) -> int:
    hand.post("/ban-tin/moi", {**FIELDS, **changed, "act": "submit"})
    with desk.store.reading() as session:
        row = session.scalars(select(Bulletin).order_by(Bulletin.id.desc())).first()
        assert row is not None
        revision = row.revisions[-1]
    speaking.make(desk, revision.speech_key)
    approvals.approve(desk, leader, row.id, row.version, revision.digest)
    return row.id


def _other_communes_bulletin(desk: Desk, writer: Actor) -> int:
    """A bulletin in a second commune of the same installation."""
    from broadcaster.store.tables import Commune  # noqa: PLC0415 # only here

    with desk.store.writing() as session:
        first = session.get_one(Commune, writer.commune_id)
        other = Commune(
            code="khac",
            name="xã Khác",
            province=first.province,
            greeting="",
            closing="",
            repeat_words="",
            self_approval=False,
            created_at=desk.clock.now(),
        )
        session.add(other)
        session.flush()
        other_id = other.id
    stranger = Actor(writer.person_id, other_id, "la", "Người lạ", "", frozenset({Role.WRITER}))
    return bulletins.create(desk, stranger, bulletins.Draft(title="Của xã khác", text="Của xã khác.")).id

"""The commune's dictionary: tried, kept, changed, carried over in a file, and never changing what is approved."""

import io

import pytest
from flask import Flask

from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins, lexicon, lexicon_table
from broadcaster.store.tables import Bulletin
from broadcaster.web import create_app
from tests.integration.test_main_road import draft
from tests.integration.web.browser import Person, text_of

HEAD = "viet\tdoc\tphan_biet_hoa\tca_tu\tghi_chu\n"


@pytest.fixture
def app(desk: Desk, admin: Actor) -> Flask:
    return create_app(desk)


@pytest.fixture
def hand(app: Flask, writer: Actor) -> Person:
    return Person(app, "soan")


def add(hand: Person, written: str, spoken: str, **more: object) -> int:
    fields = {"viet": written, "doc": spoken, "match_case": "y", "whole_word": "y", "act": "keep", **more}
    return hand.post("/tu-dien", fields).status_code


def upload(hand: Person, table: str | bytes) -> tuple[int, str]:
    content = table.encode() if isinstance(table, str) else table
    answer = hand.post("/tu-dien/nhap", {"table": (io.BytesIO(content), "tu-dien.tsv")})
    return answer.status_code, text_of(answer)


def test_an_entry_is_kept_with_who_and_when_and_read_from_then_on(
    desk: Desk, hand: Person, writer: Actor
) -> None:
    assert add(hand, "QZX", "quỹ dân xã", note="theo bà con gọi") == 302
    said = text_of(hand.get("/tu-dien"))
    for words in ("QZX", "quỹ dân xã", "theo bà con gọi", "Đỗ Thị Hương", "08:00 ngày 15/6/2026"):
        assert words in said
    told = hand.post("/ban-tin/doc-thu", {"text": "Hỏi QZX nhé.", "where": "tat_ca"}, json=True).get_json()
    assert "quỹ dân xã" in told["said"]
    assert told["unsettled"] == 0


def test_trying_shows_the_sentence_and_keeps_nothing(desk: Desk, hand: Person, writer: Actor) -> None:
    fields = {"viet": "QZX", "doc": "quỹ dân xã", "sample": "Bà con hỏi QZX.", "match_case": "y"}
    answer = hand.post("/tu-dien", {**fields, "act": "try"})
    said = text_of(answer)
    assert answer.status_code == 200
    assert "Loa sẽ đọc:" in said
    assert "quỹ dân xã" in said.split("Loa sẽ đọc:")[1]
    assert lexicon.listing(desk, writer.commune_id) == ()


def test_a_doubt_of_the_editor_comes_filled_in(hand: Person) -> None:
    assert 'value="QZX"' in text_of(hand.get("/tu-dien?viet=QZX"))


@pytest.mark.parametrize(
    ("written", "spoken", "sentence"),
    [
        ("", "gì đó", "Hãy điền"),
        ("QZX", "  ", "Hãy điền"),
        ("QZX", "123", "phải ghi bằng chữ"),
        ("a" * 200, "dài", "tối đa 80"),
        ("QZX", "dài " * 200, "tối đa 200"),
    ],
)
def test_a_poor_entry_is_refused_with_a_sentence_and_kept_on_the_page(
    desk: Desk, hand: Person, writer: Actor, written: str, spoken: str, sentence: str
) -> None:
    fields = {"viet": written, "doc": spoken, "act": "keep"}
    answer = hand.post("/tu-dien", fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert lexicon.listing(desk, writer.commune_id) == ()


def test_a_word_has_one_entry(hand: Person) -> None:
    assert add(hand, "QZX", "một") == 302
    answer = hand.post("/tu-dien", {"viet": "QZX", "doc": "hai", "match_case": "y", "act": "keep"})
    assert answer.status_code == 422
    assert "đọc là “một”" in text_of(answer)


def test_a_changed_entry_takes_the_place_and_a_removed_one_is_gone(
    desk: Desk, hand: Person, writer: Actor
) -> None:
    add(hand, "QZX", "một")
    (old,) = lexicon.listing(desk, writer.commune_id)
    fields = {"viet": "QZX", "doc": "hai", "match_case": "y", "whole_word": "y", "act": "keep"}
    assert hand.post(f"/tu-dien/{old.id}", fields).status_code == 302
    (new,) = lexicon.listing(desk, writer.commune_id)
    assert new.spoken == "hai"
    assert hand.post(f"/tu-dien/{old.id}", fields).status_code == 404  # a stale page changes nothing
    assert hand.post(f"/tu-dien/{new.id}/bo").status_code == 302
    assert lexicon.listing(desk, writer.commune_id) == ()


def test_what_was_typed_is_shown_as_text_never_run(hand: Person) -> None:
    add(hand, "<script>x", "đọc <b>đậm</b>", note="<img src=x>")
    raw = hand.get("/tu-dien").get_data(as_text=True)
    assert "<script>x" not in raw
    assert "<img src=x>" not in raw


def test_nobody_without_the_right_changes_the_dictionary(app: Flask, leader: Actor, hand: Person) -> None:
    add(hand, "QZX", "một")
    boss = Person(app, "duyet")
    assert "Thêm vào từ điển" not in text_of(boss.get("/tu-dien"))
    assert boss.post("/tu-dien", {"viet": "A", "doc": "b", "act": "keep"}).status_code == 403
    assert boss.post("/tu-dien/1/bo").status_code == 403


def test_a_table_goes_out_and_comes_back_the_same(desk: Desk, hand: Person, writer: Actor) -> None:
    add(hand, "QZX", "quỹ dân xã", note="ghi chú")
    add(hand, "hợp tác", "hợp tác xã", match_case="")
    table = hand.get("/tu-dien/tu-dien-doc.tsv")
    assert table.get_data().startswith(b"\xef\xbb\xbf")  # a spreadsheet then knows the letters
    for one in lexicon.listing(desk, writer.commune_id):
        lexicon.remove(desk, writer, one.id)
    code, _said = upload(hand, table.get_data())
    assert code == 302
    found = {
        one.written: (one.spoken, one.match_case, one.note)
        for one in lexicon.listing(desk, writer.commune_id)
    }
    assert found == {"QZX": ("quỹ dân xã", True, "ghi chú"), "hợp tác": ("hợp tác xã", False, "")}
    code, _said = upload(hand, table.get_data().decode("utf-8-sig").encode("utf-16"))
    assert code == 302
    assert len(lexicon.listing(desk, writer.commune_id)) == 2


def test_wrong_lines_are_all_named_and_nothing_is_taken_in(desk: Desk, hand: Person, writer: Actor) -> None:
    table = HEAD + "QZX\tquỹ dân xã\n\tthiếu chữ viết\nABX\t123\n\nCC\tcê cê\tcó lẽ\nQZX\tkhác\n"
    code, said = upload(hand, table)
    assert code == 422
    for words in ("Dòng 3", "Dòng 4", "Dòng 6", "Dòng 7", "đã có ở dòng 2"):
        assert words in said
    assert "Dòng 2:" not in said
    assert lexicon.listing(desk, writer.commune_id) == ()


@pytest.mark.parametrize(
    "table",
    [b"", b"\xff\xfe\x00rubbish", b"mot,hai\n1,2\n", b"\x00" * 500, b"viet\tdoc\n" + b'"' * 5000],
    ids=["empty", "not text", "commas", "zeros", "quotes"],
)
def test_what_is_no_table_is_refused_in_words(desk: Desk, hand: Person, writer: Actor, table: bytes) -> None:
    code, said = upload(hand, table)
    assert code == 422
    assert "Hãy" in said
    assert lexicon.listing(desk, writer.commune_id) == ()


def test_an_approved_bulletin_keeps_its_words_and_is_named(
    desk: Desk, hand: Person, writer: Actor, leader: Actor
) -> None:
    row = bulletins.create(
        desk, writer, draft(title="Tin về giờ họp", text="Họp lúc 8h00 tại nhà văn hóa thôn.")
    )
    revision = bulletins.submit(desk, writer, row.id, row.version)
    speaking.make(desk, revision.speech_key)
    approvals.approve(desk, leader, row.id, row.version + 1, revision.digest)
    assert "vẫn phát theo cách đọc cũ" not in text_of(hand.get("/tu-dien"))
    add(hand, "8h00", "tám giờ sáng")
    said = text_of(hand.get("/tu-dien"))
    assert "1 bản tin đã duyệt vẫn phát theo cách đọc cũ" in said
    assert "Tin về giờ họp" in said
    with desk.store.reading() as session:
        kept = session.get_one(Bulletin, row.id).revisions[-1].spoken
    assert "tám giờ sáng" not in kept


def test_a_table_is_refused_to_who_may_not(desk: Desk, leader: Actor) -> None:
    from broadcaster.errors import NotAllowed  # noqa: PLC0415 # only here

    with pytest.raises(NotAllowed):
        lexicon_table.read_table(desk, leader, HEAD.encode())

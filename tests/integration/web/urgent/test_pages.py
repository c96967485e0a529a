"""The pages of Khẩn cấp: taps that count once, words that cannot be confused, refusals that keep what was typed."""

import io
import re
from datetime import timedelta

import pytest

from broadcaster.clock import FixedClock
from broadcaster.services.desk import Desk
from tests.integration.web.browser import Person, text_of
from tests.integration.web.urgent.taps import (
    EVERY,
    WORDS,
    first_tap,
    proof,
    sessions,
)


def test_tapped_twice_reloaded_and_gone_back_to_it_is_one_call(aired_desk: Desk, leader: Person) -> None:
    confirm = first_tap(leader)
    sent = proof(text_of(leader.get(confirm)))
    first, second = leader.post(confirm, sent), leader.post(confirm, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert leader.get(confirm).headers["Location"] == first.headers["Location"]
    assert len(sessions(aired_desk)) == 1


def test_a_second_tap_of_one_kind_never_does_the_others_work(aired_desk: Desk, leader: Person) -> None:
    drill = first_tap(leader, "/khan-cap/dien-tap")
    sent = proof(text_of(leader.get(drill)))
    wrong = drill.replace("phat-dien-tap", "phat")
    assert wrong != drill
    assert leader.get(wrong).headers["Location"] == drill
    leader.post(wrong, sent)
    assert sessions(aired_desk) == []
    real = first_tap(leader)
    leader.post(f"{real}-dien-tap", proof(text_of(leader.get(real))))
    assert sessions(aired_desk) == []


def test_the_two_pages_of_the_second_tap_share_neither_words_nor_shape(leader: Person) -> None:
    real, drill = (
        text_of(leader.get(first_tap(leader, path))) for path in ("/khan-cap", "/khan-cap/dien-tap")
    )
    buttons = [
        re.search(r'<button class="btn (btn-\w+) [^"]*"[^>]*>([^<]*thôn)</button>', one)
        for one in (real, drill)
    ]
    assert all(buttons)
    assert [one.groups() for one in buttons if one] == [
        ("btn-real", "PHÁT THẬT ra loa 3 thôn"),
        ("btn-drill", "Bắt đầu diễn tập ở 3 thôn"),
    ]
    assert "iễn tập" not in real.split("<main")[1]
    assert "PHÁT THẬT" not in drill
    assert "TIN KHẨN CẤP" not in drill


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": " "}, "gõ nội dung"),
        ({"village_ids": []}, "ít nhất một thôn"),
        ({"every": "15", "until": ""}, "đến mấy giờ"),
        ({"every": "7"}, "Hãy chọn một mục trong danh sách"),
        ({"file": (io.BytesIO(b"khong phai am thanh"), "a.mp3")}, "không phải tệp âm thanh"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(
    leader: Person, changed: dict[str, object], says: str
) -> None:
    leader.get("/khan-cap")
    fields = {"text": "Nước đang lên.", "village_ids": EVERY, "every": "0", "field": "khac", "key": "a"}
    answer = leader.post("/khan-cap", fields | changed)
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page
    assert str((fields | changed)["text"]).strip() in page


def test_what_waited_too_long_says_so_and_its_button_is_dead(leader: Person, clock: FixedClock) -> None:
    confirm = first_tap(leader)
    assert "disabled" not in text_of(leader.get(confirm))
    clock.at += timedelta(hours=3)
    page = text_of(leader.get(confirm))
    assert "nay không còn đúng giờ" in page
    assert re.search(r'<button class="btn btn-real[^>]* disabled>', page)
    assert confirm.removesuffix("/phat") not in text_of(leader.get("/khan-cap"))


def test_one_too_long_for_its_repeats_says_so_before_the_second_tap(leader: Person) -> None:
    confirm = first_tap(leader, text=WORDS * 45, every="5", until="09:00")
    page = text_of(leader.get(confirm))
    assert "không nhắc lại 5 phút một lần được" in page
    assert re.search(r'<button class="btn btn-real[^>]* disabled>', page)


def test_a_script_is_told_where_to_go_on_or_what_is_wrong(leader: Person) -> None:
    leader.get("/khan-cap")
    fields = {"text": "Nước đang lên.", "village_ids": EVERY, "every": "0", "field": "khac", "key": "b"}
    told = leader.post("/khan-cap", fields, json=True)
    assert re.fullmatch(r"/khan-cap/\d+/phat", told.get_json()["url"])
    refused = leader.post("/khan-cap", fields | {"text": "", "key": "c"}, json=True)
    assert (refused.status_code, "gõ nội dung" in refused.get_json()["message"]) == (422, True)

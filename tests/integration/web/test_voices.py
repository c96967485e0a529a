"""The page "Giọng đọc": order, voices, keys, pace and pauses; and where a stand-in or a better voice is told of."""

import re
from datetime import timedelta

import pytest

from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.voice import better, making, new_voices, speaking, voice_settings, voices
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Bulletin
from broadcaster.web import create_app
from tests.integration.stand_ins import NO_NETWORK, StandIn, with_voices
from tests.integration.web.browser import Person, text_of

PAGE = "/am-thanh/giong-doc"
KEY = "khoa-bi-mat-8f3a91"


@pytest.fixture
def online() -> StandIn:
    return StandIn("gtts")


@pytest.fixture
def home(desk: Desk, online: StandIn) -> Desk:
    return with_voices(desk, online, StandIn("espeak"))


@pytest.fixture
def page(home: Desk, admin: Actor) -> Person:
    return Person(create_app(home), "quantri")


def order(desk: Desk, actor: Actor) -> list[str]:
    return [one.name for one in voices.view(desk, actor.commune_id).engines if one.place]


def version(page: Person) -> str:
    found = re.search(r'name="version" value="(\d+)"', text_of(page.get(PAGE)))
    assert found
    return found[1]


def change(page: Person, path: str, **fields: object) -> str:
    answer = page.post(f"{PAGE}/{path}", {"version": version(page), **fields})
    assert answer.status_code == 302, text_of(answer)
    return text_of(page.get(answer.headers["Location"]))


def card(said: str, name: str) -> str:
    return said.split(f'id="giong-{name}"')[1].split("</li>", maxsplit=1)[0]


def test_every_engine_is_a_state_with_a_reason(page: Person, home: Desk, online: StandIn) -> None:
    online.fails = NO_NETWORK
    page.post(f"{PAGE}/gtts/thu", {"sentence": "Chào bà con."})
    assert making.work(home)
    said = text_of(page.get(PAGE))
    assert "Lần gần nhất không đọc được" in card(said, "gtts")
    assert NO_NETWORK in card(said, "gtts")
    for name, words in (("espeak", "Chưa thử"), ("fpt", "Chưa có khóa"), ("piper", "Chưa có giọng")):
        assert words in card(said, name)
    assert 'id="giong-silent"' not in said


def test_the_order_is_changed_by_buttons_and_by_dragging(page: Person, home: Desk, admin: Actor) -> None:
    said = change(page, "espeak/cho", len="1")
    assert order(home, admin) == ["espeak", "gtts"]
    assert "Đã đổi thứ tự" in said
    assert re.search(r'name="xuong"[^>]*eSpeak[^>]*autofocus', said)
    change(page, "espeak/cho", xuong="1")
    assert order(home, admin) == ["gtts", "espeak"]
    change(page, "thu-tu", engine=["espeak", "gtts"])
    assert order(home, admin) == ["espeak", "gtts"]


def test_an_engine_is_taken_in_and_out_and_the_offline_one_stays(
    page: Person, home: Desk, admin: Actor
) -> None:
    change(page, "edge/dung", dung="1")
    assert order(home, admin) == ["gtts", "edge", "espeak"]
    change(page, "gtts/dung")
    assert order(home, admin) == ["edge", "espeak"]
    answer = page.post(f"{PAGE}/espeak/dung", {"version": version(page)})
    assert answer.status_code == 422
    assert "luôn được giữ lại" in text_of(answer)


def test_a_stale_page_changes_nothing_and_says_so(page: Person, home: Desk, admin: Actor) -> None:
    old = version(page)
    change(page, "espeak/cho", len="1")
    answer = page.post(f"{PAGE}/gtts/cho", {"version": old, "len": "1"})
    assert answer.status_code == 409
    assert "Có người vừa sửa giọng đọc" in text_of(answer)
    assert order(home, admin) == ["espeak", "gtts"]


def test_a_key_is_written_and_never_shown_again(
    page: Person, home: Desk, admin: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    said = change(page, "fpt/khoa", service_key=KEY)
    assert "Đã có khóa" in card(said, "fpt")
    assert "Chưa có khóa" not in card(said, "fpt")
    refused = page.post(f"{PAGE}/fpt/khoa", {"version": "0", "service_key": f"{KEY} sai"})
    assert refused.status_code in (409, 422)
    seen = [said, text_of(refused), text_of(page.get("/quan-tri/viec-da-lam")), caplog.text]
    assert KEY not in "".join(seen)
    assert home.keys.unseal("engine:1:fpt", "không phải") == ""
    assert "Chưa có khóa" in card(change(page, "fpt/khoa", xoa="1"), "fpt")


def test_a_key_sent_after_the_session_ended_is_not_handed_back(home: Desk, admin: Actor) -> None:
    stranger = Person(create_app(home))
    answer = stranger.post(f"{PAGE}/fpt/khoa", {"version": "0", "service_key": KEY})
    assert answer.status_code == 401
    assert KEY not in text_of(answer)
    unsigned = Person(create_app(home), "quantri").client.post(f"{PAGE}/fpt/khoa", data={"service_key": KEY})
    assert unsigned.status_code == 400
    assert KEY not in text_of(unsigned)


def test_voices_are_chosen(page: Person, home: Desk, admin: Actor) -> None:
    said = change(page, "espeak/giong", voice="vi-vn-x-south", second_voice="vi")
    assert "Giọng: miền Nam." in card(said, "espeak")
    view = next(one for one in voices.view(home, admin.commune_id).engines if one.name == "espeak")
    assert (view.voice, view.second_voice) == ("vi-vn-x-south", "vi")
    answer = page.post(f"{PAGE}/espeak/giong", {"version": version(page), "voice": "xx"})
    assert answer.status_code == 422


def test_pace_and_pauses_are_tried_as_typed_and_then_kept(page: Person, home: Desk, admin: Actor) -> None:
    typed = {
        "rate_wpm": "160",
        "comma_ms": "0,1",
        "sentence_ms": "0.2",
        "list_item_ms": "0.3",
        "paragraph_ms": "1",
    }
    answer = page.post(f"{PAGE}/nhip/thu", {"sentence": "Câu một. Câu hai.", **typed})
    assert making.work(home)
    shown = text_of(page.get(answer.headers["Location"]))
    assert 'value="160"' in shown
    assert "<audio" in shown.split('id="giong-nhip"')[1]
    assert voices.view(home, admin.commune_id).rate_wpm == 140
    change(page, "nhip", **typed)
    kept = voices.view(home, admin.commune_id)
    assert (kept.rate_wpm, kept.pauses.comma_ms, kept.pauses.sentence_ms) == (160, 100, 200)


@pytest.mark.parametrize(("field", "value"), [("comma_ms", "abc"), ("rate_wpm", "20"), ("paragraph_ms", "9"), ("comma_ms", "inf"), ("comma_ms", "-1")])  # fmt: skip
def test_what_is_no_pace_keeps_what_was_typed_and_says_why(page: Person, field: str, value: str) -> None:
    typed = {
        "rate_wpm": "160",
        "comma_ms": "0.1",
        "sentence_ms": "0.25",
        "list_item_ms": "0.3",
        "paragraph_ms": "1",
    }
    answer = page.post(f"{PAGE}/nhip", {"version": version(page), **typed, field: value})
    assert answer.status_code == 422
    assert 'value="0.25"' in text_of(answer)
    assert 'role="alert"' in text_of(answer)


def test_a_voice_is_tried_without_a_script_and_with_one(page: Person, home: Desk, online: StandIn) -> None:
    answer = page.post(f"{PAGE}/gtts/thu", {"sentence": "Mời bà con đến họp."})
    assert online.heard == []  # nothing is spoken while somebody waits for a page
    waiting = text_of(page.get(answer.headers["Location"]))
    assert "Mời bà con đến họp." in waiting
    assert 'http-equiv="refresh"' in waiting
    assert making.work(home)
    shown = card(text_of(page.get(answer.headers["Location"])), "gtts")
    sound = page.get(shown.split('<audio controls preload="none" src="')[1].split('"')[0])
    assert sound.status_code == 200
    sound.close()
    told = page.post(f"{PAGE}/gtts/thu", {"sentence": "Câu khác."}, json=True).get_json()
    assert (told["made"], told["trial"]) == (False, True)
    assert making.work(home)
    assert page.get(told["ask"], json=True).get_json()["made"]


def test_the_second_voice_is_tried_too(page: Person, home: Desk) -> None:
    first = page.post(f"{PAGE}/espeak/thu", {"sentence": "Chào."}, json=True).get_json()["ask"]
    second = page.post(f"{PAGE}/espeak/thu", {"sentence": "Chào.", "hai": "1"}, json=True).get_json()["ask"]
    assert first != second


def test_what_cannot_be_tried_is_told(page: Person) -> None:
    assert page.post(f"{PAGE}/gtts/thu", {"sentence": "x" * 301}).status_code == 422
    assert page.post(f"{PAGE}/alexa/thu", {"sentence": "x"}).status_code == 404


def test_who_only_looks_has_no_buttons(home: Desk, leader: Actor) -> None:
    said = text_of(Person(create_app(home), "duyet").get(PAGE))
    assert "Thứ tự đọc" in said
    assert "Nghe thử" not in said
    assert 'name="service_key"' not in said
    assert "Sau mỗi câu" in said


def test_a_writer_tries_but_does_not_change(home: Desk, writer: Actor) -> None:
    said = text_of(Person(create_app(home), "soan").get(PAGE))
    assert "Nghe thử" in said
    assert 'name="len"' not in said
    assert 'name="service_key"' not in said


def waiting(desk: Desk, writer: Actor) -> Bulletin:
    draft = bulletins.Draft(
        title="Lịch tiếp công dân",
        text="Ủy ban nhân dân xã tiếp công dân vào sáng thứ năm.",
        field="phap_luat",
        first_day=desk.today(),
        last_day=desk.today() + timedelta(days=9),
        airings=20,
    )
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    speaking.make(desk, revision.speech_key)
    with desk.store.reading() as session:
        return session.get_one(Bulletin, row.id)


def field(said: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', said)
    assert found, name
    return found[1]


def test_a_stand_in_is_told_on_every_page_and_a_better_voice_asks_the_leader(
    home: Desk, writer: Actor, leader: Actor, online: StandIn
) -> None:
    online.fails = NO_NETWORK
    row = waiting(home, writer)
    chief, author = Person(create_app(home), "duyet"), Person(create_app(home), "soan")
    said = text_of(chief.get(f"/cho-duyet/{row.id}"))
    assert "Giọng thay thế: máy đọc eSpeak NG, vì máy đọc Google chưa đọc được." in said
    sent = {name: field(said, name) for name in ("version", "digest", "sound")}
    assert chief.post(f"/cho-duyet/{row.id}/duyet", {**sent, "sound": "0" * 64}).status_code == 409
    assert chief.post(f"/cho-duyet/{row.id}/duyet", sent).status_code == 302
    publishing.publish(home, writer.commune_id)
    assert "giọng thay thế: máy đọc eSpeak NG" in text_of(author.get("/"))
    assert "Giọng thay thế" in text_of(author.get(f"/ban-tin/{row.id}/xem"))
    online.fails = ""
    home.clock.at += timedelta(minutes=10)  # type: ignore[attr-defined] # the tests' clock
    while better.improve(home):
        pass
    listed = text_of(chief.get("/cho-duyet"))
    assert "Giọng mới cho bản tin đã duyệt" in listed
    asked = text_of(chief.get(f"/cho-duyet/{row.id}/giong"))
    chosen = {name: field(asked, name) for name in ("decision_id", "sound")}
    answer = chief.post(f"/cho-duyet/{row.id}/giong", {**chosen, "any_voice": "1"})
    assert answer.status_code == 302
    assert new_voices.waiting(home, leader) == ()
    said = text_of(author.get(f"/ban-tin/{row.id}/xem"))
    assert "Giọng thay thế" not in said
    assert "cho phép mọi giọng" in said
    publishing.publish(home, writer.commune_id)
    assert "giọng thay thế" not in text_of(author.get("/"))
    late = chief.post(f"/cho-duyet/{row.id}/giong", chosen)
    assert late.status_code == 409


def test_any_voice_is_allowed_with_a_tick_and_stands_in_the_history(
    home: Desk, writer: Actor, leader: Actor
) -> None:
    row = waiting(home, writer)
    chief = Person(create_app(home), "duyet")
    said = text_of(chief.get(f"/cho-duyet/{row.id}"))
    sent = {name: field(said, name) for name in ("version", "digest", "sound")}
    chief.post(f"/cho-duyet/{row.id}/duyet", {**sent, "any_voice": "1"})
    shown = text_of(chief.get(f"/ban-tin/{row.id}/xem"))
    assert "Duyệt lần trình 1, cho phép mọi giọng" in shown
    assert approvals.waiting_count(home, leader) == 0


def test_the_page_of_sounds_leads_here(page: Person, home: Desk, admin: Actor) -> None:
    voice_settings.set_order(home, admin, 0, ["edge", "gtts"])
    said = text_of(page.get("/am-thanh"))
    assert "Máy đọc Edge đọc trước; 2 giọng khác" in said
    assert f'href="{PAGE}"' in said


def test_a_bulletin_of_questions_is_listened_to_in_two_voices(home: Desk, writer: Actor) -> None:
    page = Person(create_app(home), "soan")
    text = "H: Làm ở đâu?\nĐ: Ở xã."
    asks = [
        page.post("/ban-tin/nghe-thu", {"text": text, "kind": kind}, json=True).get_json()["ask"]
        for kind in ("hoi_dap", "tin_bai")
    ]
    assert asks[0] != asks[1]

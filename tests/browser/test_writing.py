"""Writing in a real browser: what is typed is read back while typing, and is never lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.writing import bulletins
from broadcaster.store.tables import Bulletin, SignIn
from tests.browser.conftest import Served, fits
from tests.conftest import PASSWORD
from tests.integration.test_main_road import draft

pytestmark = pytest.mark.browser
TEXT = "UBND xã mời bà con họp lúc 7h30 tại nhà văn hóa thôn."


def sign_in(page: Page, login: str = "soan") -> None:
    page.goto("/dang-nhap")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def kept(desk: Desk) -> list[Bulletin]:
    with desk.store.reading() as session:
        return list(session.scalars(select(Bulletin).order_by(Bulletin.id)).unique())


@pytest.fixture
def editor(page: Page, writer: Actor) -> Page:
    """The writer before an empty form."""
    sign_in(page)
    page.goto("/ban-tin/moi")
    return page


def until(page: Page, true: Callable[[], bool]) -> None:
    """Wait till the server has it."""
    for _ in range(150):
        if true():
            return
        page.wait_for_timeout(100)
    pytest.fail("the server never had it")


def saved(page: Page) -> None:
    expect(page.locator("[data-kept]")).to_have_text(re.compile("Đã lưu nháp lúc 8:00"))


def test_typing_shows_what_will_be_said_with_every_expansion_marked(editor: Page) -> None:
    editor.fill("#text", TEXT)
    marks = editor.locator("[data-said] mark.said-rule")
    expect(marks.first).to_contain_text("Ủy ban nhân dân")
    expect(marks.nth(1)).to_contain_text("bảy giờ ba mươi phút")
    expect(marks.first).to_have_attribute("title", re.compile("^UBND – .+"))
    expect(editor.locator("[data-length]")).to_contain_text("giây")


def test_a_doubt_is_settled_with_one_press_and_the_focus_stays(editor: Page, desk: Desk) -> None:
    editor.fill("#text", "Mời bà con hỏi QZX ở xã.")
    item = editor.locator(".doubt[data-written=QZX]")
    expect(item).to_be_visible()
    expect(editor.locator("[data-length]")).to_contain_text("1 chỗ chưa rõ cách đọc")
    spoken = item.locator("[name=confirmed_spoken]")
    spoken.press_sequentially("quỹ xã", delay=120)  # slower than the preview answers
    expect(spoken).to_be_focused()
    expect(editor.locator("[data-said]")).to_contain_text("quỹ xã")
    expect(editor.locator("[data-length]")).not_to_contain_text("chưa rõ")
    item.get_by_role("button", name="Giữ nguyên").click()
    expect(spoken).to_have_value("QZX")
    until(editor, lambda: kept(desk)[0].confirmed_readings == {"QZX": "QZX"})
    editor.reload()
    expect(editor.locator("[data-written=QZX] [name=confirmed_spoken]")).to_have_value("QZX")


def test_a_reload_keeps_the_text(editor: Page, desk: Desk) -> None:
    editor.fill("#title", "Họp thôn")
    editor.fill("#text", TEXT)
    until(editor, lambda: [row.text for row in kept(desk)] == [TEXT])
    saved(editor)
    editor.reload()
    expect(editor.locator("#title")).to_have_value("Họp thôn")
    expect(editor.locator("#text")).to_have_value(TEXT)
    expect(editor.locator("[data-restore]")).to_be_hidden()
    assert len(kept(desk)) == 1


def test_losing_the_server_keeps_the_text_and_saves_it_when_it_is_back(
    editor: Page, served: Served, desk: Desk
) -> None:
    editor.fill("#title", "Họp thôn")
    saved(editor)
    served.stop()
    editor.fill("#text", TEXT)
    expect(editor.locator("[data-kept]")).to_contain_text("Mất kết nối. Chữ vẫn được giữ trên máy này")
    served.start()
    editor.evaluate("window.dispatchEvent(new Event('online'))")
    until(editor, lambda: [row.text for row in kept(desk)] == [TEXT])
    saved(editor)


def test_a_browser_closed_without_a_server_offers_the_text_back(
    editor: Page, served: Served, desk: Desk
) -> None:
    served.stop()
    editor.fill("#title", "Họp thôn")
    editor.fill("#text", TEXT)
    editor.check("#where-1")
    expect(editor.locator("[data-kept]")).to_contain_text("giữ trên máy này")
    again = editor.context.new_page()
    editor.close()
    served.start()
    again.goto("/ban-tin/moi")
    expect(again.locator("[data-restore]")).to_contain_text("Họp thôn")
    again.click("[data-restore-yes]")
    expect(again.locator("#text")).to_have_value(TEXT)
    expect(again.locator("#where-1")).to_be_checked()
    expect(again.locator("[data-said]")).to_contain_text("Ủy ban nhân dân")
    until(again, lambda: [row.text for row in kept(desk)] == [TEXT])
    saved(again)
    again.reload()
    expect(again.locator("[data-restore]")).to_be_hidden()


def test_a_session_that_ends_while_writing_costs_nothing(editor: Page, desk: Desk) -> None:
    editor.fill("#title", "Họp thôn")
    saved(editor)
    with desk.store.writing() as session:
        for row in session.scalars(select(SignIn)):
            row.ended_at = desk.clock.now()
    editor.fill("#text", TEXT)
    expect(editor.locator("[data-kept]")).to_contain_text("Phiên làm việc đã hết")
    editor.get_by_role("button", name="Lưu nháp").last.click()
    editor.fill("#login", "soan")
    editor.fill("#password", PASSWORD)
    editor.click("main button")
    editor.get_by_role("button", name="Gửi tiếp").click()
    expect(editor.locator("#text")).to_have_value(TEXT)
    assert [row.text for row in kept(desk)] == [TEXT]


def test_two_people_at_one_draft_see_both_texts(editor: Page, served: Served, desk: Desk) -> None:
    editor.fill("#title", "Họp thôn")
    saved(editor)
    other = editor.context.browser
    assert other is not None
    theirs = other.new_context(base_url=served.address).new_page()
    sign_in(theirs, "quantri")
    theirs.goto("/ban-tin/1")
    theirs.fill("#text", "Chữ của người kia.")
    saved(theirs)
    editor.fill("#text", "Chữ của tôi.")
    expect(editor.locator("[data-conflict]")).to_be_visible()
    expect(editor.locator("[data-conflict-text]")).to_have_value("Chữ của người kia.")
    expect(editor.locator("#text")).to_have_value("Chữ của tôi.")
    assert kept(desk)[0].text == "Chữ của người kia."
    editor.click("[data-keep-mine]")
    until(editor, lambda: kept(desk)[0].text == "Chữ của tôi.")
    theirs.context.close()


def test_what_was_submitted_is_not_offered_back(editor: Page, desk: Desk) -> None:
    editor.fill("#title", "Họp thôn")
    editor.fill("#text", TEXT)
    editor.fill("#last_day", "2026-06-20")
    editor.select_option("#field", "phap_luat")
    editor.get_by_role("button", name="Trình duyệt").click()
    expect(editor.locator(".notice-good")).to_contain_text("Đã trình duyệt")
    editor.goto("/ban-tin/moi")
    expect(editor.locator("#text")).to_have_value("")
    expect(editor.locator("[data-restore]")).to_be_hidden()
    assert [row.state for row in kept(desk)] == ["cho_duyet"]


def test_hearing_a_text_needs_no_second_press(editor: Page, desk: Desk) -> None:
    editor.fill("#text", TEXT)
    editor.get_by_role("button", name="Nghe thử").click()
    expect(editor.locator("[data-voice]")).to_contain_text("Đang làm giọng đọc")
    assert speaking.work(desk)
    expect(editor.locator("[data-voice] audio")).to_have_attribute("src", re.compile(r"\.mp3$"))


def test_nothing_is_wider_than_a_phone(editor: Page) -> None:
    editor.fill("#title", "Họp thôn " * 20)
    editor.fill("#text", "384/QĐ-UBND QZXQZXQZXQZXQZXQZXQZXQZXQZXQZXQZXQZXQZXQZXQZXQZX " * 3)
    expect(editor.locator(".doubt").first).to_be_visible()
    for path in ("", "/ban-tin", "/tu-dien", "/ban-tin/1/xem"):
        if path:
            editor.goto(path)
        assert fits(editor), path or "editor"
        if not path:
            saved(editor)


def test_the_leader_can_approve_as_soon_as_the_sound_is_there(
    page: Page, desk: Desk, writer: Actor, leader: Actor
) -> None:
    row = bulletins.create(desk, writer, draft())
    bulletins.submit(desk, writer, row.id, row.version)
    sign_in(page, "duyet")
    page.goto(f"/cho-duyet/{row.id}")
    button = page.get_by_role("button", name="Duyệt", exact=True)
    expect(button).to_be_disabled()
    assert speaking.work(desk)
    expect(button).to_be_enabled()
    expect(page.locator("audio")).to_have_attribute("src", re.compile(r"\.mp3$"))
    button.click()
    expect(page.locator(".notice-good")).to_contain_text("Không còn bản tin nào chờ duyệt")
    assert [one.state for one in kept(desk)] == ["da_duyet"]

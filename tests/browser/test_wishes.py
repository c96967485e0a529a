"""The editor's wishes in a real browser: ticked, typed, kept by itself, and offered back when the server was away."""

import re

import pytest
from playwright.sync_api import Page, expect

from broadcaster.services.commune import village_groups
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from tests.browser.conftest import Served, fits
from tests.browser.test_writing import TEXT, kept, saved, sign_in, until

pytestmark = pytest.mark.browser
HEADLINE = "Mời bà con họp thôn."


@pytest.fixture
def editor(page: Page, desk: Desk, admin: Actor, writer: Actor) -> Page:
    """The writer before an empty form, in a commune with groups."""
    village_groups.add(desk, admin, "vùng cao", [1, 3])
    village_groups.change_former(desk, admin, "", "xã Bằng Cả", [1, 2])
    sign_in(page)
    page.goto("/ban-tin/moi")
    return page


def wish(page: Page) -> None:
    """Fill in every field of a wish."""
    page.click("#yeu-cau > summary")
    page.check("#which-1")
    page.check("#session_series-1")
    page.fill("#airings_a_day", "2")
    page.select_option("#repeat_gap_seconds", "10")
    page.click("#diem-tin > summary")
    page.fill("#headline", HEADLINE)
    page.check("#where-1")
    page.get_by_label("Nhóm vùng cao").check()


def shows_them(page: Page) -> None:
    expect(page.locator("#which-1")).to_be_checked()
    expect(page.locator("#session_series-1")).to_be_checked()
    expect(page.locator("#session_series-0")).not_to_be_checked()
    expect(page.locator("#airings_a_day")).to_have_value("2")
    expect(page.locator("#repeat_gap_seconds")).to_have_value("10")
    expect(page.locator("#headline")).to_have_value(HEADLINE)
    expect(page.locator("#groups-1")).to_be_checked()
    expect(page.locator("#village_ids-0")).to_be_checked()
    expect(page.locator("#village_ids-1")).not_to_be_checked()


def stored(desk: Desk) -> tuple[object, ...]:
    row = kept(desk)[0]
    return (
        row.session_series,
        row.airings_a_day,
        row.repeat_gap_seconds,
        row.headline,
        row.village_ids,
    )


def test_wishes_save_themselves_and_are_there_after_a_reload(editor: Page, desk: Desk) -> None:
    editor.fill("#title", "Họp thôn")
    wish(editor)
    until(editor, lambda: bool(kept(desk)) and stored(desk)[1:] == (2, 10, HEADLINE, [1, 3]))
    saved(editor)
    expect(editor.locator("[data-wished]")).to_contain_text("mỗi ngày nhiều nhất 2 buổi")
    expect(editor.locator("[data-headline-note]")).to_have_text("đã có")
    editor.reload()
    shows_them(editor)
    expect(editor.locator("[data-restore]")).to_be_hidden()
    assert len(kept(desk)) == 1


def test_wishes_typed_without_a_server_are_offered_back_whole(
    editor: Page, served: Served, desk: Desk
) -> None:
    served.stop()
    editor.fill("#title", "Họp thôn")
    editor.fill("#text", TEXT)
    wish(editor)
    expect(editor.locator("[data-kept]")).to_contain_text("giữ trên máy này")
    again = editor.context.new_page()
    editor.close()
    served.start()
    again.goto("/ban-tin/moi")
    again.click("[data-restore-yes]")
    again.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    shows_them(again)
    until(again, lambda: bool(kept(desk)) and stored(desk)[1:] == (2, 10, HEADLINE, [1, 3]))
    saved(again)
    again.reload()
    expect(again.locator("[data-restore]")).to_be_hidden()


def test_a_group_ticks_its_villages_and_follows_them(editor: Page) -> None:
    editor.check("#where-1")
    former, high = editor.get_by_label("Thuộc xã Bằng Cả cũ"), editor.get_by_label("Nhóm vùng cao")
    high.check()
    expect(editor.get_by_label("thôn Khe Mơ")).to_be_checked()
    expect(editor.get_by_label("thôn Suối Ngang")).to_be_checked()
    assert former.evaluate("one => one.indeterminate")
    editor.get_by_label("thôn Đồng Giữa").check()
    expect(former).to_be_checked()
    former.uncheck()
    expect(editor.get_by_label("thôn Khe Mơ")).not_to_be_checked()
    expect(high).not_to_be_checked()
    expect(editor.get_by_label("thôn Suối Ngang")).to_be_checked()


def test_a_headline_is_taken_from_the_text_and_heard(editor: Page, desk: Desk) -> None:
    editor.fill("#text", TEXT)
    editor.click("#diem-tin > summary")
    editor.get_by_role("button", name="Lấy từ nội dung").click()
    expect(editor.locator("#headline")).to_have_value(TEXT)
    expect(editor.locator("[data-headline-said]")).to_contain_text("Ủy ban nhân dân")
    editor.keyboard.press("Control+z")
    expect(editor.locator("#headline")).to_have_value("")
    editor.fill("#headline", HEADLINE)
    editor.get_by_role("button", name="Nghe thử lời điểm tin").click()
    expect(editor.locator("[data-headline-voice]")).to_contain_text("Đang làm giọng đọc")
    assert speaking.work(desk)
    expect(editor.locator("[data-headline-voice] audio")).to_have_attribute("src", re.compile(r"\.mp3$"))


def test_the_open_wishes_are_not_wider_than_a_phone(editor: Page) -> None:
    editor.check("#where-1")
    editor.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    editor.check("#which-1")
    assert fits(editor)
    for path in ("/thon/nhom", "/thon/nhom/1"):
        sign_in_as_admin(editor)
        editor.goto(path)
        assert fits(editor), path


def sign_in_as_admin(page: Page) -> None:
    page.context.clear_cookies()
    sign_in(page, "quantri")

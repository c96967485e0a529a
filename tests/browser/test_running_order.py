"""The running order of a session in a real browser: lines are dragged, and moved by keys, and kept."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.plan import orders
from tests.conftest import PASSWORD
from tests.integration.conftest import _approve
from tests.integration.web.places import COMMUNE, MONDAY, places

pytestmark = pytest.mark.browser
EVENING = 2
TITLES = ("Tin một", "Tin hai", "Tin ba")


@pytest.fixture
def session(page: Page, desk: Desk, writer: Actor, leader: Actor) -> Page:
    """A writer at the page of today's session at five, which has three bulletins."""
    for title in TITLES:
        _approve(desk, writer, leader, title=title, text=f"{title}: mời bà con nghe thông báo của xã.")
    publishing.publish(desk, COMMUNE)
    page.goto("/dang-nhap")
    page.fill("#login", "soan")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    page.goto(f"/lich-phat/{MONDAY}/{EVENING}/{places(desk)[0].id}")
    return page


def shows(page: Page, *titles: str) -> None:
    """Wait until the lines of the page stand in this order."""
    expect(page.locator("[data-reorder] .what strong")).to_have_text(list(titles))


def handle(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Chuyển: {title}")


def kept(desk: Desk) -> set[tuple[int, ...]]:
    with desk.store.reading() as session:
        return {tuple(row.bulletin_ids) for row in orders.newest(session, COMMUNE, MONDAY).values()}


def ids(page: Page) -> list[int]:
    found = page.locator("[data-reorder] [name=thu_tu]").evaluate_all(
        "all => all.map((one) => Number(one.value))"
    )
    return list(map(int, found))


def test_a_line_is_dragged_by_its_handle_and_kept_when_let_go(session: Page, desk: Desk) -> None:
    shows(session, *TITLES)
    one, two, three = ids(session)
    session.set_viewport_size({"width": 1280, "height": 1100})  # the whole list in view
    last, first = handle(session, "Tin ba").bounding_box(), handle(session, "Tin một").bounding_box()
    assert last
    assert first
    session.mouse.move(last["x"] + 20, last["y"] + 20)
    session.mouse.down()
    session.mouse.move(first["x"] + 20, first["y"] + 60, steps=8)
    session.mouse.move(first["x"] + 20, first["y"] - 5, steps=8)
    shows(session, "Tin ba", "Tin một", "Tin hai")
    assert kept(desk) == set()
    session.mouse.up()
    expect(session.get_by_role("status").first).to_have_text("Đã đổi thứ tự phát.")
    shows(session, "Tin ba", "Tin một", "Tin hai")
    assert kept(desk) == {(three, one, two)}
    session.get_by_role("button", name="Hoàn tác").click()
    expect(session.get_by_role("status").first).to_have_text(re.compile("Đã hoàn tác ở 3 thôn"))
    shows(session, *TITLES)


def test_a_line_is_moved_by_arrow_keys_said_aloud_and_kept_by_enter(session: Page, desk: Desk) -> None:
    one, two, _three = ids(session)
    handle(session, "Tin một").focus()
    session.keyboard.press("ArrowDown")
    shows(session, "Tin hai", "Tin một", "Tin ba")
    expect(session.locator("[data-reorder-told]")).to_contain_text("Tin một: vị trí 2 trên 3.")
    expect(handle(session, "Tin một")).to_be_focused()
    session.keyboard.press("Escape")
    shows(session, *TITLES)
    session.keyboard.press("ArrowDown")
    expect(session.get_by_role("button", name="Lưu thứ tự mới")).to_be_visible()
    session.keyboard.press("Enter")
    expect(session.get_by_role("status").first).to_have_text("Đã đổi thứ tự phát.")
    shows(session, "Tin hai", "Tin một", "Tin ba")
    expect(handle(session, "Tin một")).to_be_focused()
    assert kept(desk) == {(two, one)}


def test_without_a_script_the_buttons_do_the_same(session: Page, desk: Desk) -> None:
    one, two, _three = ids(session)
    plain = session.context.browser
    assert plain
    context = plain.new_context(java_script_enabled=False, storage_state=session.context.storage_state())
    page = context.new_page()
    page.goto(session.url)
    expect(handle(page, "Tin hai")).to_be_hidden()
    page.get_by_role("button", name="Lên: Tin hai").click()
    shows(page, "Tin hai", "Tin một", "Tin ba")
    context.close()
    assert kept(desk) == {(two, one)}


def test_a_reason_shows_on_hover_and_on_focus(session: Page) -> None:
    session.set_viewport_size({"width": 1280, "height": 900})
    session.goto("/lich-phat/2026-06-16")
    title = session.locator(".hint").first
    tip = session.locator(f"#{title.get_attribute('aria-describedby')}")
    expect(tip).to_be_hidden()
    title.hover()
    expect(tip).to_be_visible()
    session.mouse.move(2, 2)
    expect(tip).to_be_hidden()
    title.focus()
    expect(tip).to_be_visible()

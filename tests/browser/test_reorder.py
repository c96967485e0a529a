"""Parts of a template put in order in a real browser: by finger, by arrow keys, by buttons, and without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from broadcaster.domain.plan.template import PartKind
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout import templates
from tests.browser.conftest import Served
from tests.browser.test_writing import sign_in

pytestmark = pytest.mark.browser
PATH = "/lich-phat/mau/1"


def order(page: Page) -> list[str]:
    found: list[str] = page.locator("[name=thu_tu]").evaluate_all("all => all.map((one) => one.value)")
    return found


def grip(page: Page, kind: PartKind) -> tuple[float, float]:
    """Where the middle of a part's grip is on the screen."""
    box = page.locator(f"li:has([value={kind}]) [data-grip]").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def parts(page: Page, admin: Actor) -> Page:
    """The administrator before the parts of Bản tin."""
    sign_in(page, "quantri")
    page.set_viewport_size({"width": 360, "height": 1600})
    page.goto(PATH)
    assert order(page) == [kind.value for kind in PartKind]
    return page


def test_a_part_is_dragged_to_another_place_and_saved_there(parts: Page, desk: Desk) -> None:
    x, y = grip(parts, PartKind.NOTICES)
    _x, above = grip(parts, PartKind.GREETING)
    parts.mouse.move(x, y)
    parts.mouse.down()
    for part in range(1, 11):
        parts.mouse.move(x, y + (above - 60 - y) * part / 10)
    parts.mouse.up()
    assert order(parts)[:4] == ["opening", "notices", "greeting", "headlines"]
    expect(parts.locator("[data-reorder-told]")).to_have_text("Thông báo: vị trí 2 trên 9.")
    parts.click(".buttons [name=luu]")
    parts.wait_for_url("**/lich-phat/mau")
    kinds = [part.kind for part in templates.view(desk, 1, 1).template.parts]
    assert kinds[:3] == [PartKind.OPENING, PartKind.NOTICES, PartKind.GREETING]


def test_escape_gives_a_drag_up(parts: Page) -> None:
    before = order(parts)
    x, y = grip(parts, PartKind.NOTICES)
    parts.mouse.move(x, y)
    parts.mouse.down()
    for part in range(10):
        parts.mouse.move(x, y - 30 * part)
    assert order(parts) != before
    parts.keyboard.press("Escape")
    parts.mouse.up()
    assert order(parts) == before
    assert parts.locator(".moving").count() == 0


def test_arrow_keys_and_buttons_move_a_part_and_the_focus_stays_with_it(parts: Page) -> None:
    parts.locator("li:has([value=greeting]) [data-grip]").focus()
    parts.keyboard.press("ArrowDown")
    parts.keyboard.press("ArrowDown")
    assert order(parts)[:4] == ["opening", "headlines", "items", "greeting"]
    parts.keyboard.press("ArrowUp")
    assert order(parts)[:3] == ["opening", "headlines", "greeting"]
    parts.get_by_label("Đưa Lời chào lên").click()
    assert order(parts)[:3] == ["opening", "greeting", "headlines"]
    expect(parts.get_by_label("Đưa Lời chào lên")).to_be_focused()
    assert parts.url.endswith(PATH)


def test_without_a_script_the_buttons_move_it_and_the_dots_are_not_there(
    chromium: Browser, served: Served, admin: Actor
) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/dang-nhap")
    page.fill("#login", "quantri")
    page.fill("#password", "mat-khau-thu-nghiem")
    page.click("main button")
    page.goto(PATH)
    assert page.locator("[data-grip]").first.is_hidden()
    page.get_by_label("Đưa Lời chào lên").click()
    values = [one.get_attribute("value") for one in page.locator("[name=thu_tu]").all()]
    assert values[:2] == ["greeting", "opening"]
    context.close()

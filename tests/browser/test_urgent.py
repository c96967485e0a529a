"""A leader's phone in the browser: words or the microphone, two taps, tapped twice, and taken back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from broadcaster.services.desk import Actor, Desk
from broadcaster.sound import measure
from broadcaster.store.tables import Decision
from tests.browser.conftest import CHROMIUM, Served, fits, phone
from tests.conftest import PASSWORD
from tests.unit.sound.generated import babble, wav

pytestmark = pytest.mark.browser
WORDS = "Nước suối dâng nhanh. Bà con chuyển ngay đến nhà văn hóa thôn."


@pytest.fixture(scope="session")
def microphone(player: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium whose microphone hears something like speech."""
    said = wav(tmp_path_factory.mktemp("urgent") / "noi.wav", babble(8, rate_hz=48_000), 48_000)
    words = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox")
    browser = player.chromium.launch(
        executable_path=CHROMIUM, args=[*words, f"--use-file-for-fake-audio-capture={said}"]
    )
    yield browser
    browser.close()


@pytest.fixture
def page(microphone: Browser, served: Served, leader: Actor) -> Iterator[Page]:
    """A leader's phone, signed in."""
    for opened in phone(microphone, served):
        opened.goto("/dang-nhap")
        opened.fill("#login", leader.login)
        opened.fill("#password", PASSWORD)
        opened.click("main button")
        opened.wait_for_url("**/")
        yield opened


def on_air(desk: Desk) -> list[dict[str, Any]]:
    """What a village's head names of calls."""
    path = desk.settings.schedules / "published" / "xa-dong-xanh" / "thon-khe-mo" / "head.json"
    if not path.exists():
        return []
    return [one for one in json.loads(path.read_bytes())["sessions"] if one["call"]]


def test_from_today_two_taps_and_two_taps_back(page: Page, desk: Desk) -> None:
    page.get_by_role("link", name="Phát tin khẩn cấp").click()
    expect(page.get_by_role("heading", name="Phát tin khẩn cấp")).to_be_visible()
    assert fits(page)
    page.get_by_label("Nội dung cần phát").fill(WORDS)
    page.get_by_label("Nhắc lại", exact=True).select_option("0")
    expect(page.get_by_label("Nhắc lại đến")).to_be_hidden()
    page.get_by_role("button", name="Nghe và xem lại").click()
    fire = page.get_by_role("button", name="PHÁT THẬT ra loa 3 thôn")
    expect(fire).to_be_enabled()
    assert fits(page)
    assert on_air(desk) == []
    fire.dblclick()
    expect(page.get_by_role("link", name="Rút tin này")).to_be_visible()
    assert [one["call"] for one in on_air(desk)] == ["khan_cap"]
    with desk.store.reading() as session:
        assert len(session.scalars(select(Decision)).unique().all()) == 1
    page.get_by_role("link", name="Rút tin này").click()
    page.get_by_role("button", name="Phát nhầm").click()
    expect(page.get_by_text("Đã rút lúc")).to_be_visible()
    assert on_air(desk) == []
    page.get_by_role("link", name="Soạn tin đính chính").click()
    expect(page.get_by_label("Nội dung cần phát")).to_have_value(
        "Đính chính. Tin khẩn cấp phát từ 8 giờ 01 phút ngày 15/6 không còn đúng. Bà con không làm theo tin đó nữa."
    )


def test_the_leaders_own_voice_in_one_village_as_a_drill(page: Page, desk: Desk) -> None:
    page.goto("/khan-cap")
    page.get_by_role("link", name="Chỉ muốn diễn tập").click()
    page.locator("summary", has_text="Thu âm thay giọng máy").click()
    page.get_by_role("button", name="Bắt đầu thu").click()
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Dừng thu").click()
    expect(page.get_by_text("Hãy nghe lại; được rồi thì bấm “Nghe và xem lại”.")).to_be_visible()
    page.locator("summary", has_text="bấm để chọn thôn").click()
    page.get_by_role("button", name="Bỏ chọn tất cả").click()
    page.get_by_label("thôn Khe Mơ").check()
    expect(page.get_by_text("1 thôn đã chọn")).to_be_visible()
    page.get_by_role("button", name="Nghe và xem lại").click()
    expect(page.get_by_text("không phải tin thật").first).to_be_visible()
    page.get_by_role("button", name="Bắt đầu diễn tập ở 1 thôn").click()
    expect(page.get_by_text("DIỄN TẬP").first).to_be_visible()
    (one,) = on_air(desk)
    assert one["call"] == "dien_tap"
    assert -18 < measure(desk.shelf.programme(one["sha256"])).integrated < -14


def test_a_refusal_leaves_what_was_typed_and_the_way_to_send_it_again(page: Page) -> None:
    page.goto("/khan-cap")
    page.get_by_role("button", name="Nghe và xem lại").click()
    expect(page.get_by_role("alert")).to_contain_text("Hãy gõ nội dung cần phát")
    page.get_by_label("Nội dung cần phát").fill(WORDS)
    page.get_by_role("button", name="Nghe và xem lại").click()
    expect(page.get_by_role("button", name="PHÁT THẬT ra loa 3 thôn")).to_be_visible()

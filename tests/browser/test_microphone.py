"""Recording in the browser, from the microphone to the programme: Chromium's fake device plays what a person says."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from broadcaster.domain.writing.bulletin import RECORDING
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import days, publishing
from broadcaster.sound import AudioPart, SoundSettings, make_segment, measure
from broadcaster.store.tables import ProgrammeItem, Recording
from tests.browser.conftest import CHROMIUM, Served, fits, phone
from tests.conftest import PASSWORD
from tests.unit.sound.generated import babble, wav

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def microphone(player: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium whose microphone hears something like speech."""
    heard = wav(tmp_path_factory.mktemp("microphone") / "noi.wav", babble(8, rate_hz=48_000), 48_000)
    words = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox")
    browser = player.chromium.launch(
        executable_path=CHROMIUM, args=[*words, f"--use-file-for-fake-audio-capture={heard}"]
    )
    yield browser
    browser.close()


@pytest.fixture
def page(microphone: Browser, served: Served) -> Iterator[Page]:
    yield from phone(microphone, served)


def as_person(page: Page, login: str) -> None:
    page.context.clear_cookies()
    page.goto("/dang-nhap")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def write(page: Page, desk: Desk) -> None:
    """Write a bulletin up to the button that leads to its recordings."""
    page.goto("/ban-tin/moi")
    page.fill("#title", "Họp thôn")
    page.fill("#text", "Mời bà con đến nhà văn hóa thôn.")
    page.fill("#last_day", (desk.today() + timedelta(days=5)).isoformat())
    page.select_option("#field", "phap_luat")
    page.locator("#ban-thu summary").click()
    page.get_by_role("button", name="Thu âm hoặc tải bản thu lên").click()
    expect(page.get_by_role("heading", name="Bản thu: Họp thôn")).to_be_visible()


def record(page: Page) -> None:
    """Record four seconds with a pause within, and hear that it is there."""
    level = page.locator("[data-level]")
    page.get_by_role("button", name="Bắt đầu thu").click()
    until(page, "document.querySelector('[data-level]').value > 0.02")
    expect(page.get_by_role("button", name="Gửi bản thu")).to_be_disabled()
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Tạm dừng").click()
    stood = page.locator("[data-time]").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator("[data-time]").inner_text() == stood
    page.get_by_role("button", name="Thu tiếp").click()
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Dừng thu").click()
    expect(page.locator("[data-said]")).to_contain_text("Đã thu 0:0")
    assert page.evaluate("document.querySelector('[data-preview]').src").startswith("blob:")
    expect(level).to_have_js_property("value", 0)


def until(page: Page, condition: str) -> None:
    """Wait for something that a script can see; the pages' policy forbids Playwright's own way."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(condition)


def drawn(page: Page) -> int:
    """Count the points across the waveform, somewhat above its middle, that are in the accent colour."""
    return int(
        page.evaluate(
            """() => {
              const canvas = document.querySelector("[data-wave]");
              const row = canvas.getContext("2d").getImageData(0, canvas.height / 2 - 20, canvas.width, 1).data;
              let seen = 0;
              for (let at = 0; at < row.length; at += 4) if (row[at + 3] > 40 && row[at + 1] - row[at] > 50) seen += 1;
              return seen;
            }"""
        )
    )


def test_a_recording_goes_from_the_microphone_into_the_programme_at_the_house_loudness(
    page: Page, desk: Desk, writer: Actor, leader: Actor, tmp_path: Path
) -> None:
    as_person(page, "soan")
    write(page, desk)
    assert fits(page)
    record(page)
    page.get_by_role("button", name="Gửi bản thu").click()
    expect(page.get_by_role("heading", name="Nghe và cắt hai đầu")).to_be_visible()
    expect(page.locator("[data-wave]")).to_be_visible()
    assert fits(page)
    whole = drawn(page)
    assert whole > 15
    page.fill("#start", "1")
    page.fill("#stop", "3")
    expect(page.locator("[data-chosen]")).to_contain_text("Giữ lại 2,0 giây")
    assert 0 < drawn(page) < whole * 0.8
    box = page.locator("[data-wave]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.05, box["y"] + 50)
    dragged = float(page.input_value("#start"))
    assert 0 < dragged < 1
    page.get_by_role("button", name="Nghe đoạn đã chọn").click()
    until(page, "document.querySelector('[data-take]').currentTime > 0.3")
    page.get_by_role("button", name="Dùng đoạn này").click()
    expect(page.locator("#ban-thu")).to_contain_text("Loa phát bản thu tiếng Việt này")
    expect(page.locator("#ban-thu")).to_contain_text("bản thu của Đỗ Thị Hương")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator("main")).to_contain_text("Đã trình duyệt cùng bản thu")

    as_person(page, "duyet")
    page.goto("/cho-duyet")
    page.get_by_role("link", name="Họp thôn").first.click()
    expect(page.locator("main")).to_contain_text("bản thu của Đỗ Thị Hương")
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã duyệt")

    publishing.publish(desk, writer.commune_id)
    village = villages.listing(desk, writer.commune_id)[0]
    session = days.day(desk, village.id, desk.today()).sessions[0]
    with desk.store.reading() as rows:
        item = rows.scalars(
            select(ProgrammeItem).where(
                ProgrammeItem.programme_id == session.programme_id, ProgrammeItem.kind == "bulletin"
            )
        ).one()
        kept = rows.scalars(select(Recording).order_by(Recording.id.desc()).limit(1)).one()
    assert item.versions[0]["engine"] == RECORDING
    assert item.versions[0]["sha256"] == kept.sha256
    assert kept.duration_ms == pytest.approx((3 - dragged) * 1000, abs=200)
    assert measure(desk.shelf.segment(kept.sha256)).integrated == pytest.approx(-16, abs=0.5)
    assert heard_in(session.path, item, tmp_path) == pytest.approx(-16, abs=0.7)


def heard_in(programme: Path, item: ProgrammeItem, folder: Path) -> float:
    """Measure the loudness of one item within a programme as it lies there."""
    from broadcaster.sound import ffmpeg  # noqa: PLC0415 # only here is a programme cut to be measured

    part = folder / "item.wav"
    start, length = item.offset_ms / 1000, item.duration_ms / 1000
    words = ["-ss", f"{start:.3f}", "-t", f"{length:.3f}", *ffmpeg.source(programme)]
    ffmpeg.run(["-loglevel", "error", *words, ffmpeg.place(part)])
    return measure(part).integrated


def test_recording_again_replaces_what_was_recorded_and_a_file_does_too(
    page: Page, desk: Desk, writer: Actor, tmp_path: Path
) -> None:
    as_person(page, "soan")
    write(page, desk)
    record(page)
    first = page.evaluate("document.querySelector('[data-preview]').src")
    page.get_by_role("button", name="Thu lại từ đầu").click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Dừng thu").click()
    expect(page.locator("[data-said]")).to_contain_text("Đã thu 0:0")
    assert page.evaluate("document.querySelector('[data-preview]').src") != first
    given = make_segment([AudioPart(wav(tmp_path / "a.wav", babble(2)))], tmp_path / "a.mp3", SoundSettings())
    page.set_input_files("input[type=file]", given.path)
    page.get_by_role("button", name="Gửi bản thu").click()
    expect(page.locator("main")).to_contain_text("cả bản dài 2 giây")


def test_a_lost_line_keeps_the_recording_on_the_page(
    page: Page, desk: Desk, writer: Actor, served: Served
) -> None:
    as_person(page, "soan")
    write(page, desk)
    record(page)
    served.stop()
    page.get_by_role("button", name="Gửi bản thu").click()
    expect(page.locator("[data-refusal]")).to_contain_text("Mất kết nối")
    served.start()
    page.get_by_role("button", name="Gửi bản thu").click()
    expect(page.get_by_role("heading", name="Nghe và cắt hai đầu")).to_be_visible()


def test_without_a_microphone_the_page_says_what_to_do(page: Page, desk: Desk, writer: Actor) -> None:
    page.add_init_script("delete window.MediaRecorder;")
    as_person(page, "soan")
    write(page, desk)
    expect(page.locator("[data-recorder]")).to_be_hidden()
    expect(page.locator("[data-no-recorder]")).to_contain_text("ứng dụng Ghi âm của điện thoại")

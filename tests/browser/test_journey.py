"""The whole way, from a text to the printed log, through the real pages with the real offline voice."""

import csv
import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import m3u8
import pytest
from playwright.sync_api import Download, Page, expect

from broadcaster import scheduler
from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.services.desk import Actor, Desk
from broadcaster.sound import house, measure
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser
TITLE = "Lịch tiếp công dân"
TEXT = (
    "UBND xã thông báo: 7h30 thứ sáu ngày 19/6/2026, lãnh đạo xã tiếp công dân tại nhà văn hóa thôn. "
    "Lệ phí chứng thực là 2.000 đồng/trang theo Quyết định số 45/QĐ-UBND. Bà con gọi số 0203 3825 125."
)


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """An empty home with the voice that is really used."""
    opened = open_desk(Settings(home=tmp_path / "home", engines=("espeak",)), clock)
    yield opened
    opened.store.close()


def as_person(page: Page, login: str) -> None:
    page.context.clear_cookies()
    page.goto("/dang-nhap")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def write(page: Page) -> None:
    page.goto("/ban-tin/moi")
    page.fill("#title", TITLE)
    page.fill("#text", TEXT)
    said = page.locator("[data-said]")
    for words in (
        "Ủy ban nhân dân",
        "bảy giờ ba mươi phút",
        "mười chín tháng sáu năm hai nghìn không trăm hai mươi sáu",
        "hai nghìn đồng một trang",
        "bốn mươi lăm, Quyết định Ủy ban nhân dân",
        "không hai không ba",
    ):
        expect(said).to_contain_text(words)
    page.fill("#last_day", "2026-06-19")
    page.select_option("#field", "phap_luat")
    page.select_option("#read_times", "2")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator("main")).to_contain_text("Chờ duyệt", ignore_case=True)


def approve(page: Page, desk: Desk) -> None:
    page.goto("/cho-duyet")
    page.get_by_role("link", name=TITLE).first.click()
    button = page.get_by_role("button", name="Duyệt", exact=True)
    expect(button).to_be_disabled()  # nobody can have heard what is not spoken yet
    scheduler.act(desk)
    expect(button).to_be_enabled()
    page.reload()
    sound = page.request.get(page.locator("audio").first.get_attribute("src") or "")
    assert sound.ok
    assert house.inspect(sound.body()).duration_ms > 10_000
    button.click()
    expect(page.locator("main")).to_contain_text("duyệt")
    scheduler.act(desk)


def taken(page: Page, name: str) -> Download:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    return waiting.value


def check_pack(file: Path, folder: Path) -> None:
    """Unpack as a village operator does, and hold every file against its digest, decoder and mp3val."""
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist()[-1].endswith("SHA256.TXT")
        archive.extractall(folder)
    day = folder / "20260615"
    assert sorted(path.name for path in day.iterdir()) == [
        "01_1700.MP3",
        "DANHSACH.M3U",
        "DANHSACH.TXT",
        "SHA256.TXT",
    ]
    for line in (day / "SHA256.TXT").read_text("ascii").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((day / name).read_bytes()).hexdigest() == digest
    assert TITLE in (day / "DANHSACH.TXT").read_text("utf-8-sig")
    sound = measure(day / "01_1700.MP3")
    assert -17.5 < sound.integrated < -14.5
    assert sound.true_peak <= -1.4
    if shutil.which("mp3val"):
        said = subprocess.run(
            ["mp3val", str(day / "01_1700.MP3")], capture_output=True, text=True, check=True
        )
        assert re.findall(r"WARNING|ERROR", said.stdout.replace("No supported tags in the file", "")) in (
            [],
            ["WARNING"],  # only that it has no tags, which cheap players like best
        )


def test_from_a_text_to_the_printed_log(
    page: Page, desk: Desk, writer: Actor, leader: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    as_person(page, "soan")
    write(page)
    as_person(page, "duyet")
    approve(page, desk)

    as_person(page, "soan")
    pack = taken(page, "Tải gói phát hôm nay")
    assert re.fullmatch(r"[A-Z0-9]{1,}_20260615\.zip", pack.suggested_filename)
    check_pack(Path(pack.path()), tmp_path / "usb")

    page.goto("/thon")
    page.get_by_role("link", name="Thôn Khe Mơ").click()
    link = page.locator("#dia-chi").input_value()
    page.context.clear_cookies()
    clock.at += timedelta(hours=9, minutes=20)  # 17:20, after the session of 17:00
    page.goto(link)
    playlist = page.request.get(page.get_by_role("link", name="M3U8").get_attribute("href") or "")
    [segment] = m3u8.loads(playlist.text()).segments
    assert page.request.get(segment.uri or "").headers["content-type"] == "audio/mpeg"
    page.get_by_role("button", name="Đã phát").click()
    expect(page.locator("main")).to_contain_text("Xác nhận đã phát")

    as_person(page, "soan")
    page.goto("/nhat-ky")
    heard = page.locator("[aria-labelledby='ngay-2026-06-15'] tbody", has_text="17:00").locator("tr")
    expect(heard.filter(has_text="Thôn Khe Mơ")).to_contain_text("Xác nhận đã phát")
    expect(heard.filter(has_text="Thôn Đồng Giữa")).to_contain_text("Chưa xác nhận")
    check_files(page)


def check_files(page: Page) -> None:
    """Take the log in every form it is handed in."""
    rows = list(csv.DictReader(StringIO(Path(taken(page, "Tải tệp CSV").path()).read_text("utf-8-sig"))))
    heard = next(row for row in rows if "Khe Mơ" in row["Cụm loa, thôn"])
    assert heard["Tên tin, bài"].startswith(TITLE)
    assert heard["Kết quả phát"] == "Xác nhận đã phát"
    assert "Triệu Văn Trường" in heard["Người duyệt, thời điểm"]
    assert heard["Người biên tập"] == "Đỗ Thị Hương"
    assert taken(page, "Tải tệp Excel").suggested_filename.endswith(".xlsx")
    page.goto(page.get_by_role("link", name="In nhật ký").get_attribute("href") or "")
    for words in (
        "NHẬT KÝ PHÁT THANH",
        TITLE,
        "Người trực",
        "Người kiểm tra",
        "Xác nhận của UBND",
        "Mã kiểm tra",
    ):
        expect(page.locator("body")).to_contain_text(words)
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)[0])
    assert (round(width), round(height)) == (842, 595)  # A4 on its side, in points

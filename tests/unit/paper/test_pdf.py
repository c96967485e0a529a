"""PDF: it says what it was given, whatever was typed, in a font that goes with it."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcaster.paper.leaflet import Leaflet, leaflet
from broadcaster.paper.running_order import Paper, PrintedItem, PrintedSession, Sheet, running_order

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
MARKS = "ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰĐắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỵỷỹđ"
TRAPS = '#set $x$ *đậm* _ng_ `mã` <n> @xã [ô] \\ // "t" = 1% & ~'
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def sheet(title: str = MARKS, items: int = 1) -> Sheet:
    item = PrintedItem("0:42", title, "1:05")
    session = PrintedSession("05:30", "Buổi sáng", "01_0530.MP3", "14:20", (item,) * items)
    return Sheet("thôn Khe Mơ", "thứ hai, 15/6/2026", (session,), "http://10.0.0.5/t/abc", "3fa9c1d2")


def poppled(program: str, data: bytes, place: Path, *options: str) -> str:
    (place / "a.pdf").write_bytes(data)
    done = subprocess.run([program, *options, str(place / "a.pdf"), *(["-"] if program == "pdftotext" else [])],
                          capture_output=True, check=True, timeout=60)  # fmt: skip
    return done.stdout.decode()


@poppler
@pytest.mark.parametrize(("paper", "size"), [("a4", "595.276 x 841.89"), ("a5", "419.528 x 595.276")])
def test_a_running_order_says_its_sessions_and_has_a_slip_on_the_paper_asked_for(
    tmp_path: Path, paper: Paper, size: str
) -> None:
    made = running_order("xã Đồng Xanh", [sheet()], paper, NOW)
    text = poppled("pdftotext", made, tmp_path, "-layout")
    for words in ("ĐÀI TRUYỀN THANH XÃ ĐỒNG XANH", "thôn Khe Mơ", "thứ hai, 15/6/2026", "05:30", "01_0530.MP3",
                  "14:20", "0:42", "1:05", "PHIẾU XÁC NHẬN PHÁT THANH", "Đã phát", "3fa9c1d2", "Người trực"):  # fmt: skip
        assert words in text, words
    assert size in poppled("pdfinfo", made, tmp_path)


@poppler
def test_every_vietnamese_letter_is_on_the_page_in_a_font_inside_the_file(tmp_path: Path) -> None:
    made = running_order("xã Đồng Xanh", [sheet()], "a4", NOW)
    text = "".join(poppled("pdftotext", made, tmp_path).split())
    assert MARKS in text
    fonts = poppled("pdffonts", made, tmp_path).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes yes yes\b", one) for one in fonts)


@poppler
def test_what_somebody_typed_is_words_and_never_a_command(tmp_path: Path) -> None:
    made = running_order("xã Đồng Xanh", [sheet(TRAPS)], "a4", NOW)
    assert TRAPS in " ".join(poppled("pdftotext", made, tmp_path).split())
    page = leaflet(Leaflet("Đài Truyền thanh", TRAPS, f"{TRAPS}\n\n{TRAPS}", TRAPS), NOW)
    assert " ".join(poppled("pdftotext", page, tmp_path).split()).count(TRAPS) == 4


@poppler
def test_several_sheets_begin_on_pages_of_their_own_and_a_slip_is_never_cut(tmp_path: Path) -> None:
    made = running_order("xã Đồng Xanh", [sheet(items=60), sheet()], "a5", NOW)
    pages = poppled("pdftotext", made, tmp_path, "-layout").split("\f")
    slips = [page for page in pages if "PHIẾU XÁC NHẬN" in page]
    assert len(slips) == 2
    assert all("Người trực" in page for page in slips)
    assert [("Chương trình phát thanh" in page) for page in pages if page.strip()].count(True) == 2


@poppler
def test_a_leaflet_keeps_its_paragraphs_on_one_page_of_a5(tmp_path: Path) -> None:
    text = "\n\n".join(["Ủy ban nhân dân xã mời bà con đến nhà văn hóa thôn. " * 4] * 3)
    made = leaflet(Leaflet("Đài Truyền thanh xã Đồng Xanh", "Thông báo", text, "Duyệt ngày 15/6/2026."), NOW)
    facts = poppled("pdfinfo", made, tmp_path)
    assert re.search(r"Pages:\s+1\n", facts)
    assert "419.528 x 595.276" in facts


def test_the_same_words_make_the_same_bytes() -> None:
    assert running_order("xã", [sheet()], "a4", NOW) == running_order("xã", [sheet()], "a4", NOW)
    assert running_order("xã", [sheet()], "a4", NOW) != running_order("xã", [sheet("Khác")], "a4", NOW)


def test_a_sheet_without_an_address_has_no_code_to_scan(tmp_path: Path) -> None:
    plain = sheet()
    bare = Sheet(plain.village, plain.day, plain.sessions, "", plain.mark)
    assert len(running_order("xã", [bare], "a4", NOW)) < len(running_order("xã", [plain], "a4", NOW))


@poppler
def test_what_is_relayed_stands_among_the_items_with_what_to_do_and_takes_no_number(tmp_path: Path) -> None:
    relay = PrintedItem("3:20", "Tiếp sóng VOV", "30:00", ("Tệp dừng.", TRAPS), relayed=True)
    items = (PrintedItem("0:42", "Tin đầu", "1:05"), relay, PrintedItem("3:20", "Tin sau", "1:05"))
    one = PrintedSession("05:30", "Buổi sáng", "01_0530.MP3", "44:20", items, file_length="14:20")
    page = Sheet("thôn Khe Mơ", "thứ hai, 15/6/2026", (one,), "", "3fa9c1d2")
    text = " ".join(poppled("pdftotext", running_order("xã", [page], "a4", NOW), tmp_path, "-layout").split())
    for words in ("1. Tin đầu", "3:20 Tiếp sóng VOV 30:00", "Tệp dừng.", "2. Tin sau", "tệp 01_0530.MP3, dài 14:20",
                  "44:20", "Buổi sáng (có tiếp sóng)", TRAPS):  # fmt: skip
        assert words in text, words

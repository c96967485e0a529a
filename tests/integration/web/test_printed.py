"""The running order to be printed: for one village or all, by an account or by the village's link."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing
from broadcaster.web import create_app
from tests.integration.web.browser import Person, text_of
from tests.integration.web.places import MONDAY, link, outcomes, places

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def page(app: Flask) -> Person:
    return Person(app, "soan")


def words(data: bytes, place: Path) -> str:
    (place / "a.pdf").write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(place / "a.pdf"), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


@poppler
def test_one_villages_day_on_paper_and_nothing_is_written_of_it(
    aired_desk: Desk, page: Person, tmp_path: Path
) -> None:
    answer = page.get(f"/tai/{places(aired_desk)[0].id}/2026-06-15/thu-tu.pdf?kho=a5")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=KHEMO_20260615_A5.pdf"
    text = words(answer.data, tmp_path)
    assert "Thông báo về thủ tục hành chính" in text
    assert "01_1700.MP3" in text
    assert outcomes(aired_desk) == []


@poppler
def test_every_village_of_some_days_in_one_file(page: Person, tmp_path: Path) -> None:
    answer = page.get("/tai/cac-thon/2026-06-15/thu-tu.pdf?ngay=7")
    text = words(answer.data, tmp_path)
    for village in ("thôn Khe Mơ", "thôn Đồng Giữa", "thôn Suối Ngang"):
        assert text.count(f"Chương trình phát thanh {village}") == 2  # Monday and Tuesday


def test_the_pages_offer_it(aired_desk: Desk, page: Person) -> None:
    village = places(aired_desk)[0].id
    assert f"/tai/{village}/2026-06-15/thu-tu.pdf?kho=a5" in text_of(page.get("/"))
    assert "/tai/cac-thon/2026-06-15/thu-tu.pdf" in text_of(page.get("/"))
    assert f"/tai/{village}/2026-06-15/thu-tu.pdf?ngay=7" in text_of(page.get(f"/thon/{village}"))


def test_a_villages_link_prints_its_own(aired_desk: Desk, app: Flask) -> None:
    answer = app.test_client().get(f"{link(aired_desk)}/2026-06-15/thu-tu.pdf")
    assert answer.data.startswith(b"%PDF-")


@pytest.mark.parametrize("path", ["/tai/cac-thon/2026-06-15/thu-tu.pdf", "/tai/1/2026-06-15/thu-tu.pdf"])
def test_a_stranger_prints_nothing(app: Flask, path: str) -> None:
    assert "/dang-nhap" in Person(app).get(path).headers["Location"]


@pytest.mark.parametrize(
    ("rest", "code", "says"),
    [("2031-01-01/thu-tu.pdf", 404, "chưa có thứ tự phát để in"), ("2026-06-15/thu-tu.pdf?kho=a3", 422, "A4 hoặc A5"),
     ("2026-06-15/thu-tu.pdf?ngay=9", 422, "từ 1 đến 7 ngày")],
)  # fmt: skip
def test_what_cannot_be_printed_is_a_sentence(page: Person, rest: str, code: int, says: str) -> None:
    answer = page.get(f"/tai/cac-thon/{rest}")
    assert answer.status_code == code
    assert says in text_of(answer)


def test_a_pack_of_a_week_may_carry_the_paper(aired_desk: Desk, tmp_path: Path) -> None:

    out = tmp_path / "tuan.zip"
    publishing.pack(aired_desk, 1, MONDAY, 7, out, publishing.Printed("a5"))
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        names = archive.namelist()
        assert [name for name in names if name.endswith("THUTU.PDF")] == [
            "20260615/THUTU.PDF",
            "20260616/THUTU.PDF",
        ]
        assert archive.read("20260615/THUTU.PDF").startswith(b"%PDF-")
        assert b"  THUTU.PDF\n" in archive.read("20260615/SHA256.TXT")
        assert names[-1].endswith("SHA256.TXT")

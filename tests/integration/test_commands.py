"""The commands, run as a person runs them, on a home of the sample commune with the real offline voice."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from broadcaster.sound import house, measure

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "broadcaster", *words],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "home"
    made = run("demo", "--home", str(folder))
    assert made.returncode == 0, made.stderr
    return folder


def test_demo_leaves_a_home_in_use_as_it_is(home: Path) -> None:
    before = (home / "broadcaster.db").stat().st_size
    again = run("demo", "--home", str(home))
    assert (again.returncode, again.stdout) == (0, "")
    assert (home / "broadcaster.db").stat().st_size == before


def test_read_says_one_line_for_each_line() -> None:
    said = run("read", given="Lệ phí 20.000 đồng.\n\nSố 45/QĐ-UBND\n")
    assert said.stdout.splitlines() == [
        "Lệ phí hai mươi nghìn đồng.",
        "",
        "Số bốn mươi lăm, Quyết định Ủy ban nhân dân",
    ]


def test_read_spans_tells_what_was_written_said_and_doubted() -> None:
    said = run("read", "--spans", given="Gặp XYZQ lúc 7h30.\n")
    told = json.loads(said.stdout)
    assert "".join(span["written"] for span in told["spans"]) == "Gặp XYZQ lúc 7h30."
    assert told["doubts"] == ["XYZQ"]
    assert any(
        span["written"] == "7h30" and "bảy giờ ba mươi phút" in span["spoken"] for span in told["spans"]
    )


def test_read_doubts_gives_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "van-ban.txt"
    file.write_text("Dòng một.\nGặp XYZQ.\n", encoding="utf-8")
    said = run("read", "--doubts", str(file))
    assert said.stdout.splitlines() == ["2:5: XYZQ"]


def test_speak_makes_a_tagged_mp3_at_the_house_loudness(home: Path, tmp_path: Path) -> None:
    text, out = tmp_path / "tin.txt", tmp_path / "tin.mp3"
    text.write_text("Ủy ban nhân dân xã mời bà con đến họp lúc 19h30 tại nhà văn hóa thôn.", encoding="utf-8")
    said = run("speak", str(text), "-o", str(out), "--home", str(home))
    assert said.returncode == 0, said.stderr
    assert out.read_bytes()[:5] == b"ID3\x03\x00"
    assert abs(measure(out).integrated + 16) <= 0.5


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "không có chữ"), (b"\xff\xfe\x00\xd8", "UTF-8")],
    ids=["nothing to say", "no text"],
)
def test_speak_refuses_in_a_plain_sentence_and_writes_nothing(
    home: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    text, out = tmp_path / "tin.txt", tmp_path / "tin.mp3"
    text.write_bytes(content)
    said = run("speak", str(text), "-o", str(out), "--home", str(home))
    assert said.returncode == 1
    assert words in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_publish_again_has_nothing_to_do(home: Path) -> None:
    run("publish", "--home", str(home))
    again = run("publish", "--home", str(home))
    assert again.returncode == 0
    assert "0 chương trình mới, 0 tệp" in again.stdout


def test_pack_writes_the_day_for_a_stick(home: Path, tmp_path: Path) -> None:
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 # near enough: only a coming day is wanted
    out = tmp_path / "usb"
    made = run("pack", "thôn Khe Mơ", "--home", str(home), "--date", tomorrow.isoformat(), "-o", str(out))
    assert made.returncode == 0, made.stderr
    names = sorted(path.name for path in (out / f"{tomorrow:%Y%m%d}").iterdir())
    assert names == ["01_0530.MP3", "02_1700.MP3", "DANHSACH.M3U", "DANHSACH.TXT", "SHA256.TXT"]
    assert house.inspect_file(out / f"{tomorrow:%Y%m%d}" / "01_0530.MP3").kbps == 64


def test_pack_of_an_unknown_village_names_those_there_are(home: Path, tmp_path: Path) -> None:
    made = run("pack", "thôn Không Có", "--home", str(home), "-o", str(tmp_path / "x.zip"))
    assert made.returncode == 1
    assert "thôn Khe Mơ" in made.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_log_is_verified_and_exported(home: Path, tmp_path: Path) -> None:
    assert "nguyên vẹn" in run("log", "verify", "--home", str(home)).stdout
    days = ["--from", "2020-01-01", "--to", "2020-01-02"]
    empty = run("log", "export", "--home", str(home), *days, "--format", "csv", "-o", str(tmp_path / "a.csv"))
    assert empty.returncode == 0, empty.stderr
    today = date.today()  # noqa: DTZ011 # near enough: the days around it are exported too
    near = ["--from", str(today - timedelta(days=2)), "--to", str(today + timedelta(days=2))]
    for form in ("csv", "xlsx", "html"):
        out = tmp_path / f"nhat-ky.{form}"
        made = run("log", "export", "--home", str(home), *near, "--format", form, "-o", str(out))
        assert made.returncode == 0, made.stderr
    assert "Đặt lịch hẹn" in (tmp_path / "nhat-ky.csv").read_text(encoding="utf-8-sig")
    sheet = load_workbook(tmp_path / "nhat-ky.xlsx").worksheets[0]
    assert any("Đặt lịch hẹn" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "Xác nhận của UBND" in (tmp_path / "nhat-ky.html").read_text(encoding="utf-8")


def test_doctor_says_a_line_for_each_outside_thing(home: Path) -> None:
    said = run("doctor", "--home", str(home))
    assert said.returncode == 0, said.stdout
    for what in ("Thư mục dữ liệu", "Ổ đĩa", "Cơ sở dữ liệu", "ffmpeg", "espeak"):
        assert any(what in line for line in said.stdout.splitlines()), what


def test_a_backup_comes_back_whole_into_an_empty_home(home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "sao.zip", tmp_path / "khac"
    assert run("backup", "--home", str(home), "-o", str(file)).returncode == 0
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
    brought = run("restore", str(file), "--home", str(other))
    assert brought.returncode == 0, brought.stderr
    assert (
        run("log", "verify", "--home", str(other)).stdout == run("log", "verify", "--home", str(home)).stdout
    )
    again = run("restore", str(file), "--home", str(other))
    assert again.returncode == 1
    assert "đã có dữ liệu" in again.stderr


def test_a_wrong_day_is_refused_with_the_form_to_write_it_in(home: Path) -> None:
    said = run("publish", "--home", str(home), "--date", "31/2/2026")
    assert said.returncode == 2
    assert "15/6/2026" in said.stderr


def test_prune_says_what_could_go_and_takes_it(home: Path) -> None:
    old = home / "audio" / "segments" / "aa" / f"{'a' * 64}.mp3"
    old.parent.mkdir(parents=True, exist_ok=True)
    old.write_bytes(bytes(1 << 20))
    os.utime(old, (0, 0))
    said = run("prune", "--dry-run", "--home", str(home)).stdout
    assert f"1048576  {old.relative_to(home)}" in said
    assert "Có thể dọn 1 tệp, 1.0 MB; giữ 400 ngày gần nhất." in said
    assert old.exists()
    assert "Đã dọn 1 tệp" in run("prune", "--keep-days", "30", "--home", str(home)).stdout
    assert not old.exists()

"""The pack: in playing order, whole or recognisably not, the same bytes for the same day."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from broadcaster.errors import Unavailable
from broadcaster.files import digest_of, digest_of_file
from broadcaster.shelf.pack import PackDay, write_folder, write_zip
from broadcaster.shelf.playlists import m3u8
from broadcaster.units import Millis, Sha256


@pytest.fixture
def day(tmp_path: Path) -> PackDay:
    files: list[tuple[str, Path, Sha256]] = []
    for name in ("01_0530.MP3", "02_1700.MP3"):
        path = tmp_path / f"from-{name}"
        path.write_bytes(name.encode() * 1000)
        files.append((name, path, digest_of_file(path)))
    return PackDay("20260615", tuple(files), "Buổi sáng\nBuổi chiều\n")


def test_a_zip_holds_its_entries_in_playing_order_with_the_digests_last(day: PackDay, tmp_path: Path) -> None:
    write_zip(tmp_path / "goi.zip", [day])
    with zipfile.ZipFile(tmp_path / "goi.zip") as archive:
        assert archive.testzip() is None
        names = ["01_0530.MP3", "02_1700.MP3", "DANHSACH.TXT", "SHA256.TXT"]
        assert archive.namelist() == [f"20260615/{name}" for name in names]
        assert archive.read("20260615/DANHSACH.TXT").startswith(b"\xef\xbb\xbfBu")


def test_the_same_day_makes_the_same_bytes(day: PackDay, tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", [day])
    write_zip(tmp_path / "b.zip", [day])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_digests_of_a_folder_are_those_sha256sum_finds(day: PackDay, tmp_path: Path) -> None:
    write_folder(tmp_path / "usb", [day])
    lines = (tmp_path / "usb/20260615/SHA256.TXT").read_text("ascii").splitlines()
    for line in lines:
        digest, name = line.split("  ")
        assert digest_of((tmp_path / "usb/20260615" / name).read_bytes()) == digest
    assert len(lines) == 3


def test_a_cancelled_session_leaves_the_stick(day: PackDay, tmp_path: Path) -> None:
    write_folder(tmp_path / "usb", [day])
    (tmp_path / "usb/20260615/NHAC.MP3").write_bytes(b"somebody's own file")
    write_folder(tmp_path / "usb", [PackDay(day.folder, day.files[:1], "Buổi sáng\n")])
    left = sorted(path.name for path in (tmp_path / "usb/20260615").iterdir())
    assert left == ["01_0530.MP3", "DANHSACH.TXT", "NHAC.MP3", "SHA256.TXT"]


def test_a_copy_that_broke_off_has_no_digests(day: PackDay, tmp_path: Path) -> None:
    write_folder(tmp_path / "usb", [day])
    day.files[1][1].unlink()
    with pytest.raises(Unavailable):
        write_folder(tmp_path / "usb", [day])
    assert not (tmp_path / "usb/20260615/SHA256.TXT").exists()
    assert not list((tmp_path / "usb").rglob("*.part"))


def test_a_full_disk_leaves_no_trace(day: PackDay) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    full = subprocess.run(
        ["sh", "-c", "echo x > /dev/full"], capture_output=True, check=False
    )  # the stand-in works
    assert full.returncode != 0
    with pytest.raises(Unavailable, match="Không ghi được"):
        write_zip(Path("/dev/full/goi.zip"), [day])


def test_a_playlist_title_keeps_to_one_line() -> None:
    text = m3u8([("01_0530.MP3", Millis(61_200), "thôn A - buổi\nsáng")])
    assert text == "#EXTM3U\n#EXTENC:UTF-8\n#EXTINF:62,thôn A – buổi sáng\n01_0530.MP3\n"

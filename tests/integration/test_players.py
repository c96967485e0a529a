"""Real players and a real FAT32 stick agree with us: the same sessions, in the same order, as long as we say."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import m3u8
import pytest

from broadcaster.files import digest_of, digest_of_file
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import days, publishing
from broadcaster.services.outgoing.day_texts import xml_playlist
from broadcaster.services.outgoing.day_views import SessionView

TUESDAY = date(2026, 6, 16)
FRAME_SECONDS = 0.027


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [one for one in programs if shutil.which(one, path=f"{os.environ['PATH']}:/usr/sbin") is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def run(*command: str | Path, **more: object) -> str:
    path = f"{os.environ['PATH']}:/usr/sbin"
    done = subprocess.run(
        [str(one) for one in command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PATH": path, "MTOOLS_SKIP_CHECK": "1"},
        **more,
    )  # type: ignore[call-overload] # only cwd is given
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture
def sessions(aired_desk: Desk) -> tuple[SessionView, ...]:
    found = days.day(aired_desk, 1, TUESDAY).sessions
    assert len(found) == 2
    return found


@pytest.fixture
def stick(aired_desk: Desk, tmp_path: Path) -> Path:
    publishing.pack(aired_desk, 1, TUESDAY, 1, tmp_path / "usb")
    return tmp_path / "usb" / f"{TUESDAY:%Y%m%d}"


@pytest.fixture
def village(aired_desk: Desk) -> Path:
    return aired_desk.settings.schedules / "published" / "xa-dong-xanh" / "thon-khe-mo"


@needs("ffprobe")
def test_ffprobe_counts_every_session_as_long_as_we_say(sessions: tuple[SessionView, ...]) -> None:
    for one in sessions:
        found = run("ffprobe", "-v", "error", "-count_packets", "-show_entries",
                    "format=duration,bit_rate:stream=codec_name,sample_rate,channels", "-of", "json", one.path)  # fmt: skip
        said = json.loads(found)
        assert float(said["format"]["duration"]) == pytest.approx(one.duration_ms / 1000, abs=FRAME_SECONDS)
        assert said["streams"][0] == {"codec_name": "mp3", "sample_rate": "44100", "channels": 1}


@needs("mpv")
@pytest.mark.parametrize("form", ["m3u8", "m3u"])
def test_mpv_plays_every_published_list_in_order(
    village: Path, sessions: tuple[SessionView, ...], form: str
) -> None:
    path = village / f"{TUESDAY:%Y%m%d}.{form}"
    said = run("mpv", "--no-config", "--vo=null", "--ao=null", "--length=0.05", f"--playlist={path}")
    played = re.findall(r"Playing: (.+)", said)
    assert [Path(one).name for one in played] == [f"{one.sha256}.mp3" for one in sessions]


@needs("mpv")
def test_mpv_plays_the_list_on_a_stick_in_order(stick: Path) -> None:
    said = run("mpv", "--no-config", "--vo=null", "--ao=null", "--length=0.05", f"--playlist={stick / 'DANHSACH.M3U'}")  # fmt: skip
    assert [Path(one).name for one in re.findall(r"Playing: (.+)", said)] == ["01_0530.MP3", "02_1700.MP3"]


@pytest.fixture
def mpd(aired_desk: Desk, stick: Path, tmp_path: Path) -> Iterator[socket.socket]:
    """A music player daemon that has the stick for its music, and no loudspeaker."""
    gate = tmp_path / "mpd.sock"
    (tmp_path / "lists").mkdir()
    (stick / "danhsach.xspf").write_bytes(xml_playlist(days.day(aired_desk, 1, TUESDAY)))
    (tmp_path / "mpd.conf").write_text(
        f'music_directory "{stick}"\nplaylist_directory "{tmp_path / "lists"}"\nbind_to_address "{gate}"\n'
        f'db_file "{tmp_path / "mpd.db"}"\nlog_file "{tmp_path / "mpd.log"}"\n'
        'audio_output {\n type "null"\n name "none"\n}\n',
        encoding="utf-8",
    )
    running = subprocess.Popen(["mpd", "--no-daemon", str(tmp_path / "mpd.conf")])
    talk = socket.socket(socket.AF_UNIX)
    try:
        for _ in range(200):
            if gate.exists():
                break
            time.sleep(0.05)
        talk.connect(str(gate))
        talk.settimeout(30)
        assert talk.recv(100).startswith(b"OK MPD")
        yield talk
    finally:
        talk.close()
        running.terminate()
        running.wait(timeout=20)


def ask(talk: socket.socket, command: str) -> str:
    """Say one command to the daemon and read its answer."""
    talk.sendall(command.encode() + b"\n")
    answer = b""
    while not re.search(rb"(^|\n)(OK|ACK [^\n]*)\n$", answer):
        answer += talk.recv(65536)
    assert not answer.startswith(b"ACK"), answer
    return answer.decode()


@needs("mpd")
def test_mpd_loads_the_lists_of_a_stick_with_our_order_and_lengths(
    mpd: socket.socket, sessions: tuple[SessionView, ...]
) -> None:
    ask(mpd, "update")
    for _ in range(200):
        if "updating_db" not in ask(mpd, "status"):
            break
        time.sleep(0.05)
    measured = re.findall(r"file: (.+\.MP3)(?:\n.+)*?\nduration: (.+)", ask(mpd, "listallinfo"))
    assert {name: float(length) for name, length in measured} == pytest.approx(
        {one.file_name: one.duration_ms / 1000 for one in sessions}, abs=0.1
    )
    for name, rounding in (("DANHSACH.M3U", 1.0), ("danhsach.xspf", 0.1)):
        ask(mpd, "clear")
        ask(mpd, f'load "{name}"')
        said = ask(mpd, "playlistinfo")
        assert re.findall(r"file: (.+)", said) == [one.file_name for one in sessions]
        lengths = [float(one) for one in re.findall(r"duration: (.+)", said)]
        assert lengths == pytest.approx([one.duration_ms / 1000 for one in sessions], abs=rounding)
        assert len(re.findall(r"(?:Name|Title): .*(?:05:30|17:00)", said)) == 2


@needs("mkfs.vfat", "mcopy", "mdir")
def test_a_fat32_stick_copied_from_the_pack_plays_in_order_on_a_player_that_reads_its_entries_as_they_lie(
    aired_desk: Desk, sessions: tuple[SessionView, ...], tmp_path: Path
) -> None:
    image = image_of_pack(aired_desk, tmp_path)
    names = names_as_they_lie(image, f"{TUESDAY:%Y%m%d}")
    assert names == ["01_0530.MP3", "02_1700.MP3", "DANHSACH.TXT", "DANHSACH.M3U", "SHA256.TXT"]
    for one in sessions:
        run("mcopy", "-n", "-i", image, f"::{TUESDAY:%Y%m%d}/{one.file_name}", tmp_path / one.file_name)
        assert digest_of_file(tmp_path / one.file_name) == one.sha256
    run("mcopy", "-n", "-i", image, f"::{TUESDAY:%Y%m%d}/DANHSACH.M3U", tmp_path / "list.m3u")
    listed = m3u8.loads((tmp_path / "list.m3u").read_text("ascii")).segments
    assert [one.uri for one in listed] == [name for name in names if name.endswith(".MP3")]


@needs("mkfs.vfat", "mcopy", "mdir")
def test_a_copy_to_a_stick_that_was_broken_off_is_recognised_by_its_missing_digests(
    aired_desk: Desk, tmp_path: Path
) -> None:
    image = image_of_pack(aired_desk, tmp_path, entries=3)
    names = names_as_they_lie(image, f"{TUESDAY:%Y%m%d}")
    assert names == ["01_0530.MP3", "02_1700.MP3", "DANHSACH.TXT"]
    listing = run("mtype", "-i", image, f"::{TUESDAY:%Y%m%d}/DANHSACH.TXT")
    assert "không có tệp SHA256.TXT là chép chưa xong" in listing


def image_of_pack(desk: Desk, place: Path, entries: int | None = None) -> Path:
    """Unpack a pack onto a new FAT32 stick, entry by entry, as a file manager does."""
    publishing.pack(desk, 1, TUESDAY, 1, place / "goi.zip")
    image = place / "stick.img"
    with image.open("wb") as file:
        file.truncate(64 << 20)
    run("mkfs.vfat", "-F", "32", image)
    run("mmd", "-i", image, f"::{TUESDAY:%Y%m%d}")
    with zipfile.ZipFile(place / "goi.zip") as archive:
        for name in archive.namelist()[:entries]:
            (place / "entry").write_bytes(archive.read(name))
            run("mcopy", "-i", image, place / "entry", f"::{name}")
    return image


def names_as_they_lie(image: Path, folder: str) -> list[str]:
    """Read the names of a folder in the order of its entries on the disk, as the cheapest players do."""
    return [Path(one).name for one in run("mdir", "-b", "-i", image, f"::{folder}").split()]


def test_the_digests_of_a_pack_are_those_of_its_files(stick: Path) -> None:
    lines = (stick / "SHA256.TXT").read_text("ascii").splitlines()
    assert [line.split("  ")[1] for line in lines] == ["01_0530.MP3", "02_1700.MP3", "DANHSACH.TXT", "DANHSACH.M3U"]  # fmt: skip
    for line in lines:
        digest, name = line.split("  ")
        assert digest_of((stick / name).read_bytes()) == digest

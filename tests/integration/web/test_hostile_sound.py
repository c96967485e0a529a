"""
Hostile files through the real route of the real server: refused quickly, in little memory, with a plain sentence.

Each is sent as a browser sends it, to `broadcaster serve` in a process of its own, whose memory together with
that of every ffmpeg it starts is watched. What is refused leaves no file. No other file is read and no
connection is made: every link leads to a trap, a pipe that notices a reader and a port that notices a caller.
"""

import errno
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
import requests

from broadcaster.bootstrap import open_desk
from broadcaster.clock import SystemClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people
from broadcaster.services.writing import bulletins
from tests.conftest import PASSWORD
from tests.unit.sound import hostile
from tests.unit.sound.generated import files_in

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
MOST_MB = 300
MOST_CPU_S = 10
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Trap:
    """A file and a port that nobody may come near."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "secret.wav"
        os.mkfifo(self.file)
        self.port = socket.create_server(("127.0.0.1", 0))
        self.port.setblocking(False)
        self.address = f"http://127.0.0.1:{self.port.getsockname()[1]}/secret.mp3"
        self.sprung: list[str] = []
        self._over = Event()
        self._thread = Thread(target=self._watch)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self.port.close()

    def _watch(self) -> None:
        while not self._over.wait(0.01):
            try:
                os.close(os.open(self.file, os.O_WRONLY | os.O_NONBLOCK))
                self.sprung.append("the file was opened")
            except OSError as error:
                assert error.errno == errno.ENXIO  # noqa: PT017 # nobody has it open
            with suppress(BlockingIOError):
                self.port.accept()[0].close()
                self.sprung.append("the address was called")


class Served:
    """The server in its own process, a writer signed in to it, and what it and its children use."""

    def __init__(self, home: Path) -> None:
        self.home, self.bulletin_id = home, _begin(home)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        words = ["-m", "broadcaster", "serve", "--home", str(home), "--port", str(port), "--no-scheduler"]
        environment = {**os.environ, "BROADCASTER_ENGINES": "silent"}
        self.process = subprocess.Popen(
            [sys.executable, *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.writer = requests.Session()
        self.writer.headers["Accept"] = "application/json"
        self.token = self._sign_in()
        self.send(b"", "trống.mp3")  # folders that any upload makes
        self.most_mb = 0.0
        self._over = Event()
        self._thread = Thread(target=self._watch)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self.writer.close()
        self.process.terminate()
        self.process.wait()

    @property
    def route(self) -> str:
        return f"{self.address}/ban-tin/{self.bulletin_id}/ban-thu"

    def send(self, data: bytes, name: str) -> tuple[int, str]:
        """Send a file as the page does; return the answer's status and sentence."""
        fields = {"csrf_token": self.token, "language_id": "0", "speaker": "Ai đó"}
        answer = self.writer.post(self.route, data=fields, files={"file": (name, data)}, timeout=120)
        told = answer.json()
        return answer.status_code, str(told.get("message") or told)

    def cpu_s(self) -> float:
        """Return the processor time of the server and of every child that has ended."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii", errors="replace")
        return sum(map(int, text.rpartition(")")[2].split()[11:15])) / _TICKS

    def _sign_in(self) -> str:
        for _ in range(600):
            with suppress(requests.ConnectionError):
                page = self.writer.get(f"{self.address}/dang-nhap", timeout=60).text
                break
            time.sleep(0.1)
        fields = {"csrf_token": _token(page), "login": "soan", "password": PASSWORD, "to": "/"}
        self.writer.post(f"{self.address}/dang-nhap", data=fields, timeout=60)
        return _token(self.writer.get(self.route, headers={"Accept": "text/html"}, timeout=60).text)

    def look(self) -> None:
        """Take down what the server and its children hold now."""
        pids = [self.process.pid, *_children(self.process.pid)]
        self.most_mb = max(self.most_mb, sum(map(_own_mb, pids)))

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.look()


def _begin(home: Path) -> int:
    desk = open_desk(Settings(home=home, engines=("silent",)), SystemClock())
    actor = people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", ("thôn Khe Mơ",)),
        people.NewPerson("soan", "Đỗ Thị Hương", "Cán bộ xã", PASSWORD, (Role.WRITER,)),
    )
    made = bulletins.create(desk, actor, bulletins.Draft(title="Họp thôn", text="Mời bà con họp."))
    desk.store.close()
    return made.id


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *_children(int(child))]
    return found


def _own_mb(pid: int) -> float:
    """Return a process's own memory; what a fresh child still shares with its parent is not counted twice."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) / 1024
    return 0.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def trap(folder: Path) -> Iterator[Trap]:
    made = Trap(folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("served") / "home")
    yield server
    server.close()


NO_SOUND = "không phải tệp âm thanh"
FILES: dict[str, tuple[str, Callable[[Path, Trap], bytes]]] = {
    "a playlist of a file": (NO_SOUND, lambda _, trap: f"#EXTM3U\n#EXTINF:10,\n{trap.file}\n".encode()),
    "a playlist of segments": (
        NO_SOUND,
        lambda _, trap: (
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{trap.address}\n#EXT-X-ENDLIST\n".encode()
        ),
    ),
    "a playlist behind the head of an MP3": (
        NO_SOUND,
        lambda _, trap: b"ID3\3\0\0\0\0\0\0#EXTM3U\n#EXTINF:9,\n" + trap.address.encode(),
    ),
    "a PLS playlist": (NO_SOUND, lambda _, trap: f"[playlist]\nFile1={trap.address}\n".encode()),
    "a concat script": (NO_SOUND, lambda _, trap: f"ffconcat version 1.0\nfile '{trap.file}'\n".encode()),
    "a concat script behind a remark": (
        NO_SOUND,
        lambda _, trap: f"# tin\nfile 'file:{trap.file}'\n".encode(),
    ),
    "a link to an inside address": (NO_SOUND, lambda _, trap: trap.address.encode()),
    "a DASH manifest": (
        NO_SOUND,
        lambda _, trap: f'<?xml version="1.0"?><MPD><BaseURL>{trap.address}</BaseURL></MPD>'.encode(),
    ),
    "ten hours of MP3": ("dài hơn 1 giờ", lambda folder, _: hostile.ten_hours_of_mp3(folder)),
    "ten hours in few bytes": ("Không đọc được", lambda folder, _: hostile.ten_hours_of_flac(folder)),
    "ten hours of nothing to say": ("Hãy", lambda _, __: hostile.ten_hours_of_amr()),
    "a cover of 400 million pixels": (
        "ảnh bìa quá lớn",
        lambda folder, _: hostile.with_cover(hostile.plain_mp3(folder), 20_000),
    ),
    "a polyglot": (NO_SOUND, lambda folder, _: hostile.polyglot(hostile.plain_mp3(folder))),
    "a page that begins as sound": (
        NO_SOUND,
        lambda _, __: b"ID3\3\0\0\0\0\0\0<html><script>alert(1)</script>",
    ),
    "zero bytes": ("trống", lambda _, __: b""),
    "an executable": (NO_SOUND, lambda _, __: Path(sys.executable).read_bytes()[:4_000_000]),
    "a Windows executable": (NO_SOUND, lambda _, __: b"MZ\x90\0" + bytes(4000)),
    "a script": (NO_SOUND, lambda _, __: b"#!/bin/sh\nrm -rf /\n"),
    "too many bytes": ("quá", lambda _, __: b"\xff\xfb\x90\xc4" * (14 << 20)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_quickly_in_little_memory(
    name: str, folder: Path, trap: Trap, served: Served
) -> None:
    sentence, make = FILES[name]
    data = make(folder, trap)
    before, used = kept(served.home), served.cpu_s()
    served.most_mb = 0
    status, said = served.send(data, "nhac.mp3")
    assert status in (413, 422), said
    assert sentence in said
    assert "Hãy" in said
    assert served.cpu_s() - used < MOST_CPU_S
    served.look()
    assert 0 < served.most_mb < MOST_MB
    assert kept(served.home) == before
    assert trap.sprung == []


def kept(home: Path) -> list[str]:
    """Everything in a home but the database's own files, whose log comes and goes."""
    return [one for one in files_in(home) if not one.startswith("broadcaster.db")]


def test_sound_that_is_said_to_lie_elsewhere_is_not_looked_for(
    folder: Path, trap: Trap, served: Served
) -> None:
    for link in (trap.address, f"file://{trap.file}", str(trap.file)):
        served.send(hostile.leading_elsewhere(folder, link), "thu.m4a")
        assert trap.sprung == []


@pytest.mark.parametrize(
    "name", ["../../../evil.mp3", "..\\evil.mp3", "/etc/cron.d/evil", "a\0b.mp3", "x" * 300]
)
def test_a_name_that_leads_elsewhere_goes_nowhere(name: str, served: Served) -> None:
    before = kept(served.home)
    status, _said = served.send(b"#!/bin/sh\n", name)
    assert status == 422
    assert kept(served.home) == before
    assert files_in(served.home.parent) == ["home", *(f"home/{one}" for one in files_in(served.home))]


def test_what_was_sent_by_half_leaves_no_trace_and_the_server_goes_on(folder: Path, served: Served) -> None:
    before = kept(served.home)
    data = hostile.plain_mp3(folder) * 100
    host, port = served.address.removeprefix("http://").split(":")
    cookies = "; ".join(f"{name}={value}" for name, value in served.writer.cookies.items())
    body = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{served.token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="thu.mp3"\r\n\r\n'
    ).encode() + data
    head = (
        f"POST /ban-tin/{served.bulletin_id}/ban-thu HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookies}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body) + 40}\r\n\r\n"
    ).encode()
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head + body[: len(body) // 2])
    status, said = served.send(b"", "sau.mp3")
    assert (status, "trống" in said) == (422, True)
    assert kept(served.home) == before


def test_after_all_that_a_real_recording_is_taken_in(folder: Path, served: Served) -> None:
    status, said = served.send(hostile.with_cover(hostile.plain_mp3(folder), 600), "thật.mp3")
    assert (status, "/ban-thu/" in said) == (200, True)

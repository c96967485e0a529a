"""
A stand-in for Google's speech service on this machine, as faithful as its known answers allow.

It speaks with eSpeak NG, encodes as the service does (MPEG-2 layer III, 24 kHz, mono, 32 kbit/s), and wraps
the sound as the service does. What it answers to each request in turn is told to it.
"""

import base64
import json
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from broadcaster.sound import ffmpeg
from broadcaster.speech import Manner, registry

GOOD = "good"
CALL = "jQ1olc"


class Loopback(ThreadingHTTPServer):
    """The service: `answers` are used up in order, then all is well."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[str] = []
        self.heard: list[str] = []
        self.headers_seen: list[dict[str, str]] = []
        self.released = threading.Event()
        self.kept: dict[str, bytes] = {}
        self.lock = threading.Lock()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up, as many here do on purpose, is no news."""

    def mp3(self, text: str) -> bytes:
        with self.lock:
            if text not in self.kept:
                self.kept[text] = mp3_of(text)
            return self.kept[text]


def mp3_of(text: str) -> bytes:
    """Speak a text the way the service would send it."""
    with tempfile.TemporaryDirectory() as folder:
        [wav] = registry.load("espeak").speak([text], Manner("vi", 160, 60, 60), Path(folder))
        form = ["-ar", "24000", "-ac", "1", "-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0"]
        command = [ffmpeg.find(), "-v", "error", "-i", str(wav), *form, "-f", "mp3", "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout


def wrapped(encoded: str) -> bytes:
    """Wrap a text of base64 as the service does."""
    row = ["wrb.fr", CALL, json.dumps([encoded]), None, None, None, "generic"]
    return b")]}'\n\n" + json.dumps([row, ["di", 61], ["af.httprm", 60, "-123", 25]]).encode()


@contextmanager
def serving() -> Iterator[Loopback]:
    server = Loopback()
    yield from _running(server)


@contextmanager
def serving_tls(certificate: Path, key: Path) -> Iterator[Loopback]:
    server = Loopback()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield from _running(server)


def _running(server: Loopback) -> Iterator[Loopback]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Loopback

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        asked = json.loads(parse_qs(self.rfile.read(size).decode())["f.req"][0])
        text = json.loads(asked[0][0][1])[0]
        self.server.heard.append(text)
        self.server.headers_seen.append(dict(self.headers))
        answer = self.server.answers.pop(0) if self.server.answers else GOOD
        self._answer(answer, text)

    def _answer(self, answer: str, text: str) -> None:
        """Answer as told: a bare status, one of the bodies below, or a deed of its own."""
        deeds: dict[str, Callable[[], object]] = {
            "429 for two hours": lambda: self._send(429, b"", "text/html", {"Retry-After": "7200"}),
            "captcha": lambda: self._send(200, b"<html>unusual traffic</html>", "text/html; charset=UTF-8"),
            "captcha elsewhere": lambda: self._send(302, b"", "text/html", {"Location": "/sorry/index"}),
            "half a body": lambda: self._half(text, promised=True),
            "half a body and no length": lambda: self._half(text, promised=False),
            "endless": self._endless,
            "never": lambda: self.server.released.wait(30),
            "slow": lambda: self._late(text),
            "drop by drop": lambda: self._drip(text),
            "its head drop by drop": self._drip_head,
        }
        if answer in deeds:
            deeds[answer]()
        elif answer.isdigit():
            self._send(int(answer), b"<html>no</html>", "text/html")
        else:
            self._send(200, self._body(answer, text))

    def _good(self, text: str) -> bytes:
        return wrapped(base64.b64encode(self.server.mp3(text)).decode())

    def _body(self, answer: str, text: str) -> bytes:
        whole = self.server.mp3(text)
        bodies = {
            "good": self._good(text),
            "nothing": b"",
            "no speech": b")]}'\n\n" + json.dumps([["wrb.fr", CALL, None], ["di", 9]]).encode(),
            "empty speech": wrapped(""),
            "garbage": bytes(range(256)) * 40,
            "garbled base64": wrapped("@@not base64@@"),
            "a page as sound": wrapped(base64.b64encode(b"<html>sorry</html>" * 90).decode()),
            "half an mp3": wrapped(base64.b64encode(whole[: len(whole) // 2 + 1]).decode()),
        }
        return bodies[answer]

    def _half(self, text: str, *, promised: bool) -> None:
        good = self._good(text)
        self._head(200, len(good) if promised else None)
        self.wfile.write(good[: len(good) // 2])

    def _late(self, text: str) -> None:
        self.server.released.wait(0.4)
        self._send(200, self._good(text))

    def _endless(self) -> None:
        self._head(200, None)
        for _ in range(6000):
            self.wfile.write(b"x" * 1024)

    def _drip(self, text: str) -> None:
        self._head(200, None)
        for letter in self._good(text):
            self.wfile.write(bytes([letter]))
            if self.server.released.wait(0.05):
                return

    def _drip_head(self) -> None:
        """Send a head that never ends, a letter at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.released.wait(0.05):
            self.wfile.write(b"x")

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json; charset=utf-8",
        more: dict[str, str] | None = None,
    ) -> None:
        self._head(status, len(body), kind, more)
        self.wfile.write(body)

    def _head(
        self,
        status: int,
        length: int | None,
        kind: str = "application/json; charset=utf-8",
        more: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent's name
        """Say nothing."""

"""
A stand-in on this machine for speech services on the web, in the three ways they hand sound over.

`/body` answers with the MP3 itself, or with JSON that has a `code` (as Viettel AI does); `/link` with JSON whose
`async` leads to a file that is there after a few looks (as FPT.AI does); `/base64` with the MP3 inside JSON. What
is answered to each request in turn is told to it; looks at files have answers of their own.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from broadcaster.speech import Means, http_description
from broadcaster.speech.http_description import Description
from tests.unit.speech.loopback import mp3_of

KEY = "k3y-Of-The-Commune"


class Service(ThreadingHTTPServer):
    """The service: `answers` and `looks` are used up in order, then all is well."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[str] = []
        self.looks: list[str] = []
        self.heard: list[str] = []
        self.bodies: list[bytes] = []
        self.headers_seen: list[dict[str, str]] = []
        self.looked: list[dict[str, str]] = []
        self.link_base = self.base
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


@contextmanager
def serving() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def at(service: Service, name: str, path: str) -> Description:
    """Return a shipped description that leads to the stand-in."""
    host = service.base.removeprefix("http://")
    return replace(http_description.read(name, Means()), address=f"{service.base}{path}", link_hosts=(host,))


def form_to_base64(service: Service) -> Description:
    """Describe a service that gets a form and hands its sound over in base64."""
    return replace(
        at(service, "viettel", "/base64"),
        json=None,
        form={"input": "{text}", "apikey": "{key}"},
        sound="base64",
        field="data.sound",
    )


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        text = self._text(body)
        with self.server.lock:
            self.server.heard.append(text)
            self.server.bodies.append(body)
            self.server.headers_seen.append(dict(self.headers))
            answer = self.server.answers.pop(0) if self.server.answers else "good"
        bodies = {"/body": self.server.mp3, "/link": self._link, "/base64": self._base64}
        self._answer(answer, bodies[self.path](text))

    def do_GET(self) -> None:
        """Answer a look at a file, named by the number of the request that asked for it."""
        self.server.looked.append(dict(self.headers))
        look = self.server.looks.pop(0) if self.server.looks else "good"
        self._answer(look, self.server.mp3(self.server.heard[int(self.path.split("/")[2])]))

    def _text(self, body: bytes) -> str:
        kind = self.headers.get("Content-Type", "")
        if kind == "application/json":
            return str(json.loads(body)["text"])
        if kind == "application/x-www-form-urlencoded":
            return parse_qs(body.decode())["input"][0]
        return body.decode()

    def _link(self, _text: str) -> bytes:
        number = len(self.server.heard) - 1
        link = f"{self.server.link_base}/file/{number}"
        return json.dumps({"async": link, "error": 0, "message": "", "request_id": "x"}).encode()

    def _base64(self, text: str) -> bytes:
        encoded = base64.b64encode(self.server.mp3(text)).decode()
        return json.dumps({"data": {"sound": encoded}}).encode()

    def _answer(self, answer: str, good: bytes) -> None:
        """Answer as told: a bare status, one of the bodies below, or a deed of its own."""
        told = {
            "good": good,
            "nothing": b"",
            "garbage": bytes(range(256)) * 40,
            "a page": b"<html>maintenance</html>",
            "cut": good[: len(good) // 2 + 1],
            "json": b'{"code": "x"}',
            "code 401": json.dumps({"code": 401, "vi_message": f"sai {KEY}"}).encode(),
            "code 429": json.dumps({"code": 429, "error": 429}).encode(),
            "error 7": json.dumps({"error": 7, "message": f"bad {KEY}"}).encode(),
            "no link": json.dumps({"error": 0, "async": None}).encode(),
            "deep": b"[" * 100_000,
        }
        deeds: dict[str, Callable[[], object]] = {
            "never": lambda: self.server.released.wait(30),
            "slow": lambda: self._late(good),
            "drop by drop": lambda: self._drip(good),
            "half": lambda: self._half(good, promised=True),
            "half and no length": lambda: self._half(good[:-1], promised=False),
            "frames lost": lambda: self._half(good[: len(good) // 192 * 96], promised=True, whole=good),
            "endless": self._endless,
            "elsewhere": lambda: self._send(302, b"", {"Location": "http://127.0.0.1:9/"}),
            "429 for two hours": lambda: self._send(429, b"", {"Retry-After": "7200"}),
        }
        if answer in deeds:
            deeds[answer]()
        elif answer.isdigit():
            self._send(int(answer), f"<html>{KEY}</html>".encode())
        else:
            self._send(200, told[answer])

    def _half(self, body: bytes, *, promised: bool, whole: bytes = b"") -> None:
        self._head(200, len(whole or body) if promised else None)
        self.wfile.write(body if whole else body[: len(body) // 2])

    def _late(self, body: bytes) -> None:
        self.server.released.wait(0.3)
        self._send(200, body)

    def _endless(self) -> None:
        self._head(200, None)
        for _ in range(6000):
            self.wfile.write(b"x" * 1024)

    def _drip(self, body: bytes) -> None:
        self._head(200, None)
        for byte in body:
            self.wfile.write(bytes([byte]))
            if self.server.released.wait(0.05):
                return

    def _send(self, status: int, body: bytes, more: dict[str, str] | None = None) -> None:
        self._head(status, len(body), more)
        self.wfile.write(body)

    def _head(self, status: int, length: int | None, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the parent's name
        """Say nothing."""

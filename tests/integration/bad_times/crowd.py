"""The program's own commands on one home, and people with browsers at them."""

import os
import re
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 120
_HIDDEN = re.compile(
    r'<input type="hidden" name="([^"]+)" value="([^"]*)"|<input[^>]*name="(csrf_token)"[^>]*value="([^"]+)"'
)


class Crowd:
    """Processes of the program; all are ended at the end."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.running: list[subprocess.Popen[str]] = []

    def schedule(self) -> subprocess.Popen[str]:
        """Begin a scheduler beside the others."""
        return self._begin("schedule")

    def serve(self) -> tuple[str, subprocess.Popen[str]]:
        """Begin serving pages, and wait until they are there; return their address."""
        port = _free_port()
        process = self._begin("serve", "--no-scheduler", "--port", str(port))
        return f"http://127.0.0.1:{port}", process

    def end(self) -> None:
        for one in self.running:
            one.kill()
        for one in self.running:
            one.wait()

    def _begin(self, *command: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "broadcaster", *command, "--home", str(self.home)],
            cwd=ROOT,
            env=os.environ | {"BROADCASTER_ENGINES": "silent", "BROADCASTER_HORIZON_DAYS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.running.append(process)
        return process


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Browser:
    """A person at one of the processes that serve pages."""

    def __init__(self, address: str, login: str = "", password: str = "") -> None:
        self.address, self.kept = address, requests.Session()
        _until_there(address)
        if login:
            self.get("/dang-nhap")
            done = self.send("/dang-nhap", {"login": login, "password": password, "to": "/"})
            assert done.status_code == 302, done.text[-800:]

    def get(self, path: str) -> requests.Response:
        """Open a page; what its forms hide is sent with the next form."""
        answer = self.kept.get(self.address + path, timeout=PATIENCE_S, allow_redirects=False)
        if "html" in answer.headers.get("Content-Type", ""):
            self.hidden = {a or c: unescape(b or d) for a, b, c, d in _HIDDEN.findall(answer.text)}
        return answer

    def send(self, path: str, fields: dict[str, str]) -> requests.Response:
        sent = self.hidden | fields
        return self.kept.post(self.address + path, data=sent, timeout=PATIENCE_S, allow_redirects=False)


def _until_there(address: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            requests.get(f"{address}/dang-nhap", timeout=PATIENCE_S)
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return

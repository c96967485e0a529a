"""
A stand-in for Edge's speech service on this machine: the conversation edge-tts's users know, over a WebSocket.

A caller opens it with a token and its Edge headers, sends `speech.config` and then `ssml`; it is answered with
`turn.start`, `response`, the sentence's `audio.metadata`, the MP3 in pieces (each binary message carries its
head's length, its head, its piece), an empty piece without a content type, and `turn.end`. eSpeak NG speaks, encoded
as the service does (24 kHz, mono, 48 kbit/s). What it answers to each caller in turn is told to it.
"""

import asyncio
import json
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from broadcaster.sound import ffmpeg
from broadcaster.speech import Manner, registry

pytest.importorskip("edge_tts", reason="the extra [edge] is not installed")
web: Any = pytest.importorskip("aiohttp.web")

_STATUSES = {"403", "429", "500", "503", "404"}
_PIECE = 720
"""Bytes of an audio message; five frames."""


class Service:
    """The service: `answers` are used up in order, then all is well."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: list[str] = []
        self.heard: list[str] = []
        self.voices: list[tuple[str, str]] = []
        self.opened: list[tuple[dict[str, str], dict[str, str]]] = []
        self.formats: list[str] = []
        self.port = 0
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._over: asyncio.Event
        self._thread = threading.Thread(target=self._run)
        self._kept: dict[str, bytes] = {}

    def mp3(self, text: str) -> bytes:
        if text not in self._kept:
            self._kept[text] = mp3_of(text)
        return self._kept[text]

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        app = web.Application()
        app.router.add_get("/edge/v1", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()

    async def _answer(self, request: Any) -> Any:
        self.opened.append((dict(request.query), dict(request.headers)))
        answer = self.answers.pop(0) if self.answers else "good"
        if answer in _STATUSES:
            return web.Response(status=int(answer), text="<html>no</html>", content_type="text/html")
        if answer == "a page":
            return web.Response(text="<html>sign in</html>", content_type="text/html")
        if answer == "never at all":
            await self._over.wait()
        socket = web.WebSocketResponse(compress=True)
        await socket.prepare(request)
        text = await self._asked(socket)
        await self._converse(socket, request, answer, text)
        return socket

    async def _asked(self, socket: Any) -> str:
        """Hear the two messages of a caller out; return the text to speak."""
        config = (await socket.receive_str()).split("\r\n\r\n", 1)[1]
        self.formats.append(json.loads(config)["context"]["synthesis"]["audio"]["outputFormat"])
        head, ssml = (await socket.receive_str()).split("\r\n\r\n", 1)
        assert "Path:ssml" in head
        voice = ET.fromstring(ssml)[0]
        text = voice[0].text or ""
        self.voices.append((voice.attrib["name"], voice[0].attrib["rate"]))
        self.heard.append(text)
        return text

    async def _converse(self, socket: Any, request: Any, answer: str, text: str) -> None:
        """Answer as told."""
        sound = await asyncio.to_thread(self.mp3, text)
        await self._say(socket, "turn.start", {"context": {"serviceTag": "x"}})
        await self._say(socket, "response", {"context": {"serviceTag": "x"}, "audio": {"type": "inline"}})
        if answer == "never":
            await self._over.wait()
        if answer == "slow":
            await asyncio.sleep(0.3)
        if answer in {"garbage", "garbage in pieces", "unknown", "bad metadata"}:
            await self._garble(socket, answer)
            return
        await self._say(socket, "audio.metadata", _boundary(text, sound))
        for piece in _pieces(answer, sound):
            await socket.send_bytes(_binary("Content-Type:audio/mpeg\r\n", piece))
            if answer == "drop by drop":
                await asyncio.sleep(0.05)
        if answer == "drops":
            request.transport.abort()
        elif answer != "closes":
            await socket.send_bytes(_binary("", b""))
            await self._say(socket, "turn.end", {})
        await socket.close()

    async def _garble(self, socket: Any, answer: str) -> None:
        if answer == "garbage":
            await socket.send_str("~~~ not a message")
        elif answer == "garbage in pieces":
            await socket.send_bytes(bytes(range(256)) * 4)
        elif answer == "bad metadata":
            await socket.send_str("Path:audio.metadata\r\n\r\n{")
        else:
            await self._say(socket, "something.new", {})
        await socket.close()

    async def _say(self, socket: Any, path: str, body: dict[str, Any]) -> None:
        head = f"X-RequestId:abc\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        await socket.send_str(head + json.dumps(body))


def mp3_of(text: str) -> bytes:
    """Speak a text the way the service would send it."""
    with tempfile.TemporaryDirectory() as folder:
        [wav] = registry.load("espeak").speak([text], Manner("vi", 160, 60, 60), Path(folder))
        form = ["-ar", "24000", "-ac", "1", "-b:a", "48k", "-write_xing", "0", "-id3v2_version", "0"]
        command = [ffmpeg.find(), "-v", "error", "-i", str(wav), *form, "-f", "mp3", "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    service = Service(tls)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def _pieces(answer: str, sound: bytes) -> list[bytes]:
    """Part the sound into messages, spoilt as told."""
    if answer in {"drops", "closes"}:
        sound = sound[: len(sound) // _PIECE // 2 * _PIECE]
    if answer == "half an mp3":
        sound = sound[: len(sound) // 2 + 1]
    if answer == "no sound":
        sound = b""
    if answer == "endless":
        sound = sound * (1 + (5 << 20) // len(sound))
        return [sound[at : at + (1 << 18)] for at in range(0, len(sound), 1 << 18)]
    if answer == "no mp3":
        sound = b"<html>sorry</html>" * 90
    return [sound[at : at + _PIECE] for at in range(0, len(sound), _PIECE)]


def _binary(kind: str, piece: bytes) -> bytes:
    head = f"X-RequestId:abc\r\n{kind}X-StreamId:def\r\nPath:audio\r\n".encode()
    return len(head).to_bytes(2, "big") + head + piece


def _boundary(text: str, sound: bytes) -> dict[str, Any]:
    """Say where the sentence lies in the sound, in ticks of 100 ns."""
    data = {
        "Offset": 1_000_000,
        "Duration": len(sound) * 8 * 10_000_000 // 48_000 - 2_000_000,
        "text": {"Text": text, "Length": len(text), "BoundaryType": "SentenceBoundary"},
    }
    return {"Metadata": [{"Type": "SentenceBoundary", "Data": data}]}

"""The deadline of a conversation holds against a server that never stops its greeting."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcaster.speech import Manner, Resting
from broadcaster.speech.google import Google
from broadcaster.speech.online import Patience

_GREETING = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03"
"""The head of a TLS record of 16 KiB and of a ServerHello that would fill it."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Give a port where a TLS greeting is sent a byte at a time, for ever."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def greet() -> None:
        caller, _address = listening.accept()
        with caller:
            for byte in _GREETING:
                caller.send(bytes([byte]))
            while not over.wait(0.05):
                try:
                    caller.send(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=greet)
    thread.start()
    yield listening.getsockname()[1]
    over.set()
    thread.join()
    listening.close()


def test_a_greeting_that_drips_for_ever_is_left_at_the_deadline(
    port: int, tmp_path: Path, manner: Manner
) -> None:
    voice = Google(f"https://127.0.0.1:{port}", Patience(read_s=5, whole_s=0.6, tries=1), lambda _s: None)
    with pytest.raises(Resting):
        voice.speak(["Xin chào."], manner, tmp_path)

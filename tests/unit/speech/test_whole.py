"""Whole files of sound: by their structure, not by their name."""

import io
import wave
from collections.abc import Callable

import pytest

from broadcaster.speech.whole import kind
from tests.unit.speech.loopback import mp3_of


def wav(frames: int = 2000) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(b"\1\2" * frames)
    return whole.getvalue()


def test_a_whole_file_is_known_with_its_tags() -> None:
    mp3 = mp3_of("Xin chào bà con.")
    tag = b"ID3\x03\0\0\0\0\0\x05hello"
    assert kind(mp3) == ".mp3"
    assert kind(tag + mp3) == ".mp3"
    assert kind(tag + mp3 + b"TAG" + bytes(125)) == ".mp3"
    assert kind(wav()) == ".wav"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data[:12],
        lambda data: data + b"\0",
        lambda data: data[:40] + b"\xff\xff\xff\xff" + data[44:],
        lambda data: b"",
        lambda data: b"<html>sorry</html>",
        lambda data: b"ID3\x03\0\0\0\0\0\x05hello",
        lambda data: b"RIFF\x04\0\0\0WAVE",
    ],
)
def test_half_a_file_a_page_or_nothing_is_no_sound(spoil: Callable[[bytes], bytes]) -> None:
    assert kind(spoil(wav())) == ""

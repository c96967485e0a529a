"""
Any speech service on the web that a description fits (`http_description`): FPT.AI, Viettel AI, the commune's own.

The key is asked for anew each time, is sent to the service alone, and stands in no message.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from requests import PreparedRequest, Request
from tenacity import Retrying, retry_if_exception_type, wait_random_exponential

from broadcaster.domain.writing import voices
from broadcaster.errors import Unavailable
from broadcaster.files import digest_of, disk_sentence
from broadcaster.speech import http_description
from broadcaster.speech.engine import Manner, Readiness
from broadcaster.speech.facts import Means
from broadcaster.speech.http_description import Description
from broadcaster.speech.http_reply import NotYet, Reader
from broadcaster.speech.http_request import prepare, speed_factor
from broadcaster.speech.online import Patience, Sender
from broadcaster.speech.whole import kind

_FORM = 1
"""Raised when the same text would be asked for otherwise."""
_SYLLABLE_MS = 240
"""At its own speed. Taken from news reading in general, not measured of any service."""


class HttpVoice:
    """
    A voice on the web.

    Args:
        name: The engine's name.
        description: What it is asked and answers.
        key: Gives the key; empty when there is none.
        patience: How long to wait, instead of what the description says.
        sleep: Waits between tries and looks.
    """

    def __init__(
        self,
        name: str,
        description: Description,
        key: Callable[[], str],
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self._description = description
        self._key = key
        self._patience = patience or Patience(whole_s=description.whole_s)
        self._sleep = sleep
        label = voices.label(name)
        self._who = label[:1].upper() + label[1:]
        self._reader = Reader(self._who, description)
        self._version = f"{digest_of(repr(description).encode())[:12]}.{_FORM}"

    def version(self) -> str:
        """Return what its description and our way of asking come to. The voice may change without either changing."""
        return self._version

    def readiness(self) -> Readiness:
        """Have three words spoken by the service, trying once."""
        patience = Patience(whole_s=min(60.0, self._patience.whole_s), tries=1)
        once = HttpVoice(self.name, self._description, self._key, patience, self._sleep)
        manner = Manner(self._description.voices[0].code, 140, 50, 50)
        try:
            with TemporaryDirectory() as folder:
                once.speak(["xin chào bà con"], manner, Path(folder))
        except Unavailable as failure:
            return Readiness(ready=False, reason=str(failure))
        return Readiness(ready=True, reason=f"{self._who}, dịch vụ trực tuyến có trả lời")

    def syllable_ms(self, manner: Manner) -> float:
        """Return how long a syllable is at a speed, about."""
        return _SYLLABLE_MS / speed_factor(self._description.speed, manner)

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """
        Have every text spoken into an MP3 or WAV file; the files are written when all are in.

        Raises:
            Resting: Blocked, out of quota, unreachable, not safely reachable, or slower than patience allows.
            Unavailable: The key is missing or not accepted, or there is no such voice (permanent); the service
                answers, but not with speech; or the disk is full.
        """
        if manner.voice not in {voice.code for voice in self._description.voices}:
            raise Unavailable(
                f"{self._who} không có giọng {manner.voice}. Hãy chọn lại giọng ở trang Giọng đọc.",
                permanent=True,
            )
        key = self._good_key()
        asked = [prepare(self._description, text, manner, key) for text in texts]
        with Sender(self._who, self._patience, self._sleep) as sender:
            sounds = self._sounds(sender, asked)
        return _written(sounds, folder)

    def _good_key(self) -> str:
        """Ask for the key, when one is needed; one that could not be sent is not tried."""
        if not self._description.needs_key:
            return ""
        key = self._key().strip()
        if not key:
            raise Unavailable(
                f"{self._who} cần khóa mà xã chưa nhập. Hãy nhập khóa ở trang Giọng đọc.", permanent=True
            )
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise Unavailable(
                f"Khóa của {self._who} có ký tự lạ. Hãy chép lại khóa ở trang Giọng đọc.", permanent=True
            )
        return key

    def _sounds(self, sender: Sender, asked: Sequence[PreparedRequest]) -> list[bytes]:
        """Have all spoken; where links are given, all are asked for before the first is looked at."""
        reader = self._reader
        if self._description.sound != "link":
            return [sender.send(one, reader.accept, reader.sound) for one in asked]
        links = [sender.send(one, reader.accept, reader.link) for one in asked]
        return [self._fetched(sender, link) for link in links]

    def _fetched(self, sender: Sender, link: str) -> bytes:
        """Look at a link, again with growing random waits, until the sound is there or the time is over."""
        looks = Retrying(
            retry=retry_if_exception_type(NotYet),
            wait=wait_random_exponential(multiplier=1, max=5),
            sleep=self._sleep,
        )
        return looks(
            lambda: sender.send(Request("GET", link).prepare(), self._reader.accept_link, self._reader.whole)
        )


def make(name: str, means: Means) -> HttpVoice:
    """Make the engine of a name over its description. Raises `Unavailable` when there is none."""
    return HttpVoice(name, http_description.read(name, means), lambda: means.key(name))


def _written(sounds: Sequence[bytes], folder: Path) -> list[Path]:
    paths = [folder / f"{number:04}{kind(sound)}" for number, sound in enumerate(sounds)]
    try:
        for path, sound in zip(paths, sounds, strict=True):
            path.write_bytes(sound)
    except OSError as error:
        raise Unavailable(disk_sentence(folder, error)) from error
    return paths

"""
Google's online voice, by the requests that gTTS prepares.

gTTS itself sends them without verifying the server and without a time-out, and takes any answer; so they are
sent by `online`, and each answer is held to be whole by `google_reply`.
"""

import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from gtts import gTTS
from requests import PreparedRequest

from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech import google_reply
from broadcaster.speech.engine import Manner, Readiness
from broadcaster.speech.facts import Means
from broadcaster.speech.online import Patience, Sender

_FORM = 1
"""Raised when the same text would be asked for otherwise."""
_SYLLABLE_MS = 240
"""Of its normal speed, the only one used. Taken from news reading in general, not measured of this voice."""


class Google:
    """
    The online voice.

    Args:
        base: Scheme and address of the service, instead of the ones gTTS prepares for, in tests.
        patience: How long to wait.
        sleep: Waits between tries.
    """

    name = "gtts"

    def __init__(
        self,
        base: str | None = None,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = base
        self._patience = patience or Patience()
        self._sleep = sleep
        self._version = f"{metadata.version('gtts')}.{_FORM}"

    def version(self) -> str:
        """Return gTTS's version and our own way of asking. The voice may change without either changing."""
        return self._version

    def readiness(self) -> Readiness:
        """Have two words spoken by the service, trying once."""
        once = Google(self._base, Patience(whole_s=20, tries=1), self._sleep)
        try:
            with TemporaryDirectory() as folder:
                once.speak(["xin chào"], Manner("vi", 140, 50, 50), Path(folder))
        except Unavailable as failure:
            return Readiness(ready=False, reason=str(failure))
        return Readiness(ready=True, reason=f"gTTS {metadata.version('gtts')}, dịch vụ trực tuyến có trả lời")

    def syllable_ms(self, manner: Manner) -> float:  # noqa: ARG002 # it has one speed
        """Return how long a syllable is, about."""
        return _SYLLABLE_MS

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """
        Have every text spoken into an MP3 file.

        A text over 100 characters is asked for in pieces, each checked; its file is written when all are in.

        Raises:
            Resting: Blocked, unreachable, not safely reachable, or slower than patience allows.
            Unavailable: The service answers, but not with speech; or the disk is full.
        """
        asked = [self._prepared(text, manner.voice) for text in texts]
        paths = [folder / f"{number:04}.mp3" for number in range(len(texts))]
        with Sender("Google", self._patience, self._sleep) as sender:
            for pieces, path in zip(asked, paths, strict=True):
                data = b"".join(sender.send(piece, google_reply.accept, _sound) for piece in pieces)
                try:
                    path.write_bytes(data)
                except OSError as error:
                    raise Unavailable(disk_sentence(folder, error)) from error
        return paths

    def _prepared(self, text: str, language: str) -> list[PreparedRequest]:
        """Have gTTS prepare the requests of a text, without its English rewriting."""
        try:
            voice = gTTS(text, lang=language, lang_check=False, pre_processor_funcs=[])
            asked: list[PreparedRequest] = voice._prepare_requests()  # noqa: SLF001 # its public form sends too, unverified
        except (AssertionError, AttributeError, TypeError) as error:
            raise Unavailable(
                f"gTTS không chuẩn bị được yêu cầu đọc ({error}). Hãy cập nhật chương trình.", permanent=True
            ) from error
        if self._base:
            scheme, netloc, *_rest = urlsplit(self._base)
            for one in asked:
                one.url = urlsplit(one.url or "")._replace(scheme=scheme, netloc=netloc).geturl()
        return asked


def make(name: str, means: Means) -> Google:  # noqa: ARG001 # the shape of every engine's maker
    """Make the engine; it needs nothing."""
    return Google()


def _sound(body: bytes) -> bytes:
    return google_reply.sound(body, gTTS.GOOGLE_TTS_RPC)

"""Requests sent to Google's speech service: TLS verified, every wait bounded, tried again where that may help."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential
from urllib3.exceptions import HTTPError

from broadcaster.speech import google_reply
from broadcaster.speech.engine import Resting
from broadcaster.speech.google_reply import Passing

_LONGEST_ANSWER = 4 << 20
_UNREACHABLE = timedelta(minutes=2)
"""How long to leave the network alone when nothing answers."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, and how often to try."""

    connect_s: float = 5.0
    read_s: float = 15.0
    whole_s: float = 120.0
    """For all requests of a text together, waits between tries included."""
    tries: int = 3
    back_off_s: float = 1.0
    """The first wait is a random part of this; the longest possible one doubles each time."""


class Unreachable(Passing):
    """Nothing answered, or not to the end."""


class Sender:
    """
    Sends the requests of one text, until its time is over.

    Args:
        call: The service's name for the call whose result is the sound.
        patience: How long to wait.
        sleep: Waits between tries.
    """

    def __init__(self, call: str, patience: Patience, sleep: Callable[[float], None]) -> None:
        self._call = call
        self._patience = patience
        self._sleep = sleep
        self._deadline = time.monotonic() + patience.whole_s  # a stopwatch, not the time of day
        self._session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def send(self, asked: requests.PreparedRequest) -> bytes:
        """
        Send a request, again with growing random waits while that may help.

        Returns:
            A whole MP3.

        Raises:
            Resting: Blocked, unreachable, not safely reachable, or out of time.
            Unavailable: Answered every time, but not with sound.
        """
        tries = Retrying(
            retry=retry_if_exception_type(Passing),
            stop=stop_after_attempt(self._patience.tries),
            wait=wait_random_exponential(multiplier=self._patience.back_off_s, max=10),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return tries(self._once, asked)
        except Unreachable as failure:
            raise Resting(str(failure), _UNREACHABLE) from failure

    def _once(self, asked: requests.PreparedRequest) -> bytes:
        """Send a request, read its answer within the time left, and take the MP3 out of it."""
        settings = self._session.merge_environment_settings(asked.url or "", {}, True, None, None)
        left = self._left()
        waits = (min(self._patience.connect_s, left), min(self._patience.read_s, left))
        with (
            _failures(),
            self._session.send(asked, timeout=waits, allow_redirects=False, **settings) as reply,
        ):
            google_reply.accept(reply.status_code, reply.headers)
            body = self._body(reply)
        return google_reply.sound(body, self._call)

    def _body(self, reply: requests.Response) -> bytes:
        """Read an answer as it comes, so that one that drips for ever is left at the deadline."""
        body = bytearray()
        while block := reply.raw.read1(decode_content=True):
            body += block
            self._left()
            if len(body) > _LONGEST_ANSWER:
                raise Passing("Google trả lời quá dài, không phải tiếng đọc. Hãy thử lại sau ít phút.")
        return bytes(body)

    def _left(self) -> float:
        """Return the seconds left, or raise `Resting` when there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Resting("Google đọc quá chậm nên đã thôi chờ. Hãy thử lại khi mạng tốt hơn.", _UNREACHABLE)
        return left


@contextmanager
def _failures() -> Iterator[None]:
    """Say what goes wrong on the way in the words of this program."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise Resting(
            "Kết nối tới Google không an toàn (chứng chỉ không đúng) nên đã dừng, chưa gửi chữ nào. "
            "Hãy kiểm tra ngày giờ của máy và mạng đang dùng.",
            google_reply.BLOCKED,
        ) from error
    except requests.exceptions.Timeout as error:
        raise Unreachable("Google không trả lời kịp. Hãy kiểm tra mạng, rồi thử lại.") from error
    except (requests.exceptions.RequestException, HTTPError, OSError) as error:
        raise Unreachable("Không kết nối được tới Google. Hãy kiểm tra mạng, rồi thử lại.") from error

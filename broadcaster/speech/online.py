"""Requests sent to a voice's service: TLS verified, every wait bounded, tried again where that may help."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential
from urllib3.exceptions import HTTPError

from broadcaster.errors import Unavailable
from broadcaster.speech.cut_off import CutOff
from broadcaster.speech.engine import Resting

BLOCKED = timedelta(minutes=30)
"""How long to keep away after a block; asking again sooner makes it longer."""
UNREACHABLE = timedelta(minutes=2)
"""How long to leave the network alone when nothing answers."""
_LONGEST_BLOCK = timedelta(hours=6)
_LONGEST_ANSWER = 4 << 20
_BLOCK = 1 << 16


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


Taken = TypeVar("Taken")


class Passing(Unavailable):
    """A failure that another try may not meet."""


class Unreachable(Passing):
    """Nothing answered, or not to the end."""


Accept = Callable[[int, Mapping[str, str]], None]
"""Judges an answer by its status and head; raises when it is not worth reading."""


class Sender:
    """
    Sends the requests of one text, until its time is over.

    Args:
        who: The service, for messages.
        patience: How long to wait.
        sleep: Waits between tries.
    """

    def __init__(self, who: str, patience: Patience, sleep: Callable[[float], None]) -> None:
        self._who = who
        self._patience = patience
        self._sleep = sleep
        self._deadline = time.monotonic() + patience.whole_s  # a stopwatch, not the time of day
        self._session = requests.Session()
        self._wire = CutOff(patience.whole_s)

    def __enter__(self) -> Self:
        self._session.mount("https://", self._wire)
        self._session.mount("http://", self._wire)
        self._wire.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wire.stop()
        self._session.close()

    def send(self, asked: requests.PreparedRequest, accept: Accept, read: Callable[[bytes], Taken]) -> Taken:
        """
        Send a request, again with growing random waits while that may help.

        Args:
            asked: The request; redirects are never followed.
            accept: Judges the answer's head.
            read: Takes what is wanted out of the answer's body.

        Raises:
            Resting: Blocked, unreachable, not safely reachable, or out of time.
            Unavailable: Answered every time, but not with what is wanted.
        """
        tries = Retrying(
            retry=retry_if_exception_type(Passing),
            stop=stop_after_attempt(self._patience.tries),
            wait=wait_random_exponential(multiplier=self._patience.back_off_s, max=10),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return tries(lambda: read(self.once(asked, accept)))
        except Unreachable as failure:
            raise Resting(str(failure), UNREACHABLE) from failure

    def once(self, asked: requests.PreparedRequest, accept: Accept) -> bytes:
        """Send a request a single time and read its answer within the time left."""
        settings = self._session.merge_environment_settings(asked.url or "", {}, True, None, None)
        left = self.left()
        waits = (min(self._patience.connect_s, left), min(self._patience.read_s, left))
        with (
            _failures(self._who),
            self._session.send(asked, timeout=waits, allow_redirects=False, **settings) as reply,
        ):
            accept(reply.status_code, reply.headers)
            return self._body(reply)

    def left(self) -> float:
        """Return the seconds left, or raise `Resting` when there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Resting(
                f"{self._who} đọc quá chậm nên đã thôi chờ. Hãy thử lại khi mạng tốt hơn.", UNREACHABLE
            )
        return left

    def _body(self, reply: requests.Response) -> bytes:
        """
        Read an answer as it comes, so that one that drips for ever is left at the deadline.

        Asked for so many bytes, urllib3 raises when an answer ends before its announced length; else it does not.
        """
        body = bytearray()
        while block := reply.raw.read1(_BLOCK, decode_content=True):
            body += block
            self.left()
            if len(body) > _LONGEST_ANSWER:
                raise Passing(f"{self._who} trả lời quá dài, không phải tiếng đọc. Hãy thử lại sau ít phút.")
        return bytes(body)


def pause(asked: str) -> timedelta:
    """Read from a `Retry-After` how long a service wants to be left alone; never less than after any block."""
    seconds = int(asked) if asked.isascii() and asked.isdigit() else 0
    return min(max(BLOCKED, timedelta(seconds=min(seconds, 10**6))), _LONGEST_BLOCK)


@contextmanager
def _failures(who: str) -> Iterator[None]:
    """Say what goes wrong on the way in the words of this program."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise Resting(
            f"Kết nối tới {who} không an toàn (chứng chỉ không đúng) nên đã dừng, chưa gửi chữ nào. "
            "Hãy kiểm tra ngày giờ của máy và mạng đang dùng.",
            BLOCKED,
        ) from error
    except requests.exceptions.Timeout as error:
        raise Unreachable(f"{who} không trả lời kịp. Hãy kiểm tra mạng, rồi thử lại.") from error
    except (requests.exceptions.RequestException, HTTPError, OSError) as error:
        raise Unreachable(f"Không kết nối được tới {who}. Hãy kiểm tra mạng, rồi thử lại.") from error

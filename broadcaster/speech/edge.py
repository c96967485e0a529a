"""
Microsoft Edge's online voice, by edge-tts in its asynchronous form.

edge-tts ends without an error when the connection breaks off in the middle; only at a turn's own end does it
add up the bytes it handed out. So what came must be what was added up, and must be a whole MP3.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, contextmanager
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from edge_tts import Communicate
from edge_tts.exceptions import EdgeTTSException, SkewAdjustmentError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech.engine import Manner, Readiness, Resting
from broadcaster.speech.facts import Means
from broadcaster.speech.online import BLOCKED, UNREACHABLE, Passing, Patience, Unreachable
from broadcaster.speech.pace import factor
from broadcaster.speech.whole import whole_mp3

_FORM = 1
"""Raised when the same text would be asked for otherwise."""
_SYLLABLE_MS = 230
"""At its own speed. Taken from news reading in general, not measured of this voice."""
_LONGEST_SOUND = 4 << 20
_SLOWEST, _FASTEST = 0.5, 2.0

Sleep = Callable[[float], Awaitable[None]]


class Edge:
    """
    Edge's voice.

    Args:
        patience: How long to wait; `connect_s` is part of `read_s`.
        sleep: Waits between tries.
    """

    name = "edge"

    def __init__(self, patience: Patience | None = None, sleep: Sleep = asyncio.sleep) -> None:
        self._patience = patience or Patience()
        self._sleep = sleep
        self._version = f"{metadata.version('edge-tts')}.{_FORM}"

    def version(self) -> str:
        """Return edge-tts's version and our own way of asking. The voice may change without either changing."""
        return self._version

    def readiness(self) -> Readiness:
        """Have two words spoken by the service, trying once."""
        once = Edge(Patience(whole_s=20, tries=1), self._sleep)
        try:
            with TemporaryDirectory() as folder:
                once.speak(["xin chào"], Manner("vi-VN-HoaiMyNeural", 140, 50, 50), Path(folder))
        except Unavailable as failure:
            return Readiness(ready=False, reason=str(failure))
        return Readiness(
            ready=True, reason=f"edge-tts {metadata.version('edge-tts')}, dịch vụ trực tuyến có trả lời"
        )

    def syllable_ms(self, manner: Manner) -> float:
        """Return how long a syllable is at a speed, about."""
        return _SYLLABLE_MS / factor(manner, _SLOWEST, _FASTEST)

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """
        Have every text spoken into an MP3 file; the files are written when all are in.

        Raises:
            Resting: Blocked, unreachable, not safely reachable, or slower than patience allows.
            Unavailable: The service answers, but not with speech; it has no such voice (permanent); or the disk
                is full.
        """
        with ThreadPoolExecutor(1) as own:  # a loop may run already in the thread that asks
            sounds = own.submit(lambda: asyncio.run(self._all(texts, manner))).result()
        paths = [folder / f"{number:04}.mp3" for number in range(len(texts))]
        try:
            for path, sound in zip(paths, sounds, strict=True):
                path.write_bytes(sound)
        except OSError as error:
            raise Unavailable(disk_sentence(folder, error)) from error
        return paths

    async def _all(self, texts: Sequence[str], manner: Manner) -> list[bytes]:
        """Have every text spoken before the deadline."""
        try:
            async with asyncio.timeout(self._patience.whole_s):
                return [await self._one(text, manner) for text in texts]
        except TimeoutError as error:
            raise Resting(
                "Edge đọc quá chậm nên đã thôi chờ. Hãy thử lại khi mạng tốt hơn.", UNREACHABLE
            ) from error
        except Unreachable as failure:
            raise Resting(str(failure), UNREACHABLE) from failure

    async def _one(self, text: str, manner: Manner) -> bytes:
        """Have a text spoken, again with growing random waits while that may help."""
        tries = AsyncRetrying(
            retry=retry_if_exception_type(Passing),
            stop=stop_after_attempt(self._patience.tries),
            wait=wait_random_exponential(multiplier=self._patience.back_off_s, max=10),
            sleep=self._sleep,
            reraise=True,
        )
        return await tries(self._once, text, manner)

    async def _once(self, text: str, manner: Manner) -> bytes:
        asked = _asked(text, manner)
        with _failures():
            sound = await self._heard(asked)
        if asked.state.get("cumulative_audio_bytes") != len(sound) or not whole_mp3(sound):
            raise Passing("Edge trả về tiếng đọc bị cụt hoặc hỏng. Hãy thử lại sau ít phút.")
        return sound

    async def _heard(self, asked: Communicate) -> bytes:
        """Gather the sound as it comes, as long as something comes."""
        sound, clock = bytearray(), asyncio.get_running_loop().time
        async with asyncio.timeout(self._patience.read_s) as quiet, aclosing(asked.stream()) as pieces:
            async for piece in pieces:
                quiet.reschedule(clock() + self._patience.read_s)
                if piece["type"] == "audio":
                    sound += piece["data"]
                if len(sound) > _LONGEST_SOUND:
                    raise Passing("Edge trả lời quá dài, không phải tiếng đọc. Hãy thử lại sau ít phút.")
        return bytes(sound)


def make(name: str, means: Means) -> Edge:  # noqa: ARG001 # the shape of every engine's maker
    """Make the engine; it needs nothing."""
    return Edge()


def _asked(text: str, manner: Manner) -> Communicate:
    """Prepare what is asked of the service; it speaks at once, no request is made yet."""
    percent = round(100 * (factor(manner, _SLOWEST, _FASTEST) - 1))
    try:
        return Communicate(text, manner.voice, rate=f"{percent:+d}%")
    except (TypeError, ValueError) as error:
        raise Unavailable(
            f"Máy đọc Edge không có giọng {manner.voice}. Hãy chọn lại giọng ở trang Giọng đọc.",
            permanent=True,
        ) from error


@contextmanager
def _failures() -> Iterator[None]:
    """Say what goes wrong on the way in the words of this program."""
    try:
        yield
    except aiohttp.ClientResponseError as error:
        raise _refusal(error.status) from error
    except SkewAdjustmentError as error:
        raise _refusal(403) from error
    except aiohttp.ClientSSLError as error:
        raise Resting(
            "Kết nối tới Edge không an toàn (chứng chỉ không đúng) nên đã dừng, chưa gửi chữ nào. "
            "Hãy kiểm tra ngày giờ của máy và mạng đang dùng.",
            BLOCKED,
        ) from error
    except TimeoutError as error:
        raise Unreachable("Edge không trả lời kịp. Hãy kiểm tra mạng, rồi thử lại.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unreachable("Không kết nối được tới Edge. Hãy kiểm tra mạng, rồi thử lại.") from error
    except (EdgeTTSException, ValueError, LookupError, TypeError) as error:
        raise Passing("Edge trả lời nhưng không có tiếng đọc. Hãy thử lại sau ít phút.") from error


def _refusal(status: int) -> Unavailable:
    """Judge an answer that opened no conversation."""
    if status in (401, 403, 429) or status < 400:
        return Resting(
            f"Edge đang chặn việc đọc tự động (mã {status}). Hãy đợi, chương trình sẽ tự thử lại sau.",
            BLOCKED,
        )
    if status >= 500:
        return Passing(f"Máy chủ đọc của Edge đang lỗi (mã {status}). Hãy thử lại sau ít phút.")
    return Unavailable(
        f"Edge không nhận yêu cầu đọc (mã {status}), có lẽ bản edge-tts đã cũ. Hãy cập nhật chương trình.",
        permanent=True,
    )

"""
What Google's speech service answers, taken apart and believed only when it is whole.

A good answer is a JSON list on one line, in which the call's result is itself JSON: one text of base64,
which is an MP3. Anything else (a page, a CAPTCHA, a null, half a line, half an MP3) is a failure, never sound.
"""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta

from broadcaster.errors import Unavailable
from broadcaster.speech.engine import Resting

BLOCKED = timedelta(minutes=30)
"""How long to keep away after a block; asking again sooner makes it longer."""
_LONGEST_BLOCK = timedelta(hours=6)

_BIT_RATES = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class Passing(Unavailable):
    """A failure that another try may not meet."""


def accept(status: int, headers: Mapping[str, str]) -> None:
    """
    Judge an answer by its head.

    Raises:
        Resting: Blocked: too many requests, forbidden, or sent on to another page (the CAPTCHA's).
        Passing: The service is in trouble.
        Unavailable: Any other status but 200: the way of asking no longer works.
    """
    kind = str(headers.get("Content-Type", ""))
    if status in (403, 429) or 300 <= status < 400 or (status == 200 and kind.startswith("text/html")):
        raise Resting(
            f"Google đang chặn việc đọc tự động (mã {status}). Hãy đợi, chương trình sẽ tự thử lại sau.",
            _pause(str(headers.get("Retry-After", ""))),
        )
    if status >= 500:
        raise Passing(f"Máy chủ đọc của Google đang lỗi (mã {status}). Hãy thử lại sau ít phút.")
    if status != 200:
        raise Unavailable(
            f"Google không nhận yêu cầu đọc (mã {status}), có lẽ bản gTTS đã cũ. Hãy cập nhật chương trình.",
            permanent=True,
        )


def sound(body: bytes, call: str) -> bytes:
    """
    Take the MP3 out of an answer.

    Args:
        body: The whole answer.
        call: The service's name for the call, beside which the result stands.

    Raises:
        Passing: There is no whole MP3 in it.
    """
    for line in body.decode("utf-8", "replace").splitlines():
        if f'"{call}"' not in line:
            continue
        try:
            results = [row[2] for row in json.loads(line) if row[:2] == ["wrb.fr", call]]
            [encoded] = results
            data = base64.b64decode(json.loads(encoded)[0], validate=True)
        except (ValueError, TypeError, LookupError) as error:
            raise _empty() from error
        if not whole_mp3(data):
            raise Passing("Google trả về tệp âm thanh bị cụt hoặc hỏng. Hãy thử lại sau ít phút.")
        return data
    raise _empty()


def whole_mp3(data: bytes) -> bool:
    """Say whether bytes are MPEG layer III frames end to end, nothing before, between or left over."""
    at = 0
    while at < len(data):
        size = _frame(data[at : at + 4])
        if not size:
            return False
        at += size
    return at == len(data) and at > 0


def _frame(head: bytes) -> int:
    """Return how long the frame with this head is; 0 when it is no head."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, speed = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or speed == 3:
        return 0
    newest = version == 3
    bits = _BIT_RATES[newest][rate - 1] * 1000
    return (144 if newest else 72) * bits // _SAMPLE_RATES[version][speed] + (head[2] >> 1 & 1)


def _empty() -> Passing:
    return Passing("Google trả lời nhưng không có tiếng đọc. Hãy thử lại sau ít phút.")


def _pause(asked: str) -> timedelta:
    """Read how many seconds the service wants to be left alone."""
    seconds = int(asked) if asked.isascii() and asked.isdigit() else 0
    return min(max(BLOCKED, timedelta(seconds=min(seconds, 10**6))), _LONGEST_BLOCK)

"""
What Google's speech service answers, taken apart and believed only when it is whole.

A good answer is a JSON list on one line, in which the call's result is itself JSON: one text of base64,
which is an MP3. Anything else (a page, a CAPTCHA, a null, half a line, half an MP3) is a failure, never sound.
"""

import base64
import json
from collections.abc import Mapping

from broadcaster.errors import Unavailable
from broadcaster.speech.engine import Resting
from broadcaster.speech.online import Passing, pause
from broadcaster.speech.whole import whole_mp3


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
            pause(str(headers.get("Retry-After", ""))),
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


def _empty() -> Passing:
    return Passing("Google trả lời nhưng không có tiếng đọc. Hãy thử lại sau ít phút.")

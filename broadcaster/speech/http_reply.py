"""
What a speech service on the web answers, judged by its status and believed only when it is whole.

No word of an answer is shown: it may repeat the key it was sent. Its numbers are.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from broadcaster.errors import Unavailable
from broadcaster.speech.engine import Resting
from broadcaster.speech.http_description import Description
from broadcaster.speech.online import BLOCKED, Passing, pause
from broadcaster.speech.whole import kind


class NotYet(Unavailable):
    """The sound is still being made."""


class Reader:
    """
    Reads the answers of a service.

    Args:
        who: The service, for messages.
        description: What it answers.
    """

    def __init__(self, who: str, description: Description) -> None:
        self._who = who
        self._description = description

    def accept(self, status: int, headers: Mapping[str, str]) -> None:
        """
        Judge an answer by its head.

        Raises:
            Resting: Blocked, out of quota, or too many requests.
            Passing: The service is in trouble.
            Unavailable: It does not accept the key or the request (permanent).
        """
        if status in (200, 201):
            return
        if status in (402, 403, 429):
            rest = pause(str(headers.get("Retry-After", "")))
            raise Resting(
                f"{self._who} đang từ chối (mã {status}): hết lượt, hết tiền hoặc bị chặn. "
                "Chương trình sẽ tự thử lại sau; hãy kiểm tra tài khoản của xã ở dịch vụ này.",
                rest,
            )
        if status >= 500 or status == 408:
            raise Passing(f"{self._who} đang lỗi (mã {status}). Hãy thử lại sau ít phút.")
        raise self._unusable(status)

    def accept_link(self, status: int, headers: Mapping[str, str]) -> None:
        """Judge the answer of a link by its head; raises `NotYet` too while the sound is being made."""
        if status in self._description.not_yet or status == 202:
            raise NotYet(f"{self._who} chưa đọc xong.")
        self.accept(status, headers)

    def link(self, body: bytes) -> str:
        """
        Take the link to the sound out of a reply.

        Raises:
            Resting: It leads to a server that is not in the description.
            Passing: There is none.
        """
        address = self._named(body)
        if not _leads_home(address, self._description):
            raise Resting(
                f"{self._who} trả về liên kết tới máy chủ lạ nên không tải. Hãy báo người quản trị chương trình.",
                BLOCKED,
            )
        return address

    def sound(self, body: bytes) -> bytes:
        """
        Take the sound out of a reply.

        Raises:
            Passing: There is no whole MP3 or WAV in it.
        """
        if self._description.sound != "base64":
            return self.whole(body)
        try:
            return self.whole(base64.b64decode(self._named(body), validate=True))
        except binascii.Error as error:
            raise self._empty() from error

    def whole(self, body: bytes) -> bytes:
        """Let whole sound through; raise what JSON in its place says."""
        if kind(body):
            return body
        self._told(body)
        raise self._empty()

    def _named(self, body: bytes) -> str:
        """Take the text of the field out of a reply."""
        found = self._told(body)
        for name in self._description.field.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if not isinstance(found, str) or not found:
            raise self._empty()
        return found

    def _told(self, body: bytes) -> Any:
        """Read a reply's JSON, and raise what its number of error says."""
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._empty() from error
        number = told.get(self._description.error_field) if isinstance(told, dict) else None
        if isinstance(number, int | str) and str(number) != str(self._description.fine):
            code = int(number) if str(number).isascii() and str(number).isdigit() else 0
            if 400 <= code < 600:
                self.accept(code, {})
            raise Passing(f"{self._who} báo lỗi (mã {code}). Hãy thử lại sau ít phút.")
        return told

    def _unusable(self, status: int) -> Unavailable:
        if status == 401:
            says = "không nhận khóa của xã (mã 401). Hãy nhập lại khóa ở trang Giọng đọc."
        elif 300 <= status < 400:
            says = (
                f"chuyển sang địa chỉ khác (mã {status}), không đi theo. Hãy báo người quản trị chương trình."
            )
        else:
            says = f"không nhận yêu cầu đọc (mã {status}). Hãy chọn lại giọng, hoặc cập nhật chương trình."
        return Unavailable(f"{self._who} {says}", permanent=True)

    def _empty(self) -> Passing:
        return Passing(f"{self._who} trả lời nhưng không có tiếng đọc nguyên vẹn. Hãy thử lại sau ít phút.")


def _leads_home(address: str, description: Description) -> bool:
    """Say whether a link leads, as safely as the request went, to a server that the description names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    place = parts.netloc.lower()
    known = any(
        place == host or (host.startswith("*.") and place.endswith(host[1:]) and place != host[1:])
        for host in description.link_hosts
    )
    return known and "@" not in place and parts.scheme == urlsplit(description.address).scheme

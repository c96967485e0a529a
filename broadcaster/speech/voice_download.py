"""A voice file brought from its address: TLS verified, bounded in time and size; half a file is a failure."""

import time
from collections.abc import Callable
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError

from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence

_LONGEST = 400 << 20
_WHOLE_S = 1800.0
_CONNECT_S, _READ_S = 10.0, 30.0


def download(
    address: str, file: Path, told: Callable[[int], None] = lambda _bytes: None, whole_s: float = _WHOLE_S
) -> None:
    """
    Bring what lies at an address into a file.

    Args:
        address: Where it lies; a server may send on to another, as those of large files do, but never to one
            without TLS.
        file: Where to write it; whatever is half written when this fails is for the caller to remove.
        told: Told how many bytes have come, now and then.
        whole_s: How long it may take.

    Raises:
        Unavailable: It did not come whole, in time and safely, or the disk is full.
    """
    deadline = time.monotonic() + whole_s
    try:
        with requests.get(address, stream=True, timeout=(_CONNECT_S, _READ_S)) as reply:
            _accept(reply, address)
            _write(reply, file, deadline, told)
    except requests.exceptions.SSLError as error:
        raise Unavailable(
            "Nơi tải giọng không an toàn (chứng chỉ không đúng) nên đã dừng. Hãy kiểm tra ngày giờ của máy."
        ) from error
    except (requests.exceptions.RequestException, HTTPError, ConnectionError, TimeoutError) as error:
        raise Unavailable(
            "Tải giọng bị đứt giữa chừng hoặc không kết nối được. Chưa cài gì. Hãy thử lại khi mạng tốt hơn."
        ) from error
    except OSError as error:
        raise Unavailable(disk_sentence(file.parent, error)) from error


def _accept(reply: requests.Response, address: str) -> None:
    safely = address.startswith("https://")
    if safely and any(not one.url.startswith("https://") for one in (*reply.history, reply)):
        raise Unavailable("Nơi tải giọng chuyển sang địa chỉ không an toàn nên đã dừng. Chưa cài gì.")
    if reply.status_code != 200:
        raise Unavailable(
            f"Nơi tải giọng không có tệp này (mã {reply.status_code}). Hãy kiểm tra địa chỉ trong voices.toml.",
            permanent=reply.status_code in (404, 410),
        )


def _write(reply: requests.Response, file: Path, deadline: float, told: Callable[[int], None]) -> None:
    """Write what comes; asked for so many bytes, urllib3 raises when it ends before its announced length."""
    size = 0
    with file.open("wb") as out:
        while block := reply.raw.read1(1 << 20, decode_content=True):
            size += len(block)
            if size > _LONGEST or time.monotonic() > deadline:
                raise Unavailable("Tệp giọng quá lớn hoặc tải quá lâu nên đã dừng. Chưa cài gì.")
            out.write(block)
            told(size)

"""Voices of Piper known by name: where they lie, and the digests that tell they are the ones meant."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import NotFound, Refused
from broadcaster.units import Sha256

_SHIPPED = Path(__file__).parent / "data" / "voices.toml"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A voice that can be fetched by its name."""

    name: str
    address: str
    """Of the model; its settings file has `.json` behind it."""
    sha256: Sha256
    settings_sha256: Sha256
    licence: str


def known(folder: Path) -> dict[str, KnownVoice]:
    """
    Gather the voices known by name: the commune's own table in the folder of voices, then the shipped one.

    Raises:
        Refused: A table is not written as it must be.
    """
    own = folder / "voices.toml"
    tables = [_SHIPPED, own] if own.exists() else [_SHIPPED]
    return {voice.name: voice for table in tables for voice in _read(table)}


def find(folder: Path, name: str) -> KnownVoice:
    """
    Find a voice by its name.

    Raises:
        NotFound: No table knows it; the message lists those known.
    """
    table = known(folder)
    if name not in table:
        raise NotFound(
            f"Không biết giọng {name}. Các giọng đã biết: {', '.join(table)}. Giọng khác: tải tệp .onnx và "
            ".onnx.json về máy rồi chạy broadcaster voices fetch TỆP --sha256 MÃ, hoặc ghi vào audio/voices/voices.toml."
        )
    return table[name]


def digest(text: str) -> Sha256:
    """
    Read a SHA-256 as people hand it on, in either case.

    Raises:
        Refused: It is none.
    """
    bare = text.strip().lower()
    if not _DIGEST.fullmatch(bare):
        raise Refused(f"Mã SHA-256 {text!r} không đúng dạng: cần 64 chữ số 0–9, a–f. Hãy chép lại mã.")
    return Sha256(bare)


def good_name(name: str) -> str:
    """
    Let a name through that can name a folder.

    Raises:
        Refused: It cannot.
    """
    if not _NAME.fullmatch(name):
        raise Refused(f"Tên giọng {name!r} chỉ được có chữ không dấu, số và - _ . ; hãy đổi tên tệp.")
    return name


def _read(file: Path) -> list[KnownVoice]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return [_voice(name, row) for name, row in table.items()]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Refused(f"Tệp {file} không đọc được ({error}). Hãy sửa lại tệp.") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused(
            f"Tệp {file} ghi thiếu {error}: mỗi giọng cần address, sha256, settings_sha256 và licence."
        ) from error


def _voice(name: str, row: Mapping[str, str]) -> KnownVoice:
    address = str(row["address"])
    if not address.startswith("https://") or not address.endswith(".onnx"):
        raise Refused(f"Địa chỉ của giọng {name} phải bắt đầu bằng https:// và kết thúc bằng .onnx.")
    return KnownVoice(
        name=good_name(name),
        address=address,
        sha256=digest(row["sha256"]),
        settings_sha256=digest(row["settings_sha256"]),
        licence=str(row["licence"]),
    )

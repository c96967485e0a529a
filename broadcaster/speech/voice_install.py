"""
A voice put into the home: its two files looked at, then in their place together or not at all.

They are gathered in a folder whose name begins with a dot, which nothing reads; when both are whole, have the
digests they should have and are what Piper reads, the folder gets its name in one step.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from broadcaster.errors import Refused, Unavailable
from broadcaster.files import copy_whole, digest_of_file, disk_sentence, make_folder, sync_folder, write_whole
from broadcaster.speech import voice_table
from broadcaster.speech.voice_files import ABOUT, VoiceFile, installed, settings_of
from broadcaster.speech.voice_table import KnownVoice
from broadcaster.units import Sha256

Download = Callable[[str, Path], None]
"""Brings what lies at an address into a file; raises `Unavailable`."""

_LICENCE = re.compile(r"^\W*licen[cs]e\W+(.+)$", re.IGNORECASE | re.MULTILINE)


def from_file(folder: Path, model: Path, sha256: str | None, licence: str | None) -> VoiceFile:
    """
    Install a voice from a file at hand, beside which lies its settings file.

    Args:
        folder: The home's folder of voices.
        model: The `.onnx` file.
        sha256: Its digest; else it is read from `<model>.sha256` beside it.
        licence: Its licence; else it is read from a `MODEL_CARD` beside it.

    Raises:
        Refused: The digest or the licence is not known, a file is missing or not the one meant.
        Unavailable: The disk is full.
    """
    name = voice_table.good_name(model.name.removesuffix(".onnx"))
    settings = Path(f"{model}.json")
    for file in (model, settings):
        if not file.is_file() or not model.name.endswith(".onnx"):
            raise Refused(
                f"Không thấy tệp {file.name}. Giọng Piper gồm hai tệp: .onnx và .onnx.json cạnh nhau."
            )
    wanted = voice_table.digest(sha256) if sha256 else _digest_beside(model)
    terms = licence or _licence_beside(model)
    with _place(folder, name, wanted) as place:
        copy_whole(model, place / model.name)
        copy_whole(settings, place / settings.name)
        _finish(place, model.name, wanted, terms)
    return _now(folder, name)


def from_table(folder: Path, voice: KnownVoice, download: Download) -> VoiceFile:
    """
    Install a voice known by name.

    Raises:
        Refused: What came is not the voice meant.
        Unavailable: It could not be fetched, or the disk is full.
    """
    file = f"{voice.name}.onnx"
    with _place(folder, voice.name, voice.sha256) as place:
        download(f"{voice.address}.json", place / f"{file}.json")
        _same(place / f"{file}.json", voice.settings_sha256)
        download(voice.address, place / file)
        _finish(place, file, voice.sha256, voice.licence)
    return _now(folder, voice.name)


@contextmanager
def _place(folder: Path, name: str, wanted: Sha256) -> Iterator[Path]:
    """Give an empty folder to gather in, which becomes the voice's own; on an error nothing is left."""
    _free(folder, name, wanted)
    try:
        make_folder(folder)
        place = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=folder))
    except OSError as error:
        raise Unavailable(disk_sentence(folder, error)) from error
    try:
        yield place
        place.chmod(0o755)
        place.rename(folder / name)
        sync_folder(folder)
    except OSError as error:
        raise Unavailable(disk_sentence(folder, error)) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _free(folder: Path, name: str, wanted: Sha256) -> None:
    """Raise when a voice of this name is there already: speech made with it stays what it was."""
    if not (folder / name).exists():
        return
    same = any(one.name == name and one.sha256 == wanted for one in installed(folder))
    raise Refused(
        f"Giọng {name} đã được cài từ trước, đúng tệp này."
        if same
        else f"Đã có giọng {name} với tệp khác. Hãy xóa thư mục {folder / name} rồi làm lại, hoặc đổi tên tệp."
    )


def _finish(place: Path, file: str, wanted: Sha256, licence: str) -> None:
    """Look at what was gathered and write down where it comes from."""
    _same(place / file, wanted)
    settings_of((place / f"{file}.json").read_bytes())
    about = json.dumps({"sha256": wanted, "licence": licence}, ensure_ascii=False)
    write_whole(place / ABOUT, about.encode())


def _same(file: Path, wanted: Sha256) -> None:
    found = digest_of_file(file)
    if found != wanted:
        raise Refused(
            f"Tệp {file.name} không đúng: mã SHA-256 là {found}, cần {wanted}. Chưa cài gì. Hãy tải lại tệp."
        )


def _digest_beside(model: Path) -> Sha256:
    """Read the digest from the file that `sha256sum` makes."""
    try:
        words = Path(f"{model}.sha256").read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"Chưa biết mã SHA-256 của {model.name}. Hãy thêm --sha256 MÃ (mã do nơi phát hành giọng công bố), "
            f"hoặc để tệp {model.name}.sha256 cạnh tệp giọng."
        ) from error
    return voice_table.digest(words[0] if words else "")


def _licence_beside(model: Path) -> str:
    """Read the licence from the card that voices are published with."""
    card = model.parent / "MODEL_CARD"
    found = _LICENCE.search(card.read_text(encoding="utf-8", errors="replace")) if card.is_file() else None
    if found is None:
        raise Refused(
            f"Chưa biết giấy phép của giọng {model.name}. Hãy thêm --licence “…” theo nơi phát hành giọng, "
            "hoặc để tệp MODEL_CARD cạnh tệp giọng."
        )
    return found[1].strip()


def _now(folder: Path, name: str) -> VoiceFile:
    return next(one for one in installed(folder) if one.name == name)

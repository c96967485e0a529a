"""
Voice files of Piper in the home: `audio/voices/<name>/` holds a model, its settings and where it comes from.

A voice's folder appears whole or not at all, so what is listed here can speak.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from broadcaster.errors import Refused
from broadcaster.units import Sha256

ABOUT = "about.json"
_NO_SETTINGS = (
    "Tệp .onnx.json không phải tệp cài đặt của giọng Piper. Hãy lấy lại đúng cặp tệp .onnx và .onnx.json."
)


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A voice installed."""

    name: str
    model: Path
    sample_rate_hz: int
    language: str
    licence: str
    sha256: Sha256
    """Of the model."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What the program must know of a voice's settings file."""

    sample_rate_hz: int
    language: str
    """The eSpeak voice that makes its phonemes: `vi`."""


def installed(folder: Path | None) -> tuple[VoiceFile, ...]:
    """List the voices in a folder, by name; none where there is no folder."""
    if folder is None or not folder.is_dir():
        return ()
    found = (_voice(one) for one in sorted(folder.iterdir()) if not one.name.startswith("."))
    return tuple(voice for voice in found if voice is not None)


def settings_of(data: bytes) -> VoiceSettings:
    """
    Read a voice's settings file.

    Raises:
        Refused: It is not what Piper reads.
    """
    try:
        told = json.loads(data)
        rate_hz = int(told["audio"]["sample_rate"])
        sane = 8000 <= rate_hz <= 48000 and told["num_symbols"] > 0 and told["phoneme_id_map"]
        language = str(told["espeak"]["voice"])
    except (ValueError, LookupError, TypeError) as error:
        raise Refused(_NO_SETTINGS) from error
    if not sane:
        raise Refused(_NO_SETTINGS)
    return VoiceSettings(rate_hz, language)


def _voice(folder: Path) -> VoiceFile | None:
    """Read what lies in a voice's folder; nothing when it is no voice."""
    model = folder / f"{folder.name}.onnx"
    try:
        about = json.loads((folder / ABOUT).read_bytes())
        settings = settings_of(Path(f"{model}.json").read_bytes())
        if not model.is_file():
            return None
        return VoiceFile(
            name=folder.name,
            model=model,
            sample_rate_hz=settings.sample_rate_hz,
            language=settings.language,
            licence=str(about["licence"]),
            sha256=Sha256(str(about["sha256"])),
        )
    except (OSError, ValueError, LookupError, TypeError, Refused):
        return None

"""Every voice there is, one line each; a module is imported when its voice is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from broadcaster.domain.writing import voices
from broadcaster.errors import NotFound, Unavailable
from broadcaster.speech import http_description
from broadcaster.speech.engine import Engine, Manner, Readiness
from broadcaster.speech.facts import EngineFacts, Means, Voice
from broadcaster.speech.http_description import Description
from broadcaster.speech.voice_files import installed

TEST_VOICE = "silent"
"""The humming voice of the tests: no page and no doctor offers it where no setting names it."""

_NOTHING = Means()


@dataclass(frozen=True, slots=True)
class _Line:
    """What the table knows of an engine."""

    module: str
    """Its file in this folder, where `make(name, means)` makes it."""
    licence: str = ""
    voices: tuple[Voice, ...] = ()
    online: bool = False
    described: bool = False
    """Whether its terms and voices are in a file that describes it."""
    package: str = ""
    """What pip must install besides; the extra of pyproject.toml has the engine's name."""


_FREE = "Dịch vụ trực tuyến không thu tiền, không cam kết; chữ được gửi ra ngoài xã."
_NORTH, _CENTRE, _SOUTH = (
    Voice("vi", "miền Bắc"),
    Voice("vi-vn-x-central", "miền Trung"),
    Voice("vi-vn-x-south", "miền Nam"),
)
_HOAI_MY, _NAM_MINH = (
    Voice("vi-VN-HoaiMyNeural", "Hoài My (nữ)"),
    Voice("vi-VN-NamMinhNeural", "Nam Minh (nam)"),
)

_ENGINES = {
    "espeak": _Line("espeak", "GPL-3.0-or-later", (_NORTH, _CENTRE, _SOUTH)),
    "gtts": _Line("google", f"gTTS: MIT. {_FREE}", (Voice("vi", "nữ"),), online=True),
    "edge": _Line(
        "edge", f"edge-tts: LGPL-3.0. {_FREE}", (_HOAI_MY, _NAM_MINH), online=True, package="edge-tts"
    ),
    "piper": _Line(
        "piper", "Piper: GPL-3.0-or-later; mỗi tệp giọng có giấy phép riêng.", package="piper-tts"
    ),
    "fpt": _Line("http_voice", described=True, online=True),
    "viettel": _Line("http_voice", described=True, online=True),
    "http": _Line("http_voice", described=True, online=True),
    TEST_VOICE: _Line("silent", "GPL-3.0-or-later", (Voice("vi", "tiếng ngân"),)),
}


def names() -> tuple[str, ...]:
    """Return the names of all engines, whether they would load or not."""
    return tuple(_ENGINES)


def describe(name: str, means: Means = _NOTHING) -> EngineFacts:
    """
    Say what is known of an engine, without loading it.

    Args:
        name: One of `names()`.
        means: Where voice files and the commune's own description lie; without it these have no voices.

    Raises:
        NotFound: No engine has this name; the message lists those there are.
    """
    line = _line(name)
    described = _described(name, means) if line.described else None
    return EngineFacts(
        name=name,
        label=voices.label(name),
        online=line.online,
        needs_key=described is not None and described.needs_key,
        voices=described.voices if described else line.voices or _voices_of_files(means),
        licence=described.licence if described else line.licence,
    )


def load(name: str, means: Means = _NOTHING) -> Engine:
    """
    Load an engine by its name.

    Args:
        name: One of `names()`.
        means: What the program has that it may need: a folder of voice files, keys.

    Returns:
        The engine; one that would not load is handed back as an engine that is never ready and says why.

    Raises:
        NotFound: No engine has this name; the message lists those there are.
    """
    line = _line(name)
    try:
        engine: Engine = import_module(f"broadcaster.speech.{line.module}").make(name, means)
    except Unavailable as failure:
        return Unloadable(name, str(failure))
    except Exception as error:  # noqa: BLE001 # whatever breaks in a foreign package is a state of its voice, not a crash
        return Unloadable(name, f"Không nạp được giọng đọc {name} ({error}). {_remedy(line)}")
    return engine


def _line(name: str) -> _Line:
    if name not in _ENGINES:
        raise NotFound(
            f"Không có giọng đọc tên {name!r}. Hãy chọn một trong các giọng: {', '.join(_ENGINES)}."
        )
    return _ENGINES[name]


def _described(name: str, means: Means) -> Description | None:
    """Read an engine's description; one that is missing or wrong is a state that `load` tells of."""
    try:
        return http_description.read(name, means)
    except Unavailable:
        return None


def _voices_of_files(means: Means) -> tuple[Voice, ...]:
    return tuple(Voice(one.name, f"{one.name} ({one.licence})") for one in installed(means.voices))


def _remedy(line: _Line) -> str:
    """Say what to do about an engine that would not load."""
    if line.package:
        return f"Hãy cài thêm: .venv/bin/pip install {line.package} (Windows: .venv\\Scripts\\pip)."
    return "Hãy chạy lại scripts/start.py để cài lại."


@dataclass(frozen=True, slots=True)
class Unloadable:
    """Stands in for an engine that would not load."""

    name: str
    reason: str

    def version(self) -> str:
        """Return a version that no engine has."""
        return "?"

    def readiness(self) -> Readiness:
        """Say why it did not load."""
        return Readiness(ready=False, reason=self.reason)

    def syllable_ms(self, manner: Manner) -> float:  # noqa: ARG002 # the protocol's
        """Return a number that nothing will be measured against."""
        return 0.0

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:  # noqa: ARG002 # the protocol's
        """Raise `Unavailable` with the reason."""
        raise Unavailable(self.reason, permanent=True)

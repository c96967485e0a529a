"""
eSpeak NG, the voice that is always there: no network, nothing but what pip installed.

The `espeakng-loader` wheel brings the library and its data. It speaks in a process of its own, one for a
whole text (`espeak_worker`); a process that dies or hangs is started once more for the phrases it left.
"""

import errno
import os
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from importlib import metadata
from json import dumps
from pathlib import Path

from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech import espeak_worker
from broadcaster.speech.check import syllables
from broadcaster.speech.engine import Manner, Readiness
from broadcaster.speech.facts import Means

VOICES = ("vi", "vi-vn-x-central", "vi-vn-x-south")
"""North, centre, south."""

_FORM = 1
"""Raised when the same manner would sound otherwise."""
_VOLUME = 70
"""Of 100, at which its own limiter bends the peaks; loudness is made later."""
_SYLLABLE_MS_WPM = 39_000
"""Milliseconds of a syllable times words a minute, measured from 80 to 450 (tests/unit/speech)."""
_STARTS = 2
_PATIENCE_S = 20.0
_HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)

_WRONG = {
    espeak_worker.LIBRARY: "thư viện không nạp được",
    espeak_worker.DATA: "không thấy dữ liệu giọng đọc",
    espeak_worker.SPEECH: "thư viện báo lỗi khi đọc",
}


class Espeak:
    """
    eSpeak NG.

    Args:
        library: The shared library instead of the wheel's, in tests.
        data: Its data folder instead of the wheel's, in tests.
        patience_s: How long a process may take beyond the tenth of the speech's own length.
    """

    name = "espeak"

    def __init__(
        self, library: Path | None = None, data: Path | None = None, patience_s: float = _PATIENCE_S
    ) -> None:
        import espeakng_loader  # noqa: PLC0415 # when the wheel is missing, only this voice is

        self._library = str(library or espeakng_loader.get_library_path())
        self._data = str(data or espeakng_loader.get_data_path())
        self._patience_s = patience_s
        self._version = f"{metadata.version('espeakng-loader')}.{_FORM}"

    def version(self) -> str:
        """Return the wheel's version and our own way of asking it."""
        return self._version

    def readiness(self) -> Readiness:
        """Speak two words and see that they sound."""
        try:
            with tempfile.TemporaryDirectory() as folder:
                [path] = self.speak(["xin chào"], Manner("vi", 140, 60, 60), Path(folder))
                with path.open("rb") as file, wave.open(file) as sound:
                    sounding = any(sound.readframes(sound.getnframes()))
        except (Unavailable, OSError) as failure:
            return Readiness(ready=False, reason=str(failure))
        if not sounding:
            return Readiness(
                ready=False, reason="eSpeak NG chạy nhưng không ra tiếng. Hãy chạy lại scripts/start.py."
            )
        return Readiness(ready=True, reason=f"eSpeak NG {self._version}, các giọng {', '.join(VOICES)}")

    def syllable_ms(self, manner: Manner) -> float:
        """Return how long a syllable is at a speed."""
        return _SYLLABLE_MS_WPM / _rate(manner)

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """
        Speak every text into a WAV file, 16 bit and mono, 22 kHz.

        Raises:
            Unavailable: The library or voice is missing (permanent); the process died or hung twice; the disk
                is full.
        """
        paths = [folder.resolve() / f"{number:04}.wav" for number in range(len(texts))]
        for path in paths:
            path.unlink(missing_ok=True)
        left = list(zip(texts, paths, strict=True))
        why = ""
        for _start in range(_STARTS):
            why = self._run(left, manner)
            left = [(text, path) for text, path in left if not path.exists()]
            if not left:
                return paths
        raise Unavailable(f"Giọng đọc eSpeak NG bị dừng giữa chừng ({why}). Hãy thử lại sau ít phút.")

    def _run(self, phrases: list[tuple[str, Path]], manner: Manner) -> str:
        """Start the process over phrases and let it end; return how it ended when it was not by itself."""
        command = [sys.executable, "-I", "-S", espeak_worker.__file__]
        work = self._work(phrases, manner)
        spoken_s = sum(syllables(text)[1] for text, _path in phrases) * self.syllable_ms(manner) / 1000
        try:
            ended = subprocess.run(  # noqa: S603 # our own script, no shell
                command,
                input=work,
                capture_output=True,
                check=False,
                timeout=self._patience_s + spoken_s / 10,
                creationflags=_HIDDEN,
            )
        except subprocess.TimeoutExpired as late:
            return f"quá {late.timeout:.0f} giây chưa xong"
        except OSError as error:
            raise Unavailable(
                f"Không mở được tiến trình đọc ({error.strerror}). Hãy thử lại sau ít phút."
            ) from error
        _settle(ended, manner.voice, phrases[0][1].parent)
        return f"mã {ended.returncode}"

    def _work(self, phrases: list[tuple[str, Path]], manner: Manner) -> bytes:
        work = {
            "library": self._library,
            "data": self._data,
            "voice": manner.voice,
            "rate": _rate(manner),
            "volume": _VOLUME,
            "pitch": min(max(manner.pitch, 0), 99),
            "range": min(max(manner.range, 0), 99),
            "phrases": [(text, str(path)) for text, path in phrases],
        }
        return dumps(work).encode("ascii")


def make(name: str, means: Means) -> Espeak:  # noqa: ARG001 # the shape of every engine's maker
    """Make the engine; it needs nothing."""
    return Espeak()


def _rate(manner: Manner) -> int:
    """Return the speed asked for, within what the library knows."""
    return min(max(manner.rate_wpm, 80), 450)


def _settle(ended: subprocess.CompletedProcess[bytes], voice: str, folder: Path) -> None:
    """Raise what another start would not change."""
    if ended.returncode == espeak_worker.VOICE:
        raise Unavailable(
            f"eSpeak NG không có giọng {voice}. Hãy đặt espeak_voice là một trong: {', '.join(VOICES)}.",
            permanent=True,
        )
    if ended.returncode == espeak_worker.DISK:
        number = int(ended.stdout or errno.EIO)
        raise Unavailable(disk_sentence(folder, OSError(number, os.strerror(number))))
    if wrong := _WRONG.get(ended.returncode):
        raise Unavailable(
            f"Giọng đọc eSpeak NG không dùng được: {wrong}. Hãy chạy lại scripts/start.py để cài lại.",
            permanent=True,
        )

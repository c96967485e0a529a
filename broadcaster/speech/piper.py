"""
Piper, a natural voice that needs no network: the package `piper-tts` and a voice file.

Piper (GPL-3.0-or-later, as this program) carries native code and a large model; it speaks in a process of its
own, one for a whole text (`piper_worker`). Voice files are installed by `broadcaster voices fetch`.
"""

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import metadata
from importlib.util import find_spec
from json import dumps
from pathlib import Path

from broadcaster.errors import Unavailable
from broadcaster.files import disk_sentence
from broadcaster.speech import piper_worker
from broadcaster.speech.check import syllables
from broadcaster.speech.engine import Manner, Readiness
from broadcaster.speech.facts import Means
from broadcaster.speech.pace import factor
from broadcaster.speech.voice_files import VoiceFile, installed

_FORM = 1
"""Raised when the same manner would sound otherwise."""
_SYLLABLE_MS = 230
"""At a voice's own speed. Taken from news reading in general, not measured of any voice."""
_SLOWEST, _FASTEST = 0.5, 2.0
_PATIENCE_S = 60.0
_HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)

_WRONG = {
    piper_worker.LIBRARY: "gói piper-tts không nạp được. Hãy cài lại: .venv/bin/pip install piper-tts",
    piper_worker.VOICE: "tệp giọng không đọc được. Hãy cài lại giọng bằng broadcaster voices fetch",
    piper_worker.SPEECH: "giọng báo lỗi khi đọc. Hãy chọn giọng khác",
}


class Piper:
    """
    Piper.

    Args:
        voices: Folder of installed voice files.
        patience_s: How long a process may take beyond the speech's own length.
    """

    name = "piper"

    def __init__(self, voices: Path | None, patience_s: float = _PATIENCE_S) -> None:
        if find_spec("piper") is None:
            raise ModuleNotFoundError("thiếu gói piper-tts")
        self._voices = voices
        self._patience_s = patience_s
        self._version = f"{metadata.version('piper-tts')}.{_FORM}"

    def version(self) -> str:
        """Return Piper's version and our own way of asking it."""
        return self._version

    def readiness(self) -> Readiness:
        """Have the first voice installed speak two words."""
        try:
            voice = self._voice("")
            with tempfile.TemporaryDirectory() as folder:
                self.speak(["xin chào"], Manner(voice.name, 140, 50, 50), Path(folder))
        except Unavailable as failure:
            return Readiness(ready=False, reason=str(failure))
        names = ", ".join(one.name for one in installed(self._voices))
        return Readiness(ready=True, reason=f"piper-tts {metadata.version('piper-tts')}, các giọng {names}")

    def syllable_ms(self, manner: Manner) -> float:
        """Return how long a syllable is at a speed, about."""
        return _SYLLABLE_MS / factor(manner, _SLOWEST, _FASTEST)

    def speak(self, texts: Sequence[str], manner: Manner, folder: Path) -> Sequence[Path]:
        """
        Speak every text into a WAV file, 16 bit and mono, at the voice's own rate.

        Raises:
            Unavailable: No such voice is installed, or it does not work (permanent); the process died or hung;
                the disk is full.
        """
        voice = self._voice(manner.voice)
        paths = [folder.resolve() / f"{number:04}.wav" for number in range(len(texts))]
        for path in paths:
            path.unlink(missing_ok=True)
        ended = self._run(texts, paths, voice, manner)
        _settle(ended.returncode, ended.stdout, folder)
        return paths

    def _voice(self, name: str) -> VoiceFile:
        """Find a voice by its name; the first one when no name is given."""
        found = installed(self._voices)
        chosen = [one for one in found if one.name == name] if name else list(found[:1])
        if chosen:
            return chosen[0]
        which = f"giọng {name}" if found else "tệp giọng nào"
        raise Unavailable(
            f"Máy đọc Piper chưa có {which}. Hãy cài bằng lệnh broadcaster voices fetch.", permanent=True
        )

    def _run(
        self, texts: Sequence[str], paths: Sequence[Path], voice: VoiceFile, manner: Manner
    ) -> subprocess.CompletedProcess[bytes]:
        """Start the process over all phrases and let it end."""
        work = {
            "model": str(voice.model.resolve()),
            "slower": 1 / factor(manner, _SLOWEST, _FASTEST),
            "phrases": [(text, str(path)) for text, path in zip(texts, paths, strict=True)],
        }
        spoken_s = sum(syllables(text)[1] for text in texts) * self.syllable_ms(manner) / 1000
        try:
            return subprocess.run(  # noqa: S603 # our own script, no shell
                [sys.executable, "-I", piper_worker.__file__],
                input=dumps(work).encode("ascii"),
                capture_output=True,
                check=False,
                timeout=self._patience_s + spoken_s,
                creationflags=_HIDDEN,
            )
        except subprocess.TimeoutExpired as late:
            raise Unavailable(
                f"Máy đọc Piper quá {late.timeout:.0f} giây chưa đọc xong. Hãy thử lại sau ít phút."
            ) from late
        except OSError as error:
            raise Unavailable(
                f"Không mở được tiến trình đọc ({error.strerror}). Hãy thử lại sau ít phút."
            ) from error


def make(name: str, means: Means) -> Piper:  # noqa: ARG001 # the shape of every engine's maker
    """Make the engine over the home's voice files."""
    return Piper(means.voices)


def _settle(status: int, said: bytes, folder: Path) -> None:
    """Raise what a process that did not end well says."""
    if status == piper_worker.DISK:
        number = int(said or errno.EIO)
        raise Unavailable(disk_sentence(folder, OSError(number, os.strerror(number))))
    if wrong := _WRONG.get(status):
        raise Unavailable(f"Máy đọc Piper không dùng được: {wrong}.", permanent=True)
    if status:
        raise Unavailable(f"Máy đọc Piper bị dừng giữa chừng (mã {status}). Hãy thử lại sau ít phút.")

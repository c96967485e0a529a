"""
The one door to ffmpeg: the system's where it can write MP3, else the one that pip installed.

Every input is read with a list of allowed formats and protocols (files and pipes, never a network), so
that a playlist or a script that calls itself sound cannot make ffmpeg open anything else.
"""

import functools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from typing import IO

from broadcaster.errors import Unavailable
from broadcaster.sound import leash

FORMATS = ("mp3", "aac", "mov", "amr", "ogg", "wav", "flac", "matroska")
"""The demuxers that may be used, by ffmpeg's names; `mov` reads m4a, mp4 and 3gp too, `matroska` WebM."""

PATIENCE_S = 600.0
"""How long a run over our own sound may take; an hour of speech takes seconds on a small machine."""

_SAID = 1 << 16
_BLOCK = 1 << 20
_QUIET = ("-nostdin", "-hide_banner", "-nostats", "-y")


class Failed(Exception):
    """
    What ffmpeg was given could not be carried out; callers say it in the words of their own task.

    Args:
        said: The end of what ffmpeg wrote on standard error.
    """

    def __init__(self, said: str) -> None:
        super().__init__(said.strip().rpartition("\n")[2])
        self.said = said


class OutOfTime(Unavailable):
    """ffmpeg took longer than it may, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"ffmpeg làm quá {seconds:.0f} giây chưa xong nên đã dừng. Hãy thử lại khi máy rảnh hơn."
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run over a stranger's file may use. Memory and processor time are limited on POSIX only."""

    seconds: float = PATIENCE_S
    memory_mb: int | None = None


TRUSTED = Limits()


def run(arguments: Sequence[str], limits: Limits = TRUSTED) -> str:
    """
    Run ffmpeg to its end.

    Returns:
        The end (64 KiB) of what it said on standard error.

    Raises:
        Failed: It ended with an error.
        OutOfTime: It took longer than `limits` allow.
        Unavailable: It is missing or would not start.
    """
    with _started(arguments, limits, subprocess.DEVNULL) as (process, said):
        process.wait()
        return _ended(process, said)


def stream(arguments: Sequence[str], limits: Limits = TRUSTED) -> Iterator[bytes]:
    """
    Run ffmpeg and hand on its standard output in blocks; closing the iterator early ends it.

    Raises: as `run`, after the last block.
    """
    with _started(arguments, limits, subprocess.PIPE) as (process, said):
        output = process.stdout
        while output is not None and (block := output.read(_BLOCK)):
            yield block
        process.wait()
        _ended(process, said)


def source(path: Path, form: str | None = None) -> list[str]:
    """Name an input file so that nothing but this file is read; `form` fixes the format."""
    fixed = ["-f", form] if form else []
    allowed = ["-protocol_whitelist", "file,pipe", "-format_whitelist", ",".join(FORMATS)]
    return [*allowed, *fixed, "-i", place(path)]


def place(path: Path) -> str:
    """Write a path as ffmpeg takes it whatever letters it has: `file:` and the whole path."""
    return f"file:{path.resolve()}"


def version() -> str:
    """Return the version of the ffmpeg in use, for `doctor`. Raises `Unavailable` when there is none."""
    asked = subprocess.run(  # noqa: S603 # a fixed program, no shell
        [find(), "-version"], capture_output=True, check=False, timeout=30
    )
    words = asked.stdout.decode("utf-8", "replace").split()
    return words[2] if len(words) > 2 else "?"


@functools.cache
def find() -> str:
    """
    Return the ffmpeg to use: the system's when it can write MP3, else the wheel's.

    Raises:
        Unavailable: There is neither.
    """
    system = shutil.which("ffmpeg")
    if system and _writes_mp3(system):
        return system
    try:
        import imageio_ffmpeg  # noqa: PLC0415 # wanted only on machines without their own ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise Unavailable(
            "Máy này chưa có ffmpeg nên không làm được tệp âm thanh. Hãy cài ffmpeg, "
            "hoặc chạy lại scripts/start.py để cài bản đi kèm.",
            permanent=True,
        ) from error


def _writes_mp3(binary: str) -> bool:
    try:
        asked = subprocess.run(  # noqa: S603 # a fixed program, no shell
            [binary, "-hide_banner", "-h", "encoder=libmp3lame"], capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"Encoder libmp3lame" in asked.stdout


@contextmanager
def _started(
    arguments: Sequence[str], limits: Limits, stdout: int
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Start ffmpeg, and end it when its time is over or the caller leaves."""
    command = leash.command([find(), *_QUIET, *arguments], limits.memory_mb, limits.seconds)
    late = Event()
    with tempfile.TemporaryFile() as said:
        process = _start(command, stdout, said)

        def end() -> None:
            late.set()
            process.kill()

        timer = Timer(limits.seconds, end)
        timer.start()
        try:
            yield process, said
        except Failed:
            if not late.is_set():
                raise
            raise OutOfTime(limits.seconds) from None
        finally:
            timer.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _start(command: list[str], stdout: int, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)  # noqa: S603 # a fixed program, no shell
    except OSError as error:
        raise Unavailable(
            f"Không chạy được ffmpeg ({error.strerror}). Hãy chạy lệnh: broadcaster doctor.", permanent=True
        ) from error


def _ended(process: subprocess.Popen[bytes], said: IO[bytes]) -> str:
    size = said.seek(0, 2)
    said.seek(max(0, size - _SAID))
    words = said.read().decode("utf-8", "replace")
    if process.returncode:
        raise Failed(words or f"exit status {process.returncode}")
    return words

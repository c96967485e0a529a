"""
The process in which eSpeak NG speaks. A script of its own: it imports nothing of this program.

eSpeak NG keeps its state in globals of the process and may crash on strange text; here it takes nothing
with it. One JSON object comes on standard input; each phrase becomes a WAV file (16 bit, mono) that exists
only when it is whole. The exit status says what went wrong; for a full disk, standard output is the errno.
"""

import ctypes
import json
import os
import sys
import wave
from typing import Any

LIBRARY, DATA, VOICE, DISK, SPEECH = 3, 4, 5, 6, 7
"""Exit statuses: the library does not load, its data is not found, no such voice, no disk, no speech."""

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_PARAMETERS = {"rate": 1, "volume": 2, "pitch": 3, "range": 4}
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def main() -> int:
    """Speak what standard input asks for."""
    work = json.load(sys.stdin)
    try:
        library = ctypes.CDLL(work["library"])
    except OSError:
        return LIBRARY
    rate_hz = _begin(library, work["data"])
    if rate_hz <= 0:
        return DATA
    if library.espeak_SetVoiceByName(work["voice"].encode()) != 0:
        return VOICE
    for name, number in _PARAMETERS.items():
        library.espeak_SetParameter(number, work[name], 0)
    return _speak_all(library, rate_hz, work["phrases"])


def _begin(library: Any, data: str) -> int:
    """
    Start the library from inside its data's folder, whose name is then ".".

    It keeps a path of at most 160 bytes, in Windows' old code page, and cuts off what is longer.
    """
    try:
        os.chdir(data)
    except OSError:
        return 0
    return int(library.espeak_Initialize(_SYNCHRONOUS, 0, b".", _DO_NOT_EXIT))


def _speak_all(library: Any, rate_hz: int, phrases: list[tuple[str, str]]) -> int:
    heard = bytearray()

    def hear(samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    callback = _CALLBACK(hear)  # kept in a name: the library holds only its address
    library.espeak_SetSynthCallback(callback)
    for text, path in phrases:
        heard.clear()
        said = text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
        if library.espeak_Synth(said, ctypes.c_size_t(len(said)), 0, 1, 0, _UTF8, None, None) != 0:
            return SPEECH
        try:
            _write(path, bytes(heard), rate_hz)
        except OSError as error:
            print(error.errno)  # noqa: T201 # the parent reads it
            return DISK
    return 0


def _write(path: str, samples: bytes, rate_hz: int) -> None:
    with wave.open(path + ".part", "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(samples)
    os.replace(path + ".part", path)  # noqa: PTH105 # pathlib would double the time to start


if __name__ == "__main__":
    sys.exit(main())

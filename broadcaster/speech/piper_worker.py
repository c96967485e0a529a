"""
The process in which Piper speaks. A script of its own: it imports nothing of this program.

The network it computes takes hundreds of megabytes, and its libraries are native code; here they end with the
text. One JSON object comes on standard input; each phrase becomes a WAV file (16 bit, mono) that exists only
when it is whole. The exit status says what went wrong; for a full disk, standard output is the errno.
"""

import json
import os
import sys
import wave
from typing import Any

LIBRARY, VOICE, DISK, SPEECH = 3, 4, 5, 6
"""Exit statuses: Piper does not load, the voice file does not, no disk, no speech."""

_VOLUME = 0.7
"""Of full scale, which Piper's loudest sample reaches; loudness is made later."""


def main() -> int:
    """Speak what standard input asks for."""
    work = json.load(sys.stdin)
    try:
        from piper import PiperVoice, SynthesisConfig  # noqa: PLC0415 # its absence is an exit status
    except Exception:  # noqa: BLE001 # whatever breaks in it means the same
        return LIBRARY
    try:
        voice = PiperVoice.load(work["model"])
    except Exception:  # noqa: BLE001 # a broken file raises what the runtime likes
        return VOICE
    manner = SynthesisConfig(length_scale=voice.config.length_scale * work["slower"], volume=_VOLUME)
    return _speak_all(voice, manner, work["phrases"])


def _speak_all(voice: Any, manner: Any, phrases: list[tuple[str, str]]) -> int:
    for text, path in phrases:
        try:
            said = text.replace("[[", "[ [")  # what stands in [[ ]] would be taken for phonemes
            samples = b"".join(piece.audio_int16_bytes for piece in voice.synthesize(said, manner))
        except Exception:  # noqa: BLE001 # as above
            return SPEECH
        try:
            _write(path, samples, voice.config.sample_rate)
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
    os.replace(path + ".part", path)  # noqa: PTH105 # as espeak_worker


if __name__ == "__main__":
    sys.exit(main())

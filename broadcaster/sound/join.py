"""Parts and pauses to one WAV file: silence around each part cut off, cuts eased, pauses laid between."""

import wave
from collections.abc import Sequence
from pathlib import Path

from broadcaster.sound import edit, pcm
from broadcaster.sound.decode import UndecodableAudio, as_wav, whole
from broadcaster.sound.house import RATE_HZ
from broadcaster.sound.parts import AudioPart, Part, Pause

_BEFORE_MS = 10
_AFTER_MS = 40
"""Silence around the whole: a segment begins and ends in silence, so that joined segments never click."""


def join(parts: Sequence[Part], folder: Path) -> tuple[pcm.Pcm, int]:
    """
    Join parts into one WAV file in `folder`.

    Parts that are WAV files of one rate, 16 bit and mono, are read as they are and keep their rate; else all
    are decoded to 44.1 kHz. Only a second of sound is in memory at a time.

    Returns:
        The file, and how many of its samples come from parts (not from pauses), after cutting.

    Raises:
        UndecodableAudio: A part is missing or cannot be decoded.
    """
    sounds = _sounds([part.path for part in parts if isinstance(part, AudioPart)], folder)
    rate = next(iter(sounds.values())).rate_hz if sounds else RATE_HZ
    out, heard = folder / "joined.wav", 0
    with pcm.writing(out, rate) as sink:
        _rest(sink, _BEFORE_MS, rate)
        for part in parts:
            if isinstance(part, Pause):
                _rest(sink, part.ms, rate)
            else:
                heard += _lay(sink, sounds[part.path])
        _rest(sink, _AFTER_MS, rate)
    return whole(out), heard


def _sounds(paths: Sequence[Path], folder: Path) -> dict[Path, pcm.Pcm]:
    """Open every part, all at one rate."""
    for path in paths:
        if not path.is_file():
            raise UndecodableAudio(path.name)
    plain = {path: pcm.opened(path) for path in paths}
    rates = {sound.rate_hz if sound else None for sound in plain.values()}
    if len(rates) == 1 and None not in rates:
        return {path: sound for path, sound in plain.items() if sound}
    return {
        path: sound if sound and sound.rate_hz == RATE_HZ else as_wav(path, folder / f"part{number}.wav")
        for number, (path, sound) in enumerate(plain.items())
    }


def _lay(sink: wave.Wave_write, sound: pcm.Pcm) -> int:
    """Write what is heard of a part, its edges eased; return how many samples that is."""
    start, stop = edit.heard(sound)
    if start == stop:
        return 0
    edge = min((stop - start) // 2, sound.rate_hz // 50)
    sink.writeframesraw(edit.eased_in(b"".join(sound.blocks(start, start + edge)), sound.rate_hz))
    for block in sound.blocks(start + edge, stop - edge):
        sink.writeframesraw(block)
    sink.writeframesraw(edit.eased_out(b"".join(sound.blocks(stop - edge, stop)), sound.rate_hz))
    return stop - start


def _rest(sink: wave.Wave_write, ms: int, rate_hz: int) -> None:
    sink.writeframesraw(bytes(pcm.WIDTH * (max(ms, 0) * rate_hz // 1000)))

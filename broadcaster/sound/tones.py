"""
Soft instruments made by arithmetic, for the jingles that ship: no recording, nobody's work but ours.

    notes -instruments-> samples -room-> samples -> WAV

A struck body is a few partials that die away, each at its own speed; a string sings its harmonics while its
pitch bends into place, as a đàn bầu's does. Ten seconds of sound take about two to make.

Reference:
    M. R. Schroeder, Natural Sounding Artificial Reverberation, J. AES 10 (1962), for the room.
"""

import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcaster.sound import pcm
from broadcaster.sound.house import RATE_HZ

Instrument = Callable[["array[float]", int, float, float], None]
"""Adds a note to samples: from which sample, at what frequency, how strong."""

_STEPS = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_BAMBOO = ((1.0, 1.0, 1.1), (3.93, 0.14, 0.25), (9.6, 0.04, 0.08))
_BELL = ((0.5, 0.16, 2.6), (1.0, 1.0, 2.8), (2.0, 0.32, 1.8), (2.99, 0.14, 1.1), (4.1, 0.07, 0.7))
"""Partials of a struck body: times the pitch, strength, seconds until 60 dB quieter."""

_ONSET_S = 0.035
"""How fast the beginning of a partial is taken away, so that a stroke is soft and never clicks."""

_STRING = (1.0, 0.42, 0.2, 0.09)
_STRING_S, _BEND, _BEND_S, _VIBRATO, _VIBRATO_HZ = 2.4, 0.11, 0.09, 0.008, 5.1
_ECHOES = ((1559, 0.80), (1613, 0.79), (1493, 0.81), (1423, 0.82))
"""Samples and strength of the echoes that run side by side; primes, so that none rings out."""

_SCATTER, _DULL, _WET = (223, 557), 0.35, 0.06
_PEAK, _FADE_S = 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a tune: when it begins, its name (A4 is 440 Hz), its strength and what plays it."""

    at_s: float
    pitch: str
    strength: float
    play: Instrument


def bamboo(out: "array[float]", start: int, hz: float, strength: float) -> None:
    """Strike a bamboo bar, as of a đàn t'rưng."""
    _strike(out, start, hz, strength, _BAMBOO)


def bell(out: "array[float]", start: int, hz: float, strength: float) -> None:
    """Strike a small bell."""
    _strike(out, start, hz, strength, _BELL)


def string(out: "array[float]", start: int, hz: float, strength: float) -> None:
    """Pluck one string whose pitch glides up to the note and then sways a little, as of a đàn bầu."""
    phase, level = 0.0, strength
    loss = _loss(_STRING_S)
    for number in range(min(round(_STRING_S * RATE_HZ), len(out) - start)):
        time = number / RATE_HZ
        bend = -_BEND * math.exp(-time / _BEND_S) + _VIBRATO * min(time, 1.0) * math.sin(
            math.tau * _VIBRATO_HZ * time
        )
        phase += math.tau * hz * (1 + bend) / RATE_HZ
        soft = level * min(1.0, time / 0.02)
        out[start + number] += soft * sum(
            part * math.sin(times * phase) for times, part in enumerate(_STRING, start=1)
        )
        level *= loss


def render(tune: Sequence[Note], length_s: float, out: Path) -> None:
    """Play a tune in a small room and write it as a WAV file of exactly this length, faded out at its end."""
    dry = array("d", bytes(8 * round(length_s * RATE_HZ)))
    for note in tune:
        note.play(dry, round(note.at_s * RATE_HZ), _hz(note.pitch), note.strength)
    wet = _scattered(_echoed(dry))
    mixed = _faded([one + _WET * other for one, other in zip(dry, wet, strict=True)])
    scale = _PEAK * 32767 / max(map(abs, mixed))
    with pcm.writing(out, RATE_HZ) as sound:
        sound.writeframes(array("h", (round(scale * sample) for sample in mixed)).tobytes())


def _hz(pitch: str) -> float:
    """Return the frequency of a note by its name, in equal temperament."""
    return float(440 * 2 ** (_STEPS[pitch[0]] / 12 + int(pitch[1:]) - 4))


def _strike(
    out: "array[float]", start: int, hz: float, strength: float, body: Sequence[tuple[float, float, float]]
) -> None:
    for times, share, dies_s in body:
        _ring(out, start, hz * times, strength * share, dies_s)
        _ring(out, start, hz * times, -strength * share, min(_ONSET_S, dies_s / 2))


def _ring(out: "array[float]", start: int, hz: float, strength: float, dies_s: float) -> None:
    """Add a sine that dies away: each sample follows from the two before it, with no sine computed."""
    loss, turn = _loss(dies_s), math.tau * hz / RATE_HZ
    again, before = 2 * loss * math.cos(turn), -loss * loss
    now, after = 0.0, strength * loss * math.sin(turn)
    for place in range(start, min(start + round(dies_s * RATE_HZ), len(out))):
        out[place] += now
        now, after = after, again * after + before * now


def _loss(dies_s: float) -> float:
    """Return what is left of a sound from one sample to the next when it loses 60 dB in this time."""
    return float(10 ** (-3 / (dies_s * RATE_HZ)))


def _echoed(dry: Sequence[float]) -> list[float]:
    """Send sound through echoes side by side, each duller with every round."""
    wet = [0.0] * len(dry)
    for delay, strength in _ECHOES:
        line, kept = [0.0] * delay, 0.0
        for place, sample in enumerate(dry):
            heard = line[place % delay]
            kept += (1 - _DULL) * (heard - kept)
            line[place % delay] = sample + strength * kept
            wet[place] += heard
    return wet


def _scattered(wet: list[float]) -> list[float]:
    """Spread echoes in time without colouring them."""
    for delay in _SCATTER:
        line = [0.0] * delay
        for place, sample in enumerate(wet):
            held = line[place % delay]
            line[place % delay] = sample + 0.5 * held
            wet[place] = held - 0.5 * line[place % delay]
    return wet


def _faded(mixed: list[float]) -> list[float]:
    """Let sound fall to nothing, gently, by its end."""
    length = round(_FADE_S * RATE_HZ)
    for number in range(1, length + 1):
        mixed[-number] *= math.sin(math.pi / 2 * number / length) ** 2
    return mixed

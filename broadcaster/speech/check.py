"""
What a voice made is checked before it counts: a page, half a sentence or noise never goes on air.

The length is held against the syllables of the text. Vietnamese writes each syllable as a word, so words are
counted; what is no Vietnamese syllable (a number, a foreign word, capitals read one by one) may take as
long as its letters do.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from broadcaster.errors import Refused, Unavailable
from broadcaster.units import Millis

_SHORTEST, _LONGEST = 0.5, 2.0
"""Of the length that the syllables should take."""
_GRACE_MS = 250
"""A word alone, and the silence around a phrase, are longer or shorter than the rule by this much."""

_FAINT_DBFS = -50.0
_FULL = 0.999
_CROWDED_DBFS = -12.0
"""Speech whose peaks reach full scale is still far below this on average; cut-off peaks and noise are not."""
_LEANING = 0.1

_OPENING = "\"'“‘«([–—-"
_CLOSING = "\"'”’»)].,;:!?…–—-"
_SYLLABLE = re.compile(
    r"[bcdđghklmnpqrstvx]{0,3}"
    r"(?:[aăâeêioôơuưyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ]{1,4})"
    r"(?:ch|ng|nh|[cmnpt])?"
)


class Examined(Protocol):
    """What is learnt about a file by decoding it to its end."""

    @property
    def duration_ms(self) -> Millis:
        """How long it sounds."""
        ...

    @property
    def peak(self) -> float:
        """The highest sample, 0 to 1 of full scale."""
        ...

    @property
    def rms_dbfs(self) -> float:
        """Its mean strength."""
        ...

    @property
    def mean(self) -> float:
        """Its offset from zero."""
        ...


Examine = Callable[[Path], Examined]


class BadSpeech(Unavailable):
    """A voice gave something that is not the text spoken."""


def check(
    name: str, texts: Sequence[str], paths: Sequence[Path], syllable_ms: float, examine: Examine
) -> None:
    """
    Check what a voice made of texts.

    Args:
        name: The voice, for the message.
        texts: What was to be spoken.
        paths: What it made of each.
        syllable_ms: How long a syllable of this voice is.
        examine: Decodes a file and measures it.

    Raises:
        BadSpeech: A part is missing, cannot be decoded, is silent, distorted, or too short or long for its text.
    """
    if len(paths) != len(texts):
        raise BadSpeech(f"Giọng đọc {name} chỉ trả về {len(paths)} trong {len(texts)} câu.")
    for number, (text, path) in enumerate(zip(texts, paths, strict=True), 1):
        if wrong := _wrong(text, path, syllable_ms, examine):
            raise BadSpeech(f"Giọng đọc {name} đọc hỏng câu {number} ({_short(text)}): {wrong}.")


def syllables(text: str) -> tuple[int, int]:
    """
    Count the syllables of a text.

    Returns:
        The fewest and the most there can be; the same where every word is a Vietnamese syllable.
    """
    bare = [word.lstrip(_OPENING).rstrip(_CLOSING).lower() for word in text.split()]
    words = [word for word in bare if any(letter.isalnum() for letter in word)]
    most = sum(1 if _SYLLABLE.fullmatch(word) else max(2, 3 * len(word)) for word in bare if word)
    return len(words), most


def _wrong(text: str, path: Path, syllable_ms: float, examine: Examine) -> str:
    """Say what is wrong with a part; nothing when it is well."""
    try:
        found = examine(path)
    except Refused:
        return "tệp âm thanh thiếu, cụt hoặc không phải âm thanh"
    return _ill(found) or _misfit(text, found.duration_ms, syllable_ms)


def _ill(found: Examined) -> str:
    if found.rms_dbfs < _FAINT_DBFS:
        return "không có tiếng"
    if found.peak >= _FULL and found.rms_dbfs > _CROWDED_DBFS:
        return "tiếng bị vỡ"
    if abs(found.mean) > _LEANING:
        return "tín hiệu bị lệch"
    return ""


def _misfit(text: str, duration_ms: Millis, syllable_ms: float) -> str:
    fewest, most = syllables(text)
    shortest = _SHORTEST * fewest * syllable_ms - _GRACE_MS
    longest = _LONGEST * most * syllable_ms + 2 * _GRACE_MS
    if duration_ms < shortest:
        return f"chỉ dài {duration_ms / 1000:.1f} giây cho {fewest} tiếng, có lẽ bị cụt"
    if duration_ms > longest:
        return f"dài tới {duration_ms / 1000:.1f} giây cho {fewest} tiếng"
    return ""


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")

"""Units of measure in the types, so that milliseconds are never added to seconds by accident."""

from typing import NewType

Millis = NewType("Millis", int)
"""A duration in milliseconds."""

Lufs = NewType("Lufs", float)
"""Programme loudness in LUFS (ITU-R BS.1770)."""

Dbtp = NewType("Dbtp", float)
"""True peak in decibels relative to full scale (ITU-R BS.1770, Annex 2)."""

Sha256 = NewType("Sha256", str)
"""A SHA-256 digest, 64 lower-case hexadecimal digits."""


def seconds(count: float) -> Millis:
    """Say a number of seconds as `Millis`, rounded to the nearest."""
    return Millis(round(count * 1000))


def spoken_length(duration: Millis) -> str:
    """Say a duration the way pages and papers do: `2 phút 10 giây`, `45 giây`, `1 giờ 5 phút`."""
    total = max(0, round(duration / 1000))
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "giờ"), (minutes, "phút"), (left, "giây")]
    said = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(said) or "0 giây"

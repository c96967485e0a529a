"""How much faster or slower than its own speed an engine is asked to speak."""

from broadcaster.speech.engine import Manner

_USUAL_WPM = 140
"""The rate at which every engine speaks at its own speed."""


def factor(manner: Manner, slowest: float, fastest: float) -> float:
    """Return how many times its own speed an engine is to speak, within what it knows."""
    return min(max(manner.rate_wpm / _USUAL_WPM, slowest), fastest)

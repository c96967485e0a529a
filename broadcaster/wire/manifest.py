"""
The head of a village: one small JSON document that names everything its station is to play.

Version 1. Audio is named by SHA-256; a station has a file when it holds bytes with that digest, not when
a name exists.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from broadcaster.units import Millis, Sha256

VERSION = 1


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """One piece of a session: what it is, where it lies in the file, and what approves it."""

    kind: str
    title: str
    offset_ms: Millis
    duration_ms: Millis
    approved_digest: str | None


@dataclass(frozen=True, slots=True)
class ManifestSession:
    """One session: when it sounds and the one file that is played."""

    occurrence_id: int
    programme_version: int
    name: str
    day: str
    starts_at: str
    """ISO 8601 with Vietnam's offset."""
    duration_ms: Millis
    file: str
    """Path relative to the head."""
    bytes: int
    sha256: Sha256
    items: tuple[ManifestItem, ...]


def head(
    commune: str,
    village: str,
    sequence: int,
    valid: tuple[datetime, datetime],
    sessions: Sequence[ManifestSession],
) -> dict[str, object]:
    """
    Build the head of a village, ready to be signed.

    Args:
        commune: The commune's code.
        village: The village's code.
        sequence: Grows with every change, so that a station never goes back to an older head.
        valid: From when (inclusive) and until when (exclusive) the head may be played from; aware.
        sessions: In the order in which they sound.
    """
    return {
        "version": VERSION,
        "commune": commune,
        "village": village,
        "sequence": sequence,
        "valid_from": valid[0].isoformat(),
        "valid_until": valid[1].isoformat(),
        "sessions": [asdict(session) for session in sessions],
    }

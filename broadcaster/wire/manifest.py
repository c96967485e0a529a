"""
The head of a village: one small JSON document that names everything its station is to play.

Version 1. A field may be added without a new version, and a reader leaves alone what it does not know; the
version grows when a field goes or comes to mean something else, and a reader refuses a version it does not
know. Audio and lists are named by SHA-256: a station has a file when it holds bytes with that digest, not when
a name exists.

What stands at the top:

    version       1
    commune       code of the commune, ASCII; the key of the signature is this commune's
    commune_name  as it is called: xã Quảng La
    village       code of the village, ASCII
    village_name  as it is called: thôn Khe Mơ
    made_at       when this head was signed, ISO 8601 with Vietnam's offset
    sequence      grows with every head of the village: a station never goes back to a lower one
    valid_from    from when (inclusive) it may be played from, ISO 8601 with Vietnam's offset
    valid_until   until when (exclusive); after that the station asks again or falls silent
    made_from     SHA-256 of what the head was made from: equal means that nothing has changed
    sessions      see `ManifestSession`, in the order in which they sound
    lists         see `ManifestList`: a day's sessions for players that read no JSON
    key           the commune's public key, Ed25519, hexadecimal
    signature     over the canonical JSON of everything else (`wire.signature`)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadcaster.units import Millis, Sha256

VERSION = 1

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """One piece of a session: what it is, where it lies in the file, and what approves it."""

    kind: str
    """
    `opening`, `greeting`, `headline`, `bulletin`, `separator`, `relay_words`, `repeat`, `closing_words` or `closing`.

    A reader takes a kind it does not know for something to be played like the rest.
    """
    title: str
    offset_ms: Millis
    """From the start of the file."""
    duration_ms: Millis
    approved_digest: str | None
    """SHA-256 of the content that a leader approved; null for what stands around the bulletins."""
    approved_by: str | None
    """The leader's name."""
    approved_at: str | None
    """ISO 8601 with Vietnam's offset."""


@dataclass(frozen=True, slots=True)
class ManifestRelay:
    """
    What a session passes on of another station; it is not in the file.

    The file plays to `offset_ms` and is halted, the stream sounds for `duration_ms`, then the rest of the file, if
    any. A station that cannot open the stream, or loses it, goes on with the file at once: the relay is left out, the
    session is not. A station without a player leaves it to a person, who does what `instruction` says.
    """

    source: str
    """Whose programme it is: `Đài Tiếng nói Việt Nam`."""
    address: str
    """The stream, `http://` or `https://`; empty where only a person can switch."""
    instruction: str
    """For a person without a player; may be empty."""
    starts_at: str
    """ISO 8601 with Vietnam's offset: the session's start and `offset_ms`."""
    offset_ms: Millis
    """Where in the file it comes; the file's whole length where nothing follows it."""
    duration_ms: Millis
    """After so long the stream is left, whatever it plays."""


@dataclass(frozen=True, slots=True)
class ManifestSession:
    """One session: when it sounds, the one file that is played, and what is relayed."""

    occurrence_id: int
    """Names the session in what a station reports."""
    programme_version: int
    """Grows when the session's programme is made again."""
    name: str
    """`Buổi sáng`."""
    day: str
    """ISO 8601; the day it starts on in Vietnam."""
    starts_at: str
    """ISO 8601 with Vietnam's offset."""
    duration_ms: Millis
    """Of the file, to the millisecond."""
    file: str
    """Path relative to the head."""
    bytes: int
    sha256: Sha256
    items: tuple[ManifestItem, ...]
    """In playing order."""
    relay: ManifestRelay | None = None
    """Null where nothing is relayed. The session is on the air for `duration_ms` and the relay's together."""
    call: str | None = None
    """
    `khan_cap` for an urgent call, `dien_tap` for a drill of one, null for every other session. An urgent call goes
    before whatever sounds at its time: that is halted, and goes on after it where the player can. Two calls are never
    at one time, and a drill never stands over another session.
    """


@dataclass(frozen=True, slots=True)
class ManifestList:
    """A day's playlist. Villages that hear the same have the same one."""

    day: str
    """ISO 8601."""
    form: str
    """`m3u8`, `m3u` (ASCII) or `xspf`."""
    file: str
    """Path relative to the head; its bytes never change. The same lies beside the head as `20260615.m3u8`."""
    bytes: int
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Whose:
    """Which village of which commune a head is for."""

    commune: str
    commune_name: str
    village: str
    village_name: str


@dataclass(frozen=True, slots=True)
class Issue:
    """When a head was made, from what, and how long it holds. Instants are aware."""

    sequence: int
    made_at: datetime
    valid_from: datetime
    valid_until: datetime
    made_from: Sha256


def head(
    whose: Whose, issue: Issue, sessions: Sequence[ManifestSession], lists: Sequence[ManifestList]
) -> Document:
    """Build the head of a village, ready to be signed; the sessions stand in the order in which they sound."""
    return {
        "version": VERSION,
        **fields(whose),
        **fields(issue),
        "sessions": [fields(one) for one in sessions],
        "lists": [fields(one) for one in lists],
    }


def fields(one: object) -> Document:
    """Write a value of this module as JSON has it; equal values of one tuple are written alike."""
    return {name: _plain(getattr(one, name)) for name in one.__slots__}  # type: ignore[attr-defined] # each has slots


def known(document: Mapping[str, object]) -> bool:
    """Say whether a document is of the version this program writes."""
    return document.get("version") == VERSION


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, tuple):
        return [fields(one) for one in value]
    if isinstance(value, ManifestRelay):
        return fields(value)
    return value

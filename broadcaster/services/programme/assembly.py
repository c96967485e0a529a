"""From a running order to sound: which pieces in which order, spliced into one programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from broadcaster.domain.bulletin import VIETNAMESE
from broadcaster.domain.programme import Item
from broadcaster.files import digest_of
from broadcaster.services.desk import Desk
from broadcaster.services.programme.frame import GREETING_PAUSE, PAUSE, greeting_texts
from broadcaster.services.programme.planning import Approved, Decided, Gathered
from broadcaster.services.voice.speaking import Voiced, ensure
from broadcaster.services.writing.versions import Version
from broadcaster.sound import Pause, SoundSettings, Spliced, house, make_rendition, splice
from broadcaster.store.tables import Commune, Jingle, ProgrammeItem, Village
from broadcaster.units import Sha256
from broadcaster.wire.signature import canonical

Piece = Sha256 | Pause


@dataclass(frozen=True, slots=True)
class Words:
    """The texts around the items, spoken."""

    commune: Commune
    greetings: Mapping[tuple[int, int, date], tuple[str, ...]]
    closings: Mapping[tuple[int, int, date], tuple[str, ...]]
    spoken: Mapping[str, Voiced]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A running order as pieces of sound: where each item begins, and the digest of the order."""

    pieces: tuple[Piece, ...]
    first_piece: tuple[int, ...]
    """For every item, the index of its first piece."""
    horn: bool
    """Whether it is shaped for horn loudspeakers."""
    digest: str


def speak_words(desk: Desk, commune: Commune, gathered: Gathered) -> Words:
    """Have the greeting and closing of every coming session spoken (once; then they are kept)."""
    greetings, closings = {}, {}
    for one in gathered.occurrences:
        village, key = gathered.villages[one.village_id], (one.village_id, one.rule_id, one.day)
        greetings[key] = greeting_texts(commune, commune.greeting, village, one)
        closings[key] = greeting_texts(commune, commune.closing, village, one)
    texts = {commune.repeat_words} | {
        text for cut in (*greetings.values(), *closings.values()) for text in cut
    }
    return Words(commune, greetings, closings, ensure(desk, commune.id, sorted(texts)))


def assemble(one: Decided, gathered: Gathered, words: Words) -> Assembled:
    """Lay a running order out as pieces of sound with the pauses between them."""
    pieces: list[Piece] = []
    first: list[int] = []
    for item in one.order.items:
        if pieces:
            pieces.append(Pause(PAUSE))
        first.append(len(pieces))
        pieces += _pieces_of(item, one, gathered, words)
    horn = one.occurrence.village_id in gathered.horns
    return Assembled(tuple(pieces), tuple(first), horn, _digest(tuple(pieces), horn=horn))


@lru_cache(4096)
def _digest(pieces: tuple[Piece, ...], *, horn: bool) -> str:
    """Name an order by its pieces; villages that hear the same ask again and again."""
    said = [piece if isinstance(piece, str) else int(piece.ms) for piece in pieces]
    return digest_of(canonical({"pieces": said} | ({"horn": True} if horn else {})))


def _pieces_of(item: Item, one: Decided, gathered: Gathered, words: Words) -> list[Piece]:
    key = (one.occurrence.village_id, one.occurrence.rule_id, one.occurrence.day)
    if item.kind in ("opening", "separator", "closing"):
        return [Sha256(gathered.jingles[one.occurrence.village_id][item.kind].sha256)]
    if item.kind == "greeting":
        return _said(words.greetings[key], words)
    if item.kind == "closing_words":
        return _said(words.closings[key], words)
    approved, village = gathered.approved[item.bulletin_id or 0], gathered.villages[one.occurrence.village_id]
    return _bulletin_pieces(approved, village, gathered.jingles[village.id], words)


def _said(texts: Sequence[str], words: Words) -> list[Piece]:
    pieces: list[Piece] = []
    for text in texts:
        sha256 = words.spoken[text].sha256
        if sha256 is not None:
            pieces += [sha256, Pause(GREETING_PAUSE)]
    return pieces[:-1]


def _bulletin_pieces(
    approved: Approved, village: Village, jingles: Mapping[str, Jingle], words: Words
) -> list[Piece]:
    """Lay out a bulletin in the languages of a village, one after another."""
    pieces: list[Piece] = []
    if approved.urgent and "attention" in jingles:
        pieces += [Sha256(jingles["attention"].sha256), Pause(PAUSE)]
    for number, version in enumerate(approved.heard_in(village)):
        if number:
            pieces.append(Pause(PAUSE))
        pieces += _version_pieces(version, approved.read_times, words)
    return pieces


def _version_pieces(version: Version, read_times: int, words: Words) -> list[Piece]:
    """Lay out one language; the words between two readings are Vietnamese and stand in that one only."""
    pieces: list[Piece] = [version.sha256]
    own_words = version.language_id == VIETNAMESE
    for _ in range(read_times - 1):
        said = [Pause(PAUSE), *_said([words.commune.repeat_words], words)] if own_words else []
        pieces += [*said, Pause(PAUSE), version.sha256]
    return pieces


def sound_of(desk: Desk, assembled: Assembled) -> Spliced:
    """Splice the pieces and keep the result by its digest."""
    sound = replace(desk.sound, horn_filter=assembled.horn)
    parts = [piece if isinstance(piece, Pause) else _shaped(desk, piece, sound) for piece in assembled.pieces]
    with desk.shelf.bench() as folder:
        made = folder / "programme.mp3"
        spliced = splice(parts, made, kbps=desk.sound.kbps)
        desk.shelf.take(made, desk.shelf.programme(spliced.sha256))
    return spliced


def _shaped(desk: Desk, segment: Sha256, sound: SoundSettings) -> Path:
    """
    Return a segment's file in the bit rate and shape asked for.

    A segment is as it was made; another shape of it, or another bit rate, is made once and kept beside it.
    """
    path = desk.shelf.segment(segment)
    if not path.exists() or (not sound.horn_filter and house.rate_of_file(path) == sound.kbps):
        return path  # a missing piece is told by name where it is spliced
    other = desk.shelf.rendition(segment, sound.kbps, horn=sound.horn_filter)
    if not other.exists():
        with desk.shelf.bench() as folder:
            desk.shelf.take(make_rendition(path, folder / "segment.mp3", sound).path, other)
    return other


def item_rows(
    one: Decided, assembled: Assembled, spliced: Spliced | None, gathered: Gathered
) -> list[ProgrammeItem]:
    """Say where each item of a running order lies in the programme's sound, and in which languages it airs."""
    if spliced is None:
        return []
    ends = [*assembled.first_piece[1:], len(assembled.pieces) + 1]
    rows, village = [], gathered.villages[one.occurrence.village_id]
    for item, first, after in zip(one.order.items, assembled.first_piece, ends, strict=True):
        start = spliced.offsets[first]
        stop = spliced.offsets[after - 1] if after - 1 < len(spliced.offsets) else spliced.duration_ms
        approved = gathered.approved.get(item.bulletin_id or 0)
        rows.append(
            ProgrammeItem(
                position=item.position,
                kind=item.kind,
                bulletin_id=item.bulletin_id,
                revision_id=item.revision_id,
                decision_id=approved.decision_id if approved else None,
                title=item.title,
                reason=item.reason,
                versions=[one.snapshot() for one in approved.heard_in(village)] if approved else [],
                offset_ms=start,
                duration_ms=stop - start,
            )
        )
    return rows

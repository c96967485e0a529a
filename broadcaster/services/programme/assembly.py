"""From a running order to sound: which pieces in which order, spliced into one programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from broadcaster.domain.plan.programme import Item
from broadcaster.domain.plan.relay import Relay
from broadcaster.domain.plan.template import Part
from broadcaster.domain.writing.bulletin import VIETNAMESE
from broadcaster.files import digest_of
from broadcaster.services.desk import Desk
from broadcaster.services.plan.approved import Approved
from broadcaster.services.plan.item_length import PAUSE
from broadcaster.services.plan.planning import Decided, Gathered
from broadcaster.services.plan.words import GREETING_PAUSE, Words
from broadcaster.services.writing.versions import Version
from broadcaster.sound import Pause, SoundSettings, Spliced, house, make_rendition, splice
from broadcaster.store.tables import Jingle, ProgrammeItem, Village
from broadcaster.units import Millis, Sha256, seconds
from broadcaster.wire.signature import canonical

Piece = Sha256 | Pause


@dataclass(frozen=True, slots=True)
class Assembled:
    """A running order as pieces of sound: where each item begins, and the digest of the order."""

    pieces: tuple[Piece, ...]
    first_piece: tuple[int, ...]
    """For every item, the index of its first piece."""
    horn: bool
    """Whether it is shaped for horn loudspeakers."""
    relay: Part | None
    """What is relayed."""
    relay_from: int
    """The index of the first piece after the relay."""
    digest: str


def assemble(one: Decided, gathered: Gathered, words: Words) -> Assembled:
    """Lay a running order out as pieces of sound with the pauses between them."""
    template = gathered.template_of(one.occurrence)
    relay = template.relay if one.order.items else None
    pieces: list[Piece] = []
    first: list[int] = []
    relay_from = 0
    for item in one.order.items:
        if pieces:
            pieces.append(Pause(PAUSE))
        first.append(len(pieces))
        pieces += _pieces_of(item, one, gathered, words)
        if item.kind == "relay_words":
            relay_from = len(pieces)
    horn = one.occurrence.village_id in gathered.horns
    approvals = tuple(
        (item.kind, gathered.approved[item.bulletin_id].decision_id)
        for item in one.order.items
        if item.bulletin_id
    )
    named = _digest(tuple(pieces), approvals, relay, relay_from, horn=horn)
    return Assembled(tuple(pieces), tuple(first), horn, relay, relay_from, named)


@lru_cache(4096)
def _digest(
    pieces: tuple[Piece, ...],
    approvals: tuple[tuple[str, int], ...],
    relay: Part | None,
    relay_from: int,
    *,
    horn: bool,
) -> str:
    """
    Name an order by its pieces, what approves them and what it relays; villages that hear the same ask often.

    What sounds the same is still told apart: the log says which bulletin was aired, and by whose approval.
    """
    said: dict[str, object] = {
        "pieces": [piece if isinstance(piece, str) else int(piece.ms) for piece in pieces],
        "approvals": approvals,
    }
    if horn:
        said["horn"] = True
    if relay:
        said["relay"] = [relay.source, relay.address, relay.instruction, relay.minutes, relay_from]
    return digest_of(canonical(said))


def relay_of(assembled: Assembled, spliced: Spliced | None) -> Relay | None:
    """Say what is relayed, and at which place of the programme's file."""
    part = assembled.relay
    if part is None or spliced is None:
        return None
    within = assembled.relay_from < len(spliced.offsets)
    return Relay(
        source=part.source,
        offset_ms=spliced.offsets[assembled.relay_from] if within else spliced.duration_ms,
        duration_ms=seconds(60 * part.minutes),
        address=part.address,
        instruction=part.instruction,
    )


def _pieces_of(item: Item, one: Decided, gathered: Gathered, words: Words) -> list[Piece]:
    key = one.occurrence.key
    village = gathered.villages[one.occurrence.village_id]
    jingles = gathered.jingles[village.id]
    if item.kind in ("opening", "separator", "closing"):
        return [Sha256(jingles[item.kind].sha256)]
    call = one.occurrence.call
    if item.kind == "greeting":
        tone = _tone(jingles) if call is not None and not call.drill else []
        return [*tone, *_said(words.texts.before[key], words)]
    if item.kind == "closing_words":
        return _said(words.texts.after[key], words)
    if item.kind == "relay_words":
        return _said(words.texts.relays[one.occurrence.template_id], words)
    approved = gathered.approved[item.bulletin_id or 0]
    if item.kind == "headline":
        return [approved.headline.sha256] if approved.headline else []
    if item.kind == "repeat":
        approved = replace(approved, read_times=1)
    again = words.texts.drill_repeat if call is not None and call.drill else words.texts.repeat
    pieces = _bulletin_pieces(approved, village, words, again)
    return pieces if call is not None and not call.drill else [*_tone_before(approved, jingles), *pieces]


def _tone(jingles: Mapping[str, Jingle]) -> list[Piece]:
    """
    Return the attention tone and the pause after it.

    It stands before an urgent item. Of a call it stands before everything; of a drill only after the words that
    say it is one, so that nobody is alarmed.
    """
    return [Sha256(jingles["attention"].sha256), Pause(PAUSE)] if "attention" in jingles else []


def _tone_before(approved: Approved, jingles: Mapping[str, Jingle]) -> list[Piece]:
    return _tone(jingles) if approved.urgent else []


def _said(texts: Sequence[str], words: Words) -> list[Piece]:
    pieces: list[Piece] = []
    for text in texts:
        sha256 = words.spoken[text].sha256
        if sha256 is not None:
            pieces += [sha256, Pause(GREETING_PAUSE)]
    return pieces[:-1]


def _bulletin_pieces(approved: Approved, village: Village, words: Words, again: str) -> list[Piece]:
    """Lay out a bulletin in the languages of a village, one after another."""
    pieces: list[Piece] = []
    for number, version in enumerate(approved.heard_in(village)):
        if number:
            pieces.append(Pause(PAUSE))
        pieces += _version_pieces(version, approved, words, again)
    return pieces


def _version_pieces(version: Version, approved: Approved, words: Words, again: str) -> list[Piece]:
    """Lay out one language; the words between two readings are Vietnamese and stand in that one only."""
    pieces: list[Piece] = [version.sha256]
    apart = Pause(Millis(PAUSE + approved.gap))
    between: list[Piece] = [apart]
    if version.language_id == VIETNAMESE:
        between = [apart, *_said([again], words), Pause(PAUSE)]
    for _ in range(approved.read_times - 1):
        pieces += [*between, version.sha256]
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
                title=_title(item, one),
                reason=item.reason,
                versions=[one.snapshot() for one in _versions(item, approved, village)],
                offset_ms=start,
                duration_ms=stop - start,
            )
        )
    return rows


def _title(item: Item, one: Decided) -> str:
    """Say what a piece is called; the words around an urgent call are no greeting."""
    call = one.occurrence.call
    if call is None or item.bulletin_id is not None:
        return item.title
    return (
        f"Lời {'mở đầu' if item.kind == 'greeting' else 'kết'} {'diễn tập' if call.drill else 'tin khẩn cấp'}"
    )


def _versions(item: Item, approved: Approved | None, village: Village) -> tuple[Version, ...]:
    """Return what of a bulletin is heard in an item."""
    if approved is None:
        return ()
    if item.kind == "headline":
        return (approved.headline,) if approved.headline else ()
    return approved.heard_in(village)

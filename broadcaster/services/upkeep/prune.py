"""
Old files taken away: what nothing published, planned or logged within the kept time needs.

What is needed is asked first, outside any transaction that others wait for, and asked again in the one in
which a batch goes. A row of speech goes before its file: after a kill there is at worst a file too many,
which the next night takes, never a row whose file is missing. Files of the last week are left alone,
because somebody may be listening to a draft or another process may just be making what needs them.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import delete, func, or_, select

from broadcaster.clock import local
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.upkeep import prune_needed, tidying
from broadcaster.services.upkeep.prune_needed import Edge
from broadcaster.shelf.published import PublishedFolder
from broadcaster.store.tables import Airing, Speech, SpeechSound

YOUNG = timedelta(days=7)
KIND_LABELS = {
    "programme": "chương trình đã phát",
    "segment": "đoạn âm thanh",
    "rendition": "đoạn âm thanh ở dạng khác",
    "playlist": "danh sách phát của ngày cũ",
    "leftover": "tệp làm dở",
}
_SOUND = re.compile(r"([0-9a-f]{64})(\.[0-9]+(?:-horn)?)?\.mp3")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Old:
    """A file or folder that nothing needs."""

    kind: str
    """A key of `KIND_LABELS`."""
    path: Path
    bytes: int
    sha256: str = ""
    """Of the sound it is, or is made of; empty for what is no sound."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went, or would go."""

    keep_days: int
    files: tuple[Old, ...]

    @property
    def bytes(self) -> int:
        """Return the room they take."""
        return sum(one.bytes for one in self.files)

    def by_kind(self) -> tuple[tuple[str, int, int], ...]:
        """Return label, number and bytes of each kind there is."""
        found = []
        for kind, label in KIND_LABELS.items():
            sizes = [one.bytes for one in self.files if one.kind == kind]
            if sizes:
                found.append((label, len(sizes), sum(sizes)))
        return tuple(found)


def prune(desk: Desk, keep_days: int | None = None, *, dry_run: bool = False) -> Pruned:
    """
    Take away old files that nothing needs.

    Args:
        desk: What to work with.
        keep_days: How many days back everything published and logged is kept; the settings' when not given.
        dry_run: Only say what would go.

    Raises:
        Refused: Less than a day is to be kept.
    """
    days = desk.settings.keep_days if keep_days is None else keep_days
    if days < 1:
        raise Refused(f"Phải giữ ít nhất 1 ngày, không phải {days}. Hãy đặt lại số ngày giữ.")
    now = desk.clock.now()
    edge = Edge(now - timedelta(days=days), local(now - timedelta(days=days)).date())
    with desk.store.reading() as session:
        seen = session.scalar(select(func.max(Airing.id))) or 0
        needed = prune_needed.quick(session, edge) | prune_needed.coming_words(session, desk)
        needed.update(prune_needed.logged(session, edge))
    old = [one for one in _sounds(desk, now - YOUNG) if one.sha256 not in needed]
    rest = [*_playlists(desk, edge), *_leftovers(desk)]
    if dry_run:
        return Pruned(days, (*old, *rest))
    gone = [one for batch in _batches(old) for one in _take_sounds(desk, batch, edge, seen, now - YOUNG)]
    gone += [one for one in rest if _take(one.path)]
    return Pruned(days, tuple(gone))


def prune_by_hand(desk: Desk, actor: Actor) -> Pruned:
    """Take away old files now and note who asked for it. Raises `NotAllowed` but for an administrator."""
    actor.require(Role.ADMIN)
    done = prune(desk)
    with desk.store.writing() as session:
        subject = f"commune {actor.commune_id}"
        note(
            session,
            actor.commune_id,
            actor.login,
            desk.clock.now(),
            "prune",
            subject,
            files=len(done.files),
            bytes=done.bytes,
        )
    return done


def _sounds(desk: Desk, edge: datetime) -> Iterator[Old]:
    """Find the segments, renditions and programmes that are older than a moment."""
    for folder, kind in (("programmes", "programme"), ("segments", "segment")):
        for path in sorted((desk.settings.audio / folder).glob("??/*.mp3")):
            name = _SOUND.fullmatch(path.name)
            if name and tidying.changed(path) < edge:
                yield Old("rendition" if name[2] else kind, path, _size(path), name[1])


def _playlists(desk: Desk, edge: Edge) -> Iterator[Old]:
    """
    Find playlists of days before the kept time, and those that no head of later days names.

    One that was named until yesterday is left for a day: a station may be at the head before.
    """
    day, young = edge.day, desk.clock.now() - timedelta(days=1)
    for commune in sorted((desk.settings.schedules / "published").glob("*")):
        published = PublishedFolder(commune)
        named = b"".join(path.read_bytes() for path in published.heads() if _holds(path, day))
        unnamed = (path for path in published.lists() if path.name.encode() not in named)
        old = (path for path in published.names() if path.name < f"{day:%Y%m%d}")
        for path in sorted((*unnamed, *old)):
            if tidying.changed(path) < young:
                yield Old("playlist", path, _size(path))


def _holds(head: Path, day: date) -> bool:
    """Say whether a head is of a day or later; one that cannot be read names nothing."""
    found = re.search(rb'"valid_until":"(\d{4}-\d{2}-\d{2})', head.read_bytes())
    return found is not None and found[1].decode() >= day.isoformat()


def _leftovers(desk: Desk) -> Iterator[Old]:
    for path in tidying.leftovers(desk):
        yield Old("leftover", path, _size(path))


def _take_sounds(desk: Desk, batch: Sequence[Old], edge: Edge, seen: int, young: datetime) -> Iterator[Old]:
    """Take a batch away, but for what somebody has come to need since it was found."""
    with desk.store.writing() as session:
        needed = prune_needed.quick(session, edge) | set(prune_needed.logged(session, edge, seen))
        free = [one for one in batch if one.sha256 not in needed]
        spoken = {one.sha256 for one in free if one.kind == "segment"}
        gone = select(Speech.key).where(Speech.sha256.in_(spoken))
        session.execute(
            delete(SpeechSound).where(or_(SpeechSound.sha256.in_(spoken), SpeechSound.key.in_(gone)))
        )
        session.execute(delete(Speech).where(Speech.sha256.in_(spoken)))
    with desk.store.writing() as session:  # nobody writes a row meanwhile
        digests = {one.sha256 for one in free}
        again = set(session.scalars(select(SpeechSound.sha256).where(SpeechSound.sha256.in_(digests))))
        for one in free:
            if one.sha256 not in again and tidying.changed(one.path) < young and _take(one.path):
                yield one


def _take(path: Path) -> bool:
    """Take a file or folder away; say whether it was there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return not path.exists()
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _batches(found: Sequence[Old]) -> Iterator[list[Old]]:
    rest = iter(found)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _size(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    try:
        if path.is_dir():
            return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
        return path.stat().st_size
    except FileNotFoundError:
        return 0

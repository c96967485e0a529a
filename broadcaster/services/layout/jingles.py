"""
The sounds between the words, of the commune and of single villages: uploaded, shipped, or used before.

A village without its own hears the commune's. A row is never changed into another sound: the one that is
replaced keeps its time, so that what was published with it can still be told.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout.jingle_set import JingleWords, shipped
from broadcaster.services.typed import line
from broadcaster.sound import UploadLimits, accept_upload, house
from broadcaster.store.tables import Jingle, Village
from broadcaster.units import Millis, seconds

ROLE_LABELS = {
    "opening": "Nhạc hiệu mở đầu",
    "separator": "Nhạc cắt giữa các tin",
    "closing": "Nhạc hiệu kết thúc",
    "attention": "Âm báo tin khẩn",
}
_LONGEST = seconds(30)
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a jingle sounds: its role, and the village; none is the whole commune."""

    role: str
    village_id: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A sound that may be put in a place without uploading it."""

    words: JingleWords
    sha256: str
    duration_ms: Millis
    ships: bool


def add_shipped(session: Session, desk: Desk, commune_id: int) -> None:
    """Give a new commune the jingles that ship."""
    for one in shipped():
        _put(session, desk, commune_id, Place(one.role), one.file, one.words)


def in_use(desk: Desk, commune_id: int, village_id: int | None = None) -> tuple[Jingle, ...]:
    """List the jingles in use of the commune, or a village's own, in the order in which a programme plays them."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Jingle).where(
                Jingle.commune_id == commune_id,
                _here(village_id),
                Jingle.replaced_at.is_(None),
            )
        ).all()
    return tuple(sorted(rows, key=lambda row: list(ROLE_LABELS).index(row.role)))


def with_own(desk: Desk, commune_id: int) -> frozenset[int]:
    """Return the villages that have a jingle of their own."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Jingle.village_id).where(
                Jingle.commune_id == commune_id,
                Jingle.replaced_at.is_(None),
                Jingle.village_id.is_not(None),
            )
        )
        return frozenset(one for one in rows if one is not None)


def replaced(desk: Desk, commune_id: int) -> tuple[Jingle, ...]:
    """List the jingles that others took the place of, the latest first; programmes published then name them."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Jingle)
            .where(Jingle.commune_id == commune_id, Jingle.replaced_at.is_not(None))
            .order_by(Jingle.replaced_at.desc(), Jingle.id.desc())
        )
        return tuple(rows)


def choices(desk: Desk, commune_id: int, role: str) -> tuple[Choice, ...]:
    """List the sounds there are for a role: those that ship, then those used before, the latest first."""
    found = {
        one.sha256: Choice(one.words, one.sha256, house.inspect_file(one.file).duration_ms, ships=True)
        for one in shipped()
        if one.role == role
    }
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Jingle)
            .where(Jingle.commune_id == commune_id, Jingle.role == role)
            .order_by(Jingle.id.desc())
        )
        for row in rows:
            if row.sha256 not in found and desk.shelf.segment(row.sha256).exists():
                words = JingleWords(row.title, row.source, row.licence)
                found[row.sha256] = Choice(words, row.sha256, Millis(row.duration_ms), ships=False)
    return tuple(found.values())


def shipped_file(sha256: str) -> Path | None:
    """Return where a shipped sound lies, which need not be on the shelf; none for any other digest."""
    return next((one.file for one in shipped() if one.sha256 == sha256), None)


def replace(desk: Desk, actor: Actor, place: Place, upload: Path, words: JingleWords) -> Jingle:
    """
    Put an uploaded sound in a place; the old one stays for what was published with it.

    Raises:
        Refused: Not a sound, too long, or without title, source and licence.
        NotFound: The commune has no such village.
        Unavailable: The disk is full.
    """
    _may(actor, place)
    checked = _checked(words)
    limits = UploadLimits(max_bytes=desk.settings.upload_limit_mb << 20, max_seconds=_LONGEST // 1000)
    with desk.shelf.bench() as folder:
        segment = accept_upload(upload, folder / "jingle.mp3", desk.sound, limits)
        return _taken(desk, actor, place, segment.path, checked)


def choose(desk: Desk, actor: Actor, place: Place, sha256: str) -> Jingle:
    """
    Put a shipped sound, or one used before, in a place.

    Raises:
        NotFound: There is no such sound for this place.
    """
    _may(actor, place)
    for one in choices(desk, actor.commune_id, place.role):
        if one.sha256 == sha256:
            file = shipped_file(sha256) or desk.shelf.segment(sha256)
            return _taken(desk, actor, place, file, one.words)
    raise NotFound("Không còn âm thanh này. Hãy mở lại trang và chọn âm thanh khác.")


def use_communes(desk: Desk, actor: Actor, place: Place) -> None:
    """
    Let a village hear the commune's jingle again in a place.

    Raises:
        NotFound: The village has none of its own there.
    """
    _may(actor, place)
    with desk.store.writing() as session:
        village = _village(session, actor, place)
        old = _standing(session, actor.commune_id, place)
        if village is None or old is None:
            raise NotFound("Thôn này đang dùng nhạc chung của xã rồi.")
        old.replaced_at = desk.clock.now()
        _noted(session, desk, actor, place, "use_communes", village=village.name)


def _may(actor: Actor, place: Place) -> None:
    actor.require(Role.ADMIN, Role.WRITER)
    if place.role not in ROLE_LABELS:
        raise Refused("Hãy chọn vị trí của nhạc: mở đầu, nhạc cắt, kết thúc hoặc âm báo.")


def _checked(words: JingleWords) -> JingleWords:
    if not all(one.strip() for one in (words.title, words.source, words.licence)):
        raise Refused("Hãy ghi đủ tên, nguồn và giấy phép của âm thanh; đài chỉ phát nhạc có nguồn rõ ràng.")
    return JingleWords(
        line(words.title, "tên âm thanh"),
        line(words.source, "nguồn", longest=_LONGEST_WORDS),
        line(words.licence, "giấy phép", longest=_LONGEST_WORDS),
    )


def _taken(desk: Desk, actor: Actor, place: Place, file: Path, words: JingleWords) -> Jingle:
    with desk.store.writing() as session:
        village = _village(session, actor, place)
        row = _put(session, desk, actor.commune_id, place, file, words)
        named = {"village": village.name} if village else {}
        _noted(session, desk, actor, place, "replace", title=words.title, **named)
        return row


def _village(session: Session, actor: Actor, place: Place) -> Village | None:
    if place.village_id is None:
        return None
    village = session.get(Village, place.village_id)
    if village is None or village.commune_id != actor.commune_id:
        raise NotFound("Không có thôn này. Hãy mở lại trang Âm thanh.")
    return village


def _noted(session: Session, desk: Desk, actor: Actor, place: Place, verb: str, **detail: object) -> None:
    note(session, actor.commune_id, actor.login, desk.clock.now(), verb, f"jingle {place.role}", **detail)
    due.replan(session, desk, actor.commune_id)


def _standing(session: Session, commune_id: int, place: Place) -> Jingle | None:
    return session.scalar(
        select(Jingle).where(
            Jingle.commune_id == commune_id,
            _here(place.village_id),
            Jingle.role == place.role,
            Jingle.replaced_at.is_(None),
        )
    )


def _here(village_id: int | None) -> ColumnElement[bool]:
    return Jingle.village_id.is_(None) if village_id is None else Jingle.village_id == village_id


def _put(
    session: Session, desk: Desk, commune_id: int, place: Place, file: Path, words: JingleWords
) -> Jingle:
    """Write a sound's row in a place; what stood there is replaced now."""
    now = desk.clock.now()
    if old := _standing(session, commune_id, place):
        old.replaced_at = now
        session.flush()
    row = Jingle(
        commune_id=commune_id,
        village_id=place.village_id,
        role=place.role,
        title=words.title,
        source=words.source,
        licence=words.licence,
        sha256=desk.shelf.put_segment(file),
        duration_ms=house.inspect_file(file).duration_ms,
        added_at=now,
    )
    session.add(row)
    return row

"""The sounds between the words: shipped ones, uploaded ones, and which are in use."""

import csv
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.config import CHECKOUT
from broadcaster.domain.workflow import Role
from broadcaster.errors import Refused, Unavailable
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.sound import UploadLimits, accept_upload, house
from broadcaster.store.tables import Jingle
from broadcaster.units import seconds

ROLE_LABELS = {
    "opening": "Nhạc hiệu mở đầu",
    "separator": "Nhạc cắt giữa các tin",
    "closing": "Nhạc hiệu kết thúc",
    "attention": "Âm báo tin khẩn",
}
_LONGEST = seconds(30)


def add_shipped(session: Session, desk: Desk, commune_id: int) -> None:
    """Give a new commune the jingles that ship in `audio/`, with their source and licence."""
    folder = CHECKOUT / "audio"
    with (folder / "jingles.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            path = folder / row["file"]
            _put(session, desk, commune_id, path, row["role"], (row["title"], row["source"], row["licence"]))


def in_use(desk: Desk, commune_id: int) -> tuple[Jingle, ...]:
    """List the jingles in use, in the order in which a programme plays them."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Jingle).where(Jingle.commune_id == commune_id, Jingle.replaced_at.is_(None))
        ).all()
    return tuple(sorted(rows, key=lambda row: list(ROLE_LABELS).index(row.role)))


def replaced(desk: Desk, commune_id: int) -> tuple[Jingle, ...]:
    """List the jingles that others took the place of, the latest first; programmes published then name them."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Jingle)
            .where(Jingle.commune_id == commune_id, Jingle.replaced_at.is_not(None))
            .order_by(Jingle.replaced_at.desc(), Jingle.id.desc())
        )
        return tuple(rows)


def replace(
    desk: Desk, actor: Actor, upload: Path, role: str, title: str, source: str, licence: str
) -> Jingle:
    """
    Put an uploaded sound in the place of a jingle; the old one stays for what was published with it.

    Raises:
        Refused: Not a sound, too long, or without title, source and licence.
        Unavailable: The disk is full.
    """
    actor.require(Role.ADMIN, Role.WRITER)
    if role not in ROLE_LABELS:
        raise Refused("Hãy chọn vị trí của nhạc: mở đầu, nhạc cắt, kết thúc hoặc âm báo.")
    words = (title.strip(), source.strip(), licence.strip())
    if not all(words):
        raise Refused("Hãy ghi đủ tên, nguồn và giấy phép của âm thanh; đài chỉ phát nhạc có nguồn rõ ràng.")
    limits = UploadLimits(max_bytes=desk.settings.upload_limit_mb << 20, max_seconds=_LONGEST // 1000)
    with desk.shelf.bench() as folder:
        segment = accept_upload(upload, folder / "jingle.mp3", desk.sound, limits)
        with desk.store.writing() as session:
            row = _put(session, desk, actor.commune_id, segment.path, role, words)
            note(
                session,
                actor.commune_id,
                actor.login,
                desk.clock.now(),
                "replace",
                f"jingle {role}",
                title=title,
            )
            due.replan(session, desk, actor.commune_id)
            return row


def _put(
    session: Session, desk: Desk, commune_id: int, file: Path, role: str, words: tuple[str, str, str]
) -> Jingle:
    if not file.exists():
        raise Unavailable(
            f"Thiếu tệp nhạc {file.name}. Hãy chạy lại scripts/make_jingles.py.", permanent=True
        )
    now = desk.clock.now()
    old = session.scalar(
        select(Jingle).where(
            Jingle.commune_id == commune_id, Jingle.role == role, Jingle.replaced_at.is_(None)
        )
    )
    if old is not None:
        old.replaced_at = now
        session.flush()
    title, source, licence = words
    row = Jingle(
        commune_id=commune_id,
        role=role,
        title=title,
        source=source,
        licence=licence,
        sha256=desk.shelf.put_segment(file),
        duration_ms=house.inspect_file(file).duration_ms,
        added_at=now,
    )
    session.add(row)
    return row

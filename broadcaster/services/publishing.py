"""
What a village gets: each session's MP3, playlists, the signed head, and the day pack for a USB stick.

Published files are derived from the database and written whole; writing them again changes nothing that is
already right, so a `publish` that was killed is completed by running it again.
"""

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from broadcaster.clock import local
from broadcaster.errors import NotFound
from broadcaster.files import write_whole
from broadcaster.services import programmes
from broadcaster.services.day_texts import entry_title, running_order
from broadcaster.services.days import DayView, SessionView, day, day_in
from broadcaster.services.desk import Desk
from broadcaster.services.sound_files import proved
from broadcaster.shelf import playlists
from broadcaster.shelf.pack import PackDay, write_folder, write_zip
from broadcaster.store.tables import Commune, Village
from broadcaster.units import Sha256
from broadcaster.wire import manifest
from broadcaster.wire.signature import canonical, sign


@dataclass(frozen=True, slots=True)
class Published:
    """What one publish did: how many programmes are new and how many files were written."""

    programmes: int
    files: int


def publish(desk: Desk, commune_id: int, first_day: date | None = None, days: int | None = None) -> Published:
    """
    Make what is due and write every published file of a commune that is not there yet or has changed.

    Args:
        desk: What to work with.
        commune_id: Whose.
        first_day: From which day files are written; today when not given.
        days: How many days; the horizon of the settings when not given.

    Raises:
        Unavailable: No voice works or the disk is full; run the same again when that is mended.
    """
    made = programmes.make(desk, commune_id)
    first = first_day or desk.today()
    span = days or desk.settings.horizon_days + 1
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
        villages = session.scalars(select(Village).where(Village.commune_id == commune_id)).all()
        views = {
            village: [day_in(session, desk, village.id, first + timedelta(days=n)) for n in range(span)]
            for village in villages
        }
    written = 0
    for village, seen in views.items():
        folder = desk.settings.schedules / "published" / commune.code / village.code
        for one in seen:
            written += _write_day(folder, one)
        written += _write_head(desk, folder, commune.code, seen)
    return Published(made.programmes, written)


def pack(desk: Desk, village_id: int, first_day: date, days: int, out: Path) -> tuple[DayView, ...]:
    """
    Write the day pack of a village: a zip where `out` ends in `.zip`, else a folder such as a USB stick.

    Returns:
        The days packed, those without any session among them.

    Raises:
        NotFound: There is nothing to pack; the message says what to do.
        Unavailable: The disk or stick is full, or a programme's file is damaged.
    """
    views = tuple(day(desk, village_id, first_day + timedelta(days=n)) for n in range(days))
    filled = [PackDay(one.folder, _files(desk, one), running_order(one)) for one in views if one.sessions]
    if not filled:
        raise NotFound(
            f"Ngày {first_day:%d/%m/%Y} {views[0].village_name} chưa có buổi phát nào có tiếng. "
            "Hãy xem trang Lịch phát: cần có bản tin đã duyệt và buổi phát trong ngày đó."
        )
    if out.suffix.lower() == ".zip":
        write_zip(out, filled)
    else:
        write_folder(out, filled)
    return views


def _files(desk: Desk, view: DayView) -> tuple[tuple[str, Path, Sha256], ...]:
    """Name the files of a day, each proved to be what its digest says before it leaves the house."""
    return tuple((one.file_name, proved(desk, view, one), one.sha256) for one in view.sessions)


def _write_day(folder: Path, view: DayView) -> int:
    """Write a day's playlists beside the head; files of a day that no longer has sound are taken away."""
    place = folder / view.folder
    if not view.sessions:
        if place.exists():
            shutil.rmtree(place)
            return 1
        return 0
    up = Path("..", "..", "..", "..", "..")
    entries = [
        (
            (up / "audio" / "programmes" / one.sha256[:2] / f"{one.sha256}.mp3").as_posix(),
            one.duration_ms,
            entry_title(view, one),
        )
        for one in view.sessions
    ]
    return _write_changed(place / "danhsach.m3u8", playlists.m3u8(entries).encode()) + _write_changed(
        place / "DANHSACH.TXT", playlists.for_windows(running_order(view))
    )


def _write_head(desk: Desk, folder: Path, commune_code: str, views: list[DayView]) -> int:
    """Write the signed head last; its sequence number is the newest programme it names."""
    sessions = [_manifest_session(one, view.day) for view in views for one in view.sessions]
    sequence = max((one.programme_id for view in views for one in view.sessions), default=0)
    start = datetime.combine(views[0].day, datetime.min.time(), tzinfo=local(desk.clock.now()).tzinfo)
    document = manifest.head(
        commune_code, views[0].village_code, sequence, (start, start + timedelta(days=len(views))), sessions
    )
    signed = sign(document, desk.keys.signing_seed(commune_code))
    return _write_changed(folder / "head.json", canonical(signed))


def _manifest_session(one: SessionView, day: date) -> manifest.ManifestSession:
    return manifest.ManifestSession(
        occurrence_id=one.occurrence_id,
        programme_version=one.version,
        name=one.name,
        day=day.isoformat(),
        starts_at=local(one.starts_at).isoformat(),
        duration_ms=one.duration_ms,
        file=f"../../../../audio/programmes/{one.sha256[:2]}/{one.sha256}.mp3",
        bytes=one.bytes,
        sha256=one.sha256,
        items=tuple(
            manifest.ManifestItem(
                item.kind, item.title, item.offset_ms, item.duration_ms, item.approved_digest
            )
            for item in one.items
        ),
    )


def _write_changed(path: Path, data: bytes) -> int:
    """Write a file unless it already says exactly this; return how many were written."""
    if path.exists() and path.read_bytes() == data:
        return 0
    write_whole(path, data)
    return 1

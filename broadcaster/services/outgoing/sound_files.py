"""The files of sound that leave the house: found for one village, day and name, and proved before they go."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from broadcaster.errors import BroadcasterError, NotFound, Unavailable
from broadcaster.files import digest_of_file
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.day_views import DayView, SessionView
from broadcaster.services.outgoing.days import day
from broadcaster.store.tables import Occurrence, Programme
from broadcaster.units import Sha256


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A session's file, whole at this moment."""

    path: Path
    sha256: Sha256
    programme_id: int
    file_name: str


def of_day(desk: Desk, village_id: int, on: date, file_name: str) -> SoundFile:
    """
    Return a session's file by the name it has in that village's day.

    Raises:
        NotFound: The day has no such file now; a name is only compared, never opened.
        Unavailable: The file is missing or damaged.
    """
    view = day(desk, village_id, on)
    for one in view.sessions:
        if one.file_name.lower() == file_name.lower():
            return SoundFile(proved(desk, view, one), one.sha256, one.programme_id, one.file_name)
    raise NotFound(
        f"Ngày {on:%d/%m/%Y} {view.village_name} không có tệp này. "
        "Chương trình có thể vừa được làm lại; hãy mở lại trang rồi tải lại."
    )


def by_digest(desk: Desk, sha256: str, *, commune_id: int, village_id: int | None = None) -> SoundFile:
    """
    Return a programme's file by its digest, for listening; it must be this commune's, and this village's.

    Raises:
        NotFound: There is no such programme here.
        Unavailable: The file is missing or damaged.
    """
    wanted = (
        select(Programme.id, Occurrence.day)
        .join(Occurrence, Occurrence.id == Programme.occurrence_id)
        .where(Programme.sha256 == sha256, Occurrence.commune_id == commune_id)
        .order_by(Occurrence.day.desc())
        .limit(1)
    )
    if village_id is not None:
        wanted = wanted.where(Occurrence.village_id == village_id)
    with desk.store.reading() as session:
        found = session.execute(wanted).first()
    if found is None:
        raise NotFound("Không có chương trình này. Hãy mở lại trang để nghe chương trình mới nhất.")
    path, digest = desk.shelf.programme(sha256), Sha256(sha256)
    if not is_whole(path, digest):
        raise _missing(desk, found.day, "chương trình này")
    return SoundFile(path, digest, found.id, f"{sha256[:12]}.mp3")


def proved(desk: Desk, view: DayView, one: SessionView) -> Path:
    """
    Return where a session's sound lies, proved to be what its digest says before it leaves the house.

    Raises:
        Unavailable: It is missing or damaged; the sentence says what to do.
        NotFound: It is of a day before the kept time, and was taken away.
    """
    if not is_whole(one.path, one.sha256):
        raise _missing(desk, view.day, f"buổi {one.name} của {view.village_name}")
    return one.path


def is_whole(path: Path, sha256: Sha256) -> bool:
    """Say whether a file is there and is exactly what its digest says."""
    return path.exists() and digest_of_file(path) == sha256


def _missing(desk: Desk, on: date, what: str) -> BroadcasterError:
    """Say why a sound is not there: it was taken away as old, or something is wrong."""
    kept = desk.settings.keep_days
    if on < desk.today() - timedelta(days=kept):
        return NotFound(
            f"Âm thanh {what} đã được dọn vì quá {kept} ngày; nhật ký của ngày {on:%d/%m/%Y} vẫn còn."
        )
    return Unavailable(
        f"Tệp âm thanh {what} bị thiếu hoặc hỏng. "
        "Hãy bấm “Làm lại chương trình” ở trang Lịch phát hoặc khôi phục từ bản sao lưu."
    )

"""
What a village gets: each session's MP3, playlists, the signed head, and the day pack for a USB stick.

Published files are derived from the database and written whole; writing them again changes nothing that is
already right, so a `publish` that was killed is completed by running it again.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from broadcaster.errors import NotFound
from broadcaster.files import only_one, write_whole
from broadcaster.paper import running_order as paper
from broadcaster.paper.running_order import Paper
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import heads, sheets
from broadcaster.services.outgoing.day_lists import DayLists
from broadcaster.services.outgoing.day_texts import plain_playlist, running_order
from broadcaster.services.outgoing.day_views import DayView
from broadcaster.services.outgoing.days import day, days_of
from broadcaster.services.outgoing.heads import HeadWriter, Window
from broadcaster.services.outgoing.sound_files import proved
from broadcaster.services.programme import programmes
from broadcaster.services.upkeep import clock_check
from broadcaster.shelf.pack import PAPER, PLAYLIST, PackDay, write_folder, write_zip
from broadcaster.shelf.published import PublishedFolder
from broadcaster.store.tables import Commune, Village
from broadcaster.units import Sha256

_SIDE_BY_SIDE = 8
"""Files written at once: each waits for the disk, and a disk that is asked together answers together."""


@dataclass(frozen=True, slots=True)
class Printed:
    """How the running order is printed: on which paper, and what the code on it opens (empty: no code)."""

    paper: Paper
    address: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What one publish did: how many programmes are new and how many files were written."""

    programmes: int
    files: int


def publish(
    desk: Desk,
    commune_id: int,
    first_day: date | None = None,
    days: int | None = None,
    *,
    calls_only: bool = False,
) -> Published:
    """
    Make what is due and write every published file of a commune that is not there yet or has changed.

    Args:
        desk: What to work with.
        commune_id: Whose.
        first_day: From which day files are written; today when not given.
        days: How many days; the horizon of the settings when not given, and that is a week.
        calls_only: Make only the next airings of urgent calls; what else is due waits for the next time.

    Raises:
        Unavailable: No voice works, the disk is full or the clock is far behind; run the same again when that is mended.
    """
    clock_check.require_time(desk, commune_id)
    made = programmes.make(desk, commune_id, calls_only=calls_only)
    window = Window(first_day or desk.today(), days or desk.settings.horizon_days + 1)
    with only_one(desk.settings.home / f".broadcaster.publishing.{commune_id}"):
        return Published(made.programmes, _write(desk, commune_id, window))


def _write(desk: Desk, commune_id: int, window: Window) -> int:
    """
    Write what is missing or has changed; return how many files.

    Of several that publish a commune at once each waits for the one before and then looks at what stands now:
    an older plan is never written over a newer one, and no two heads have one sequence.
    """
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
        villages = session.scalars(select(Village).where(Village.commune_id == commune_id)).all()
        wanted = heads.made_from(session, commune, villages, window)
        folder = PublishedFolder(desk.settings.schedules / "published" / commune.code)
        before = {one.id: heads.standing(desk, folder, commune.code, one.code) for one in villages}
        wrong = [
            one for one in villages if not heads.is_right(before[one.id], folder, one.code, wanted[one.id])
        ]
        views = days_of(session, desk, wrong, window.first, window.days)
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        lists = DayLists(folder)
        lists.put([view for one in wrong for view in views[one.id]], pool)
        writer = HeadWriter(desk, commune, window)

        def write(village: Village) -> int:
            """Write a village's lists, then its head."""
            own = lists.of(views[village.id])
            named = folder.name_lists(village.code, own)
            document = writer.document(views[village.id], own, wanted[village.id], before[village.id])
            write_whole(folder.head(village.code), document)
            return named + 1

        return lists.written + sum(pool.map(write, wrong))


def pack(
    desk: Desk,
    village_id: int,
    first_day: date,
    days: int,
    out: Path,
    printed: Printed | None = None,
) -> tuple[DayView, ...]:
    """
    Write the day pack of a village: a zip where `out` ends in `.zip`, else a folder such as a USB stick.

    Args:
        desk: What to work with.
        village_id: Whose.
        first_day: From which day.
        days: How many; one for a day, seven for a week.
        out: The zip or folder.
        printed: Puts the running order to be printed into every day's folder.

    Returns:
        The days packed, those without any session among them.

    Raises:
        NotFound: There is nothing to pack; the message says what to do.
        Unavailable: The disk or stick is full, or a programme's file is damaged.
    """
    views = tuple(day(desk, village_id, first_day + timedelta(days=n)) for n in range(days))
    filled = [_packed(desk, one, printed) for one in views if one.to_play]
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


def _packed(desk: Desk, view: DayView, printed: Printed | None) -> PackDay:
    papers = [(PLAYLIST, plain_playlist(view))]
    if printed is not None:
        sheet = sheets.sheet(view, printed.address)
        papers.append(
            (PAPER, paper.running_order(view.commune_name, [sheet], printed.paper, desk.clock.now()))
        )
    return PackDay(view.folder, _files(desk, view), running_order(view), tuple(papers))


def _files(desk: Desk, view: DayView) -> tuple[tuple[str, Path, Sha256], ...]:
    """Name the files of a day, each proved to be what its digest says before it leaves the house."""
    return tuple((one.file_name, proved(desk, view, one), one.sha256) for one in view.to_play)

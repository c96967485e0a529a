"""The broadcast log as a file: a table for a spreadsheet, or a page for paper."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from broadcaster.domain.log.airing import LABELS
from broadcaster.errors import Refused
from broadcaster.files import write_whole
from broadcaster.paper import html, logbook, tables
from broadcaster.paper.logbook import Sheet
from broadcaster.services.desk import Desk
from broadcaster.services.log.logbook import Wanted, sheet
from broadcaster.services.periods import Period
from broadcaster.store.tables import PlanRow, Village

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
"""Each form the log is written in -> what a browser is told it is."""


def render(
    desk: Desk,
    commune_id: int,
    wanted: Wanted,
    form: str,
    period: str,
    limits: Sequence[str] = (),
    back: str = "",
) -> bytes:
    """
    Write a part of the log in one of the forms of `MEDIA_TYPES`.

    Args:
        desk: What to work with.
        commune_id: Whose log.
        wanted: Which part of it.
        form: `csv`, `xlsx` or `html`.
        period: The days in words, as `periods.Period.words` says them.
        limits: What it is limited to, in words, as `limits_of` says them.
        back: Address of the page it was asked from; only the HTML has a link there.

    Raises:
        Refused: The days are the wrong way round or are too many, or there is no such form.
    """
    _require(form)
    return _written(sheet(desk, commune_id, wanted, period, limits), form, back)


def export(desk: Desk, commune_id: int, first_day: date, last_day: date, form: str, out: Path) -> int:
    """
    Write the whole log of some days to a file, which is as before or whole.

    Returns:
        How many rows were written: one a bulletin and session.

    Raises:
        Refused: The days are the wrong way round or are too many, or there is no such form.
        Unavailable: The disk is full or cannot be written.
    """
    _require(form)
    found = sheet(desk, commune_id, Wanted(first_day, last_day), Period(first_day, last_day).words)
    write_whole(out, _written(found, form, back=""))
    return len(logbook.table(found).rows)


def limits_of(desk: Desk, commune_id: int, wanted: Wanted) -> tuple[str, ...]:
    """Say what a part of the log is limited to besides its days; nothing where it is whole."""
    with desk.store.reading() as session:
        village = session.get(Village, wanted.village_id) if wanted.village_id is not None else None
        row = session.get(PlanRow, wanted.plan_row_id) if wanted.plan_row_id is not None else None
    said = []
    if village is not None and village.commune_id == commune_id:
        said.append(village.name)
    if row is not None and row.commune_id == commune_id:
        said.append(f"mục kế hoạch {row.number} ({row.year})")
    if wanted.outcome is not None:
        said.append(LABELS[wanted.outcome])
    return tuple(said)


def _require(form: str) -> None:
    if form not in MEDIA_TYPES:
        raise Refused(f"Không có dạng tệp “{form}”. Hãy chọn một trong: {', '.join(MEDIA_TYPES)}.")


def _written(found: Sheet, form: str, back: str) -> bytes:
    if form == "html":
        return html.logbook(found, back=back).encode()
    table = logbook.table(found)
    return tables.to_csv(table) if form == "csv" else tables.to_xlsx(table)

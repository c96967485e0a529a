"""Rows of the information plan of a year, which bulletins serve and reports count by."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Bulletin, PlanRow, Revision

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST_CONTENT, _LONGEST_LABEL = 500, 70


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What is typed of a row: what, how, who and when, as the plan says it."""

    year: int
    number: int
    content: str
    form: str = ""
    lead_unit: str = ""
    cooperating_units: str = ""
    timing: str = ""


@dataclass(frozen=True, slots=True)
class PlanRowView:
    """A row of the plan, and how many bulletins serve it."""

    id: int
    year: int
    number: int
    content: str
    form: str
    lead_unit: str
    cooperating_units: str
    timing: str
    bulletins: int


def years(desk: Desk, commune_id: int) -> tuple[int, ...]:
    """List the years the commune has a plan for, the newest first."""
    with desk.store.reading() as session:
        return tuple(
            session.scalars(
                select(PlanRow.year)
                .where(PlanRow.commune_id == commune_id)
                .distinct()
                .order_by(PlanRow.year.desc())
            )
        )


def listing(desk: Desk, commune_id: int, year: int) -> tuple[PlanRowView, ...]:
    """List the plan's rows of a year in their order."""
    with desk.store.reading() as session:
        rows = session.scalars(
            select(PlanRow)
            .where(PlanRow.commune_id == commune_id, PlanRow.year == year)
            .order_by(PlanRow.number)
        )
        return tuple(_view(session, row) for row in rows)


def view(desk: Desk, actor: Actor, row_id: int) -> PlanRowView:
    """Return one row for whoever may change it. Raises `NotFound` when the commune has none such."""
    with desk.store.reading() as session:
        return _view(session, _row(session, actor, row_id))


def choices(desk: Desk, commune_id: int, year: int | None = None) -> tuple[tuple[int, str], ...]:
    """Return (row, label) for a select: of a year, or of every year with the newest first."""
    wanted = [PlanRow.commune_id == commune_id, *([] if year is None else [PlanRow.year == year])]
    with desk.store.reading() as session:
        rows = session.scalars(select(PlanRow).where(*wanted).order_by(PlanRow.year.desc(), PlanRow.number))
        return tuple((row.id, _label(row)) for row in rows)


def add(desk: Desk, actor: Actor, words: PlanWords) -> PlanRowView:
    """
    Add a row to the plan.

    Raises:
        Refused: The year has a row of this number, or a field is missing.
    """
    actor.require(Role.WRITER, Role.ADMIN)
    checked = _checked(words)
    with desk.store.writing() as session:
        _require_free(session, actor.commune_id, words)
        row = PlanRow(commune_id=actor.commune_id, **checked)
        session.add(row)
        session.flush()
        return _done(session, desk, actor, row, "add", **checked)


def change(desk: Desk, actor: Actor, row_id: int, words: PlanWords) -> PlanRowView:
    """
    Change a row; the log keeps its words as they were when programmes were made.

    Raises:
        NotFound: The commune has no such row.
        Refused: The year has another row of this number, or a field is missing.
    """
    checked = _checked(words)
    with desk.store.writing() as session:
        row = _row(session, actor, row_id)
        _require_free(session, actor.commune_id, words, but=row.id)
        for name, value in checked.items():
            setattr(row, name, value)
        session.flush()
        return _done(session, desk, actor, row, "change", **checked)


def remove(desk: Desk, actor: Actor, row_id: int) -> None:
    """
    Take a row away that no bulletin serves.

    Raises:
        NotFound: The commune has no such row.
        Refused: Bulletins serve it; the sentence says how many.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, row_id)
        count = _bulletins(session, row.id)
        if count:
            raise Refused(
                f"Mục {row.number} đang có {count} bản tin nên không xóa được. "
                "Hãy sửa lời của mục, hoặc chuyển các bản tin sang mục khác trước."
            )
        _done(session, desk, actor, row, "remove", year=row.year, number=row.number, content=row.content)
        session.delete(row)


def _checked(words: PlanWords) -> dict[str, object]:
    """Tidy and check every field; return them by column."""
    if not _FIRST_YEAR <= words.year <= _LAST_YEAR:
        raise Refused(f"Năm {words.year} không đúng. Hãy ghi năm của kế hoạch, ví dụ 2026.")
    if not 1 <= words.number <= 999:
        raise Refused("Số thứ tự của mục phải từ 1 đến 999. Hãy ghi lại.")
    return asdict(words) | {
        "content": line(words.content, "nội dung của mục", longest=_LONGEST_CONTENT),
        "form": line(words.form, "hình thức", longest=_LONGEST_CONTENT, needed=False),
        "lead_unit": line(words.lead_unit, "đơn vị chủ trì", longest=_LONGEST_CONTENT, needed=False),
        "cooperating_units": line(
            words.cooperating_units, "đơn vị phối hợp", longest=_LONGEST_CONTENT, needed=False
        ),
        "timing": line(words.timing, "thời gian", needed=False),
    }


def _require_free(session: Session, commune_id: int, words: PlanWords, but: int | None = None) -> None:
    found = session.scalar(
        select(PlanRow.id).where(
            PlanRow.commune_id == commune_id, PlanRow.year == words.year, PlanRow.number == words.number
        )
    )
    if found not in (None, but):
        raise Refused(f"Kế hoạch năm {words.year} đã có mục {words.number}. Hãy chọn số thứ tự khác.")


def _row(session: Session, actor: Actor, row_id: int) -> PlanRow:
    actor.require(Role.WRITER, Role.ADMIN)
    row = session.get(PlanRow, row_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Không có mục kế hoạch này. Hãy mở lại trang Kế hoạch và báo cáo.")
    return row


def _bulletins(session: Session, row_id: int) -> int:
    """Count the bulletins that name a row, now or in a revision."""
    named = select(Bulletin.id).where(Bulletin.plan_row_id == row_id)
    once = select(Revision.bulletin_id).where(Revision.plan_row_id == row_id)
    return session.scalar(select(func.count()).select_from(named.union(once).subquery())) or 0


def _label(row: PlanRow) -> str:
    short = row.content if len(row.content) <= _LONGEST_LABEL else f"{row.content[:_LONGEST_LABEL].rstrip()}…"
    return f"Mục {row.number} ({row.year}): {short}"


def _done(
    session: Session, desk: Desk, actor: Actor, row: PlanRow, verb: str, **detail: object
) -> PlanRowView:
    note(session, actor.commune_id, actor.login, desk.clock.now(), verb, f"plan_row {row.id}", **detail)
    return _view(session, row)


def _view(session: Session, row: PlanRow) -> PlanRowView:
    kept = {name: getattr(row, name) for name in PlanRowView.__dataclass_fields__ if name != "bulletins"}
    return PlanRowView(**kept, bulletins=_bulletins(session, row.id))

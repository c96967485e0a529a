"""Templates of a commune made, changed and removed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.template import DEFAULTS, Part, ProgrammeKind, Template, checked, written
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.layout.template_parts import tidied
from broadcaster.services.layout.templates import TemplateView, following, view_of, views_in
from broadcaster.services.typed import line
from broadcaster.store.tables import ProgrammeTemplate, SessionRule

LONGEST_NAME = 60


def add(desk: Desk, actor: Actor, name: str, kind: str) -> TemplateView:
    """
    Make a template with the parts that ship for its kind, to be changed from there.

    Raises:
        Refused: No name, one that is taken, or no such kind.
    """
    actor.require(Role.ADMIN)
    if kind not in [one.value for one in ProgrammeKind]:
        raise Refused("Hãy chọn loại chương trình: Bản tin, Điểm tin hoặc Thông báo.")
    shipped = DEFAULTS[ProgrammeKind(kind)]
    with desk.store.writing() as session:
        called = _free_name(session, actor.commune_id, name)
        row = ProgrammeTemplate(
            commune_id=actor.commune_id, name=called, kind=shipped.kind.value, parts=written(shipped)
        )
        session.add(row)
        session.flush()
        _note(session, desk, actor, row, "add")
        return view_of(row, ())


def change(
    desk: Desk, actor: Actor, template_id: int, version: int, name: str, parts: Sequence[Part]
) -> TemplateView:
    """
    Change a template; coming programmes of the sessions that follow it are made again, aired ones stay.

    Raises:
        Stale: Somebody changed it first.
        Refused: The parts make no sense together, or the name is taken; the sentence says what to do.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, template_id, version)
        template = checked(Template(ProgrammeKind(row.kind), tidied(parts)))
        row.name = _free_name(session, actor.commune_id, name, but=row.id)
        row.parts, row.version = written(template), row.version + 1
        session.flush()
        due.replan(session, desk, row.commune_id)
        _note(session, desk, actor, row, "change", parts=row.parts)
        return next(one for one in views_in(session, desk, row.commune_id) if one.id == row.id)


def remove(desk: Desk, actor: Actor, template_id: int, version: int) -> str:
    """
    Remove a template that no session follows any more.

    Returns:
        Its name.

    Raises:
        Stale: Somebody changed it first.
        Refused: A session follows it; the sentence names it.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, template_id, version)
        rules = session.scalars(select(SessionRule).where(SessionRule.template_id == row.id)).all()
        users = following(rules, desk.today())
        if users:
            names = ", ".join(f"“{one.name}”" for one in users)
            raise Refused(
                f"Mẫu “{row.name}” đang dùng cho buổi phát {names}. "
                "Hãy chọn mẫu khác cho buổi đó ở trang Buổi phát trong tuần rồi xóa lại."
            )
        for rule in rules:  # these are over, and what they aired is kept with their programmes
            rule.template_id = None
        session.flush()
        session.delete(row)
        _note(session, desk, actor, row, "remove")
        return row.name


def _free_name(session: Session, commune_id: int, typed: str, but: int = 0) -> str:
    called = line(typed, "tên mẫu chương trình", longest=LONGEST_NAME)
    rows = session.execute(
        select(ProgrammeTemplate.id, ProgrammeTemplate.name).where(ProgrammeTemplate.commune_id == commune_id)
    )
    if called.lower() in {row.name.lower() for row in rows if row.id != but}:
        raise Refused(f"Đã có mẫu “{called}”. Hãy ghi tên khác.")
    return called


def _row(session: Session, actor: Actor, template_id: int, version: int) -> ProgrammeTemplate:
    actor.require(Role.ADMIN)
    row = session.get(ProgrammeTemplate, template_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Không có mẫu chương trình này. Hãy mở lại trang Mẫu chương trình.")
    if row.version != version:
        raise Stale("Có người vừa sửa mẫu này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
    return row


def _note(
    session: Session, desk: Desk, actor: Actor, row: ProgrammeTemplate, verb: str, **detail: object
) -> None:
    subject = f"programme_template {row.id}"
    note(session, row.commune_id, actor.login, desk.clock.now(), verb, subject, name=row.name, **detail)

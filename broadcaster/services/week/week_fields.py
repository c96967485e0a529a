"""What a person types of a weekly session, checked; and the session as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.errors import Refused
from broadcaster.services.typed import line
from broadcaster.store.tables import ProgrammeTemplate, SessionRule, Village
from broadcaster.units import Millis, seconds

LONGEST_MINUTES = 180


@dataclass(frozen=True, slots=True)
class Rule:
    """A weekly session as it is typed; weekdays are ISO numbers, Monday 1 … Sunday 7."""

    name: str
    weekdays: tuple[int, ...]
    start: time
    """Wall time in Vietnam."""
    longest_minutes: int
    village_ids: tuple[int, ...] | None = None
    """None means every village, also those that are opened later."""
    template_id: int | None = None
    """None is the shipped template of a Bản tin."""
    last_day: date | None = None
    """Inclusive; none while no end is known."""
    replaces: tuple[int, ...] = ()
    """Series of the sessions that give way to it."""

    def said(self, from_day: date) -> dict[str, object]:
        """Say it for the audit trail."""
        return {
            "name": self.name,
            "weekdays": list(self.weekdays),
            "start": self.start.isoformat(timespec="minutes"),
            "longest_minutes": self.longest_minutes,
            "villages": "all" if self.village_ids is None else list(self.village_ids),
            "template": self.template_id,
            "from_day": from_day.isoformat(),
            "last_day": self.last_day.isoformat() if self.last_day else None,
        }


@dataclass(frozen=True, slots=True)
class RuleView:
    """A weekly session as pages show it."""

    id: int
    name: str
    weekdays: tuple[int, ...]
    start: time
    longest_minutes: int
    valid_from: date
    valid_to: date | None
    """The last day; none while no end is known."""
    version: int
    series: int
    village_ids: tuple[int, ...] | None = None
    village_names: tuple[str, ...] = ()
    """Empty where it is for every village."""
    template_id: int | None = None
    template_name: str = ""
    replaces: tuple[tuple[int, str], ...] = field(default=())
    """(series, name) of each session that gives way to it."""


def read_length(minutes: int) -> Millis:
    """Take a session's longest length. Raises `Refused` where nobody would listen that long."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Refused(f"Thời lượng tối đa của buổi phải từ 1 đến {LONGEST_MINUTES} phút. Hãy ghi lại.")
    return seconds(60 * minutes)


def checked(rule: Rule) -> dict[str, object]:
    """Tidy and check every field that stands for itself; return them by column."""
    weekdays = sorted(set(rule.weekdays))
    if not weekdays:
        raise Refused("Hãy chọn ít nhất một ngày trong tuần.")
    if not set(weekdays) <= set(range(1, 8)):
        raise Refused("Ngày trong tuần không đúng. Hãy chọn từ thứ hai đến chủ nhật.")
    if rule.village_ids is not None and not rule.village_ids:
        raise Refused("Hãy chọn ít nhất một thôn, hoặc chọn “Mọi thôn”.")
    return {
        "name": line(rule.name, "tên buổi phát", longest=40),
        "weekdays": weekdays,
        "start": rule.start.replace(second=0, microsecond=0),
        "longest_ms": read_length(rule.longest_minutes),
        "village_ids": None if rule.village_ids is None else sorted(set(rule.village_ids)),
        "template_id": rule.template_id,
        "replaces": sorted(set(rule.replaces)),
    }


def require_own(session: Session, commune_id: int, rule: Rule) -> None:
    """Raise `Refused` where a village or a template is not of this commune."""
    own = set(session.scalars(select(Village.id).where(Village.commune_id == commune_id)))
    if not set(rule.village_ids or ()) <= own:
        raise Refused("Có thôn đã chọn không thuộc xã. Hãy chọn lại thôn trong danh sách.")
    if rule.template_id is not None:
        template = session.get(ProgrammeTemplate, rule.template_id)
        if template is None or template.commune_id != commune_id:
            raise Refused("Không có mẫu chương trình này. Hãy chọn lại mẫu trong danh sách.")


def views(session: Session, commune_id: int, rows: Sequence[SessionRule]) -> tuple[RuleView, ...]:
    """Read sessions of the week as pages show them."""
    villages = _names(session, Village, commune_id)
    templates = _names(session, ProgrammeTemplate, commune_id)
    called = series_names(session, commune_id)
    return tuple(
        RuleView(
            id=row.id,
            name=row.name,
            weekdays=tuple(row.weekdays),
            start=row.start,
            longest_minutes=row.longest_ms // 60_000,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            version=row.version,
            series=row.series,
            village_ids=None if row.village_ids is None else tuple(row.village_ids),
            village_names=tuple(villages[one] for one in row.village_ids or () if one in villages),
            template_id=row.template_id,
            template_name=templates.get(row.template_id or 0, ""),
            replaces=tuple((one, called.get(one, "")) for one in row.replaces),
        )
        for row in rows
    )


def series_names(session: Session, commune_id: int) -> dict[int, str]:
    """Return how each session is called, by its series; by its newest name where it was renamed."""
    rows = session.scalars(
        select(SessionRule).where(SessionRule.commune_id == commune_id).order_by(SessionRule.id)
    )
    return {row.series: row.name for row in rows}


def _names(session: Session, table: type[Village | ProgrammeTemplate], commune_id: int) -> dict[int, str]:
    rows = session.execute(select(table.id, table.name).where(table.commune_id == commune_id))
    return {row.id: row.name for row in rows}

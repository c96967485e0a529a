"""
The layouts (mẫu chương trình) of a commune: which parts its programmes have, in which order.

Every commune begins with the three that ship. A session names the one it follows; one that names none follows
the shipped Bản tin as it stands in the program.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.plan.template import PROGRAMME_LABELS, ProgrammeKind, Template, read
from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk
from broadcaster.store.tables import ProgrammeTemplate, SessionRule
from broadcaster.units import Millis, spoken_length


@dataclass(frozen=True, slots=True)
class Follower:
    """A session of the week that follows a template, now or from a later day."""

    name: str
    longest: Millis


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template as pages show it."""

    id: int
    name: str
    template: Template
    version: int
    followers: tuple[Follower, ...]

    @property
    def kind_label(self) -> str:
        """Say its kind: `Điểm tin`."""
        return PROGRAMME_LABELS[self.template.kind]

    @property
    def too_short(self) -> str:
        """Say that what it relays leaves a session that follows it no time for anything else; empty where all is well."""
        short = [one for one in self.followers if one.longest <= self.template.relayed]
        if not self.template.relay or not short:
            return ""
        names = "; ".join(f"“{one.name}” dài nhất {spoken_length(one.longest)}" for one in short)
        return (
            f"Phần tiếp sóng dài {spoken_length(self.template.relayed)}, không còn chỗ cho tin, bài: {names}. "
            "Hãy bớt phút tiếp sóng ở đây, hoặc tăng số phút dài nhất của buổi phát."
        )


def listing(desk: Desk, commune_id: int) -> tuple[TemplateView, ...]:
    """List a commune's templates, Bản tin first, then by the order they were made."""
    with desk.store.reading() as session:
        return tuple(views_in(session, desk, commune_id))


def view(desk: Desk, commune_id: int, template_id: int) -> TemplateView:
    """Return one template. Raises `NotFound` where the commune has none of this key."""
    for one in listing(desk, commune_id):
        if one.id == template_id:
            return one
    raise NotFound("Không có mẫu chương trình này. Hãy mở lại trang Mẫu chương trình.")


def by_id(session: Session, commune_id: int) -> Mapping[int, Template]:
    """Return a commune's templates by key, within the caller's transaction: what the plan lays sessions out by."""
    rows = session.scalars(select(ProgrammeTemplate).where(ProgrammeTemplate.commune_id == commune_id))
    return {row.id: read(row.kind, row.parts) for row in rows}


def missing(found: Collection[TemplateView]) -> tuple[str, ...]:
    """Say which kinds a commune has no template of, in words; a commune from before there were templates has none."""
    kinds = {one.template.kind for one in found}
    return tuple(label for kind, label in PROGRAMME_LABELS.items() if kind not in kinds)


def views_in(session: Session, desk: Desk, commune_id: int) -> list[TemplateView]:
    """Read what `listing` returns, within the caller's transaction."""
    rows = session.scalars(select(ProgrammeTemplate).where(ProgrammeTemplate.commune_id == commune_id)).all()
    rules = session.scalars(
        select(SessionRule).where(
            SessionRule.commune_id == commune_id, SessionRule.template_id.in_([row.id for row in rows])
        )
    ).all()
    kinds = [one.value for one in ProgrammeKind]
    ordered = sorted(rows, key=lambda row: (kinds.index(row.kind), row.id))
    today = desk.today()
    return [
        view_of(row, following([rule for rule in rules if rule.template_id == row.id], today))
        for row in ordered
    ]


def view_of(row: ProgrammeTemplate, followers: tuple[Follower, ...]) -> TemplateView:
    """Read a row."""
    return TemplateView(row.id, row.name, read(row.kind, row.parts), row.version, followers)


def following(rules: Sequence[SessionRule], today: date) -> tuple[Follower, ...]:
    """Return the sessions that hold today or will; an urgent call is none of the week's."""
    holding = [
        rule
        for rule in rules
        if rule.urgent_call_id is None and rule.weekdays and (rule.valid_to is None or rule.valid_to >= today)
    ]
    holding.sort(key=lambda rule: (rule.start, rule.id))
    return tuple(dict.fromkeys(Follower(rule.name, Millis(rule.longest_ms)) for rule in holding))

"""
A bulletin that says what an approved one says already: which, and the writer's choice between them.

The same title for the same villages on the same days. Both may be aired, one after the other; or the new
one takes the old one's place, whose approval is void from the moment the new one is approved.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import same_places
from broadcaster.domain.writing.workflow import State
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing.steps import find, stop
from broadcaster.store.tables import Bulletin, Decision, Revision


@dataclass(frozen=True, slots=True)
class OnAir:
    """An approved bulletin that has days to come."""

    id: int
    title: str
    first_day: date
    last_day: date

    @property
    def days(self) -> str:
        """Say its days: `15/6 – 20/6/2026`."""
        first, last = self.first_day, self.last_day
        return f"{first.day}/{first.month} – {last.day}/{last.month}/{last.year}"


class SaysTheSame(Refused):
    """A submission beside which another approved bulletin says the same; `live` names those."""

    def __init__(self, live: tuple[OnAir, ...]) -> None:
        named = "; ".join(f"“{one.title}”, phát {one.days}" for one in live)
        super().__init__(
            f"Đã có bản tin được duyệt cùng tên, cùng thôn và trùng ngày: {named}. "
            "Hãy chọn: phát cả hai nối tiếp nhau, thay thế và bỏ duyệt bản cũ, hoặc đổi ngày."
        )
        self.live = live


def replaceable(desk: Desk, commune_id: int, chosen_id: int = 0) -> tuple[OnAir, ...]:
    """List the approved bulletins that have days to come, and the chosen one also where it is off the air."""
    with desk.store.reading() as session:
        found = [_read(one) for one in _live(session, commune_id, desk.today())]
        row = session.get(Bulletin, chosen_id) if chosen_id else None
        if (
            row
            and row.commune_id == commune_id
            and row.revisions
            and chosen_id not in [one.id for one in found]
        ):
            found.append(_read(row.revisions[-1]))
        return tuple(found)


def ask(session: Session, desk: Desk, row: Bulletin, beside: Collection[int]) -> None:
    """
    Look for approved bulletins that say the same, but those already chosen between.

    Raises:
        SaysTheSame: There are.
    """
    found = _same(session, row, row.first_day or desk.today(), {row.id, row.replaces_id, *beside})
    if found:
        raise SaysTheSame(found)


def told(desk: Desk, actor: Actor, bulletin_id: int) -> tuple[OnAir, ...]:
    """Return what a leader is told of: approved bulletins that say the same and would air beside a waiting one."""
    with desk.store.reading() as session:
        revision = find(session, actor.commune_id, bulletin_id).revisions[-1]
        return _same(session, revision, desk.today(), {bulletin_id, revision.replaces_id})


def _same(
    session: Session, content: Bulletin | Revision, first: date, known: Collection[int | None]
) -> tuple[OnAir, ...]:
    """Find the approved bulletins of one title, with days and villages in common, that are not known already."""
    commune_id = content.commune_id if isinstance(content, Bulletin) else content.bulletin.commune_id
    title, first = content.title.casefold(), max(first, content.first_day or first)
    return tuple(
        _read(one)
        for one in _live(session, commune_id, first)
        if one.bulletin_id not in known
        and one.title.casefold() == title
        and (content.last_day is None or (one.first_day or date.min) <= content.last_day)
        and same_places(one.village_ids, content.village_ids)
    )


def take_place(session: Session, desk: Desk, actor: Actor, revision: Revision) -> None:
    """Withdraw what an approved revision takes the place of, unless it is off the air already."""
    old = session.get(Bulletin, revision.replaces_id) if revision.replaces_id is not None else None
    if old is None or old.commune_id != actor.commune_id or old.state != State.APPROVED.value:
        return
    reason = f"Thay bằng bản tin “{revision.title}” (số {revision.bulletin_id})"
    stop(session, desk, actor, old, old.version, reason)


def title_of(session: Session, commune_id: int, bulletin_id: int | None) -> str:
    """Say what a bulletin is called by its newest revision; empty where there is none."""
    row = session.get(Bulletin, bulletin_id) if bulletin_id is not None else None
    if row is None or row.commune_id != commune_id:
        return ""
    return row.revisions[-1].title if row.revisions else row.title


def _live(session: Session, commune_id: int, today: date) -> list[Revision]:
    """Return what approvals stand of, where it has days from this one on; the newest first."""
    rows = session.scalars(
        select(Decision)
        .join(Bulletin, Bulletin.id == Decision.bulletin_id)
        .join(Revision, Revision.id == Decision.revision_id)
        .where(Bulletin.commune_id == commune_id, Bulletin.state == State.APPROVED)
        .where(Decision.verdict == "duyet", Decision.voided_at.is_(None), Revision.last_day >= today)
        .order_by(Bulletin.id.desc())
    ).unique()
    return [row.revision for row in rows]


def _read(row: Revision) -> OnAir:
    return OnAir(row.bulletin_id, row.title, row.first_day or date.min, row.last_day or date.max)

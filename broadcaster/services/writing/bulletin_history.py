"""What happened to a bulletin: who wrote, submitted, decided, took back, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing.steps import find
from broadcaster.store.tables import Audit, Bulletin, Decision, Person

_DONE = {
    "recall": "Lấy về sửa",
    "reopen": "Mở ra để sửa",
    "withdraw": "Rút lại, không phát nữa",
    "expire": "Hết hạn phát",
    "record": "Thêm bản thu",
    "unrecord": "Bỏ bản thu",
}
_VOID = "; lần duyệt trước hết hiệu lực"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    at: datetime
    what: str
    who: str
    reason: str = ""


def history(desk: Desk, actor: Actor, bulletin_id: int) -> tuple[Event, ...]:
    """Tell everything that happened to a bulletin but its saves, oldest first."""
    with desk.store.reading() as session:
        people = session.scalars(select(Person).where(Person.commune_id == actor.commune_id))
        names = {one.login: one.name for one in people}
        found = find(session, actor.commune_id, bulletin_id)
        events = [
            Event(found.created_at, "Bắt đầu soạn", found.author.name),
            *(
                Event(one.submitted_at, f"Trình duyệt lần {one.number}", one.submitted_by.name)
                for one in found.revisions
            ),
            *_decided(session, found.id),
            *_done(session, found, names),
        ]
    return tuple(sorted(events, key=lambda event: event.at))


def _decided(session: Session, bulletin_id: int) -> Iterator[Event]:
    rows = session.scalars(select(Decision).where(Decision.bulletin_id == bulletin_id)).unique()
    for one in rows:
        what = "Duyệt" if one.verdict == "duyet" else "Trả lại"
        free = ", cho phép mọi giọng" if one.any_voice else ""
        yield Event(
            one.decided_at,
            f"{what} lần trình {one.revision.number}{free}",
            _office(one.decided_by),
            one.reason,
        )


def _done(session: Session, row: Bulletin, names: dict[str, str]) -> Iterator[Event]:
    """Tell what the audit trail says; where an approval was voided by it, that is told with the reason."""
    voids = {
        one.voided_at: one.voided_reason or ""
        for one in session.scalars(
            select(Decision).where(Decision.bulletin_id == row.id, Decision.voided_at.is_not(None))
        ).unique()
    }
    rows = session.scalars(
        select(Audit).where(
            Audit.commune_id == row.commune_id,
            Audit.subject == f"bulletin {row.id}",
            Audit.verb.in_(tuple(_DONE)),
        )
    )
    for one in rows:
        voided = one.at in voids
        language = f" {one.detail['language']}" if one.detail.get("language") else ""
        what = _DONE[one.verb] + language + (_VOID if voided else "")
        reason = voids.get(one.at, "") if one.verb == "withdraw" else ""
        yield Event(one.at, what, names.get(one.who, one.who), reason)


def _office(person: Person) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name

"""What leaders said of sessions over a limit of air time, read back. `limit_accepting` writes it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.limits import airtime_words
from broadcaster.domain.limits.airtime import Acceptance
from broadcaster.services.desk import Desk
from broadcaster.services.limits.air_limits import limit_of
from broadcaster.store.tables import AirLimit, LimitAcceptance, Person, SessionRule


@dataclass(frozen=True, slots=True)
class Accepted:
    """A leader's word as pages show it."""

    word: Acceptance
    session: str
    """Name of the session; empty where it is for every one."""
    up_to: str
    """In words; empty where the limit is not of a number."""
    says: str
    """What was accepted, in words, as it stood then."""


def given(session: Session, commune_id: int, day: date) -> tuple[Acceptance, ...]:
    """Return every word that is about a day or a later one, oldest first."""
    rows = session.execute(
        select(LimitAcceptance, Person)
        .join(Person, Person.id == LimitAcceptance.by_id)
        .where(LimitAcceptance.commune_id == commune_id, LimitAcceptance.last_day >= day)
        .order_by(LimitAcceptance.id)
    )
    return tuple(_word(row, person) for row, person in rows)


def standing(desk: Desk, commune_id: int) -> tuple[Accepted, ...]:
    """List what is accepted for today or later, the newest first."""
    with desk.store.reading() as session:
        rows = session.execute(
            select(LimitAcceptance, Person, AirLimit, SessionRule.name)
            .join(Person, Person.id == LimitAcceptance.by_id)
            .join(AirLimit, AirLimit.id == LimitAcceptance.limit_id)
            .outerjoin(SessionRule, SessionRule.id == LimitAcceptance.series_id)
            .where(LimitAcceptance.commune_id == commune_id, LimitAcceptance.last_day >= desk.today())
            .order_by(LimitAcceptance.id.desc())
        )
        return tuple(
            Accepted(
                _word(row, person),
                name or "",
                airtime_words.up_to(limit_of(limit).kind, row.up_to),
                row.says,
            )
            for row, person, limit, name in rows
        )


def _word(row: LimitAcceptance, person: Person) -> Acceptance:
    return Acceptance(
        id=row.id,
        limit_id=row.limit_id,
        series=row.series_id,
        first_day=row.first_day,
        last_day=row.last_day,
        up_to=row.up_to,
        reason=row.reason,
        by=person.name,
        title=person.title,
        at=row.at,
    )

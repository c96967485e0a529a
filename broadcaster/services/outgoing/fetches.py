"""When each village's sound was last fetched, for the page that asks whether its station is alive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from broadcaster.domain.log.airing import Outcome
from broadcaster.services.desk import Desk
from broadcaster.services.log.airings import STATEMENTS
from broadcaster.store.tables import Airing, Occurrence


@dataclass(frozen=True, slots=True)
class Seen:
    """The last row of the log of one kind about a village."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class SignsOfLife:
    """What was last heard of a village."""

    fetched: Seen | None = None
    spoke: Seen | None = None
    """Somebody, or a player, said whether a session was aired."""


def signs_of_life(desk: Desk, commune_id: int) -> Mapping[int, SignsOfLife]:
    """Return when each village last fetched sound and last spoke of an airing, by village; silent ones are not there."""
    fetched = _last(desk, commune_id, (Outcome.DOWNLOADED,))
    spoke = _last(desk, commune_id, STATEMENTS)
    return {
        village: SignsOfLife(fetched.get(village), spoke.get(village))
        for village in fetched.keys() | spoke.keys()
    }


def _last(desk: Desk, commune_id: int, outcomes: tuple[Outcome, ...]) -> dict[int, Seen]:
    newest = (
        select(func.max(Airing.seq))
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(Airing.commune_id == commune_id, Airing.outcome.in_([one.value for one in outcomes]))
        .group_by(Occurrence.village_id)
    )
    rows = (
        select(Occurrence.village_id, Airing.at, Airing.who)
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(Airing.commune_id == commune_id, Airing.seq.in_(newest))
    )
    with desk.store.reading() as session:
        return {row.village_id: Seen(row.at, row.who) for row in session.execute(rows)}

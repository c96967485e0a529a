"""
What the log knows of limits: beside each programme, which limits it is over and who accepted that and why.

A programme is written down as planned when it is made. Where it is over a limit, or where a leader's word or
another session changes that, it is written down as planned once more with what is known now; the newest row
is what the log shows. Where there is nothing to say, nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.domain.limits import airtime_words
from broadcaster.domain.limits.airtime import Acceptance, Breach, accepted, breaches
from broadcaster.domain.log.airing import Outcome
from broadcaster.paper import words
from broadcaster.services.desk import Desk
from broadcaster.services.limits import air_time
from broadcaster.services.limits.air_limits import limit_of, rows_of
from broadcaster.services.limits.air_time import Sounding
from broadcaster.services.limits.limit_acceptances import given
from broadcaster.services.log import log_remarks
from broadcaster.services.log.log_chain import PERSON, PROGRAMME, About, Word, append_all, lock
from broadcaster.services.log.log_marks import Snapshot, instant
from broadcaster.store.tables import Airing, AirLimit

_YESTERDAY = timedelta(days=1)
_NO_MORE = "Không còn vượt giới hạn phát."


@dataclass(frozen=True, slots=True)
class _Change:
    """A programme of which the log is to be told something else about limits."""

    sounding: Sounding
    limits: list[Snapshot]

    @property
    def note(self) -> str:
        """Say the change in the words of the row."""
        return " ".join(words.remarks(log_remarks.limits(self.limits))) or _NO_MORE


def keep(desk: Desk, commune_id: int) -> int:
    """Tell the log whatever is new about limits; return how many rows were written."""
    with desk.store.reading() as session:
        if not _changes(session, desk, commune_id):
            return 0
    with desk.store.writing() as session:
        return write(session, desk, commune_id)


def write(session: Session, desk: Desk, commune_id: int, who: str = "") -> int:
    """
    Tell the log whatever is new about limits, within the caller's transaction.

    Args:
        session: A writing transaction.
        desk: What to work with.
        commune_id: Whose log.
        who: Whose word is the cause; the program's own act where none is given.

    Returns:
        How many rows were written.
    """
    lock(session, commune_id)
    changes = _changes(session, desk, commune_id)
    kept = _snapshots(session, [one.sounding.programme_id for one in changes])
    by_note: dict[str, list[About]] = defaultdict(list)
    for one in changes:
        snapshot = kept[one.sounding.programme_id] | {"limits": one.limits}
        about = About(one.sounding.occurrence_id, one.sounding.programme_id, snapshot)
        by_note[one.note].append(about)
    evidence = PERSON if who else PROGRAMME
    for told, rows in by_note.items():
        word = Word(Outcome.PLANNED, evidence, who or "chương trình", note=told)
        append_all(session, desk, commune_id, rows, word)
    return len(changes)


def _changes(session: Session, desk: Desk, commune_id: int) -> list[_Change]:
    rows = rows_of(session, commune_id)
    if not rows:
        return []
    first = desk.today() - _YESTERDAY  # a session of yesterday may still sound after midnight
    made = air_time.made(session, commune_id, first, desk.settings.horizon_days + 2)
    accepting = given(session, commune_id, first)
    by_session: dict[tuple[int, int, object], list[Snapshot]] = defaultdict(list)
    for breach in _judged(desk, rows, made):
        over = breach.session
        by_session[over.village_id, over.rule_id, over.day].append(_said(breach, accepted(breach, accepting)))
    known = _known(session, [one.programme_id for one in made])
    found = []
    for one in made:
        here = by_session[one.airtime.village_id, one.airtime.rule_id, one.airtime.day]
        before = known.get(one.programme_id, [])
        if one.airtime.starts_at <= desk.clock.now() and before:
            here = [_since(old, here) for old in before]
        if here != before:
            found.append(_Change(one, here))
    return found


def _judged(desk: Desk, rows: Sequence[AirLimit], made: Sequence[Sounding]) -> Iterator[Breach]:
    """Yield what is over a limit; a session that had begun is not judged by one that was entered afterwards."""
    entered = {row.id: row.entered_at for row in rows}
    sessions = [one.airtime for one in made]
    for breach in breaches([limit_of(row) for row in rows], sessions, ZONE):
        starts_at = breach.session.starts_at
        if starts_at > desk.clock.now() or entered[breach.limit.id] <= starts_at:
            yield breach


def _since(old: Snapshot, here: Sequence[Snapshot]) -> Snapshot:
    """Return what is said of a session that has begun: as before, with a leader's word that came since."""
    same = (one for one in here if one["limit_id"] == old["limit_id"] and one["accepted"])
    newer = next(same, None)
    return old | {"accepted": newer["accepted"]} if newer and not old["accepted"] else old


def _said(breach: Breach, word: Acceptance | None) -> Snapshot:
    return {
        "limit_id": breach.limit.id,
        "says": airtime_words.breach(breach),
        "measured": breach.measured,
        "exempt": breach.exempt,
        "accepted": None
        if word is None
        else {"by": word.by, "title": word.title, "at": instant(word.at), "reason": word.reason},
    }


def _known(session: Session, programme_ids: Sequence[int]) -> Mapping[int, list[Snapshot]]:
    """Return what the newest row of each programme says of limits; only those that say something."""
    said = Airing.snapshot["limits"]
    rows = session.execute(_newest(programme_ids, Airing.programme_id, said.label("limits")))
    return {row.programme_id: row.limits for row in rows if row.limits}


def _snapshots(session: Session, programme_ids: Sequence[int]) -> Mapping[int, Snapshot]:
    rows = session.execute(_newest(programme_ids, Airing.programme_id, Airing.snapshot))
    return {row.programme_id: row.snapshot for row in rows}


def _newest(programme_ids: Sequence[int], *columns: Any) -> Any:
    """Select from the newest row by which each of some programmes was planned."""
    planned = Airing.outcome == Outcome.PLANNED.value
    last = (
        select(Airing.programme_id, func.max(Airing.seq).label("seq"))
        .where(Airing.programme_id.in_(programme_ids), planned)
        .group_by(Airing.programme_id)
        .subquery()
    )
    return (
        select(*columns)
        .join(last, and_(last.c.programme_id == Airing.programme_id, last.c.seq == Airing.seq))
        .where(planned)
    )

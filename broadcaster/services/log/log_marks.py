"""What sets a session apart when its programme is made, for the log: an urgent call or a drill, "phát ngay"."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.week.session import Key
from broadcaster.store.tables import AirNow, Occurrence, Person, SessionRule, UrgentCall

Snapshot = dict[str, object]
"""Plain JSON: text, whole numbers, booleans, none, lists and mappings."""
URGENT, DRILL, AIR_NOW, WITHDRAWN = "urgent", "drill", "air_now", "withdrawn"


def instant(at: datetime) -> str:
    """Write an aware instant the one way the log hashes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def word_of(person: Person, at: datetime) -> Snapshot:
    """Take down whose word something is, with their office as it is now, and when they gave it."""
    return {"by": person.name, "title": person.title, "at": instant(at)}


def of(session: Session, occurrences: Sequence[Occurrence]) -> Mapping[int, Sequence[Snapshot]]:
    """Take down the marks of some sessions, by occurrence; most have none."""
    calls, changed = _calls(session, occurrences), _air_now(session, occurrences)
    found: dict[int, list[Snapshot]] = defaultdict(list)
    for row in occurrences:
        key = row.village_id, row.rule_id, row.day
        found[row.id] = [*calls.get(row.rule_id, ()), *changed.get(key, ())]
    return found


def _calls(session: Session, occurrences: Sequence[Occurrence]) -> dict[int, tuple[Snapshot, ...]]:
    """Read which sessions are of an urgent call, by rule. When it was ordered is its approval's to say."""
    rows = session.execute(
        select(SessionRule.id, UrgentCall, Person)
        .join(UrgentCall, UrgentCall.id == SessionRule.urgent_call_id)
        .join(Person, Person.id == UrgentCall.by_id)
        .where(SessionRule.id.in_({row.rule_id for row in occurrences}))
    )
    return {
        rule_id: ({"kind": DRILL if call.drill else URGENT} | word_of(person, call.at),)
        for rule_id, call, person in rows
    }


def _air_now(session: Session, occurrences: Sequence[Occurrence]) -> dict[Key, list[Snapshot]]:
    """Read which sessions were changed though they were about to begin, each time with its reason."""
    rows = session.execute(
        select(AirNow, Person)
        .join(Person, Person.id == AirNow.by_id)
        .where(AirNow.village_id.in_({row.village_id for row in occurrences}))
        .where(AirNow.day.in_({row.day for row in occurrences}))
        .order_by(AirNow.id)
    )
    found: dict[Key, list[Snapshot]] = defaultdict(list)
    for row, person in rows:
        said: Snapshot = {"kind": AIR_NOW, "reason": row.reason}
        found[row.village_id, row.rule_id, row.day].append(said | word_of(person, row.at))
    return found

"""The days as pages show them: every session of every village, with its sound and its honest state."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.week.calendar import Occurrence as Due
from broadcaster.domain.week.session import Key
from broadcaster.paper.entries import Entry, Said
from broadcaster.services.desk import Desk
from broadcaster.services.log import logbook
from broadcaster.services.outgoing.day_views import SessionView
from broadcaster.services.outgoing.days import days_of
from broadcaster.services.week.expected import expected
from broadcaster.store.tables import Occurrence
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class BoardSession:
    """One session of one village; one without sound is shown too, because silence must not surprise."""

    key: Key
    name: str
    starts_at: datetime
    longest_ms: Millis
    begun: bool
    sound: SessionView | None
    entry: Entry | None
    """What the log says of it; there exactly where there is sound."""
    drill: bool | None = None
    """Of an urgent call: whether it is only a drill; none of every other session."""

    @property
    def unconfirmed(self) -> bool:
        """Whether it is over and nobody has said anything."""
        return self.entry is not None and self.entry.state is Outcome.UNCONFIRMED

    @property
    def last(self) -> Said | None:
        """Return the statement that stands."""
        return self.entry.last if self.entry else None


@dataclass(frozen=True, slots=True)
class VillageDay:
    """One village on one day, its sessions by start."""

    village_id: int
    village_name: str
    village_code: str
    day: date
    sessions: tuple[BoardSession, ...]

    @property
    def weekly(self) -> tuple[BoardSession, ...]:
        """Return its sessions but those of urgent calls."""
        return tuple(one for one in self.sessions if one.drill is None)

    @property
    def called(self) -> tuple[BoardSession, ...]:
        """Return the sessions of urgent calls and drills, of which there may be very many."""
        return tuple(one for one in self.sessions if one.drill is not None)

    @property
    def has_sound(self) -> bool:
        """Whether there is anything to fetch."""
        return any(one.sound for one in self.sessions)


def board(
    desk: Desk, commune_id: int, first_day: date, days: int, village_id: int | None = None
) -> tuple[VillageDay, ...]:
    """
    Return some days of a commune's villages, by day and then by village.

    A village is there on the days on which it exists; with `village_id` only that one.

    Raises:
        Refused: The days are too many.
    """
    wanted = logbook.Wanted(first_day, first_day + timedelta(days=days - 1), village_id)
    entries = {one.occurrence_id: one for one in logbook.entries(desk, commune_id, wanted)}
    with desk.store.reading() as session:
        due = expected(session, commune_id, first_day, days)
        keys = _keys(session, commune_id, wanted)
        by_place = defaultdict(list)
        for one in due.occurrences:
            by_place[one.village_id, one.day].append(one)
        shown = [one for one in due.villages.values() if village_id in (None, one.id)]
        sound = days_of(session, desk, shown, first_day, days)
        found = []
        for number, day in enumerate(first_day + timedelta(days=n) for n in range(days)):
            for village in shown:
                there = village.valid_from <= day and (village.valid_to is None or day <= village.valid_to)
                if not there:
                    continue
                heard = sound[village.id][number].sessions
                sessions = sorted(
                    _sessions(heard, by_place[village.id, day], keys, entries, desk.clock.now()),
                    key=lambda one: (one.starts_at, one.key),
                )
                found.append(VillageDay(village.id, village.name, village.code, day, tuple(sessions)))
        return tuple(found)


def _keys(session: Session, commune_id: int, wanted: logbook.Wanted) -> dict[int, Key]:
    rows = session.execute(
        select(Occurrence.id, Occurrence.village_id, Occurrence.rule_id, Occurrence.day).where(
            Occurrence.commune_id == commune_id,
            Occurrence.day.between(wanted.first_day, wanted.last_day),
        )
    )
    return {row.id: (row.village_id, row.rule_id, row.day) for row in rows}


def _sessions(
    heard: tuple[SessionView, ...],
    due: list[Due],
    keys: dict[int, Key],
    entries: dict[int, Entry],
    now: datetime,
) -> Iterator[BoardSession]:
    """Yield what has sound, then what the rules expect besides."""
    with_sound = set()
    for one in heard:
        key = keys[one.occurrence_id]
        with_sound.add(key)
        yield BoardSession(
            key=key,
            name=one.name,
            starts_at=one.starts_at,
            longest_ms=one.longest_ms,
            begun=one.starts_at <= now,
            sound=one,
            entry=entries.get(one.occurrence_id),
            drill=one.drill,
        )
    for due_one in due:
        key = due_one.key
        if key not in with_sound:
            yield BoardSession(
                key=key,
                name=due_one.name,
                starts_at=due_one.starts_at,
                longest_ms=due_one.longest,
                begun=due_one.starts_at <= now,
                sound=None,
                entry=None,
                drill=due_one.call.drill if due_one.call else None,
            )

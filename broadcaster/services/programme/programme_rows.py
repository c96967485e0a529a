"""
Rows of programmes, written many sessions at a time: a transaction costs two waits for the disk, however small.

Villages that hear the same have equal items, so those are worked out once and written for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from broadcaster.domain.plan import relay as relays
from broadcaster.domain.week.session import Key
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, log_marks, log_snapshot
from broadcaster.services.log.log_chain import About
from broadcaster.services.log.log_marks import Snapshot
from broadcaster.services.plan.planning import Decided, Gathered
from broadcaster.services.programme.assembly import Assembled, item_rows, relay_of
from broadcaster.sound import Spliced
from broadcaster.store.tables import Occurrence, Programme, ProgrammeItem, UrgentCall


@dataclass(frozen=True, slots=True)
class Ready:
    """The next version of one session's programme, with its sound on the shelf; none where it falls silent."""

    one: Decided
    assembled: Assembled
    spliced: Spliced | None
    version: int

    @property
    def key(self) -> Key:
        """Return which session it is of."""
        return self.one.occurrence.key


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of equal programmes: as columns, and as the log keeps them."""

    columns: list[dict[str, object]]
    said: list[Snapshot]


_Made = tuple[Occurrence, Programme, Ready]


@dataclass(slots=True)
class Recorder:
    """Writes the programmes of one reconcile step."""

    desk: Desk
    gathered: Gathered
    _kept: dict[tuple[int, str, tuple[int, ...]], _Items] = field(default_factory=dict)
    """By running order, digest of the pieces and languages; `gathered` and the decisions outlive it."""

    def record(self, session: Session, batch: Sequence[Ready]) -> int:
        """
        Write sessions, their programmes with the items, and the log's planned rows, in the caller's transaction.

        A session that has begun is left, and so is one whose version another process wrote meanwhile: the next
        step compares with its work. One of an urgent call that was withdrawn meanwhile is left too.

        Returns:
            How many programmes were written.
        """
        now = self.desk.clock.now()
        newest, gone = _newest(session, [one.key for one in batch]), _withdrawn(session, batch)
        due = [
            one
            for one in batch
            if one.one.occurrence.starts_at > now
            and newest.get(one.key, (0, 0))[1] == one.version - 1
            and (one.one.occurrence.call is None or one.one.occurrence.call.id not in gone)
        ]
        rows = _occurrences(session, self.gathered, newest, due)
        made = [(row, self._programme(one, row), one) for row, one in zip(rows, due, strict=True)]
        session.add_all(programme for _row, programme, _one in made)
        session.flush()
        items = [self._items(session, one) for _row, _programme, one in made]
        columns = [
            known | {"programme_id": programme.id}
            for (_row, programme, _one), own in zip(made, items, strict=True)
            for known in own.columns
        ]
        if columns:
            session.execute(insert(ProgrammeItem).execution_options(render_nulls=True), columns)
        if made:
            commune_id = made[0][0].commune_id  # a step is one commune's
            airings.planned(session, self.desk, commune_id, self._about(session, commune_id, made, items))
        return len(made)

    def _programme(self, ready: Ready, row: Occurrence) -> Programme:
        spliced, relay = ready.spliced, relay_of(ready.assembled, ready.spliced)
        return Programme(
            occurrence_id=row.id,
            version=ready.version,
            order_digest=ready.assembled.digest,
            sha256=spliced.sha256 if spliced else None,
            duration_ms=spliced.duration_ms if spliced else 0,
            bytes=spliced.bytes if spliced else 0,
            relay=relays.written(relay) if relay else None,
            left_out=[
                {"bulletin_id": out.bulletin_id, "title": out.title, "reason": out.reason}
                for out in ready.one.order.left_out
            ],
            made_at=self.desk.clock.now(),
        )

    def _items(self, session: Session, ready: Ready) -> _Items:
        languages = self.gathered.villages[ready.one.occurrence.village_id].language_ids
        key = id(ready.one.order), ready.assembled.digest, tuple(languages)
        if key not in self._kept:
            rows = item_rows(ready.one, ready.assembled, ready.spliced, self.gathered)
            names = [one.key for one in ProgrammeItem.__mapper__.column_attrs if one.key != "programme_id"]
            columns = [{name: getattr(row, name) for name in names} for row in rows]
            self._kept[key] = _Items(columns, log_snapshot.items(session, rows))
        return self._kept[key]

    def _about(
        self, session: Session, commune_id: int, made: Sequence[_Made], items: Sequence[_Items]
    ) -> list[About]:
        """Say what the log is to be told."""
        places = log_snapshot.places(session, commune_id, {row.village_id for row, *_rest in made})
        marks = log_marks.of(session, [row for row, *_rest in made])
        return [
            About(row.id, programme.id, log_snapshot.compose(places, row, programme, own.said, marks[row.id]))
            for (row, programme, _one), own in zip(made, items, strict=True)
        ]


def _withdrawn(session: Session, batch: Sequence[Ready]) -> frozenset[int]:
    """Return the urgent calls among some sessions that are withdrawn by now."""
    calls = {one.one.occurrence.call.id for one in batch if one.one.occurrence.call is not None}
    if not calls:
        return frozenset()
    rows = session.scalars(
        select(UrgentCall.id).where(UrgentCall.id.in_(calls), UrgentCall.withdrawn_at.is_not(None))
    )
    return frozenset(rows)


def _newest(session: Session, keys: Sequence[Key]) -> dict[Key, tuple[int, int]]:
    """Return the key and the newest version (0 for none) of those sessions that have a row."""
    rows = session.execute(
        select(
            Occurrence.village_id,
            Occurrence.rule_id,
            Occurrence.day,
            Occurrence.id,
            func.coalesce(func.max(Programme.version), 0),
        )
        .outerjoin(Programme, Programme.occurrence_id == Occurrence.id)
        .where(Occurrence.village_id.in_({key[0] for key in keys}))
        .where(Occurrence.day.in_({key[2] for key in keys}))
        .group_by(Occurrence.id)
    )
    return {(village, rule, day): (number, version) for village, rule, day, number, version in rows}


def _occurrences(
    session: Session, gathered: Gathered, newest: Mapping[Key, tuple[int, int]], due: Sequence[Ready]
) -> list[Occurrence]:
    """Find or make the sessions' rows; their time follows the rule until it is frozen."""
    numbers = [newest[one.key][0] for one in due if one.key in newest]
    known = {row.id: row for row in session.scalars(select(Occurrence).where(Occurrence.id.in_(numbers)))}
    rows = []
    for one in due:
        due_one = one.one.occurrence
        row = known.get(newest.get(one.key, (0, 0))[0])
        if row is None:
            row = Occurrence(
                commune_id=gathered.villages[due_one.village_id].commune_id,
                village_id=due_one.village_id,
                rule_id=due_one.rule_id,
                day=due_one.day,
            )
            session.add(row)
        row.name, row.starts_at = due_one.name, due_one.starts_at
        row.longest_ms, row.cancelled = due_one.longest, False
        rows.append(row)
    session.flush()
    return rows

"""The rows of one session through its changes: on any day at most one of them holds."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.store.tables import SessionException, SessionRule

_DAY = timedelta(days=1)


def rows(session: Session, row: SessionRule) -> list[SessionRule]:
    """Return the other rows of a session that still sound on some day, by their first day."""
    found = session.scalars(
        select(SessionRule)
        .where((SessionRule.id == row.series) | (SessionRule.series_id == row.series))
        .where(SessionRule.id != row.id)
        .order_by(SessionRule.valid_from, SessionRule.id)
    )
    return [one for one in found if one.weekdays]


def last_day(session: Session, row: SessionRule, wanted: date | None) -> date | None:
    """Return a row's last day: as wanted, but before the row that follows it."""
    follows = [one.valid_from - _DAY for one in rows(session, row) if one.valid_from > row.valid_from]
    days = [*follows, *([wanted] if wanted is not None else [])]
    return min(days, default=None)


def make_room(session: Session, row: SessionRule, from_day: date) -> None:
    """End the rows before one that is to begin on a day; exceptions from then on are to it."""
    for one in rows(session, row):
        if one.valid_from < row.valid_from and (one.valid_to is None or one.valid_to >= from_day):
            end(one, from_day - _DAY)
            hand_over(session, one.id, row.id, from_day)


def follow(session: Session, row: SessionRule, from_day: date, new: SessionRule) -> SessionRule:
    """Let a new row hold in the place of one from a day on."""
    row.valid_to = from_day - _DAY
    session.add(new)
    session.flush()
    hand_over(session, row.id, new.id, from_day)
    return new


def close(session: Session, row: SessionRule, last: date) -> None:
    """Let a session end on a day, whatever change of it was to come."""
    later = [one for one in rows(session, row) if one.valid_from > row.valid_from]
    for one in later:
        end(one, last if one.valid_to is None else min(last, one.valid_to))
    end(row, min(last, row.valid_to) if later and row.valid_to else last)


def end(row: SessionRule, last: date) -> None:
    """Say a row's last day; one that has not begun by then never sounds."""
    if last < row.valid_from:
        row.weekdays, row.valid_to = [], row.valid_from
    else:
        row.valid_to = last


def carry_on(session: Session, row: SessionRule, last: date) -> bool:
    """Let the exceptions of a session hold for the changes of it that are to come by a day; say whether there are any."""
    later = [one for one in rows(session, row) if row.valid_from < one.valid_from <= last]
    for before, one in zip((row, *later), later, strict=False):
        hand_over(session, before.id, one.id, one.valid_from)
        session.flush()
    return bool(later)


def hand_over(session: Session, old_id: int, new_id: int, from_day: date) -> None:
    """Let the exceptions of a session hold for the one that follows it; one over the border is parted."""
    found = session.scalars(
        select(SessionException).where(
            SessionException.rule_id == old_id, SessionException.last_day >= from_day
        )
    ).all()
    for row in found:
        if row.first_day >= from_day:
            row.rule_id = new_id
            continue
        columns = (column.key for column in SessionException.__mapper__.column_attrs)
        kept = {name: getattr(row, name) for name in columns if name != "id"}
        session.add(SessionException(**kept | {"rule_id": new_id, "first_day": from_day}))
        row.last_day = from_day - _DAY

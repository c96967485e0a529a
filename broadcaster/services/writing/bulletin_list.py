"""The bulletins of a commune as a list: by state and words, newest change first, with how often each was heard."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import Kind, Urgency
from broadcaster.domain.writing.workflow import State
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log.heard import heard
from broadcaster.store.tables import Bulletin, Village

PAGE = 50


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """One bulletin in the list."""

    id: int
    title: str
    state: State
    kind: Kind
    urgency: Urgency
    author: str
    first_day: date | None
    last_day: date | None
    changed_at: datetime
    airings: int
    """Wished in each village."""
    least_heard: int
    """In the village that heard it least; the same as `most_heard` where all heard it as often."""
    most_heard: int


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """One page of the list."""

    lines: tuple[BulletinLine, ...]
    found: int
    """How many there are on all pages."""
    counts: Mapping[State, int]
    """All bulletins of the commune by state, whatever was asked for."""


def listing(
    desk: Desk, actor: Actor, state: State | None = None, words: str = "", page: int = 1
) -> BulletinPage:
    """
    List bulletins, the last changed first.

    Args:
        desk: What to work with.
        actor: Whose commune.
        state: Only in this state.
        words: Only those whose title or text has all these words; typed without marks, marks do not count.
        page: From 1.
    """
    of_commune = Bulletin.commune_id == actor.commune_id
    wanted = select(Bulletin).where(of_commune).order_by(Bulletin.changed_at.desc(), Bulletin.id.desc())
    if state is not None:
        wanted = wanted.where(Bulletin.state == state)
    with desk.store.reading() as session:
        counts = session.execute(
            select(Bulletin.state, func.count()).where(of_commune).group_by(Bulletin.state)
        )
        by_state = {State(row[0]): int(row[1]) for row in counts}
        rows = [row for row in session.scalars(wanted).unique() if _has(row, words)]
        shown = rows[(page - 1) * PAGE : page * PAGE]
        return BulletinPage(_lines(session, actor.commune_id, shown), len(rows), by_state)


def _lines(session: Session, commune_id: int, rows: list[Bulletin]) -> tuple[BulletinLine, ...]:
    villages = set(
        session.scalars(
            select(Village.id).where(Village.commune_id == commune_id, Village.valid_to.is_(None))
        )
    )
    counts = heard(session, [row.id for row in rows])
    return tuple(_line(row, counts.get(row.id, {}), villages) for row in rows)


def _line(row: Bulletin, counts: Mapping[int, int], villages: set[int]) -> BulletinLine:
    meant = villages if row.village_ids is None else set(row.village_ids)
    times = [counts.get(village, 0) for village in meant | set(counts)] or [0]
    return BulletinLine(
        id=row.id,
        title=row.title,
        state=State(row.state),
        kind=Kind(row.kind),
        urgency=Urgency(row.urgency),
        author=row.author.name,
        first_day=row.first_day,
        last_day=row.last_day,
        changed_at=row.changed_at,
        airings=row.airings,
        least_heard=min(times),
        most_heard=max(times),
    )


def _has(row: Bulletin, words: str) -> bool:
    """Say whether a bulletin has every word; one typed without marks finds it with any marks."""
    if not words.strip():
        return True
    with_marks = unicodedata.normalize("NFC", f"{row.title} {row.text}").lower()
    without = plain(with_marks)
    wanted = unicodedata.normalize("NFC", words).lower().split()
    return all(word in (without if word == plain(word) else with_marks) for word in wanted)


def plain(words: str) -> str:
    """Take the marks off lower-case letters: `đồng` -> `dong`."""
    apart = unicodedata.normalize("NFD", words.replace("đ", "d"))
    return "".join(one for one in apart if not unicodedata.combining(one))

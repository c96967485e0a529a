"""Putting a bulletin before the leader: what is missing is said, what is whole is frozen as a revision."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from broadcaster.domain.week.bounds import Doubts, Limits, Problem
from broadcaster.domain.writing.bulletin import Content, Kind, digest
from broadcaster.domain.writing.completeness import problems
from broadcaster.domain.writing.workflow import Action
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.writing import same_news, session_choices, versions
from broadcaster.services.writing.drafts import draft_of, freeze
from broadcaster.services.writing.reading import read_for
from broadcaster.services.writing.steps import step
from broadcaster.store.tables import Bulletin, ContentColumns, Revision


class Incomplete(Refused):
    """A submission that cannot go to the leader yet; `problems` names every field and what to do."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in found))
        self.problems = found


def submit(
    desk: Desk, actor: Actor, bulletin_id: int, version: int, *, beside: Collection[int] | None = None
) -> Revision:
    """
    Freeze what is written as a revision, ask for its voices, and put it before the leader.

    No voice is asked for where somebody recorded it in Vietnamese: what was recorded is what airs.

    Args:
        desk: What to work with.
        actor: The writer.
        bulletin_id: Which bulletin.
        version: As the page showed it.
        beside: Which approved bulletins that say the same may go on being aired beside it; none where
            nobody is there to choose.

    Raises:
        Incomplete: Something is missing or wrong; nothing is changed.
        SaysTheSame: Another approved bulletin says the same; nothing is changed.
        Stale: Somebody changed it first.
    """
    with desk.store.writing() as session:
        row = step(session, desk, actor, bulletin_id, version, Action.SUBMIT)
        content, doubts = _content(session, desk, row)
        found = _check(session, desk, row, content, doubts)
        if any(problem.blocking for problem in found):
            raise Incomplete(tuple(problem for problem in found if problem.blocking))
        if beside is not None:
            same_news.ask(session, desk, row, beside)
        return _frozen(session, desk, actor, row, content)


def frozen(session: Session, desk: Desk, actor: Actor, row: Bulletin) -> Revision:
    """Freeze a working copy as it stands and ask for its voices; what an urgent call may be is checked elsewhere."""
    return _frozen(session, desk, actor, row, _content(session, desk, row)[0])


def check(session: Session, desk: Desk, row: Bulletin) -> tuple[Problem, ...]:
    """List what keeps a bulletin from the leader, and what the writer may want to look at."""
    return _check(session, desk, row, *_content(session, desk, row))


def _check(
    session: Session, desk: Desk, row: Bulletin, content: Content, doubts: Doubts
) -> tuple[Problem, ...]:
    places = session_choices.places(session, desk, row.commune_id)
    return problems(content, desk.today(), places, doubts, Limits())


def _frozen(session: Session, desk: Desk, actor: Actor, row: Bulletin, content: Content) -> Revision:
    """Write the revision with the keys of the sounds that are asked for."""
    two_voices = content.kind is Kind.QA
    headline = content.headline_spoken
    want = speaking.want
    revision = Revision(
        bulletin_id=row.id,
        number=1 + len(row.revisions),
        spoken=content.spoken,
        engine=content.engine,
        voice=content.voice,
        digest=digest(content),
        speech_key=""
        if content.recorded
        else want(session, desk, row.commune_id, content.spoken, two_voices=two_voices),
        headline_spoken=headline,
        headline_key=want(session, desk, row.commune_id, headline) if headline else "",
        submitted_by_id=actor.person_id,
        submitted_at=desk.clock.now(),
    )
    freeze(row, revision)
    session.add(revision)
    session.flush()
    return revision


def _content(session: Session, desk: Desk, row: Bulletin) -> tuple[Content, Doubts]:
    """Read a working copy as it would be submitted now, and count the doubts left in it."""
    reading = read_for(session, row.commune_id, row.text, row.confirmed_readings)
    headline = read_for(session, row.commune_id, row.headline, row.confirmed_readings)
    found = versions.of_content(session, row, versions.names(session, row.commune_id))
    engine, manner = speaking.house_voice(session, desk, row.commune_id)
    speaker = versions.vietnamese(found)
    draft = draft_of(row)
    values = {name: getattr(draft, name) for name in ContentColumns.__annotations__}
    day = desk.today()
    missing = {"first_day": draft.first_day or day, "last_day": draft.last_day or date.min}
    content = Content(
        **values | missing,
        spoken=reading.spoken,
        headline_spoken=headline.spoken,
        engine=speaker.engine if speaker else engine,
        voice=speaker.voice if speaker else manner.voice,
        recordings=versions.recorded(found),
    )
    return content, Doubts(len(reading.doubts), len(headline.doubts))

"""Writing bulletins: drafts that save themselves, submissions that freeze a revision, and taking back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from broadcaster.domain.bulletin import Content, Kind, Source, Urgency, digest
from broadcaster.domain.completeness import Limits, Problem, problems
from broadcaster.domain.workflow import Action, Role, State, move
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.writing import versions
from broadcaster.services.writing.reading import read_for
from broadcaster.store.tables import (
    Bulletin,
    Commune,
    ContentColumns,
    Decision,
    Revision,
    SoundColumns,
    Village,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the writer has typed so far; days may still be missing."""

    title: str = ""
    text: str = ""
    kind: Kind = Kind.NEWS
    urgency: Urgency = Urgency.NORMAL
    plan_row_id: int | None = None
    field: str = ""
    topic: str = ""
    source: Source = Source.OWN
    village_ids: tuple[int, ...] | None = None
    first_day: date | None = None
    last_day: date | None = None
    airings: int = 4
    read_times: int = 1
    repeat_gap_seconds: int = 0
    airings_a_day: int = 0
    session_series: tuple[int, ...] | None = None
    headline: str = ""
    replaces_id: int | None = None
    confirmed: tuple[tuple[str, str], ...] = ()
    """Doubts settled in this bulletin: (written, said)."""


class Incomplete(Refused):
    """A submission that cannot go to the leader yet; `problems` names every field and what to do."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in found))
        self.problems = found


def create(desk: Desk, actor: Actor, draft: Draft, draft_key: str | None = None) -> Bulletin:
    """
    Begin a bulletin.

    Args:
        desk: What to work with.
        actor: The writer.
        draft: What is typed so far.
        draft_key: Made by the page; a save sent twice with one key makes one bulletin.

    Raises:
        Refused: The key's bulletin is waiting, approved or withdrawn by now.
    """
    actor.require(Role.WRITER)
    with desk.store.writing() as session:
        if draft_key:
            begun = session.scalar(select(Bulletin).where(Bulletin.draft_key == draft_key))
            if begun is not None and begun.author_id == actor.person_id:
                act(session, desk, actor, begun, begun.version, Action.SAVE)
                _fill(begun, draft)
                return begun
        now = desk.clock.now()
        row = Bulletin(
            commune_id=actor.commune_id,
            state=State.DRAFT,
            author_id=actor.person_id,
            draft_key=draft_key,
            created_at=now,
            changed_at=now,
        )
        _fill(row, draft)
        session.add(row)
        session.flush()
        note(session, actor.commune_id, actor.login, now, "create", f"bulletin {row.id}")
        session.refresh(row)
        return row


def save(desk: Desk, actor: Actor, bulletin_id: int, version: int, draft: Draft) -> Bulletin:
    """
    Keep what is typed.

    Raises:
        Stale: Somebody saved it first; the page keeps what was typed and shows both.
        Refused: The bulletin is waiting, approved or withdrawn: it must be taken back or reopened first.
    """
    with desk.store.writing() as session:
        row = _act(session, desk, actor, bulletin_id, version, Action.SAVE)
        _fill(row, draft)
        return row


def submit(desk: Desk, actor: Actor, bulletin_id: int, version: int) -> Revision:
    """
    Freeze what is written as a revision, ask for its voice, and put it before the leader.

    No voice is asked for where somebody recorded it in Vietnamese: what was recorded is what airs.

    Raises:
        Incomplete: Something is missing or wrong; nothing is changed.
        Stale: Somebody changed it first.
    """
    with desk.store.writing() as session:
        row = _act(session, desk, actor, bulletin_id, version, Action.SUBMIT)
        content, doubts = _content(session, desk, row)
        found = check(session, desk, row, content, doubts)
        if any(problem.blocking for problem in found):
            raise Incomplete(tuple(problem for problem in found if problem.blocking))
        now = desk.clock.now()
        revision = Revision(
            bulletin_id=row.id,
            number=1 + len(row.revisions),
            spoken=content.spoken,
            engine=content.engine,
            voice=content.voice,
            digest=digest(content),
            speech_key="" if content.recorded else _wanted(session, desk, row.commune_id, content),
            submitted_by_id=actor.person_id,
            submitted_at=now,
        )
        copy_content(row, revision)
        session.add(revision)
        session.flush()
        return revision


def recall(desk: Desk, actor: Actor, bulletin_id: int, version: int) -> Bulletin:
    """Take a waiting bulletin back to be written on."""
    with desk.store.writing() as session:
        return _act(session, desk, actor, bulletin_id, version, Action.RECALL)


def reopen(desk: Desk, actor: Actor, bulletin_id: int, version: int) -> Bulletin:
    """Take an approved, returned or withdrawn bulletin back to be written on; its approval is void from now."""
    with desk.store.writing() as session:
        row = _act(session, desk, actor, bulletin_id, version, Action.REOPEN)
        void_approval(session, desk, actor, row, "Mở ra để sửa")
        return row


def withdraw(desk: Desk, actor: Actor, bulletin_id: int, version: int, reason: str) -> Bulletin:
    """
    Stop a bulletin from airing again.

    Raises:
        Refused: No reason was given.
    """
    if not reason.strip():
        raise Refused("Hãy ghi lý do rút bản tin; lý do được giữ trong hồ sơ của bản tin.")
    with desk.store.writing() as session:
        row = _act(session, desk, actor, bulletin_id, version, Action.WITHDRAW)
        void_approval(session, desk, actor, row, reason.strip())
        return row


def copy(desk: Desk, actor: Actor, bulletin_id: int) -> Bulletin:
    """Begin a new draft with the words and recordings of another bulletin, without its days."""
    with desk.store.reading() as session:
        source = find(session, actor.commune_id, bulletin_id)
        draft, recording_ids = draft_of(source), list(source.recording_ids)
    fresh = {"first_day": None, "last_day": None}
    values = {name: getattr(draft, name) for name in Draft.__dataclass_fields__} | fresh
    begun = create(desk, actor, Draft(**values))
    if recording_ids:
        with desk.store.writing() as session:
            begun = find(session, actor.commune_id, begun.id)
            begun.recording_ids = recording_ids
            session.flush()
    return begun


def draft(desk: Desk, actor: Actor, bulletin_id: int) -> Draft:
    """Return what is written in a bulletin's working copy. Raises `NotFound` when there is none here."""
    with desk.store.reading() as session:
        return draft_of(find(session, actor.commune_id, bulletin_id))


def find(session: Session, commune_id: int, bulletin_id: int) -> Bulletin:
    """
    Return a bulletin of this commune.

    Raises:
        NotFound: There is none, or it is another commune's.
    """
    row = session.get(Bulletin, bulletin_id)
    if row is None or row.commune_id != commune_id:
        raise NotFound("Không có bản tin này. Có thể liên kết đã cũ; hãy mở lại từ danh sách Bản tin.")
    return row


def draft_of(row: ContentColumns) -> Draft:
    """Read a working copy or a revision as a draft."""
    return Draft(
        title=row.title,
        text=row.text,
        kind=Kind(row.kind),
        urgency=Urgency(row.urgency),
        plan_row_id=row.plan_row_id,
        field=row.field,
        topic=row.topic,
        source=Source(row.source),
        village_ids=None if row.village_ids is None else tuple(row.village_ids),
        first_day=row.first_day,
        last_day=row.last_day,
        airings=row.airings,
        read_times=row.read_times,
        repeat_gap_seconds=row.repeat_gap_seconds,
        airings_a_day=row.airings_a_day,
        session_series=None if row.session_series is None else tuple(row.session_series),
        headline=row.headline,
        replaces_id=row.replaces_id,
        confirmed=tuple(sorted(row.confirmed_readings.items())) if isinstance(row, Bulletin) else (),
    )


def check(
    session: Session, desk: Desk, row: Bulletin, content: Content | None = None, doubts: int | None = None
) -> tuple[Problem, ...]:
    """List what keeps a bulletin from the leader, and what the writer may want to look at."""
    if content is None or doubts is None:
        content, doubts = _content(session, desk, row)
    villages = session.scalars(
        select(Village.id)
        .where(Village.commune_id == row.commune_id)
        .where(or_(Village.valid_to.is_(None), Village.valid_to >= desk.today()))
    )
    return problems(
        content, today=desk.today(), village_ids=frozenset(villages), doubts=doubts, limits=Limits()
    )


def void_approval(session: Session, desk: Desk, actor: Actor, row: Bulletin, reason: str) -> None:
    """Void the live approval of a bulletin, when it has one, saying who, when and why."""
    live = session.scalar(
        select(Decision).where(
            Decision.bulletin_id == row.id, Decision.verdict == "duyet", Decision.voided_at.is_(None)
        )
    )
    if live is not None:
        live.voided_at, live.voided_by_id, live.voided_reason = desk.clock.now(), actor.person_id, reason
        due.replan(session, desk, row.commune_id)


def act(session: Session, desk: Desk, actor: Actor, row: Bulletin, version: int, action: Action) -> None:
    """
    Move a bulletin along the workflow's table, the only place where its state is written.

    Raises:
        Stale: The page was older than the bulletin.
        NotAllowed: This person may not do this now.
        Refused: The bulletin is not in a state for it.
    """
    if row.version != version:
        raise Stale(
            "Có người vừa sửa bản tin này. Nội dung bạn gõ vẫn còn trên trang; hãy mở bản mới nhất để so lại rồi lưu."
        )
    commune = session.get_one(Commune, row.commune_id)
    row.state = move(
        State(row.state),
        action,
        actor.roles,
        is_author=wrote(row, actor),
        self_approval=commune.self_approval,
    )
    now = desk.clock.now()
    row.version, row.changed_at = row.version + 1, now
    if action is not Action.SAVE:
        note(session, row.commune_id, actor.login, now, action, f"bulletin {row.id}", state=row.state)


def copy_content(source: Bulletin, target: Revision) -> None:
    """Copy what a bulletin says, what was recorded of it, and where and when it is aired."""
    for name in (*ContentColumns.__annotations__, *SoundColumns.__annotations__):
        setattr(target, name, getattr(source, name))


def wrote(row: Bulletin, actor: Actor) -> bool:
    """Say whether a person began the bulletin or put its newest revision before the leader."""
    submitted = {revision.submitted_by_id for revision in row.revisions[-1:]}
    return actor.person_id in {row.author_id} | submitted


def _act(
    session: Session, desk: Desk, actor: Actor, bulletin_id: int, version: int, action: Action
) -> Bulletin:
    row = find(session, actor.commune_id, bulletin_id)
    act(session, desk, actor, row, version, action)
    return row


def _fill(row: Bulletin, draft: Draft) -> None:
    """Write a draft into the working copy."""
    for name in ContentColumns.__annotations__:
        setattr(row, name, getattr(draft, name))
    row.village_ids = None if draft.village_ids is None else sorted(draft.village_ids)
    row.session_series = None if draft.session_series is None else sorted(draft.session_series)
    row.title = " ".join(draft.title.split())
    row.confirmed_readings = dict(draft.confirmed)


def _wanted(session: Session, desk: Desk, commune_id: int, content: Content) -> str:
    """Ask for the voice of what is submitted; questions and answers have two."""
    return speaking.want(session, desk, commune_id, content.spoken, two_voices=content.kind is Kind.QA)


def _content(session: Session, desk: Desk, row: Bulletin) -> tuple[Content, int]:
    """Read a working copy as it would be submitted now, and count the doubts left in it."""
    reading = read_for(session, row.commune_id, row.text, row.confirmed_readings)
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
        engine=speaker.engine if speaker else engine,
        voice=speaker.voice if speaker else manner.voice,
        recordings=versions.recorded(found),
    )
    return content, len(reading.doubts)

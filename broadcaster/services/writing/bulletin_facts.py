"""Everything one version of a bulletin says, in words: what pages show beside the buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import (
    FIELDS,
    KIND_LABELS,
    SOURCE_LABELS,
    TOPICS,
    URGENCY_LABELS,
    Kind,
    Source,
    Urgency,
    estimated_length,
)
from broadcaster.reading import Span, syllables
from broadcaster.services.commune import village_groups
from broadcaster.services.desk import Desk
from broadcaster.services.voice import speaking
from broadcaster.services.voice.new_voices import is_better
from broadcaster.services.voice.speaking import Voiced
from broadcaster.services.voice.speaking_style import pace_of
from broadcaster.services.voice.voiced import sound_to_air
from broadcaster.services.writing import versions
from broadcaster.services.writing.reading import read_for
from broadcaster.services.writing.versions import Version
from broadcaster.services.writing.wish_facts import Wishes, wishes
from broadcaster.store.tables import Bulletin, Decision, PlanRow, Recording, Revision, Speech, Village
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Facts:
    """One version of a bulletin in words."""

    title: str
    text: str
    spoken: str
    """Of a revision: exactly what was submitted, whatever the dictionary says today."""
    spans: tuple[Span, ...] | None
    """How the text became `spoken`; none when today's dictionary reads it otherwise."""
    kind: str
    urgency: Urgency
    urgency_label: str
    field: str
    topic: str
    source: str
    plan_row: str
    villages: tuple[str, ...] | None
    """Names; none means every village."""
    groups: tuple[str, ...]
    """Groups and former communes whose villages are all among them."""
    first_day: date | None
    last_day: date | None
    read_times: int
    wishes: Wishes
    length: Millis
    """Of one reading: measured once it is spoken, estimated before."""
    voice: Voiced | None
    """Of the Vietnamese; a recording where there is one, of what is approved the sound that is aired.

    None while nobody asked for it to be spoken.
    """
    better: Voiced | None
    """A better voice that has spoken since the approval and that no leader has decided on."""
    any_voice: bool
    """Whether the leader lets a better voice take the place of the approved one."""
    recordings: tuple[Version, ...]
    """What people recorded, in any language; Vietnamese first."""
    heard_in: Mapping[int, tuple[str, ...]]
    """Where each recorded language but Vietnamese is heard, of the villages it is meant for."""
    number: int
    """Of the revision; 0 for the working copy."""
    digest: str
    submitted_by: str
    submitted_at: datetime | None


def of_working_copy(session: Session, desk: Desk, row: Bulletin) -> Facts:
    """Say what the working copy holds and how it would be said now."""
    reading = read_for(session, row.commune_id, row.text, row.confirmed_readings)
    return _facts(session, desk, row, row, reading.spoken, reading.spans)


def of_newest(session: Session, desk: Desk, row: Bulletin) -> Facts:
    """Say what the newest revision holds: what was submitted, approved or returned."""
    revision = row.revisions[-1]
    reading = read_for(session, row.commune_id, revision.text, row.confirmed_readings)
    same = reading.spoken == revision.spoken
    return _facts(session, desk, row, revision, revision.spoken, reading.spans if same else None)


def _facts(
    session: Session,
    desk: Desk,
    row: Bulletin,
    content: Bulletin | Revision,
    spoken: str,
    spans: tuple[Span, ...] | None,
) -> Facts:
    revision = content if isinstance(content, Revision) else None
    recordings = versions.of_content(session, content, versions.names(session, row.commune_id))
    own = versions.vietnamese(recordings)
    live = _approval(session, revision) if revision else None
    speech = session.get(Speech, revision.speech_key) if revision else None
    voice = _voice(session, speech, live) if speech else None
    if own is not None:
        voice = versions.voiced_recording(session.get_one(Recording, own.recording_id))
    guess = estimated_length(syllables(spoken), pace_of(session, desk, row.commune_id))
    return Facts(
        title=content.title,
        text=content.text,
        spoken=spoken,
        spans=spans,
        kind=KIND_LABELS[Kind(content.kind)],
        urgency=Urgency(content.urgency),
        urgency_label=URGENCY_LABELS[Urgency(content.urgency)],
        field=FIELDS.get(content.field, ""),
        topic=TOPICS.get(content.topic, ""),
        source=SOURCE_LABELS[Source(content.source)],
        plan_row=_plan_row(session, content.plan_row_id),
        villages=_village_names(session, row.commune_id, content.village_ids),
        groups=_groups(session, desk, row.commune_id, content.village_ids),
        first_day=content.first_day,
        last_day=content.last_day,
        read_times=content.read_times,
        wishes=wishes(session, desk, row, content, live),
        length=voice.duration_ms if voice and voice.made else guess,
        voice=voice,
        recordings=recordings,
        better=speaking.voiced(speech)
        if live and speech and not live.any_voice and is_better(live, speech)
        else None,
        any_voice=bool(live and live.any_voice),
        heard_in=_heard_in(session, desk, row, content.village_ids) if recordings else {},
        number=revision.number if revision else 0,
        digest=revision.digest if revision else "",
        submitted_by=revision.submitted_by.name if revision else "",
        submitted_at=revision.submitted_at if revision else None,
    )


def _approval(session: Session, revision: Revision) -> Decision | None:
    """Return the approval of a revision that stands."""
    return session.scalar(
        select(Decision).where(
            Decision.revision_id == revision.id, Decision.verdict == "duyet", Decision.voided_at.is_(None)
        )
    )


def _voice(session: Session, speech: Speech, live: Decision | None) -> Voiced:
    """Say who spoke: of what is approved, the sound that is aired."""
    if live is None:
        return speaking.voiced(speech)
    return speaking.voiced_as(session, speech, sound_to_air(live, speech))


def _plan_row(session: Session, row_id: int | None) -> str:
    row = session.get(PlanRow, row_id) if row_id is not None else None
    return f"Mục {row.number} năm {row.year}: {row.content}" if row else ""


def _village_names(session: Session, commune_id: int, ids: list[int] | None) -> tuple[str, ...] | None:
    if ids is None:
        return None
    rows = session.execute(
        select(Village.id, Village.name).where(Village.commune_id == commune_id, Village.id.in_(ids))
    )
    names = {row.id: row.name for row in rows}
    return tuple(names.get(one, "thôn không còn trong danh sách") for one in ids)


def _groups(session: Session, desk: Desk, commune_id: int, ids: list[int] | None) -> tuple[str, ...]:
    if ids is None:
        return ()
    return village_groups.whole(village_groups.bunches_in(session, desk, commune_id), ids)


def _heard_in(
    session: Session, desk: Desk, row: Bulletin, ids: list[int] | None
) -> Mapping[int, tuple[str, ...]]:
    """Say which of the open villages a bulletin is meant for hear which languages."""
    rows = session.scalars(
        select(Village).where(Village.commune_id == row.commune_id).order_by(Village.id)
    ).all()
    today = desk.today()
    meant = [
        one
        for one in rows
        if (ids is None or one.id in ids) and (one.valid_to is None or one.valid_to >= today)
    ]
    spoken = {language for one in meant for language in one.language_ids if language}
    return {language: tuple(one.name for one in meant if language in one.language_ids) for language in spoken}

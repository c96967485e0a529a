"""What a writer has typed so far, and the ways between that and the working copy of a bulletin."""

from dataclasses import dataclass
from datetime import date

from broadcaster.domain.writing.bulletin import Kind, Source, Urgency
from broadcaster.store.tables import Bulletin, ContentColumns, Revision, SoundColumns


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


def fill(row: Bulletin, draft: Draft) -> None:
    """Write a draft into the working copy."""
    for name in ContentColumns.__annotations__:
        setattr(row, name, getattr(draft, name))
    row.village_ids = None if draft.village_ids is None else sorted(draft.village_ids)
    row.session_series = None if draft.session_series is None else sorted(draft.session_series)
    row.replaces_id = None if draft.replaces_id == row.id else draft.replaces_id
    row.title = " ".join(draft.title.split())
    row.confirmed_readings = dict(draft.confirmed)


def freeze(source: Bulletin, target: Revision) -> None:
    """Copy what a bulletin says, what was recorded of it, and where and when it is aired."""
    for name in (*ContentColumns.__annotations__, *SoundColumns.__annotations__):
        setattr(target, name, getattr(source, name))

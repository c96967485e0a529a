"""
What other programs read of a commune: its sessions as a calendar, its aired bulletins as a podcast.

Only what was said to have been aired is in the podcast, and nothing is public until the commune's setting says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE
from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.week.calendar import Occurrence as Due
from broadcaster.errors import NotFound
from broadcaster.paper import relays
from broadcaster.paper.ics import CalendarEvent, calendar
from broadcaster.paper.podcast import Channel, Episode, rss
from broadcaster.services.commune.communes import CommuneView
from broadcaster.services.commune.communes import view as commune_view
from broadcaster.services.desk import Desk
from broadcaster.services.layout import templates
from broadcaster.services.log.airings import STATEMENTS
from broadcaster.services.outgoing.day_views import SessionView
from broadcaster.services.outgoing.days import days_of
from broadcaster.services.week.expected import Expected, expected
from broadcaster.sound import house
from broadcaster.store.tables import (
    Airing,
    Bulletin,
    Commune,
    Decision,
    Occurrence,
    ProgrammeItem,
    UrgentCall,
)
from broadcaster.units import Millis, Sha256

_BEHIND, _AHEAD = timedelta(days=7), 42
"""What a calendar shows: last week, and from there so many days."""
_EPISODES = 50
_AIRED = (Outcome.PLAYED.value, Outcome.DECLARED.value)


def public_commune(desk: Desk, code: str) -> CommuneView:
    """
    Return the commune of a code whose feeds are public.

    Raises:
        NotFound: There is none, or its feeds are not public: nobody is told which.
    """
    with desk.store.reading() as session:
        found = session.scalar(select(Commune.id).where(Commune.code == code, Commune.public_feeds.is_(True)))
    if found is None:
        raise NotFound("Không có nguồn tin này, hoặc xã không mở nguồn tin công khai.")
    return commune_view(desk, found)


def sessions(desk: Desk, commune_id: int, village_id: int | None = None) -> bytes:
    """Write the sessions of a commune, or of one village with the bulletins of each, as a calendar."""
    first = desk.today() - _BEHIND
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
        found = expected(session, commune_id, first, _AHEAD)
        relayed = _relayed(session, commune_id)
        if village_id is None:
            name, events = f"Phát thanh {commune.name}", _together(commune, found, relayed, desk.today())
        else:
            village = found.villages[village_id]
            name = f"Phát thanh {village.name}"
            views = days_of(session, desk, [village], desk.today(), desk.settings.horizon_days + 1)
            made = {
                (view.day, one.starts_at): _words(one) for view in views[village_id] for one in view.sessions
            }
            events = [
                _event(
                    commune,
                    one,
                    str(village_id),
                    village.name,
                    made.get((one.day, one.starts_at)) or _to_be_relayed(one, relayed, desk.today()),
                )
                for one in found.occurrences
                if one.village_id == village_id
            ]
    stamp = datetime.combine(
        desk.today(), time(), tzinfo=ZONE
    )  # the same all day, and so is the answer's tag
    return calendar(name, events, stamp)


def podcast(desk: Desk, commune: CommuneView, home: str, own: str, address: Callable[[str], str]) -> bytes:
    """
    Write the bulletins that were aired, the latest first, as a podcast.

    Args:
        desk: What to work with.
        commune: Whose.
        home: Address of the pages.
        own: Address of the feed.
        address: Of the sound with a digest.
    """
    episodes = [
        Episode(
            guid=f"{commune.code}-{one.bulletin_id}-{one.revision_id}",
            title=one.title,
            text=one.text,
            at=one.at,
            address=address(one.sha256),
            bytes=one.path.stat().st_size,
            length=_length(one.path),
        )
        for one in _aired(desk, commune.id)
    ]
    station = f"Đài Truyền thanh {commune.name}"
    words = f"Các bản tin đã phát trên loa của {commune.name}, {commune.province}."
    return rss(Channel(station, words, home, own), episodes)


def episode(desk: Desk, commune: CommuneView, sha256: str) -> Path:
    """Return the sound of an aired bulletin by its digest. Raises `NotFound` when it is not in the podcast."""
    for one in _aired(desk, commune.id):
        if one.sha256 == sha256:
            return one.path
    raise NotFound("Không có bản tin này trong danh sách đã phát.")


@dataclass(frozen=True, slots=True)
class _Aired:
    """A bulletin that was aired, with the sound that was approved."""

    bulletin_id: int
    revision_id: int
    title: str
    text: str
    at: datetime
    sha256: Sha256
    path: Path


def _aired(desk: Desk, commune_id: int) -> list[_Aired]:
    """
    Find the latest bulletins that were aired and whose approval stands; one whose sound was tidied away is left out.

    So is one called out as a drill: heard alone, nothing would tell it from the real thing.
    """
    drills = select(UrgentCall.bulletin_id).where(UrgentCall.commune_id == commune_id, UrgentCall.drill)
    with desk.store.reading() as session:
        first = _first_aired(session, commune_id)
        rows = session.scalars(
            select(Decision)
            .join(Bulletin, Bulletin.id == Decision.bulletin_id)
            .where(
                Bulletin.id.in_(first),
                Bulletin.id.not_in(drills),
                Bulletin.state.in_(("da_duyet", "het_han")),
            )
            .where(Decision.verdict == "duyet", Decision.voided_at.is_(None))
        ).unique()
        found = [
            _Aired(
                row.bulletin_id,
                row.revision_id,
                row.revision.title,
                row.revision.text,
                first[row.bulletin_id],
                Sha256(row.sound_sha256),
                desk.shelf.segment(row.sound_sha256),
            )
            for row in rows
        ]
    there = [one for one in found if one.path.exists()]
    return sorted(there, key=lambda one: (one.at, one.bulletin_id), reverse=True)[:_EPISODES]


def _first_aired(session: Session, commune_id: int) -> dict[int, datetime]:
    """Return when each bulletin was first aired, by the last word about each session."""
    last = (
        select(Airing.occurrence_id, func.max(Airing.seq).label("seq"))
        .where(Airing.commune_id == commune_id, Airing.outcome.in_([one.value for one in STATEMENTS]))
        .group_by(Airing.occurrence_id)
        .subquery()
    )
    rows = session.execute(
        select(ProgrammeItem.bulletin_id, func.min(Occurrence.starts_at))
        .join(Airing, Airing.programme_id == ProgrammeItem.programme_id)
        .join(last, (last.c.occurrence_id == Airing.occurrence_id) & (last.c.seq == Airing.seq))
        .join(Occurrence, Occurrence.id == Airing.occurrence_id)
        .where(Airing.commune_id == commune_id, Airing.outcome.in_(_AIRED))
        .where(ProgrammeItem.kind == "bulletin")
        .group_by(ProgrammeItem.bulletin_id)
        .order_by(func.min(Occurrence.starts_at).desc())
        .limit(2 * _EPISODES)
    )
    return {bulletin: at for bulletin, at in rows if bulletin is not None}


def _words(one: SessionView) -> str:
    """Say what is in a session whose programme is made, a line each, in order."""
    lines = [item.called for item in one.listed]
    if one.relay is not None:
        told = f"{relays.hours(one.relay, one.starts_at)} {relays.title(one.relay.source)}"
        lines.insert(one.before_relay, told)
    return "\n".join(lines)


def _relayed(session: Session, commune_id: int) -> Mapping[int | None, str]:
    """Say what sessions relay whose programme is not made yet, by template; those that relay nothing are not there."""
    return {
        key: f"{relays.title(one.relay.source)}, {one.relay.minutes} phút"
        for key, one in templates.by_id(session, commune_id).items()
        if one.relay is not None
    }


def _to_be_relayed(one: Due, relayed: Mapping[int | None, str], today: date) -> str:
    """Say what a session to come relays by its template; what was is the log's to say."""
    return relayed.get(one.template_id, "") if one.day >= today else ""


def _together(
    commune: Commune, found: Expected, relayed: Mapping[int | None, str], today: date
) -> list[CalendarEvent]:
    """Say a session that several villages have at one time as one."""
    groups: dict[tuple[object, ...], list[Due]] = {}
    for one in found.occurrences:
        groups.setdefault((one.rule_id, one.day, one.starts_at, one.longest), []).append(one)
    events = []
    for same in groups.values():
        names = ", ".join(found.villages[one.village_id].name for one in same)
        words = _to_be_relayed(same[0], relayed, today)
        events.append(
            _event(commune, same[0], f"xa-{same[0].starts_at:%H%M}{_seconds(same[0])}", names, words)
        )
    return events


def _seconds(one: Due) -> str:
    """Return the seconds of a session that begins within a minute, so that staggered villages are no one event."""
    return f"{one.starts_at:%S}" if one.starts_at.second else ""


def _event(commune: Commune, one: Due, whose: str, place: str, words: str) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{one.day:%Y%m%d}-{one.rule_id}-{whose}@{commune.code}",
        starts_at=one.starts_at,
        ends_at=one.starts_at + timedelta(milliseconds=one.longest),
        title=f"Phát thanh: {one.name}",
        place=place,
        words=words,
    )


@lru_cache(512)
def _length(path: Path) -> Millis:
    """Measure a sound; its name is its content, so once is enough."""
    return house.inspect_file(path).duration_ms

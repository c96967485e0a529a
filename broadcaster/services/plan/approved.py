"""What leaders approved and nobody voided, with the sound that was approved: what the plan chooses from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import local
from broadcaster.domain.plan.programme import Candidate, InVillage
from broadcaster.domain.writing.bulletin import VIETNAMESE, Kind, Urgency
from broadcaster.services.plan.item_length import PAUSE, versions_length
from broadcaster.services.voice.voiced import headline_to_air, sounds
from broadcaster.services.writing import versions
from broadcaster.services.writing.versions import Version
from broadcaster.store.tables import Bulletin, Decision, Revision, Speech, UrgentCall, Village
from broadcaster.units import Millis


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved bulletin with the sound that was approved."""

    decision_id: int
    digest: str
    sound_sha256: str
    read_times: int
    gap: Millis
    """Silence between two readings, besides the pause and the words between them."""
    urgent: bool
    candidate: Candidate
    versions: Mapping[int, Version]
    """By language: what may be heard of it."""
    headline: Version | None
    """Its short form."""

    def heard_in(self, village: Village) -> tuple[Version, ...]:
        """
        Return what is heard of it in a village, in the order of the village's languages.

        An urgent call is heard everywhere: in Vietnamese where it is in none of the village's languages.
        """
        return tuple(
            self.versions[one] for one in _heard(village, self.versions, called=self.candidate.called)
        )


def approved(
    session: Session, commune_id: int, villages: Mapping[int, Village], repeat_ms: Millis
) -> dict[int, Approved]:
    """
    Return what may be aired, by bulletin.

    Args:
        session: The caller's transaction.
        commune_id: Whose.
        villages: All of the commune.
        repeat_ms: How long the words between two readings of an item take.
    """
    decisions = list(
        session.scalars(
            select(Decision)
            .join(Bulletin, Bulletin.id == Decision.bulletin_id)
            .where(Bulletin.commune_id == commune_id, Bulletin.state == "da_duyet")
            .where(Decision.verdict == "duyet", Decision.voided_at.is_(None))
            .order_by(Decision.decided_at)
        ).unique()
    )
    called = versions.names(session, commune_id)
    recorded = versions.of_contents(session, [one.revision for one in decisions], called)
    spoken, short = versions.spoken(session, decisions), _headlines(session, decisions)
    urgent = set(session.scalars(select(UrgentCall.bulletin_id).where(UrgentCall.commune_id == commune_id)))
    found = {}
    for row in decisions:
        heard = {one.language_id: one for one in recorded[row.revision_id]}
        if VIETNAMESE not in heard and row.id in spoken:
            heard[VIETNAMESE] = spoken[row.id]
        lengths = _Lengths(row.revision, heard, short.get(row.id), repeat_ms)
        found[row.bulletin_id] = Approved(
            decision_id=row.id,
            digest=row.digest,
            sound_sha256=row.sound_sha256,
            read_times=row.revision.read_times,
            gap=lengths.gap,
            urgent=row.revision.urgency == Urgency.URGENT,
            candidate=_candidate(row, lengths, villages, called, own_sessions=row.bulletin_id in urgent),
            versions=heard,
            headline=short.get(row.id),
        )
    return found


def _heard(village: Village, heard: Mapping[int, Version], *, called: bool) -> Sequence[int]:
    """Return the languages in which a village hears a bulletin that is in some."""
    found = [one for one in village.language_ids if one in heard]
    return found or ([VIETNAMESE] if called and VIETNAMESE in heard else [])


@dataclass(frozen=True, slots=True)
class _Lengths:
    """How long one approved bulletin takes in some languages."""

    revision: Revision
    heard: Mapping[int, Version]
    short: Version | None
    repeat_ms: Millis

    @property
    def gap(self) -> Millis:
        return Millis(1000 * self.revision.repeat_gap_seconds)

    def of(self, languages: Sequence[int], times: int | None = None) -> Millis:
        """Say how long it takes in these languages, read so often, with the pause that follows; 0 in none."""
        chosen = [self.heard[one] for one in languages if one in self.heard]
        if not chosen:
            return Millis(0)
        often = self.revision.read_times if times is None else times
        return Millis(versions_length(chosen, often, self.repeat_ms, self.gap) + PAUSE)

    def headline(self, languages: Sequence[int]) -> Millis:
        """Say how long its short form takes, which is Vietnamese; 0 where there is none or it is not heard."""
        if self.short is None or VIETNAMESE not in languages:
            return Millis(0)
        return Millis(self.short.duration_ms + PAUSE)


def _candidate(
    row: Decision,
    lengths: _Lengths,
    villages: Mapping[int, Village],
    called: Mapping[int, str],
    *,
    own_sessions: bool,
) -> Candidate:
    revision, ready = row.revision, VIETNAMESE in lengths.heard
    return Candidate(
        bulletin_id=row.bulletin_id,
        revision_id=revision.id,
        title=revision.title,
        urgency=Urgency(revision.urgency),
        village_ids=None if revision.village_ids is None else frozenset(revision.village_ids),
        first_day=revision.first_day or date.max,
        last_day=revision.last_day or date.min,
        airings=revision.airings,
        length=lengths.of([VIETNAMESE]),
        approved_at=row.decided_at,
        plan_row_id=revision.plan_row_id,
        ready=ready,
        reason_not_ready="" if ready else "chưa có giọng đọc",
        in_village={
            one.id: InVillage(
                length=lengths.of(_heard(one, lengths.heard, called=own_sessions)),
                missing=tuple(called.get(key, "") for key in one.language_ids if key not in lengths.heard),
                once=lengths.of(_heard(one, lengths.heard, called=own_sessions), 1),
                headline=lengths.headline(one.language_ids),
            )
            for one in villages.values()
            if one.language_ids != [VIETNAMESE]
        },
        approved_on=local(row.decided_at).date(),
        airings_a_day=revision.airings_a_day,
        session_series=None if revision.session_series is None else frozenset(revision.session_series),
        notice=revision.kind == Kind.NOTICE,
        once=lengths.of([VIETNAMESE], 1),
        headline=lengths.headline([VIETNAMESE]),
        called=own_sessions,
    )


def _headlines(session: Session, decisions: Sequence[Decision]) -> dict[int, Version]:
    """Return the short forms that leaders approved and may be aired, by decision."""
    wanted = {one.id: one for one in decisions if one.headline_sha256}
    keys = {one.revision.headline_key for one in wanted.values()}
    best = {row.key: row for row in session.scalars(select(Speech).where(Speech.key.in_(keys)))}
    made = sounds(session, keys)
    found = {}
    for number, one in wanted.items():
        key = one.revision.headline_key
        sound = made.get((key, headline_to_air(one, best.get(key))))
        if sound is not None:
            found[number] = versions.of_speech(sound, one.revision)
    return found

"""
Making programmes: what was planned becomes sound, and a row that says so.

`make` is the reconcile step that the scheduler, every approval and the command call. It asks what is due,
does it, and may be stopped anywhere: sound is named by its content, rows are written whole, and the same
call run again completes the work. Two at once are harmless: a version of an occurrence exists once.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from broadcaster.domain.week import calendar
from broadcaster.services.audit import note
from broadcaster.services.desk import Desk
from broadcaster.services.limits import limit_log
from broadcaster.services.plan.frame import layouts
from broadcaster.services.plan.planning import Decided, Gathered, decide, gather
from broadcaster.services.plan.words import Words, texts
from broadcaster.services.programme.assembly import Assembled, assemble, sound_of
from broadcaster.services.programme.expiry import expire
from broadcaster.services.programme.programme_rows import Ready, Recorder
from broadcaster.services.voice.speaking import ensure
from broadcaster.sound import Spliced
from broadcaster.store.tables import Commune, Occurrence, Programme

_BATCH = 100
"""Sessions written in one transaction: few waits for the disk, and nobody waits long for the database."""
_AT_ONCE = 60
"""Airings of an urgent call made within the request that calls it out; the rest follow within seconds."""
_SIDE_BY_SIDE = 4
"""Programmes spliced at once; most of it is waiting for the disk."""


@dataclass(frozen=True, slots=True)
class Made:
    """What one reconcile step did."""

    occurrences: int
    programmes: int
    """New versions made; 0 when nothing has changed."""


def communes(desk: Desk) -> tuple[int, ...]:
    """List the communes of this installation."""
    with desk.store.reading() as session:
        return tuple(session.scalars(select(Commune.id).order_by(Commune.id)))


def make(desk: Desk, commune_id: int, *, calls_only: bool = False) -> Made:
    """
    Plan a commune's next days and make every programme that is new or has changed.

    Args:
        desk: What to work with.
        commune_id: Whose.
        calls_only: Make only the next airings of urgent calls, which wait for nothing else.

    Raises:
        Unavailable: No voice works or the disk is full; what was made before stands.
    """
    expire(desk, commune_id)
    gathered, words = prepare(desk, commune_id, calls_only=calls_only)
    decided = decide(desk, gathered, layouts(gathered, words))
    step = _Step(desk, gathered, words)
    changed = [found for one in decided if (found := step.look(one)) is not None]
    made = 0
    for first in range(0, len(changed), _BATCH):
        made += step.renew(changed[first : first + _BATCH])
    if calls_only:
        return Made(len(decided), made)
    gone = _cancel_missing(desk, gathered)
    limit_log.keep(desk, commune_id)
    return Made(len(decided), made + gone)


def preview(desk: Desk, commune_id: int) -> tuple[Decided, ...]:
    """Say what the next days would air by what stands now, with the reason for everything left out."""
    gathered, words = prepare(desk, commune_id)
    return decide(desk, gathered, layouts(gathered, words))


def prepare(desk: Desk, commune_id: int, *, calls_only: bool = False) -> tuple[Gathered, Words]:
    """Gather the plan's material and have the words around the items spoken (once; then they are kept)."""
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
    repeat = ensure(desk, commune_id, [commune.repeat_words])[commune.repeat_words]
    with desk.store.reading() as session:
        gathered = gather(session, desk, commune_id, repeat.duration_ms)
    if calls_only:
        gathered = replace(gathered, occurrences=_next_of_calls(gathered))
    wanted = texts(commune, gathered)
    return gathered, Words(wanted, ensure(desk, commune_id, wanted.all()))


def _next_of_calls(gathered: Gathered) -> tuple[calendar.Occurrence, ...]:
    """Return the next airings of urgent calls that are not made, only so many that they are made while a person waits."""
    made = {key for key, row in gathered.standing.items() if row.programmes}
    found = [one for one in gathered.occurrences if one.call is not None and one.key not in made]
    last = max((one.starts_at for one in found[:_AT_ONCE]), default=None)
    return tuple(one for one in found if last is not None and one.starts_at <= last)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A session whose newest programme is not what is decided, or has lost its file."""

    one: Decided
    assembled: Assembled
    standing: Programme | None
    unchanged: bool
    """Only the file is lost."""


@dataclass(slots=True)
class _Step:
    """One reconcile step of a commune; sound that several villages hear is looked at and made once."""

    desk: Desk
    gathered: Gathered
    words: Words
    _there: dict[str, bool] = field(default_factory=dict)
    """Whether a programme's file lies where it should."""
    _spliced: dict[str, Spliced] = field(default_factory=dict)
    """By digest of the pieces."""
    _recorder: Recorder = field(init=False)

    def __post_init__(self) -> None:
        """Share what was gathered with what writes the rows."""
        self._recorder = Recorder(self.desk, self.gathered)

    def look(self, one: Decided) -> _Changed | None:
        """Lay a session out, and say whether anything is to be made; nothing when the newest says the same."""
        row = self.gathered.standing.get(one.occurrence.key)
        newest = row.programmes[-1] if row is not None and row.programmes else None
        assembled = assemble(one, self.gathered, self.words)
        if newest is None and not assembled.pieces:
            return None
        unchanged = (
            newest is not None
            and row is not None
            and newest.order_digest == assembled.digest
            and row.starts_at == one.occurrence.starts_at
            and not row.cancelled
        )
        if unchanged and self._is_there(newest):
            return None
        return _Changed(one, assembled, newest, unchanged)

    def renew(self, batch: Sequence[_Changed]) -> int:
        """Splice what some sessions need and write the next versions of their programmes."""
        self._splice(batch)
        ready = [found for one in batch if (found := self._ready(one)) is not None]
        try:
            return self._record(ready)
        except (
            IntegrityError
        ):  # another process made some of these versions first: one at a time, nothing is lost
            return sum(map(self._record_alone, ready))

    def _record(self, ready: Sequence[Ready]) -> int:
        if not ready:
            return 0
        with self.desk.store.writing() as session:
            return self._recorder.record(session, ready)

    def _record_alone(self, one: Ready) -> int:
        try:
            return self._record([one])
        except IntegrityError:  # equal work, made by another process
            return 0

    def _ready(self, one: _Changed) -> Ready | None:
        spliced = self._spliced[one.assembled.digest] if one.assembled.pieces else None
        if one.unchanged and one.standing and spliced and one.standing.sha256 == spliced.sha256:
            return None  # only its file was lost, and is there again
        return Ready(one.one, one.assembled, spliced, one.standing.version + 1 if one.standing else 1)

    def _splice(self, batch: Sequence[_Changed]) -> None:
        """Make every sound of a batch that is not made yet, each once; the disk is waited for side by side."""
        wanted = {
            one.assembled.digest: one.assembled
            for one in batch
            if one.assembled.pieces and one.assembled.digest not in self._spliced
        }
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            done = pool.map(lambda assembled: sound_of(self.desk, assembled), wanted.values())
            self._spliced.update(zip(wanted, done, strict=True))

    def _is_there(self, newest: Programme | None) -> bool:
        """Say whether a programme's file lies where it should, as long as it should be; a cut one is taken away."""
        if newest is None or newest.sha256 is None:
            return True
        if newest.sha256 not in self._there:
            path = self.desk.shelf.programme(newest.sha256)
            if path.exists() and path.stat().st_size != newest.bytes:
                path.unlink()
            self._there[newest.sha256] = path.exists()
        return self._there[newest.sha256]


def _cancel_missing(desk: Desk, gathered: Gathered) -> int:
    """Cancel coming occurrences that no rule makes any more; what has begun stands."""
    now: datetime = desk.clock.now()
    due = {one.key for one in gathered.occurrences}
    gone = [
        row.id
        for key, row in gathered.standing.items()
        if key not in due and row.starts_at > now and not row.cancelled and row.id not in gathered.told
    ]
    if not gone:
        return 0
    with desk.store.writing() as session:
        for row in session.scalars(select(Occurrence).where(Occurrence.id.in_(gone))):
            row.cancelled = True
            note(session, row.commune_id, "chương trình", now, "cancel", f"occurrence {row.id}")
    return len(gone)

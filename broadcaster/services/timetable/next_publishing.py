"""What the next publishing changes: running orders, sound that was made anew around them, and sessions taken out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from broadcaster.services.desk import Desk
from broadcaster.services.plan.outlook import Foreseen, foresee
from broadcaster.services.plan.planning import Decided, Gathered
from broadcaster.services.programme.assembly import assemble
from broadcaster.services.timetable import changes
from broadcaster.services.timetable.changes import Change, Coming
from broadcaster.services.timetable.timetable import Place, timetable_of

_SOUND = ("cùng tin, bài; nhạc, lời chào, lời kết hoặc giọng đã đổi",)
_GONE = ("bỏ cả buổi",)


@dataclass(frozen=True, slots=True)
class NextPublishing:
    """What will be another programme than now, and where."""

    coming: tuple[Coming, ...]
    villages: tuple[Place, ...]
    """In which anything changes."""
    every: int
    """How many villages there are."""


def next_publishing(desk: Desk, commune_id: int) -> NextPublishing:
    """Compare what is made with what would be made now; nothing is spoken, spliced or written."""
    today = desk.today()
    plan = foresee(desk, commune_id)
    table = timetable_of(desk, commune_id, plan, today, today + timedelta(days=desk.settings.horizon_days))
    found = {one.key: one for one in (*_sounds(plan), *changes.of_table(table))}
    every = (*found.values(), *_gone(desk, plan.gathered))
    return NextPublishing(
        changes.together(table, every), changes.villages_in(table, every), len(table.places)
    )


def _sounds(plan: Foreseen) -> Iterator[Change]:
    """Yield sessions whose programme would be made of other pieces of sound."""
    for key, one in plan.decided.items():
        row = plan.gathered.standing.get(key)
        if row is not None and row.programmes and _sounds_other(one, row.programmes[-1].order_digest, plan):
            yield Change(key, one.occurrence.name, one.occurrence.starts_at, _SOUND)


def _sounds_other(one: Decided, standing: str, plan: Foreseen) -> bool:
    try:
        return assemble(one, plan.gathered, plan.words).digest != standing
    except KeyError:  # words that nobody has spoken yet are other ones than those in the programme
        return True


def _gone(desk: Desk, gathered: Gathered) -> Iterator[Change]:
    """Yield sessions with sound that the week does not make any more."""
    due = {one.key for one in gathered.occurrences}
    for key, row in gathered.standing.items():
        over = row.cancelled or row.starts_at <= desk.clock.now()
        if key not in due and not over and row.programmes and row.programmes[-1].sha256:
            yield Change(key, row.name, row.starts_at, _GONE)

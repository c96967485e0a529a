"""What the next publishing changes: running orders, sound that was made anew around them, and sessions taken out."""

from collections.abc import Iterator
from dataclasses import dataclass

from broadcaster.services.desk import Desk
from broadcaster.services.plan import outlook
from broadcaster.services.plan.frame import layouts
from broadcaster.services.plan.planning import Decided, Gathered, decide
from broadcaster.services.plan.words import Words
from broadcaster.services.programme.assembly import assemble
from broadcaster.services.timetable import changes
from broadcaster.services.timetable.changes import Change, Coming
from broadcaster.services.timetable.timetable import Place, timetable

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
    table = timetable(desk, commune_id, desk.today(), desk.settings.horizon_days + 1)
    gathered, words = outlook.read(desk, commune_id)
    decided = decide(desk, gathered, layouts(gathered, words))
    found = {one.key: one for one in (*_sounds(decided, gathered, words), *changes.of_table(table))}
    every = (*found.values(), *_gone(desk, gathered))
    return NextPublishing(
        changes.together(table, every), changes.villages_in(table, every), len(table.places)
    )


def _sounds(decided: tuple[Decided, ...], gathered: Gathered, words: Words) -> Iterator[Change]:
    """Yield sessions whose programme would be made of other pieces of sound."""
    for one in decided:
        due = one.occurrence
        row = gathered.standing.get((due.village_id, due.rule_id, due.day))
        if (
            row is not None
            and row.programmes
            and _sounds_other(one, row.programmes[-1].order_digest, gathered, words)
        ):
            yield Change((due.village_id, due.rule_id, due.day), due.name, due.starts_at, _SOUND)


def _sounds_other(one: Decided, standing: str, gathered: Gathered, words: Words) -> bool:
    try:
        return assemble(one, gathered, words).digest != standing
    except KeyError:  # words that nobody has spoken yet are other ones than those in the programme
        return True


def _gone(desk: Desk, gathered: Gathered) -> Iterator[Change]:
    """Yield sessions with sound that the week does not make any more."""
    due = {one.key for one in gathered.occurrences}
    for key, row in gathered.standing.items():
        over = row.cancelled or row.starts_at <= desk.clock.now()
        if key not in due and not over and row.programmes and row.programmes[-1].sha256:
            yield Change(key, row.name, row.starts_at, _GONE)

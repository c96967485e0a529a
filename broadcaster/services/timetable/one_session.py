"""Everything the page of one session shows: what airs in it, where the same is heard, and what was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from broadcaster.domain.week.session import Key
from broadcaster.errors import NotFound
from broadcaster.services.desk import Desk
from broadcaster.services.plan import air_now, preview
from broadcaster.services.plan.air_now import Opened
from broadcaster.services.plan.chosen import MAY, minutes_left
from broadcaster.services.plan.order_undo import LastAct, last_act
from broadcaster.services.timetable import changes
from broadcaster.services.timetable.cells import Cell, Phase
from broadcaster.services.timetable.changes import Version
from broadcaster.services.timetable.old_copies import OldCopy, old_copies
from broadcaster.services.timetable.timetable import Place, timetable
from broadcaster.services.timetable.timetable_rows import alike
from broadcaster.store.tables import SessionOrder

__all__ = ["MAY", "OneSession", "one_session"]


@dataclass(frozen=True, slots=True)
class OneSession:
    """A session of one village."""

    cell: Cell
    place: Place
    alike: tuple[Place, ...]
    """Villages that hear the same in it, this one among them."""
    others: tuple[tuple[Place, Cell], ...]
    """Villages that have the session too but hear something else."""
    neighbours: tuple[Cell, ...]
    """All sessions of the village on this day."""
    seen: int
    """The newest row of what was put by hand in the villages alike; 0 for none."""
    last_act: LastAct | None
    opened: Opened | None
    versions: tuple[Version, ...]
    old_copies: tuple[OldCopy, ...]
    minutes_left: int
    made_until: date

    @property
    def changeable(self) -> bool:
        """Whether its order may be changed now."""
        return self.cell.phase is Phase.OPEN and not self.cell.called

    @property
    def order(self) -> tuple[int, ...]:
        """Return the bulletins that may be put into another order, as they stand."""
        return tuple(line.bulletin_id for line in self.cell.movable if line.bulletin_id)

    @property
    def whole(self) -> int:
        """Return how many villages have the session."""
        return len(self.alike) + len(self.others)


def one_session(desk: Desk, commune_id: int, key: Key) -> OneSession:
    """
    Gather what is known of a session.

    Raises:
        NotFound: There is none, the day has passed or is too far away.
    """
    village, rule, day = key
    preview.require_coming(desk, day)
    table = timetable(desk, commune_id, day, 1)
    place = next((one for one in table.places if one.id == village), None)
    cells = place.cells.get(day, ()) if place else ()
    cell = next((one for one in cells if one.key == key), None)
    if place is None or cell is None:
        raise NotFound(
            "Không có buổi phát này trong ngày. Có thể lịch vừa đổi; hãy mở lại trang Lịch phát rồi chọn buổi."
        )
    same = alike(table, cell)
    ids = {one.id for one in same}
    with desk.store.reading() as session:
        seen = session.scalar(
            select(func.max(SessionOrder.id)).where(
                SessionOrder.commune_id == commune_id,
                SessionOrder.village_id.in_(ids),
                SessionOrder.series_id == cell.series,
                SessionOrder.day == day,
            )
        )
        return OneSession(
            cell=cell,
            place=place,
            alike=same,
            others=tuple(_others(table.places, cell, ids)),
            neighbours=cells,
            seen=seen or 0,
            last_act=last_act(session, commune_id, (village, cell.series, day)),
            opened=air_now.opened(session, *key),
            versions=changes.versions(session, key),
            old_copies=tuple(
                one
                for one in old_copies(desk, commune_id, day, 1)
                if one.key[1] == rule and one.key[0] in ids
            ),
            minutes_left=minutes_left(desk, cell.starts_at),
            made_until=table.made_until,
        )


def _others(places: Sequence[Place], cell: Cell, alike_ids: set[int]) -> list[tuple[Place, Cell]]:
    return [
        (place, one)
        for place in places
        if place.id not in alike_ids
        for one in place.cells.get(cell.key[2], ())
        if one.series == cell.series
    ]

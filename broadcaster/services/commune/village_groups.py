"""
Villages that are often chosen together: groups the commune names, and the communes they were part of before.

A village belongs to any number of groups and to one former commune at most. Choosing a group is choosing
its villages as they are then: a bulletin keeps the villages, so a group that changes moves nothing that was
approved.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Village, VillageGroup

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Bunch:
    """Open villages that are chosen with one tick."""

    key: str
    """For forms: `nhom:3` for a group, `xa:xã Bằng Cả` for a former commune."""
    label: str
    name: str
    group_id: int
    """0 for a former commune."""
    village_ids: tuple[int, ...]
    village_names: tuple[str, ...]

    @property
    def former(self) -> bool:
        """Whether it is a former commune."""
        return not self.group_id


def bunches(desk: Desk, commune_id: int) -> tuple[Bunch, ...]:
    """List former communes, then groups, by name; a group may have no open village."""
    with desk.store.reading() as session:
        return bunches_in(session, desk, commune_id)


def bunches_in(session: Session, desk: Desk, commune_id: int) -> tuple[Bunch, ...]:
    """List what `bunches` lists, within the caller's transaction."""
    villages = _open(session, desk, commune_id)
    groups = session.scalars(select(VillageGroup).where(VillageGroup.commune_id == commune_id))
    former = sorted({one.former_commune for one in villages} - {""})
    return (
        *(_former(name, [one for one in villages if one.former_commune == name]) for name in former),
        *(
            _group(row, [one for one in villages if row.id in one.group_ids])
            for row in sorted(groups, key=lambda row: row.name.casefold())
        ),
    )


def whole(every: Iterable[Bunch], chosen: Collection[int] | None) -> tuple[str, ...]:
    """Say which bunches are in a choice of villages whole; none chosen means every village, so nothing is said."""
    if chosen is None:
        return ()
    return tuple(one.label for one in every if one.village_ids and set(one.village_ids) <= set(chosen))


def add(desk: Desk, actor: Actor, name: str, village_ids: Collection[int]) -> Bunch:
    """
    Name a group of villages.

    Raises:
        Refused: No name, or another group has it.
    """
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = VillageGroup(
            commune_id=actor.commune_id, name=_free(session, actor, line(name, "tên nhóm", longest=_LONGEST))
        )
        session.add(row)
        session.flush()
        return _filled(session, desk, actor, row, village_ids, "add")


def change(desk: Desk, actor: Actor, group_id: int, name: str, village_ids: Collection[int]) -> Bunch:
    """
    Name a group anew and say which villages are in it.

    Raises:
        NotFound: There is no such group here.
        Refused: As `add`.
    """
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = _row(session, actor, group_id)
        row.name = _free(session, actor, line(name, "tên nhóm", longest=_LONGEST), row.id)
        return _filled(session, desk, actor, row, village_ids, "change")


def remove(desk: Desk, actor: Actor, group_id: int) -> str:
    """Forget a group, whose villages stay; return what it was called. Raises `NotFound`."""
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = _row(session, actor, group_id)
        for one in session.scalars(select(Village).where(Village.commune_id == actor.commune_id)):
            _belong(one, [key for key in one.group_ids if key != row.id])
        note(
            session,
            actor.commune_id,
            actor.login,
            desk.clock.now(),
            "remove",
            f"village_group {row.id}",
            name=row.name,
        )
        session.delete(row)
        return row.name


def change_former(desk: Desk, actor: Actor, old: str, name: str, village_ids: Collection[int]) -> str:
    """
    Say which villages were part of a former commune; those named so before and not now are part of none.

    Args:
        desk: What to work with.
        actor: An administrator.
        old: What it was called here; empty where it is new.
        name: What it is called; empty forgets it.
        village_ids: Which villages.

    Returns:
        Its name, tidied.
    """
    actor.require(Role.ADMIN)
    new = line(name, "tên xã cũ", longest=_LONGEST, needed=bool(village_ids))
    with desk.store.writing() as session:
        for one in _open(session, desk, actor.commune_id):
            was = one.former_commune
            if one.id in village_ids:
                one.former_commune = new
            elif was and was in (old, new):
                one.former_commune = ""
            one.version += one.former_commune != was
        detail = {"name": new or old, "villages": sorted(village_ids)}
        note(
            session,
            actor.commune_id,
            actor.login,
            desk.clock.now(),
            "change",
            f"former_commune {actor.commune_id}",
            **detail,
        )
        return new


def _open(session: Session, desk: Desk, commune_id: int) -> list[Village]:
    today = desk.today()
    rows = session.scalars(select(Village).where(Village.commune_id == commune_id).order_by(Village.id))
    return [row for row in rows if row.valid_to is None or row.valid_to >= today]


def _row(session: Session, actor: Actor, group_id: int) -> VillageGroup:
    row = session.get(VillageGroup, group_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Không có nhóm thôn này. Hãy mở lại trang Nhóm thôn.")
    return row


def _free(session: Session, actor: Actor, name: str, own: int = 0) -> str:
    for row in session.scalars(select(VillageGroup).where(VillageGroup.commune_id == actor.commune_id)):
        if row.id != own and row.name.casefold() == name.casefold():
            raise Refused(f"Xã đã có nhóm “{row.name}”. Hãy sửa nhóm đó, hoặc ghi tên khác.")
    return name


def _filled(
    session: Session, desk: Desk, actor: Actor, row: VillageGroup, village_ids: Collection[int], verb: str
) -> Bunch:
    """Put the villages in a group that were chosen, and take the others out."""
    villages = _open(session, desk, actor.commune_id)
    for one in villages:
        rest = [key for key in one.group_ids if key != row.id]
        _belong(one, [*rest, row.id] if one.id in village_ids else rest)
    bunch = _group(row, [one for one in villages if row.id in one.group_ids])
    detail = {"name": row.name, "villages": list(bunch.village_ids)}
    note(session, row.commune_id, actor.login, desk.clock.now(), verb, f"village_group {row.id}", **detail)
    return bunch


def _belong(row: Village, group_ids: list[int]) -> None:
    """Write which groups a village is in; its version counts on where they change, so that no old page undoes it."""
    if sorted(group_ids) != row.group_ids:
        row.group_ids = sorted(group_ids)
        row.version += 1


def _former(name: str, villages: list[Village]) -> Bunch:
    return _bunch(f"xa:{name}", f"thuộc {name} cũ", name, 0, villages)


def _group(row: VillageGroup, villages: list[Village]) -> Bunch:
    return _bunch(f"nhom:{row.id}", f"nhóm {row.name}", row.name, row.id, villages)


def _bunch(key: str, label: str, name: str, group_id: int, villages: list[Village]) -> Bunch:
    ids, names = tuple(one.id for one in villages), tuple(one.name for one in villages)
    return Bunch(key, label, name, group_id, ids, names)

"""The languages of a commune's villages: a table the administrator keeps, and which village hears which."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.bulletin import VIETNAMESE
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.services.writing import versions
from broadcaster.store.tables import Language, Village

SUGGESTED = (
    "tiếng Dao",
    "tiếng Tày",
    "tiếng Sán Dìu",
    "tiếng Sán Chay",
    "tiếng Nùng",
    "tiếng Hoa",
    "tiếng Mông",
)
"""Offered while a name is typed; a commune may write any other."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class LanguageView:
    """A language besides Vietnamese, and the villages that hear it."""

    id: int
    name: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillageLanguages:
    """In which languages a village hears bulletins, in order, and which it could hear too."""

    heard: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        """Say them: `tiếng Dao, rồi tiếng Việt`."""
        return ", rồi ".join(name for _key, name in self.heard)


def listing(desk: Desk, commune_id: int) -> tuple[LanguageView, ...]:
    """List a commune's languages besides Vietnamese, by the order they were added."""
    with desk.store.reading() as session:
        villages = session.scalars(
            select(Village).where(Village.commune_id == commune_id).order_by(Village.id)
        ).all()
        open_ones = [one for one in villages if one.valid_to is None or one.valid_to >= desk.today()]
        return tuple(
            LanguageView(row.id, row.name, tuple(one.name for one in open_ones if row.id in one.language_ids))
            for row in _in_use(session, commune_id)
        )


def add(desk: Desk, actor: Actor, name: str) -> LanguageView:
    """
    Put a language on the commune's list.

    Raises:
        Refused: No name, or the list has it already.
    """
    actor.require(Role.ADMIN)
    called = _named(name)
    with desk.store.writing() as session:
        taken = {one.name.lower() for one in _in_use(session, actor.commune_id)}
        if called.lower() in taken | {versions.VIETNAMESE_NAME.lower()}:
            raise Refused(f"Danh sách đã có {called}. Hãy ghi tên khác.")
        row = Language(commune_id=actor.commune_id, name=called)
        session.add(row)
        session.flush()
        _note(session, desk, actor, "add", row)
        return LanguageView(row.id, row.name, ())


def remove(desk: Desk, actor: Actor, language_id: int) -> str:
    """
    Take a language off the list: villages hear it no more; what was recorded and logged stays.

    Returns:
        Its name.
    """
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = session.get(Language, language_id)
        if row is None or row.commune_id != actor.commune_id or row.removed_at is not None:
            raise NotFound("Không còn tiếng này trong danh sách. Hãy mở lại trang.")
        row.removed_at = desk.clock.now()
        for village in session.scalars(select(Village).where(Village.commune_id == actor.commune_id)):
            if language_id in village.language_ids:
                village.language_ids = [one for one in village.language_ids if one != language_id] or [
                    VIETNAMESE
                ]
                village.version += 1
        _note(session, desk, actor, "remove", row)
        due.replan(session, desk, actor.commune_id)
        return row.name


def of_village(desk: Desk, commune_id: int, village_id: int) -> VillageLanguages:
    """Say which languages a village hears. Raises `NotFound` when there is no such village."""
    with desk.store.reading() as session:
        row = _village(session, commune_id, village_id)
        offered = _offered(session, commune_id)
        heard = tuple((one, offered[one]) for one in row.language_ids if one in offered)
        others = tuple(pair for pair in offered.items() if pair[0] not in row.language_ids)
        return VillageLanguages(heard, others)


def change_village(
    desk: Desk, actor: Actor, village_id: int, version: int, language_ids: Sequence[int]
) -> VillageLanguages:
    """
    Say in which languages a village hears bulletins, in order.

    Raises:
        Stale: Somebody changed the village first.
        Refused: None is chosen, one is chosen twice, or one is not on the commune's list.
    """
    actor.require(Role.ADMIN)
    with desk.store.writing() as session:
        row = _village(session, actor.commune_id, village_id)
        if row.version != version:
            raise Stale("Có người vừa sửa thôn này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
        wanted = list(language_ids)
        if not wanted:
            raise Refused("Hãy chọn ít nhất một tiếng cho thôn; nếu không, thôn không nghe được bản tin nào.")
        if len(set(wanted)) != len(wanted) or not set(wanted) <= set(_offered(session, actor.commune_id)):
            raise Refused("Có tiếng bị chọn hai lần hoặc không còn trong danh sách. Hãy chọn lại.")
        row.language_ids, row.version = wanted, row.version + 1
        called = versions.names(session, actor.commune_id)
        note(
            session,
            actor.commune_id,
            actor.login,
            desk.clock.now(),
            "set_languages",
            f"village {row.id}",
            languages=[called[one] for one in wanted],
        )
        due.replan(session, desk, actor.commune_id)
    return of_village(desk, actor.commune_id, village_id)


def in_use(session: Session, commune_id: int, language_id: int) -> bool:
    """Say whether a bulletin may be recorded in a language now."""
    return language_id in _offered(session, commune_id)


def offered(desk: Desk, commune_id: int) -> tuple[tuple[int, str], ...]:
    """Return the languages a bulletin may be recorded in, Vietnamese first."""
    with desk.store.reading() as session:
        return tuple(_offered(session, commune_id).items())


def _offered(session: Session, commune_id: int) -> dict[int, str]:
    return {VIETNAMESE: versions.VIETNAMESE_NAME} | {row.id: row.name for row in _in_use(session, commune_id)}


def _in_use(session: Session, commune_id: int) -> Sequence[Language]:
    return session.scalars(
        select(Language)
        .where(Language.commune_id == commune_id, Language.removed_at.is_(None))
        .order_by(Language.id)
    ).all()


def _named(typed: str) -> str:
    """Write a name as pages say it: `Dao` and `Tiếng Dao` are `tiếng Dao`."""
    name = line(typed, "tên tiếng", longest=_LONGEST)
    if name.lower().startswith("tiếng "):
        name = name[len("tiếng ") :]
    return f"tiếng {name[:1].upper()}{name[1:]}"


def _village(session: Session, commune_id: int, village_id: int) -> Village:
    row = session.get(Village, village_id)
    if row is None or row.commune_id != commune_id:
        raise NotFound("Không có thôn này. Hãy mở lại trang Thôn và cụm loa.")
    return row


def _note(session: Session, desk: Desk, actor: Actor, verb: str, row: Language) -> None:
    now = desk.clock.now()
    note(session, actor.commune_id, actor.login, now, verb, f"language {row.id}", name=row.name)

"""People with accounts: added, changed and closed by an administrator, never deleted, for history names them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services.audit import note
from broadcaster.services.commune.founding import NewCommune, begin, begun
from broadcaster.services.commune.passwords import hashed
from broadcaster.services.commune.person_rows import NewPerson, actor_of, insert, read_roles
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Person, PersonRole, SignIn

__all__ = [
    "NewCommune",
    "NewPerson",
    "PersonChange",
    "PersonView",
    "add_person",
    "begin",
    "begun",
    "change_person",
    "close_person",
    "find",
    "find_or_none",
    "listing",
    "reopen_person",
    "reset_password",
    "view",
]


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What an administrator may change of a person; the login stays, for the log names it."""

    name: str
    title: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the administrator's page shows them."""

    id: int
    login: str
    name: str
    title: str
    roles: tuple[Role, ...]
    paused_until: datetime | None
    closed_at: datetime | None
    version: int

    @property
    def closed(self) -> bool:
        """Whether the account is closed."""
        return self.closed_at is not None


def add_person(desk: Desk, actor: Actor, person: NewPerson) -> PersonView:
    """
    Open an account in the administrator's own commune.

    Raises:
        Refused: A field is missing or wrong, or the login is taken; the sentence names it.
    """
    actor.require(Role.ADMIN)
    kept = hashed(person.password)
    with desk.store.writing() as session:
        row = insert(session, desk, actor.commune_id, person, kept)
        _note(session, desk, actor, "add", row, roles=sorted(person.roles))
        return _view(row)


def change_person(desk: Desk, actor: Actor, person_id: int, version: int, change: PersonChange) -> PersonView:
    """
    Change a person's name, office or roles; the roles count from their next click.

    Raises:
        Stale: Somebody changed the account first.
        Refused: A field is missing, or the commune would be left without an administrator.
    """
    name, title = line(change.name, "họ tên"), line(change.title, "chức danh", needed=False)
    roles = read_roles(change.roles)
    with desk.store.writing() as session:
        row = _row(session, actor, person_id, version)
        if Role.ADMIN not in roles:
            _keep_an_administrator(session, row, "bỏ quyền quản trị của")
        had = {one.role for one in row.roles}
        row.roles = [one for one in row.roles if one.role in roles]
        row.roles += [PersonRole(role=role) for role in roles if role not in had]
        row.name, row.title = name, title
        _note(session, desk, actor, "change", row, roles=sorted(roles), name=name, title=title)
        return _view(row)


def close_person(desk: Desk, actor: Actor, person_id: int, version: int) -> PersonView:
    """
    Close an account; whoever is signed in with it is out at once.

    Raises:
        Stale: Somebody changed the account first.
        Refused: It is the last administrator's.
    """
    with desk.store.writing() as session:
        row = _row(session, actor, person_id, version)
        if row.closed_at is None:
            _keep_an_administrator(session, row, "đóng tài khoản của")
            row.closed_at = desk.clock.now()
            end_sessions(session, row.id, desk.clock.now())
            _note(session, desk, actor, "close", row)
        return _view(row)


def reopen_person(desk: Desk, actor: Actor, person_id: int, version: int) -> PersonView:
    """Open a closed account again, with the password it had. Raises `Stale` when it was changed first."""
    with desk.store.writing() as session:
        row = _row(session, actor, person_id, version)
        row.closed_at, row.failed_tries, row.paused_until = None, 0, None
        _note(session, desk, actor, "reopen", row)
        return _view(row)


def reset_password(desk: Desk, actor: Actor, person_id: int, version: int, password: str) -> PersonView:
    """
    Give a person a new password; a pause after wrong tries is lifted and their sessions end.

    Raises:
        Stale: Somebody changed the account first.
        Refused: The password is too short.
    """
    actor.require(Role.ADMIN)
    kept = hashed(password)
    with desk.store.writing() as session:
        row = _row(session, actor, person_id, version)
        row.password_hash, row.failed_tries, row.paused_until = kept, 0, None
        end_sessions(session, row.id, desk.clock.now())
        _note(session, desk, actor, "reset_password", row)
        return _view(row)


def find(desk: Desk, login: str) -> Actor:
    """
    Return the person of this login, whose account may be closed.

    Raises:
        NotFound: There is none.
    """
    found = find_or_none(desk, login)
    if found is None:
        raise NotFound(f"Không có tài khoản {login}. Hãy xem tên đăng nhập ở trang Quản trị.")
    return found


def find_or_none(desk: Desk, login: str) -> Actor | None:
    """Return the person of this login, or none."""
    with desk.store.reading() as session:
        row = session.scalar(select(Person).where(Person.login == login.strip().lower()))
        return None if row is None else actor_of(row)


def listing(desk: Desk, actor: Actor) -> tuple[PersonView, ...]:
    """List the accounts of the commune, open ones first."""
    actor.require(Role.ADMIN)
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Person)
            .where(Person.commune_id == actor.commune_id)
            .order_by(Person.closed_at.is_not(None), Person.id)
        )
        return tuple(_view(row) for row in rows)


def view(desk: Desk, actor: Actor, person_id: int) -> PersonView:
    """Return one account of the commune. Raises `NotFound` when there is none."""
    with desk.store.reading() as session:
        return _view(_row(session, actor, person_id))


def end_sessions(session: Session, person_id: int, now: datetime, keep: str = "") -> None:
    """End every session of a person but the one whose secret has this digest."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.secret_digest != keep)
        .values(ended_at=now)
    )


def _row(session: Session, actor: Actor, person_id: int, version: int | None = None) -> Person:
    """Find a person of the administrator's commune; given a version, count it on."""
    actor.require(Role.ADMIN)
    row = session.get(Person, person_id)
    if row is None or row.commune_id != actor.commune_id:
        raise NotFound("Không có tài khoản này. Hãy mở lại danh sách ở trang Quản trị.")
    if version is not None:
        if row.version != version:
            raise Stale("Có người vừa sửa tài khoản này. Hãy mở lại trang để xem bản mới rồi sửa tiếp.")
        row.version += 1
    return row


def _keep_an_administrator(session: Session, row: Person, act: str) -> None:
    """Refuse what would leave the commune without anybody who may do this."""
    others = session.scalar(
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.commune_id == row.commune_id, Person.id != row.id, Person.closed_at.is_(None))
        .where(PersonRole.role == Role.ADMIN.value)
        .limit(1)
    )
    if others is None and any(one.role == Role.ADMIN.value for one in row.roles):
        raise Refused(
            f"Không thể {act} {row.name}: đây là người quản trị cuối cùng của xã. "
            "Hãy giao quyền quản trị cho người khác trước."
        )


def _note(session: Session, desk: Desk, actor: Actor, verb: str, row: Person, **detail: object) -> None:
    note(
        session, row.commune_id, actor.login, desk.clock.now(), verb, f"person {row.id}",
        login=row.login, **detail,
    )  # fmt: skip


def _view(row: Person) -> PersonView:
    roles = tuple(Role(one.role) for one in row.roles)
    order = list(Role)
    return PersonView(
        id=row.id,
        login=row.login,
        name=row.name,
        title=row.title,
        roles=tuple(sorted(roles, key=order.index)),
        paused_until=row.paused_until,
        closed_at=row.closed_at,
        version=row.version,
    )

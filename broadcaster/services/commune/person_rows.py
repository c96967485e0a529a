"""Rows of people: written from what was typed, and read as those who act."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import line
from broadcaster.store.tables import Person, PersonRole

LOGIN = re.compile(r"[a-z0-9]{3,30}")
"""What a login looks like: typed the same on every keyboard, with or without a Vietnamese input method."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to open. The password is never kept, only its hash."""

    login: str
    name: str
    title: str
    """Office held, as papers print it; may be empty."""
    password: str
    roles: tuple[Role, ...]


def insert(session: Session, desk: Desk, commune_id: int, person: NewPerson, password_hash: str) -> Person:
    """
    Write a person within the caller's transaction.

    Raises:
        Refused: The login, name or roles are missing or wrong, or the login is taken.
    """
    login = person.login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise Refused(
            f"Tên đăng nhập “{login}” chưa đúng. Hãy dùng 3 đến 30 chữ cái không dấu và chữ số, viết liền, ví dụ huong2."
        )
    if session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise Refused(f"Tên đăng nhập “{login}” đã có người dùng. Hãy chọn tên khác, ví dụ {login[:28]}2.")
    row = Person(
        commune_id=commune_id,
        login=login,
        name=line(person.name, "họ tên"),
        title=line(person.title, "chức danh", needed=False),
        password_hash=password_hash,
        created_at=desk.clock.now(),
        roles=[PersonRole(role=role.value) for role in read_roles(person.roles)],
    )
    session.add(row)
    session.flush()
    return row


def read_roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Take each role once, in the order of the table. Raises `Refused` when there is none."""
    wanted = set(roles)
    if not wanted:
        raise Refused("Hãy chọn ít nhất một việc mà người này được làm.")
    return tuple(role for role in Role if role in wanted)


def actor_of(row: Person) -> Actor:
    """Read a person as one who acts."""
    return Actor(
        person_id=row.id,
        commune_id=row.commune_id,
        login=row.login,
        name=row.name,
        title=row.title,
        roles=frozenset(Role(one.role) for one in row.roles),
    )

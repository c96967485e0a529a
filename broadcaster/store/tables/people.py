"""People, what they may do, and their sessions, which live here so that a closed account ends at once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broadcaster.store.base import Base


class Person(Base):
    """Somebody with an account. Accounts are closed, never deleted: history names them."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("login"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    login: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    """Office held, as papers print it."""
    password_hash: Mapped[str]
    failed_tries: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    roles: Mapped[list["PersonRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class PersonRole(Base):
    """One thing a person may do."""

    __tablename__ = "person_role"
    __table_args__ = (CheckConstraint("role IN ('soan', 'duyet', 'truc', 'quan_tri')", name="role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class SignIn(Base):
    """A session of a signed-in person; only the digest of its secret is kept."""

    __tablename__ = "sign_in"

    secret_digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

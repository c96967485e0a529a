"""
The database: how it is opened, what a transaction is, what an instant looks like in it.

SQLite runs in WAL with `synchronous=FULL` (with NORMAL, power cuts lost acknowledged rows), enforced
foreign keys and a busy time-out. Every writing transaction begins with BEGIN IMMEDIATE: SQLAlchemy's
default begins late, and two processes that read and then write lose each other's updates.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from broadcaster.errors import Unavailable

_BUSY_MS = 15_000


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. A naive one is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 # the signature is SQLAlchemy's
        """Turn an aware instant into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a naive time reached the database: {value!r}"
            raise TypeError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 # the signature is SQLAlchemy's
        """Give back an aware instant; SQLite keeps none of the zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Mother of all tables. Every constraint is named by a rule, so that migrations can name it too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant}  # noqa: RUF012 # SQLAlchemy reads this attribute as it stands


class Store:
    """
    One database.

    `reading()` and `writing()` give a session for one transaction; leaving `writing()` without an error
    commits. No speech, ffmpeg or network belongs inside either.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(immediate=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session to read with; nothing done in it is kept."""
        with _plain_failures(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is kept whole on leaving, or not at all."""
        with _plain_failures(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give the database back; SQLite folds its write-ahead log in."""
        self.engine.dispose()


@contextmanager
def _plain_failures() -> Iterator[None]:
    """Say in Vietnamese what the maintainer can do where the database itself cannot go on."""
    try:
        yield
    except OperationalError as error:
        text = str(error.orig)
        if "full" in text:
            raise Unavailable(
                "Ổ đĩa đã đầy nên chưa lưu được. Hãy dọn bớt chỗ trống rồi làm lại; những gì đã lưu trước đó vẫn còn nguyên."
            ) from error
        if "locked" in text or "busy" in text:
            raise Unavailable("Cơ sở dữ liệu đang bận. Hãy đợi vài giây rồi làm lại.") from error
        if "readonly" in text or "unable to open" in text or "I/O" in text:
            raise Unavailable(
                f"Không ghi được cơ sở dữ liệu ({text}). Hãy kiểm tra ổ đĩa và quyền ghi của thư mục."
            ) from error
        raise


def _engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False} if url.startswith("sqlite") else {})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the begin event below says BEGIN itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

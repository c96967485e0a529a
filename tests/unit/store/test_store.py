"""The database: nothing lost between processes, nothing naive, nothing of history edited."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from broadcaster.errors import Unavailable
from broadcaster.store import migrate as migrations
from broadcaster.store.base import Base, Store
from broadcaster.store.tables import APPEND_ONLY, Audit, Commune, SessionRule, Village

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'test.db'}")
    migrations.migrate(made)
    return made


def commune() -> Commune:
    return Commune(
        code="x",
        name="xã X",
        province="tỉnh Y",
        greeting="",
        closing="",
        repeat_words="",
        self_approval=False,
        created_at=NOW,
    )


def test_migrations_make_exactly_the_tables_of_the_program(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_newest_migration() -> None:
    script = ScriptDirectory.from_config(migrations._config())
    assert len(script.get_heads()) == 1


def test_sqlite_is_durable_and_checks_keys(store: Store) -> None:
    with store.engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_two_writers_that_read_first_lose_nothing(store: Store) -> None:
    with store.writing() as session:
        session.add(commune())

    def raise_version() -> None:
        for _ in range(50):
            with store.writing() as session:
                row = session.get_one(Commune, 1)
                row.version += 1

    threads = [threading.Thread(target=raise_version) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        assert session.scalar(select(Commune.version)) == 201


def test_a_naive_time_never_reaches_the_database(store: Store) -> None:
    row = commune()
    row.created_at = datetime(2026, 6, 15, 1, 0)  # noqa: DTZ001 # naive on purpose
    with pytest.raises(StatementError, match="naive"), store.writing() as session:
        session.add(row)


def test_an_instant_comes_back_aware_and_equal(store: Store) -> None:
    with store.writing() as session:
        session.add(commune())
    with store.reading() as session:
        assert session.scalar(select(Commune.created_at)) == NOW


def test_a_village_cannot_end_before_it_begins(store: Store) -> None:
    with pytest.raises(IntegrityError, match="valid_range"), store.writing() as session:
        session.add(commune())
        session.flush()
        session.add(
            Village(
                commune_id=1, code="a", name="thôn A", valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1)
            )
        )


@pytest.mark.parametrize(
    "statement",
    [f"UPDATE {table} SET rowid = rowid" for table in APPEND_ONLY]
    + [f"DELETE FROM {table}" for table in APPEND_ONLY],
)
def test_history_tables_have_their_triggers(store: Store, statement: str) -> None:
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.rsplit(maxsplit=1)[-1]
    act = statement.split(maxsplit=1)[0].lower()
    with store.engine.connect() as connection:
        names = set(
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        )
    assert f"{table}_no_{act}" in names


@pytest.mark.parametrize("change", [text("UPDATE audit SET who = 'ai đó'"), text("DELETE FROM audit")])
def test_a_row_of_history_cannot_be_changed(store: Store, change: object) -> None:
    with store.writing() as session:
        session.add(Audit(commune_id=None, at=NOW, who="a", verb="b", subject="c", detail={}))
    with pytest.raises(IntegrityError, match="append-only"), store.writing() as session:
        session.execute(change)  # type: ignore[call-overload] # both are texts


def test_the_program_refuses_a_database_whose_guards_were_dropped(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.execute(text("DROP TRIGGER airing_no_delete"))
        connection.commit()
    with pytest.raises(Unavailable, match="airing_no_delete"):
        migrations.migrate(store)


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as session:
        session.add(commune())
        session.flush()
        session.add(
            SessionRule(
                commune_id=99,
                name="",
                weekdays=[1],
                start=datetime.min.time(),
                longest_ms=1,
                valid_from=date(2026, 1, 1),
            )
        )
    with store.reading() as session:
        assert session.scalar(select(Commune.id)) is None

"""Triggers that keep history append-only, whoever opens the database."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_history_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'history of % is append-only', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


def guard(connection: Connection, tables: tuple[str, ...]) -> None:
    """
    Create the update and delete triggers of these tables, replacing any that stand.

    A migration that touches one of them calls this last: SQLite's batch mode copies a table and leaves
    its triggers behind.
    """
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text(_POSTGRES_FUNCTION))
    for table in tables:
        for act in ("update", "delete"):
            name = f"{table}_no_{act}"
            if postgres:
                connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {table}"))
                body = "FOR EACH ROW EXECUTE FUNCTION refuse_history_change()"
            else:
                connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
                body = f"BEGIN SELECT RAISE(ABORT, 'history of {table} is append-only'); END"
            connection.execute(text(f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} {body}"))

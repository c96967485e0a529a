"""Bring a database to the newest shape, and refuse one whose history could be edited."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from broadcaster.errors import Unavailable
from broadcaster.store.base import Store
from broadcaster.store.tables import APPEND_ONLY

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(store: Store) -> None:
    """
    Run every migration the database has not had, each in its own transaction.

    Raises:
        Unavailable: The triggers that keep the log append-only are missing afterwards.
    """
    config = _config()
    if _current(store) != ScriptDirectory.from_config(config).get_current_head():
        with store.writing() as session:
            config.attributes["connection"] = session.connection()
            command.upgrade(config, "head")
    require_guards(store)


def require_guards(store: Store) -> None:
    """Check that history cannot be edited: an update and a delete trigger on each append-only table."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[store.engine.dialect.name]
    with store.engine.connect() as connection:
        found = set(connection.execute(text(query)).scalars())
    wanted = {f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")}
    if wanted - found:
        raise Unavailable(
            f"Cơ sở dữ liệu thiếu khóa chống sửa nhật ký ({', '.join(sorted(wanted - found))}). "
            "Chương trình dừng để nhật ký không bị sửa. Hãy khôi phục từ bản sao lưu gần nhất.",
            permanent=True,
        )


def _current(store: Store) -> str | None:
    """Return the migration a database stands at, without loading Alembic's environment."""
    with store.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config

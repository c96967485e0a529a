"""Alembic's door: migrations run on the connection that `store.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from broadcaster.store.base import Base
from broadcaster.store.tables import Airing  # noqa: F401 # importing one table makes them all known


def _plain_types(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own column types into migrations as the plain ones they stand on."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

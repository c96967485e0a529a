"""Keys of speech services, sealed in the database: written on a page, read only by the engine that speaks."""

from collections.abc import Callable

from broadcaster.services.keys import Keys
from broadcaster.store.base import Store
from broadcaster.store.tables import EngineChoice


def sealed(keys: Keys, commune_id: int, engine: str, key: str) -> str:
    """Seal a key for one engine of one commune."""
    return keys.seal(_label(commune_id, engine), key)


def opens(keys: Keys, row: EngineChoice) -> bool:
    """Say whether the key kept can be used: one from another home cannot."""
    return bool(row.sealed_key and keys.unseal(_label(row.commune_id, row.engine), row.sealed_key))


def reader(store: Store, keys: Keys) -> Callable[[int, str], str]:
    """Return what engines ask for their key: it is read anew each time, in a transaction of its own."""

    def read(commune_id: int, engine: str) -> str:
        with store.reading() as session:
            row = session.get(EngineChoice, (commune_id, engine))
            return keys.unseal(_label(commune_id, engine), row.sealed_key) if row and row.sealed_key else ""

    return read


def _label(commune_id: int, engine: str) -> str:
    return f"engine:{commune_id}:{engine}"

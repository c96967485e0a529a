"""A backup asked for by an administrator at a page."""

from pathlib import Path

from broadcaster.clock import local
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.programme import programmes
from broadcaster.services.upkeep import copies


def make(desk: Desk, actor: Actor, folder: Path) -> Path:
    """
    Write the home to one zip file in a folder and note who took it.

    Raises:
        NotAllowed: Not an administrator, or the home keeps other communes too, whose data this person may
            not take along.
        Refused: The database is not SQLite.
        Unavailable: The disk is full.
    """
    actor.require(Role.ADMIN)
    if set(programmes.communes(desk)) != {actor.commune_id}:
        raise NotAllowed(
            "Máy chủ này giữ dữ liệu của nhiều xã nên không tải bản sao lưu ở trang này được. "
            "Hãy nhờ người quản lý máy chủ chạy lệnh broadcaster backup."
        )
    now = desk.clock.now()
    out = folder / f"sao-luu-{local(now):%Y%m%d-%H%M}.zip"
    files = copies.backup(desk, out)
    with desk.store.writing() as session:
        note(
            session, actor.commune_id, actor.login, now, "backup", f"commune {actor.commune_id}", files=files
        )
    return out

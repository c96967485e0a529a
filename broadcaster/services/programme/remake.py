"""Asking for the programmes of the coming days to be made again, and for damaged sound to be replaced."""

from sqlalchemy import select

from broadcaster.domain.writing.workflow import Role
from broadcaster.services import due
from broadcaster.services.audit import note
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing.sound_files import is_whole
from broadcaster.store.tables import Occurrence
from broadcaster.units import Sha256

MAY = (Role.WRITER, Role.APPROVER, Role.ADMIN)


def remake(desk: Desk, actor: Actor) -> int:
    """
    Have a commune's coming programmes looked at and made again where they are wrong; the scheduler does it.

    A file that is not what its digest says is taken away, so that it is spliced anew from its pieces.

    Returns:
        How many damaged or missing files were found.

    Raises:
        NotAllowed: The person is only an operator.
    """
    actor.require(*MAY)
    with desk.store.reading() as session:
        rows = session.scalars(
            select(Occurrence).where(
                Occurrence.commune_id == actor.commune_id,
                Occurrence.starts_at > desk.clock.now(),
                Occurrence.cancelled.is_(False),
            )
        ).all()
        wanted = {row.programmes[-1].sha256 for row in rows if row.programmes} - {None}
    damaged = [
        one for one in map(Sha256, filter(None, wanted)) if not is_whole(desk.shelf.programme(one), one)
    ]
    for sha256 in damaged:
        desk.shelf.programme(sha256).unlink(missing_ok=True)
    with desk.store.writing() as session:
        due.replan(session, desk, actor.commune_id)
        note(
            session,
            actor.commune_id,
            actor.login,
            desk.clock.now(),
            "remake",
            f"commune {actor.commune_id}",
            damaged=len(damaged),
        )
    return len(damaged)

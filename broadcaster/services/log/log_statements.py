"""What a signed-in person says about many sessions at once: each is a statement of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log.airings import Statement, declare

MAY_SAY = (Role.OPERATOR, Role.WRITER, Role.ADMIN)
"""Who may speak of an airing in the commune's log."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of it: how many sessions were written down, and why others were not."""

    written: int
    refused: tuple[str, ...]
    """Sentences, each once."""


def declare_played(desk: Desk, actor: Actor, occurrence_ids: Iterable[int]) -> Spoken:
    """
    Say of each session that it was aired; one that is refused does not keep the others from being written.

    Raises:
        NotAllowed: The person may not speak of airings.
        Refused: No session was chosen.
    """
    actor.require(*MAY_SAY)
    chosen = tuple(dict.fromkeys(occurrence_ids))
    if not chosen:
        raise Refused("Hãy đánh dấu ít nhất một lượt phát rồi bấm lại.")
    written, refused = 0, []
    for occurrence_id in chosen:
        said = Statement(occurrence_id, played=True, who=actor.name)
        try:
            declare(desk, said, commune_id=actor.commune_id)
        except Refused as failure:
            refused.append(str(failure))
        else:
            written += 1
    return Spoken(written, tuple(dict.fromkeys(refused)))

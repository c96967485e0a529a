"""Hearing a session as it would air now, before its programme is made: spoken, spliced and kept, but not published."""

from dataclasses import replace

from broadcaster.domain.week.session import Key
from broadcaster.errors import NotFound, Refused
from broadcaster.services.desk import Desk
from broadcaster.services.plan.outlook import foresee
from broadcaster.services.plan.words import Words, texts
from broadcaster.services.programme.assembly import assemble, sound_of
from broadcaster.services.voice.speaking import ensure
from broadcaster.sound import Spliced
from broadcaster.store.tables import Commune


def hear(desk: Desk, commune_id: int, key: Key) -> Spliced:
    """
    Make the sound of one coming session as the plan wants it now.

    When its programme is made later and nothing has changed, this is its sound.

    Raises:
        NotFound: There is no such session to come.
        Refused: Nothing would air in it.
        Unavailable: No voice works, or the disk is full.
    """
    plan = foresee(desk, commune_id, key[2], (key[0],))
    one = plan.decided.get(key)
    if one is None:
        raise NotFound("Buổi này không còn thay đổi được nữa. Hãy nghe chương trình đã làm của buổi.")
    gathered = replace(plan.gathered, occurrences=(one.occurrence,))
    with desk.store.reading() as session:
        commune = session.get_one(Commune, commune_id)
    wanted = texts(commune, gathered)
    assembled = assemble(one, gathered, Words(wanted, ensure(desk, commune_id, wanted.all())))
    if not assembled.pieces:
        raise Refused("Buổi này chưa có bản tin nào để phát nên chưa có gì để nghe.")
    return sound_of(desk, assembled)

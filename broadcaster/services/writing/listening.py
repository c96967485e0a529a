"""Hearing a text before anybody approves it: asked for here, spoken by whoever claims the work."""

from broadcaster.domain.week.bounds import Limits
from broadcaster.domain.writing.bulletin import Kind
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.voice.speaking import Voiced
from broadcaster.services.writing.reading import read_for


def listen(desk: Desk, actor: Actor, text: str, confirmed: dict[str, str], kind: Kind = Kind.NEWS) -> Voiced:
    """
    Ask for a text to be spoken as it would be on air, and say how far that is.

    Nothing is spoken here: the same text asked for again has the same key, and later its sound.

    Raises:
        Refused: There is nothing to say, or more than a bulletin may be long.
    """
    actor.require(Role.WRITER, Role.APPROVER)
    longest = Limits().longest_text
    if len(text) > longest:
        raise Refused(f"Nội dung dài {len(text)} ký tự, tối đa {longest}. Hãy rút gọn rồi nghe thử.")
    with desk.store.reading() as session:
        spoken = read_for(session, actor.commune_id, text, confirmed).spoken
    if not any(letter.isalnum() for letter in spoken):
        raise Refused("Chưa có chữ nào để đọc. Hãy gõ nội dung rồi bấm “Nghe thử”.")
    with desk.store.writing() as session:
        key = speaking.want(session, desk, actor.commune_id, spoken, two_voices=kind is Kind.QA)
    return speaking.find(desk, key)

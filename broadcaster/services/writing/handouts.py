"""An approved bulletin ready for other places: texts to paste, and a leaflet to print."""

from dataclasses import dataclass

from sqlalchemy import select

from broadcaster.clock import local
from broadcaster.domain.writing import handout
from broadcaster.domain.writing.bulletin import Kind
from broadcaster.domain.writing.handout import Told
from broadcaster.errors import Refused
from broadcaster.paper.leaflet import Leaflet, leaflet
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.typed import code_of
from broadcaster.services.writing.steps import find, standing
from broadcaster.store.tables import Commune, UrgentCall


@dataclass(frozen=True, slots=True)
class HandoutText:
    """A text ready for one place."""

    place: str
    """A key of `postings.PLACES`."""
    text: str


def texts(desk: Desk, actor: Actor, bulletin_id: int) -> tuple[HandoutText, ...]:
    """
    Write an approved bulletin for the portal, for Zalo and for Facebook.

    Raises:
        NotFound: There is no such bulletin here.
        Refused: No approval of it stands: what nobody approved goes nowhere. Nor does a drill: read alone,
            nothing would tell it from the real thing.
    """
    told = _told(desk, actor, bulletin_id)
    return (
        HandoutText("cong", handout.for_portal(told)),
        HandoutText("zalo", handout.for_zalo(told)),
        HandoutText("facebook", handout.for_facebook(told)),
    )


def printed(desk: Desk, actor: Actor, bulletin_id: int) -> tuple[str, bytes]:
    """Set an approved bulletin as a leaflet; return a name for the file with it. Raises as `texts`."""
    told = _told(desk, actor, bulletin_id)
    foot = f"{told.station}. Nội dung được duyệt ngày {told.approved:%d/%m/%Y}."
    made = leaflet(Leaflet(told.station, told.title, told.text, foot), desk.clock.now())
    return f"{code_of(told.title, (), 'to-roi')}.pdf", made


def _told(desk: Desk, actor: Actor, bulletin_id: int) -> Told:
    with desk.store.reading() as session:
        found = find(session, actor.commune_id, bulletin_id)
        live = standing(session, bulletin_id)
        if live is None or found.state not in ("da_duyet", "het_han"):
            raise Refused(
                "Bản tin chưa được duyệt hoặc đã rút lại nên chưa đăng nơi khác được. Hãy trình duyệt trước."
            )
        drill = select(UrgentCall.id).where(UrgentCall.bulletin_id == bulletin_id, UrgentCall.drill)
        if session.scalar(drill) is not None:
            raise Refused("Bản tin này chỉ để diễn tập nên không đăng nơi khác, kẻo người đọc tưởng là thật.")
        revision, commune = live.revision, session.get_one(Commune, found.commune_id)
        return Told(
            station=f"Đài Truyền thanh {commune.name}",
            title=revision.title,
            text=revision.text,
            kind=Kind(revision.kind),
            topic=revision.topic,
            approved=local(live.decided_at).date(),
        )

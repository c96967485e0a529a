"""How far the work behind the pages is: programmes asked for, and voices still to be made."""

from dataclasses import dataclass

from sqlalchemy import func, select

from broadcaster.services.desk import Desk
from broadcaster.store.tables import Commune, Speech


@dataclass(frozen=True, slots=True)
class Progress:
    """What waits to be made."""

    asked: bool
    """Whether the commune's programmes are to be made again."""
    voices: int
    """Texts that still wait for their voice."""
    problem: str
    """What keeps a voice from being made, as a sentence; it is tried again by itself."""
    tries: int
    """How many texts have such a problem."""

    @property
    def working(self) -> bool:
        """Whether something will soon be different: what only fails is not work in progress."""
        return self.asked or self.voices > self.tries


def progress(desk: Desk, commune_id: int) -> Progress:
    """Return what waits to be made for a commune. Voices are the whole installation's: they are made in turn."""
    open_ones = Speech.sha256.is_(None) & Speech.trial.is_(False)
    waiting = select(func.count()).select_from(Speech).where(open_ones)
    troubled = open_ones & (Speech.problem != "")
    with desk.store.reading() as session:
        asked = session.get_one(Commune, commune_id).publish_wanted_at is not None
        voices = session.scalar(waiting) or 0
        tries = session.scalar(select(func.count()).select_from(Speech).where(troubled)) or 0
        problem = session.scalar(
            select(Speech.problem).where(troubled).order_by(Speech.wanted_at.desc()).limit(1)
        )
    return Progress(asked, voices, problem or "", tries)

"""What every use case works with, and who asks for it."""

from dataclasses import dataclass
from datetime import date

from broadcaster.clock import Clock, today
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed
from broadcaster.services.keys import Keys
from broadcaster.shelf import Shelf
from broadcaster.sound import SoundSettings
from broadcaster.speech import Voices
from broadcaster.store.base import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """The program's things, chosen once by `bootstrap`."""

    settings: Settings
    clock: Clock
    store: Store
    shelf: Shelf
    keys: Keys
    voices: Voices
    sound: SoundSettings

    def today(self) -> date:
        """Return the calendar day in Vietnam."""
        return today(self.clock)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person."""

    person_id: int
    commune_id: int
    login: str
    name: str
    title: str
    roles: frozenset[Role]

    def require(self, *roles: Role) -> None:
        """
        Let through only somebody who has one of these roles.

        Raises:
            NotAllowed: Has none of them; the sentence says who may.
        """
        if not self.roles & set(roles):
            raise NotAllowed("Tài khoản của bạn không có quyền làm việc này. Hãy nhờ người quản trị của xã.")

"""The page of voices: every engine with its place, its voices, and how it stands by what is known without asking it."""

from dataclasses import dataclass
from datetime import datetime

from broadcaster.paper import words
from broadcaster.services.desk import Desk
from broadcaster.services.voice import engine_keys
from broadcaster.services.voice.speaking_style import (
    LAST_RESORT,
    choices_of,
    first_manner,
    order_of,
    pauses_of,
    second_manner,
)
from broadcaster.speech import EngineFacts, Pauses, Voice, registry
from broadcaster.store.tables import EngineChoice, SpeakingStyle


@dataclass(frozen=True, slots=True)
class Standing:
    """How an engine stands: in two words, in which kind of state, and why."""

    says: str
    kind: str
    """good, wait, bad or quiet."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EngineView:
    """An engine as the page shows it."""

    name: str
    label: str
    place: int | None
    """1 speaks first, the others only where those before them cannot; none where it is not used."""
    online: bool
    needs_key: bool
    licence: str
    key_at: datetime | None
    """When the key was entered; the key itself is never shown."""
    voices: tuple[Voice, ...]
    voice: str
    """The code that speaks."""
    second_voice: str
    second_lower: bool
    """Whether the second voice is the first, only lower."""
    standing: Standing

    @property
    def last_resort(self) -> bool:
        """Whether it stays in every order."""
        return self.name == LAST_RESORT


@dataclass(frozen=True, slots=True)
class VoicesView:
    """How a commune's station speaks."""

    engines: tuple[EngineView, ...]
    rate_wpm: int
    pauses: Pauses
    version: int


def speakers(desk: Desk, commune_id: int) -> tuple[str, ...]:
    """Say who speaks in a commune, in order; at once, no engine is loaded."""
    with desk.store.reading() as session:
        used = order_of(desk, choices_of(session, commune_id))
    return tuple(words.capital(words.engine(name)) for name in used)


def view(desk: Desk, commune_id: int) -> VoicesView:
    """Return how a commune's station speaks: engines in use by their order, then the others."""
    with desk.store.reading() as session:
        kept = session.get(SpeakingStyle, commune_id)
        choices = choices_of(session, commune_id)
    rate = (kept.rate_wpm if kept else None) or desk.settings.rate_wpm
    used = order_of(desk, choices)
    rest = [name for name in registry.names() if name not in used and name != registry.TEST_VOICE]
    places: dict[str, int | None] = {name: number for number, name in enumerate(used, 1)}
    engines = tuple(
        _view(desk, commune_id, name, places.get(name), choices.get(name), rate) for name in (*used, *rest)
    )
    return VoicesView(engines, rate, pauses_of(kept), kept.version if kept else 0)


def _view(
    desk: Desk, commune_id: int, name: str, place: int | None, choice: EngineChoice | None, rate: int
) -> EngineView:
    facts = desk.voices.facts(name, commune_id)
    first = first_manner(desk, commune_id, name, choice, rate)
    second = second_manner(desk, commune_id, first, name, choice)
    return EngineView(
        name=name,
        label=words.capital(words.engine(name)),
        place=place,
        online=facts.online,
        needs_key=facts.needs_key,
        licence=facts.licence,
        key_at=choice.key_at if choice else None,
        voices=facts.voices,
        voice=first.voice,
        second_voice=second.voice,
        second_lower=second.voice == first.voice and second.pitch < first.pitch,
        standing=standing(desk, commune_id, facts, choice),
    )


def standing(desk: Desk, commune_id: int, facts: EngineFacts, choice: EngineChoice | None) -> Standing:
    """Say how an engine stands: by what it lacks, else by what became of it when it was last asked."""
    if why := desk.voices.trouble(facts.name, commune_id):
        return Standing("Chưa dùng được", "bad", why)
    if lacks := _lacks(desk, facts, choice):
        return lacks
    if choice and choice.problem:
        when = f" ({words.moment(choice.failed_at)})" if choice.failed_at else ""
        return Standing("Lần gần nhất không đọc được", "wait", f"{choice.problem}{when}")
    if choice and choice.spoke_at:
        return Standing("Đọc được", "good", f"Lần gần nhất: {words.moment(choice.spoke_at)}.")
    return Standing("Chưa thử", "quiet", "Giọng này chưa đọc lần nào nên chưa biết có đọc được không.")


def _lacks(desk: Desk, facts: EngineFacts, choice: EngineChoice | None) -> Standing | None:
    """Say what an engine needs before it can be asked at all."""
    if facts.needs_key and not (choice and choice.sealed_key):
        return Standing("Chưa có khóa", "bad", "Giọng này chỉ đọc khi có khóa của dịch vụ. Hãy nhập khóa.")
    if choice and choice.sealed_key and not engine_keys.opens(desk.keys, choice):
        return Standing("Khóa không mở được", "bad", "Khóa đã lưu thuộc về máy khác. Hãy nhập lại khóa.")
    if not facts.voices:
        return Standing("Chưa có giọng", "bad", "Chưa cài tệp giọng nào. Xem lệnh broadcaster voices.")
    return None

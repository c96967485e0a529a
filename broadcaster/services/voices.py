"""The voices there are, in the order of the settings, and each tried on one sentence for whoever listens."""

from dataclasses import dataclass

from broadcaster.errors import NotFound
from broadcaster.paper import words
from broadcaster.services.desk import Desk
from broadcaster.services.speaking import manner_of, parts_of
from broadcaster.sound import examine, make_segment
from broadcaster.speech import Chain, cut, registry
from broadcaster.units import Sha256

SENTENCE = "Đây là giọng đọc của đài truyền thanh xã. Kính chào bà con."
"""What a voice says when it is tried; it needs no reading."""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice of this program."""

    name: str
    label: str
    place: int | None
    """1 speaks first, the others only where those before them cannot; none where the settings leave it out."""


def listing(desk: Desk) -> tuple[VoiceView, ...]:
    """List the voices in use by their order, then those that the settings leave out."""
    chosen = desk.settings.engines
    rest = [name for name in registry.names() if name not in chosen and name != "silent"]
    places: dict[str, int | None] = {name: number for number, name in enumerate(chosen, 1)}
    return tuple(
        VoiceView(name, words.capital(words.engine(name)), places.get(name)) for name in [*chosen, *rest]
    )


def try_out(desk: Desk, name: str) -> Sha256:
    """
    Have one voice say the sentence, and keep it.

    Raises:
        NotFound: There is no voice of this name.
        Unavailable: It cannot speak now; the sentence says why.
    """
    if name not in {one.name for one in listing(desk)}:
        raise NotFound("Không có giọng đọc này. Hãy chọn lại trong danh sách ở trang Âm thanh.")
    voice = Chain([registry.load(name)], examine, desk.clock)
    with desk.shelf.bench() as folder:
        said = voice.speak(cut(SENTENCE), {name: manner_of(desk, name)}, folder)
        segment = make_segment(parts_of(said), folder / "segment.mp3", desk.sound)
        desk.shelf.take(segment.path, desk.shelf.segment(segment.sha256))
        return segment.sha256

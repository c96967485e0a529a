"""Trying a voice on a sentence of one's own: asked for here, spoken by whoever claims the work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.voice import speaking
from broadcaster.services.voice.speaking_style import (
    Style,
    choices_of,
    first_manner,
    second_manner,
    style_of,
)
from broadcaster.services.voice.voice_settings import check_style
from broadcaster.services.writing.reading import read_for
from broadcaster.speech import Pauses, Recipe, registry
from broadcaster.store.tables import EngineChoice

MAY = (Role.WRITER, Role.ADMIN)
SENTENCE = "Đây là giọng đọc của đài truyền thanh xã. Kính chào bà con, xin mời bà con nghe thông báo."
"""What a voice says when nobody typed another sentence."""
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be heard."""

    engine: str = ""
    """Empty: the first of the commune's that spoke when it was last asked."""
    sentence: str = ""
    second: bool = False
    """Whether the second voice of questions and answers speaks."""
    rate_wpm: int | None = None
    """None: as it is kept; the same of pauses."""
    pauses: Pauses | None = None


def try_out(desk: Desk, actor: Actor, trial: Trial) -> str:
    """
    Ask for a sentence to be spoken by one engine and no other.

    Returns:
        The key to ask for it by.

    Raises:
        Refused: The sentence is too long or has nothing to say, or a pace or pause is out of its range.
        NotFound: There is no such engine.
    """
    actor.require(*MAY)
    if trial.engine and trial.engine not in registry.names():
        raise NotFound("Không có giọng đọc này. Hãy tải lại trang rồi chọn trong danh sách.")
    sentence = trial.sentence.strip() or SENTENCE
    if len(sentence) > LONGEST:
        raise Refused(f"Câu nghe thử dài {len(sentence)} ký tự, tối đa {LONGEST}. Hãy rút gọn.")
    with desk.store.writing() as session:
        spoken = read_for(session, actor.commune_id, sentence, {}).spoken
        if not any(letter.isalnum() for letter in spoken):
            raise Refused("Chưa có chữ nào để đọc. Hãy gõ một câu rồi bấm “Nghe thử”.")
        style = style_of(session, desk, actor.commune_id)
        choices = choices_of(session, actor.commune_id)
        engine = trial.engine or _speaking(style, choices)
        rate = trial.rate_wpm or style.firsts[style.engines[0]].rate_wpm
        pauses = trial.pauses or style.pauses
        check_style(rate, pauses)
        choice = choices.get(engine)
        manner = replace(first_manner(desk, actor.commune_id, engine, choice, rate), rate_wpm=rate)
        if trial.second:
            manner = second_manner(desk, actor.commune_id, manner, engine, choice)
        recipe = Recipe(engine, manner, pauses=pauses, alone=True)
        return speaking.want_as(session, desk, actor.commune_id, spoken, recipe)


def _speaking(style: Style, choices: Mapping[str, EngineChoice]) -> str:
    """Return the first engine of which no trouble is known; where all have some, the last."""
    well = (name for name in style.engines if name not in choices or not choices[name].problem)
    return next(well, style.engines[-1])

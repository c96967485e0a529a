"""Help beside the text while it is written: how it will be said, how long it takes, what to look at again."""

from dataclasses import dataclass

from broadcaster.domain.completeness import Limits
from broadcaster.domain.lint import Advice, advise
from broadcaster.services import reading
from broadcaster.services.bulletins import Draft
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.reading import Preview


@dataclass(frozen=True, slots=True)
class Help:
    """What the page shows beside a text."""

    preview: Preview
    advice: tuple[Advice, ...]
    text: str
    """What was looked at."""
    left_off: int
    """Characters past the longest text, which are not looked at."""


def look_over(desk: Desk, actor: Actor, draft: Draft) -> Help:
    """Read a draft the commune's way and look it over; nothing is kept."""
    longest = Limits().longest_text
    text = draft.text[:longest]
    preview = reading.preview(desk, actor.commune_id, text, dict(draft.confirmed), draft.read_times)
    first = draft.first_day or desk.today()
    advice = advise(text, draft.kind, first, max(first, draft.last_day or first)) if text.strip() else ()
    return Help(preview, advice, text, max(0, len(draft.text) - longest))

"""Help beside the text while it is written: how it will be said, how long it takes, what to look at again."""

from dataclasses import dataclass
from datetime import date

from broadcaster.domain.week.bounds import Doubts, Limits, Places
from broadcaster.domain.writing.bulletin import Content, Kind
from broadcaster.domain.writing.completeness import problems
from broadcaster.domain.writing.lint import Advice, advise
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.lunar import lunar_of
from broadcaster.services.writing import reading, session_choices
from broadcaster.services.writing.drafts import Draft
from broadcaster.services.writing.reading import Preview


@dataclass(frozen=True, slots=True)
class Help:
    """What the page shows beside a text."""

    preview: Preview
    headline: Preview
    """Of the short form for a Điểm tin; empty where there is none."""
    advice: tuple[Advice, ...]
    nudges: tuple[str, ...]
    """What a report or a listener will miss, though nothing keeps it from the leader."""
    text: str
    """What was looked at."""
    left_off: int
    """Characters past the longest text, which are not looked at."""


def look_over(desk: Desk, actor: Actor, draft: Draft) -> Help:
    """Read a draft the commune's way and look it over; nothing is kept."""
    longest = Limits().longest_text
    text = draft.text[:longest]
    preview = reading.preview(desk, actor.commune_id, text, dict(draft.confirmed), draft.read_times)
    headline = reading.preview(
        desk, actor.commune_id, draft.headline[: Limits().longest_headline], dict(draft.confirmed)
    )
    first = draft.first_day or desk.today()
    last = max(first, draft.last_day or first)
    advice = advise(text, draft.kind, first, last, lunar_of) if text.strip() else ()
    with desk.store.reading() as session:
        places = session_choices.places(session, desk, actor.commune_id)
    nudges = _nudges(draft, preview, headline, places) if text.strip() else ()
    nudges += tuple(
        f"Lời điểm tin: {one.message}"
        for one in advise(draft.headline, Kind.NEWS, first, last, lunar_of)
        if draft.headline.strip()
    )
    return Help(preview, headline, advice, nudges, text, max(0, len(draft.text) - longest))


def _nudges(draft: Draft, preview: Preview, headline: Preview, places: Places) -> tuple[str, ...]:
    """Return the advice among what is wrong with a draft; the rest is said when it is submitted."""
    values = {name: getattr(draft, name) for name in Content.__dataclass_fields__ if hasattr(draft, name)}
    days = {"first_day": draft.first_day or date.min, "last_day": draft.last_day or date.min}
    said = {"spoken": preview.reading.spoken, "headline_spoken": headline.reading.spoken}
    content = Content(**values | days | said, engine="", voice="")
    found = problems(content, date.min, places, Doubts(), Limits())
    return tuple(problem.message for problem in found if not problem.blocking)

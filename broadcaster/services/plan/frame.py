"""How long everything around the items of a session takes: what the plan needs to know of it."""

from collections.abc import Mapping

from broadcaster.domain.plan.programme import LayoutOf
from broadcaster.domain.plan.running_order import Fixed, Layout
from broadcaster.domain.week.calendar import Occurrence
from broadcaster.domain.week.session import Key
from broadcaster.services.plan.item_length import PAUSE
from broadcaster.services.plan.planning import Gathered
from broadcaster.services.plan.words import Words
from broadcaster.store.tables import Jingle
from broadcaster.units import Millis


def layouts(gathered: Gathered, words: Words) -> LayoutOf:
    """
    Measure how the sessions of a plan are laid out.

    A greeting counts as the longest of its kind, so that villages with longer and shorter names hear the same.
    """
    kinds = {(one.call is not None) for one in gathered.occurrences}
    around = {kind: _around(gathered, words, called=kind) for kind in kinds}
    kept: dict[tuple[int, int | None, bool], Layout] = {}

    def layout_of(one: Occurrence) -> Layout:
        """Return how one session is laid out."""
        key = one.village_id, one.template_id, one.call is not None
        if key not in kept:
            relay = words.length(words.texts.relays.get(one.template_id, ()))
            fixed = _fixed(gathered.jingles[one.village_id], *around[one.call is not None], relay)
            kept[key] = Layout(gathered.template_of(one), fixed)
        return kept[key]

    return layout_of


def _around(gathered: Gathered, words: Words, *, called: bool) -> tuple[Millis, Millis]:
    """Return the longest words before and after the items of sessions of one kind."""
    keys = [one.key for one in gathered.occurrences if (one.call is not None) == called]

    def longest(cuts: Mapping[Key, tuple[str, ...]]) -> Millis:
        different = {cuts[key] for key in keys}
        return max(map(words.length, different), default=Millis(0))

    return longest(words.texts.before), longest(words.texts.after)


def _fixed(jingles: Mapping[str, Jingle], before: Millis, after: Millis, relay: Millis) -> Fixed:
    """Measure what stands around the items from the jingles heard in a village and the words spoken."""

    def jingle(role: str) -> Millis:
        return Millis(jingles[role].duration_ms + PAUSE) if role in jingles else Millis(0)

    def with_pause(length: Millis) -> Millis:
        return Millis(length + PAUSE if length else 0)

    return Fixed(
        opening=jingle("opening"),
        greeting=with_pause(before),
        separator=jingle("separator"),
        closing_words=with_pause(after),
        closing=jingle("closing"),
        attention=jingle("attention"),
        relay_words=with_pause(relay),
    )

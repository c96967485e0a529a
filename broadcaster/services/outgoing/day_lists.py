"""
The playlists that are published for a village's day, in every form; days that sound the same have the same lists.

Their titles name the session and not the village, so that villages that hear the same share them. What is relayed
is in the titles alone, never an entry: a stream does not end, most players know no other way to leave one, and a
loudspeaker that goes on for ever is worse than one that is silent. A station with a player follows its head.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from broadcaster.clock import local
from broadcaster.paper import relays, words
from broadcaster.services.outgoing.day_views import DayView, SessionView
from broadcaster.services.outgoing.heads import FROM_HEAD
from broadcaster.shelf import playlists
from broadcaster.shelf.published import PublishedFolder, PublishedList

Named = tuple[str, PublishedList]
"""Day as `20260615`, list."""
_Sound = tuple[object, ...]


@dataclass(slots=True)
class DayLists:
    """The lists of one commune's villages and days."""

    folder: PublishedFolder
    written: int = 0
    """Files written."""
    _kept: dict[_Sound, Sequence[PublishedList]] = field(default_factory=dict)

    def put(self, views: Sequence[DayView], pool: Executor) -> None:
        """Write the lists of these days that are not there yet, side by side."""
        different = {_sound(view): view for view in views if view.to_play}
        for sound, found in zip(different, pool.map(self._put, different.values()), strict=True):
            self._kept[sound] = [one for one, _count in found]
            self.written += sum(count for _one, count in found)

    def of(self, views: Sequence[DayView]) -> list[Named]:
        """Return the lists of a village's days, with the day of each; a silent day has none."""
        return [(view.folder, one) for view in views if view.to_play for one in self._kept[_sound(view)]]

    def _put(self, view: DayView) -> list[tuple[PublishedList, int]]:
        return [self.folder.put_list(data, form) for form, data in rendered(view).items()]


def rendered(view: DayView) -> dict[str, bytes]:
    """Write a day's list in every form."""
    entries = [
        (f"{FROM_HEAD}/{one.sha256[:2]}/{one.sha256}.mp3", one.duration_ms, title_of(one))
        for one in view.to_play
    ]
    return {
        "m3u8": playlists.m3u8(entries).encode(),
        "m3u": playlists.m3u(entries),
        "xspf": playlists.xspf(entries, words.capital(words.day(view.day)), view.commune_name),
    }


def title_of(one: SessionView) -> str:
    """Say what a player shows while a session plays: `05:30 Buổi sáng, thứ hai, 15/6/2026`."""
    at = local(one.starts_at)
    return f"{at:%H:%M} {one.name}, {words.day(at.date())}{relays.brief(one.relay, one.duration_ms)}"


def _sound(view: DayView) -> _Sound:
    """Return everything a day's lists say."""
    sessions = tuple(
        (one.sha256, one.duration_ms, one.starts_at, one.name, one.relay) for one in view.to_play
    )
    return view.commune_name, view.day, sessions

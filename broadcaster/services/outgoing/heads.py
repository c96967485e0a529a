"""
A village's head: made from what its days air, left as it is while that is the same and its files are whole.

What a head is made from is read without the items of its programmes: a programme is frozen, so its number says
everything in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcaster.clock import ZONE, local
from broadcaster.files import digest_of
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing.day_views import DayView, ItemView, SessionView
from broadcaster.services.outgoing.days import is_newest
from broadcaster.shelf.published import PublishedFolder, PublishedList
from broadcaster.store.tables import Commune, Occurrence, Programme, Village
from broadcaster.units import Sha256
from broadcaster.wire import manifest
from broadcaster.wire.signature import canonical, public_key, sign, verify_written

FROM_HEAD = "../../../../audio/programmes"
"""Where programmes lie, seen from a head and from the lists."""
_CALLS = {False: "khan_cap", True: "dien_tap"}
_FORM = 3
"""Raised when heads or lists are written otherwise, so that every one is written again."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are published."""

    first: date
    days: int

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """Return from when (inclusive) and until when (exclusive) these days are, by the wall in Vietnam."""
        start = datetime.combine(self.first, time(), tzinfo=ZONE)
        return start, start + timedelta(days=self.days)


def made_from(
    session: Session, commune: Commune, villages: Sequence[Village], window: Window
) -> Mapping[int, Sha256]:
    """Return the digest of everything that each village's head and lists say, by village."""
    last = window.first + timedelta(days=window.days - 1)
    rows = session.execute(
        select(
            Occurrence.village_id,
            Occurrence.id,
            Programme.id,
            Occurrence.name,
            Occurrence.day,
            Occurrence.starts_at,
        )
        .join(Programme, Programme.occurrence_id == Occurrence.id)
        .where(Occurrence.commune_id == commune.id, Occurrence.day.between(window.first, last))
        .where(Occurrence.cancelled.is_(False), Programme.sha256.is_not(None), is_newest())
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    said: dict[int, list[list[object]]] = {village.id: [] for village in villages}
    for village_id, occurrence_id, programme_id, name, day, starts_at in rows:
        said[village_id].append(
            [occurrence_id, programme_id, name, day.isoformat(), local(starts_at).isoformat()]
        )
    common = [_FORM, manifest.VERSION, commune.code, commune.name, window.first.isoformat(), window.days]
    return {
        village.id: digest_of(canonical({"from": [*common, village.code, village.name, said[village.id]]}))
        for village in villages
    }


def standing(desk: Desk, folder: PublishedFolder, commune_code: str, village_code: str) -> manifest.Document:
    """Return a village's head as it lies there; empty where none lies that this commune signed."""
    try:
        written = folder.head(village_code).read_bytes()
    except OSError:
        return {}
    if not verify_written(written, public_key(desk.keys.signing_seed(commune_code))):
        return {}
    found: manifest.Document = json.loads(written)
    return found if manifest.known(found) else {}


def is_right(head: manifest.Document, folder: PublishedFolder, village_code: str, wanted: Sha256) -> bool:
    """Say whether a head that lies there was made from what stands now, and whether its lists are whole."""
    if head.get("made_from") != wanted:
        return False
    lists: list[dict[str, str]] = head["lists"]  # type: ignore[assignment] # signed by us in this version
    return folder.has_lists(
        village_code, [(one["day"].replace("-", ""), one["form"], one["sha256"]) for one in lists]
    )


@dataclass(slots=True)
class HeadWriter:
    """Writes the heads of one commune; items that several sessions share are put into words once."""

    desk: Desk
    commune: Commune
    window: Window
    _items: dict[int, tuple[manifest.ManifestItem, ...]] = field(default_factory=dict)
    """By the identity of the views, which outlive the writer."""

    def document(
        self,
        views: Sequence[DayView],
        lists: Sequence[tuple[str, PublishedList]],
        wanted: Sha256,
        before: manifest.Document,
    ) -> bytes:
        """Write a village's head, signed. Its sequence grows also where the one before is lost."""
        first, now = views[0], self.desk.clock.now()
        earlier = before.get("sequence", 0)
        issue = manifest.Issue(
            sequence=max(earlier + 1 if isinstance(earlier, int) else 1, int(now.timestamp())),
            made_at=local(now),
            valid_from=self.window.ends[0],
            valid_until=self.window.ends[1],
            made_from=wanted,
        )
        whose = manifest.Whose(self.commune.code, self.commune.name, first.village_code, first.village_name)
        sessions = [self._session(view.day, one) for view in views for one in view.sessions]
        days = [
            manifest.ManifestList(
                f"{day[:4]}-{day[4:6]}-{day[6:]}", one.form, one.from_head, one.bytes, one.sha256
            )
            for day, one in lists
        ]
        document = manifest.head(whose, issue, sessions, days)
        return canonical(sign(document, self.desk.keys.signing_seed(self.commune.code)))

    def _session(self, day: date, one: SessionView) -> manifest.ManifestSession:
        if id(one.items) not in self._items:
            self._items[id(one.items)] = tuple(map(_item, one.items))
        return manifest.ManifestSession(
            occurrence_id=one.occurrence_id,
            programme_version=one.version,
            name=one.name,
            day=day.isoformat(),
            starts_at=local(one.starts_at).isoformat(),
            duration_ms=one.duration_ms,
            file=f"{FROM_HEAD}/{one.sha256[:2]}/{one.sha256}.mp3",
            bytes=one.bytes,
            sha256=one.sha256,
            items=self._items[id(one.items)],
            relay=_relay(one),
            call=None if one.drill is None else _CALLS[one.drill],
        )


def _relay(one: SessionView) -> manifest.ManifestRelay | None:
    relay = one.relay
    if relay is None:
        return None
    return manifest.ManifestRelay(
        source=relay.source,
        address=relay.address,
        instruction=relay.instruction,
        starts_at=local(relay.starts_at(one.starts_at)).isoformat(),
        offset_ms=relay.offset_ms,
        duration_ms=relay.duration_ms,
    )


def _item(item: ItemView) -> manifest.ManifestItem:
    approval = item.approval
    return manifest.ManifestItem(
        kind=item.kind,
        title=item.title,
        offset_ms=item.offset_ms,
        duration_ms=item.duration_ms,
        approved_digest=approval.digest if approval else None,
        approved_by=approval.by if approval else None,
        approved_at=local(approval.at).isoformat(timespec="seconds") if approval else None,
    )

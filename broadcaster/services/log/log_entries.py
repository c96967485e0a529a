"""Rows of the log read as values: a snapshot becomes items, statements become words, all become an entry."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from broadcaster.domain.log.airing import Event, Outcome, state_of
from broadcaster.domain.plan import relay as relays
from broadcaster.domain.plan.relay import Relay
from broadcaster.paper.entries import Approval, Entry, Item, PlanRow, Relayed, Said, Version
from broadcaster.services.log import log_remarks
from broadcaster.store.tables import Airing
from broadcaster.units import Millis

Snapshot = Mapping[str, Any]
"""As `log_snapshot.take` writes it, read back from JSON."""


def entry(
    occurrence_id: int,
    programme_id: int,
    snapshot: Snapshot,
    rows: Sequence[Airing],
    now: datetime,
    grace: timedelta,
) -> Entry:
    """
    Read one session of one village.

    Args:
        occurrence_id: Which session.
        programme_id: Its newest programme.
        snapshot: What was true when that programme was made.
        rows: Everything the log says of the session but its plans, oldest first.
        now: The instant from which it is looked at: what is over without a word is unconfirmed.
        grace: How long after its end a session may still be without a word.
    """
    starts_at = datetime.fromisoformat(snapshot["starts_at"])
    relay = relays.read(snapshot.get("relay"))
    on_air = Millis(snapshot["duration_ms"] + (relay.duration_ms if relay else 0))
    ends_at = starts_at + timedelta(milliseconds=on_air)
    items = [item for item in snapshot["items"] if "bulletin_id" in item]
    said = tuple(_said(row) for row in rows if _is_statement(row))
    events = [_event(row) for row in rows if row.programme_id == programme_id or _is_statement(row)]
    return Entry(
        occurrence_id=occurrence_id,
        programme_id=programme_id,
        village_id=snapshot["village_id"],
        village=snapshot["village"],
        stations=tuple(snapshot["stations"]),
        name=snapshot["session"],
        day=date.fromisoformat(snapshot["day"]),
        starts_at=starts_at,
        ends_at=ends_at,
        duration_ms=on_air,
        items=tuple(map(_item, items)),
        state=state_of(events, ends_at + grace, now),
        said=said,
        remarks=log_remarks.read(snapshot),
        relay=_relayed(relay, items) if relay else None,
        file_ms=Millis(snapshot["duration_ms"]),
    )


def _relayed(relay: Relay, items: Sequence[Snapshot]) -> Relayed:
    """Say what was relayed, and after how many of the bulletins."""
    before = sum(1 for item in items if item["offset_ms"] < relay.offset_ms)
    return Relayed(relay.source, relay.duration_ms, before)


def _is_statement(row: Airing) -> bool:
    """Tell a statement from a fetch; a fetch counts only for the programme that was fetched."""
    return row.outcome != Outcome.DOWNLOADED


def _event(row: Airing) -> Event:
    return Event(seq=row.seq, outcome=Outcome(row.outcome), at=row.at, corrects=row.corrects_seq)


def _said(row: Airing) -> Said:
    return Said(row.seq, Outcome(row.outcome), row.reason, row.note, row.who, row.at, row.corrects_seq)


def _item(item: Snapshot) -> Item:
    return Item(
        bulletin_id=item["bulletin_id"],
        revision_id=item["revision_id"],
        title=item["title"],
        duration_ms=Millis(item["duration_ms"]),
        kind=item["bulletin_kind"],
        urgency=item["urgency"],
        source=item["source"],
        field=item["field"],
        topic=item["topic"],
        plan_row=_plan_row(item["plan_row"]),
        author=item["author"],
        engine=item["voice"]["engine"],
        fell_back=item["voice"]["fell_back"],
        read_times=item["read_times"],
        approval=_approval(item["approval"]),
        versions=tuple(_version(one) for one in item.get("versions", ())),
        form=item["kind"],
    )


def _version(one: Snapshot) -> Version:
    return Version(one["language"], one["engine"], one["voice"], one["fell_back"], one["sha256"])


def _plan_row(row: Snapshot | None) -> PlanRow | None:
    return None if row is None else PlanRow(row["id"], row["year"], row["number"], row["content"])


def _approval(approval: Snapshot | None) -> Approval | None:
    if approval is None:
        return None
    decided_at = datetime.fromisoformat(approval["decided_at"])
    any_voice = approval.get("any_voice", False)
    return Approval(approval["name"], approval["title"], decided_at, approval["by_author"], any_voice)

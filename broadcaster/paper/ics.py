"""Sessions as iCalendar (RFC 5545), for the calendars of phones and offices. The only module that knows icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

_PRODUCT = "-//Dai truyen thanh xa//Lich phat//VI"
_ASK_AGAIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One session. Instants are aware."""

    uid: str
    """The same for the same session, so that a calendar changes it rather than showing it twice."""
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    words: str = ""


def calendar(name: str, events: Iterable[CalendarEvent], made_at: datetime) -> bytes:
    """Write a calendar; instants in UTC, which every calendar shows by the wall where it is."""
    found = Calendar()
    found.add("prodid", _PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("refresh-interval", _ASK_AGAIN, parameters={"value": "DURATION"})
    for one in events:
        found.add_component(_event(one, made_at))
    written: bytes = found.to_ical()
    return written


def _event(one: CalendarEvent, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("summary", one.title)
    event.add("location", one.place)
    if one.words:
        event.add("description", one.words)
    event.add("transp", "TRANSPARENT")
    return event

"""A relay in words: what lists, papers and pages say of it."""

from datetime import datetime, timedelta

from broadcaster.domain.plan.relay import Relay
from broadcaster.paper import words
from broadcaster.units import Millis, spoken_length

_HALF_A_MINUTE = timedelta(seconds=30)


def title(source: str) -> str:
    """Name it as an item of a programme: `Tiếp sóng Đài Tiếng nói Việt Nam`."""
    return f"Tiếp sóng {source}"


def hours(relay: Relay, session_starts_at: datetime) -> str:
    """Say from when to when, by the wall, to the nearest minute: `05:34 – 06:04`."""
    ends = (relay.starts_at(session_starts_at), relay.ends_at(session_starts_at))
    return " – ".join(words.hour(at + _HALF_A_MINUTE) for at in ends)


def how(relay: Relay, file_ms: Millis) -> str:
    """Say what whoever plays the session's file does, and when."""
    what = f"tiếp sóng {relay.source} trong {spoken_length(relay.duration_ms)}"
    if relay.goes_on(file_ms):
        return f"Tệp phát đến {words.clock(relay.offset_ms)} thì dừng, {what}, rồi cho tệp phát tiếp."
    return f"Tệp phát hết thì {what}."


def brief(relay: Relay | None, file_ms: Millis) -> str:
    """Say it behind a session's name in a list of files: `, rồi tiếp sóng … 30 phút`; nothing where there is none."""
    if relay is None:
        return ""
    begun = f", dừng ở {words.clock(relay.offset_ms)} để" if relay.goes_on(file_ms) else ", rồi"
    return f"{begun} tiếp sóng {relay.source} {spoken_length(relay.duration_ms)}"

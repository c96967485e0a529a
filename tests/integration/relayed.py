"""Sessions that relay, as rows: the next version of a programme with a relay in it, planned in the log."""

from broadcaster.domain.log.airing import Outcome
from broadcaster.domain.plan import relay as relays
from broadcaster.domain.plan.relay import Relay
from broadcaster.services.desk import Desk
from broadcaster.services.log.log_chain import PROGRAMME, Word, append
from broadcaster.services.outgoing.day_views import SessionView
from broadcaster.store.tables import Programme, ProgrammeItem
from broadcaster.units import Millis

HALF_AN_HOUR = Millis(30 * 60_000)
SOURCE = "Đài Tiếng nói Việt Nam"
STREAM = "https://vov.example/vov1.mp3"
SWITCH = "Chuyển máy thu sang FM 100 MHz, hết giờ thì tắt."


def after(one: SessionView) -> Relay:
    """Half an hour of VOV after a session's file."""
    return Relay(SOURCE, one.duration_ms, HALF_AN_HOUR, STREAM, SWITCH)


def relay_in(desk: Desk, one: SessionView, relay: Relay) -> None:
    """Let a session's newest programme relay this."""
    with desk.store.writing() as session:
        before = session.get_one(Programme, one.programme_id)
        names = [column.key for column in Programme.__mapper__.column_attrs]
        kept = {name: getattr(before, name) for name in names if name not in ("id", "version", "relay")}
        made = Programme(**kept, version=before.version + 1, relay=relays.written(relay))
        columns = [column.key for column in ProgrammeItem.__mapper__.column_attrs]
        made.items = [
            ProgrammeItem(**{name: getattr(item, name) for name in columns if name != "programme_id"})
            for item in before.items
        ]
        session.add(made)
        session.flush()
        append(session, desk, made, Word(Outcome.PLANNED, PROGRAMME, "chương trình"))

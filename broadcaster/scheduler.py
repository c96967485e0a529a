"""
Waking the work that is due.

APScheduler only wakes; the database is the queue. Its job store stays in memory and is never shared (two
processes on one store fire most jobs twice), a late wake is run however late (`misfire_grace_time=None`)
and several missed ones are one (`coalesce`), because each wake asks "what is due?" rather than "what did I
miss?". Two schedulers on one home share the rows: a claim or a unique key decides who does what.
"""

import logging
from collections.abc import Callable
from datetime import UTC, timedelta

from broadcaster.clock import ZONE
from broadcaster.errors import BroadcasterError
from broadcaster.services import due
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.programme import programmes
from broadcaster.services.upkeep import clock_check, prune
from broadcaster.services.urgent import at_once
from broadcaster.services.voice import better, making
from broadcaster.waker import Every, Waker

_LOG = logging.getLogger(__name__)
_ACT = Every(timedelta(seconds=1))
_RECONCILE = Every(timedelta(minutes=5))
_BETTER = Every(timedelta(seconds=15))


def start(desk: Desk) -> Waker:
    """
    Begin waking: voices and asked-for publishing every second, better voices now and then, a reconcile every few minutes.

    The whole horizon comes at night.

    Old and unfinished files are taken away at night too.

    Returns:
        The running scheduler; the caller shuts it down.
    """
    scheduler = Waker(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    scheduler.add_job(_safely(act, desk), _ACT, id="act")
    scheduler.add_job(_safely(better_voices, desk), _BETTER, id="better")
    scheduler.add_job(_safely(reconcile, desk), _RECONCILE, id="reconcile")
    scheduler.add_job(_safely(reconcile, desk), "cron", hour=0, minute=10, timezone=ZONE, id="night")
    scheduler.add_job(_safely(reconcile, desk), id="first")
    scheduler.add_job(_safely(take_old, desk), "cron", hour=1, minute=10, timezone=ZONE, id="prune")
    scheduler.start()
    return scheduler


def act(desk: Desk) -> None:
    """Publish what is called out, make every speech that waits, then publish the communes whose plan was changed."""
    at_once.work(desk)
    while making.work(desk):  # a slow voice may take minutes over what waits: what is called out goes between
        at_once.work(desk)
    for commune_id, wanted_at in due.wanted(desk).items():
        try:
            publishing.publish(desk, commune_id)
        except BroadcasterError as failure:  # the next commune has its own voices
            _LOG.warning("commune %s: %s", commune_id, failure)
        else:
            due.done(desk, commune_id, wanted_at)


def better_voices(desk: Desk) -> None:
    """Ask engines again that could not speak when another took their place; apart, since they may be slow."""
    while better.improve(desk):
        pass


def reconcile(desk: Desk) -> None:
    """Make and publish whatever is due for every commune; one commune's trouble does not stop the next."""
    for commune_id in programmes.communes(desk):
        try:
            done = publishing.publish(desk, commune_id)
        except BroadcasterError as failure:
            _LOG.warning("commune %s: %s", commune_id, failure)
        else:
            if done.programmes or done.files:
                _LOG.info("commune %s: %s programmes, %s files", commune_id, done.programmes, done.files)


def take_old(desk: Desk) -> None:
    """
    Take away what nothing within the kept time needs, and what kills and power cuts left unfinished.

    By a clock that is years ahead everything is old: nothing goes before the home has known days like these.
    """
    if not clock_check.is_believed(desk):
        _LOG.info("nothing taken away: no days like these are known here, the clock may be wrong")
        return
    gone = prune.prune(desk)
    if gone.files:
        _LOG.info("%s old files taken away, %s MB", len(gone.files), gone.bytes >> 20)


def _safely(task: Callable[[Desk], None], desk: Desk) -> Callable[[], None]:
    """Keep a failure of one wake from the scheduler: the next wake asks again."""

    def run() -> None:
        try:
            task(desk)
        except BroadcasterError as failure:
            _LOG.warning("%s: %s", task.__name__, failure)

    return run

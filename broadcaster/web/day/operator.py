"""
The village's own page: whoever has its secret link hears, fetches and confirms; nothing else is on it.

There is no account. What is said here stands in the log as said through this village's link.
"""

from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from broadcaster.domain.log.airing import REASONS
from broadcaster.errors import Refused
from broadcaster.paper import words
from broadcaster.services.commune import communes, villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.log import airings
from broadcaster.services.outgoing import sound_files
from broadcaster.services.outgoing.board import BoardSession, VillageDay, board
from broadcaster.services.urgent import calls
from broadcaster.services.urgent.calls import CallState
from broadcaster.web.day import feeds, sound_out
from broadcaster.web.failures import code_of
from broadcaster.web.guard import View, desk, village_link

pages = Blueprint("operator", __name__, url_prefix="/t/<secret>")
Answer = AnyResponse | str | tuple[str, int]
_DAY = timedelta(days=1)
_AT_HAND = timedelta(minutes=10)
_STILL_TOLD = timedelta(hours=12)


def by_link(view: View) -> View:
    """Give a view the village of its link instead of the secret; a link that opens nothing says so."""

    @village_link
    @wraps(view)
    def opened(secret: str, **rest: Any) -> Any:
        village = villages.village_by_secret(desk(), secret)
        if village is None:
            return render_template("operator/gone.html"), 404
        return view(village, **rest)

    return cast("View", opened)


@pages.get("")
@by_link
def show(village: VillageView) -> Answer:
    """Show the sessions of today, what yesterday left unsaid, and what comes tomorrow."""
    return _page(village)


@pages.post("")
@by_link
def say(village: VillageView) -> Answer:
    """Write what the operator says of a session; a refusal keeps what was typed."""
    typed = request.form
    said = airings.Statement(
        occurrence_id=_number(typed.get("buoi")) or 0,
        played=typed.get("da_phat") == "1",
        who=_who(village),
        reason=typed.get("ly_do", ""),
        note=typed.get("ghi_chu", ""),
        expected_seq=_number(typed.get("dong")),
    )
    try:
        airings.declare(desk(), said, village_id=village.id)
    except Refused as failure:
        return _page(village, said, str(failure)), code_of(failure)
    flash("Đã ghi: đã phát. Cảm ơn bạn." if said.played else "Đã ghi: không phát. Cảm ơn bạn.")
    return redirect(url_for(".show", secret=_secret(village), _anchor=f"buoi-{said.occurrence_id}"))


@pages.get("/nghe/<sha256>.mp3")
@by_link
def listen(village: VillageView, sha256: str) -> Response:
    """Play one of the village's programmes on the page."""
    file = sound_files.by_digest(desk(), sha256, commune_id=village.commune_id, village_id=village.id)
    return sound_out.to_listen(file)


@pages.get("/danhsach.<any(m3u8,m3u,xspf):form>")
@by_link
def playlist_of_today(village: VillageView, form: str) -> Response:
    """Give today's playlist at an address that stays the same, for a player that is set up once."""
    return sound_out.to_play(desk(), village, desk().today(), form)


@pages.get("/<day>/danhsach.<any(m3u8,m3u,xspf):form>")
@by_link
def playlist(village: VillageView, day: str, form: str) -> Response:
    """Give a day's playlist."""
    return sound_out.to_play(desk(), village, sound_out.day_named(day), form)


@pages.get("/<day>/goi.zip")
@by_link
def pack(village: VillageView, day: str) -> Response:
    """Give the pack for a stick; `?ngay=3` for three days."""
    return sound_out.to_pack(desk(), village, sound_out.day_named(day), _who(village))


@pages.get("/lich-phat.ics")
@by_link
def sessions(village: VillageView) -> Response:
    """Give the village's sessions as a calendar, for a phone that is set up once."""
    return feeds.of_village(village)


@pages.get("/<day>/thu-tu.pdf")
@by_link
def running_order(village: VillageView, day: str) -> Response:
    """Give the running order to print."""
    return sound_out.to_print(desk(), [village], sound_out.day_named(day))


@pages.get("/<day>/<file_name>")
@by_link
def take(village: VillageView, day: str, file_name: str) -> Response:
    """Give one session's MP3."""
    return sound_out.to_take(desk(), village, sound_out.day_named(day), file_name, _who(village))


def _page(village: VillageView, typed: airings.Statement | None = None, problem: str = "") -> str:
    today = desk().today()
    found = {one.day: one for one in board(desk(), village.commune_id, today - _DAY, 3, village.id)}
    yesterday, this_day, tomorrow = (
        found.get(day) or VillageDay(village.id, village.name, village.code, day, ())
        for day in (today - _DAY, today, today + _DAY)
    )
    withdrawn = _withdrawn(village)
    return render_template(
        "operator/show.html",
        village=village,
        secret=_secret(village),
        commune=communes.view(desk(), village.commune_id),
        today=this_day,
        tomorrow=tomorrow,
        late=[one for one in yesterday.sessions if one.unconfirmed],
        settled=[one for one in yesterday.sessions if one.last],
        yesterday=yesterday,
        now_called=_now_called(desk().clock.now(), withdrawn, this_day, tomorrow),
        withdrawn=withdrawn,
        pack_days=sound_out.PACK_DAYS,
        reasons=REASONS,
        said=words,
        typed=typed,
        problem=problem,
    )


def _now_called(now: datetime, taken: list[calls.CallView], *days: VillageDay) -> BoardSession | None:
    """Return the airing of an urgent call or drill that is at hand: one just begun of which nobody has spoken, or the next."""
    gone = {one.bulletin_id for one in taken}
    for one in (one for day in days for one in day.called if one.sound):
        if one.sound and gone.intersection(item.bulletin_id for item in one.sound.items):
            continue  # begun before it was withdrawn: nobody is to play that now
        if not one.begun or (one.last is None and now - one.starts_at < _AT_HAND):
            return one
    return None


def _withdrawn(village: VillageView) -> list[calls.CallView]:
    """Return what was called out in this village and lately withdrawn, which must not be played from a stick either."""
    since = desk().clock.now() - _STILL_TOLD
    return [
        one
        for one in calls.recent(desk(), village.commune_id)
        if one.state is CallState.WITHDRAWN
        and village.id in one.village_ids
        and one.withdrawn_at is not None
        and one.withdrawn_at > since
    ]


def _secret(village: VillageView) -> str:
    return villages.link_secret(desk(), village)


def _who(village: VillageView) -> str:
    """Name in the log whoever holds the link: the village is known, the person is not."""
    return f"Người trực {village.name} (qua liên kết)"


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None

"""What calendars and podcast players ask for: no account, only what the commune made public, or a village's own link."""

from flask import Blueprint, Response, request, url_for

from broadcaster.services.commune.villages import VillageView
from broadcaster.services.outgoing import feeds
from broadcaster.units import Sha256
from broadcaster.web.day import sound_out
from broadcaster.web.guard import actor, anyone, desk, signed_in

pages = Blueprint("feeds", __name__)
_OFTEN = 300
"""Seconds for which an answer may be used without asking again."""


@pages.get("/lich-phat.ics")
@signed_in
def sessions() -> Response:
    """Give the commune's sessions as a calendar."""
    return calendar(feeds.sessions(desk(), actor().commune_id), "lich-phat.ics", public=False)


@pages.get("/xa/<code>/lich-phat.ics")
@anyone
def public_sessions(code: str) -> Response:
    """Give the commune's sessions to everybody, where its setting allows that."""
    commune = feeds.public_commune(desk(), code)
    return calendar(feeds.sessions(desk(), commune.id), f"{code}.ics", public=True)


@pages.get("/xa/<code>/ban-tin.rss")
@anyone
def podcast(code: str) -> Response:
    """Give the aired bulletins as a podcast, where the commune's setting allows that."""
    commune = feeds.public_commune(desk(), code)
    written = feeds.podcast(
        desk(),
        commune,
        url_for("today.show", _external=True),
        url_for(".podcast", code=code, _external=True),
        lambda sha256: url_for(".episode", code=code, sha256=sha256, _external=True),
    )
    return _answer(written, "application/rss+xml; charset=utf-8", public=True)


@pages.get("/xa/<code>/ban-tin/<sha256>.mp3")
@anyone
def episode(code: str, sha256: str) -> Response:
    """Give the sound of one aired bulletin; it never changes under its name."""
    path = feeds.episode(desk(), feeds.public_commune(desk(), code), sha256)
    return sound_out.for_ever(path, Sha256(sha256), public=True)


def of_village(village: VillageView) -> Response:
    """Give a village's sessions with their bulletins as a calendar."""
    written = feeds.sessions(desk(), village.commune_id, village.id)
    return calendar(written, f"{village.code}.ics", public=False)


def calendar(written: bytes, name: str, *, public: bool) -> Response:
    """Send a calendar; one that is unchanged is not sent again."""
    answer = _answer(written, "text/calendar; charset=utf-8", public=public)
    answer.headers["Content-Disposition"] = f"inline; filename={name}"
    return answer


def _answer(written: bytes, media_type: str, *, public: bool) -> Response:
    answer = Response(written, content_type=media_type)
    answer.headers["Cache-Control"] = f"{'public' if public else 'private'}, max-age={_OFTEN}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer

"""Âm thanh: the jingles with where they come from, the voices, and every segment by its digest."""

import re

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from broadcaster.errors import NotFound, Unavailable
from broadcaster.services import jingles as jingle_use
from broadcaster.services import villages, voices
from broadcaster.web import jingles
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.jingles import KEEPERS

pages = Blueprint("sounds", __name__)
pages.register_blueprint(jingles.pages)
Answer = Response | str | tuple[str, int]
_DIGEST = re.compile(r"[0-9a-f]{64}")


@pages.get("/am-thanh")
@signed_in
def listing() -> str:
    """Show the jingles in use and the voices; one that was just tried has its player."""
    heard = request.args.get("nghe", "")
    return _listing(request.args.get("giong", ""), heard if _DIGEST.fullmatch(heard) else "")


@pages.post("/am-thanh/giong/<name>")
@roles(*KEEPERS)
def try_voice(name: str) -> Answer:
    """Have a voice say a sentence."""
    try:
        sha256 = voices.try_out(desk(), name)
    except Unavailable as failure:
        return _listing(name, "", str(failure)), 503
    return redirect(url_for(".listing", giong=name, nghe=sha256, _anchor=f"giong-{name}"))


@pages.get("/am-thanh/doan/<sha256>.mp3")
@signed_in
def segment(sha256: str) -> Response:
    """Give one segment; its name is its content, so a browser may keep it for good."""
    path = desk().shelf.segment(sha256) if _DIGEST.fullmatch(sha256) else None
    if path is not None and not path.exists():
        path = jingle_use.shipped_file(sha256)
    if path is None:
        raise NotFound("Không còn đoạn âm thanh này. Hãy tải lại trang để lấy bản mới.")
    answer = send_file(path, mimetype="audio/mpeg", conditional=True, etag=sha256)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _listing(voice: str, heard: str, problem: str = "") -> str:
    commune_id = actor().commune_id
    return render_template(
        "sounds/listing.html",
        jingles=jingle_use.in_use(desk(), commune_id),
        replaced=jingle_use.replaced(desk(), commune_id),
        labels=jingle_use.ROLE_LABELS,
        villages={one.id: one.name for one in villages.listing(desk(), commune_id, closed=True)},
        places=villages.listing(desk(), commune_id),
        own=jingle_use.with_own(desk(), commune_id),
        voices=voices.listing(desk()),
        may_change=has(*KEEPERS),
        tried=voice,
        heard=heard,
        problem=problem,
        sentence=voices.SENTENCE,
    )

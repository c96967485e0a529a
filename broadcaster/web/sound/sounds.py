"""Âm thanh: the jingles with where they come from, the voices, and every segment by its digest."""

import re

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from broadcaster.errors import NotFound
from broadcaster.services.commune import villages
from broadcaster.services.layout import jingles as jingle_use
from broadcaster.services.voice import voices
from broadcaster.web.guard import actor, desk, has, signed_in
from broadcaster.web.sound import jingles
from broadcaster.web.sound import voices as voice_pages
from broadcaster.web.sound.jingles import KEEPERS

pages = Blueprint("sounds", __name__)
pages.register_blueprint(jingles.pages)
pages.register_blueprint(voice_pages.pages)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@pages.get("/am-thanh")
@signed_in
def listing() -> str:
    """Show the jingles in use, those that were replaced, and who speaks."""
    commune_id = actor().commune_id
    first, *others = voices.speakers(desk(), commune_id)
    return render_template(
        "sounds/listing.html",
        jingles=jingle_use.in_use(desk(), commune_id),
        replaced=jingle_use.replaced(desk(), commune_id),
        labels=jingle_use.ROLE_LABELS,
        villages={one.id: one.name for one in villages.listing(desk(), commune_id, closed=True)},
        places=villages.listing(desk(), commune_id),
        own=jingle_use.with_own(desk(), commune_id),
        voice_label=first,
        stand_ins=len(others),
        may_change=has(*KEEPERS),
    )


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

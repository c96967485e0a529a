"""In which languages a village hears bulletins, and in which order."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import languages, villages
from broadcaster.web.guard import actor, desk, roles

pages = Blueprint("languages", __name__, url_prefix="/thon/<int:village_id>/tieng")


@pages.post("")
@roles(Role.ADMIN)
def change(village_id: int) -> Response:
    """Keep the languages chosen, first to last; an empty choice is skipped. A refusal is told by its page."""
    chosen = [int(one) for one in request.form.getlist("language_id") if one.isascii() and one.isdigit()]
    version = request.form.get("version", 0, type=int)
    found = languages.change_village(desk(), actor(), village_id, version, chosen)
    name = villages.view(desk(), actor().commune_id, village_id).name
    flash(f"{name[:1].upper()}{name[1:]} nghe {found.words}, từ những buổi còn đổi được.")
    return redirect(url_for("villages.show", village_id=village_id))

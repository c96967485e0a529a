"""Lịch phát: what will air when and where in the next days, and why."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.services.commune import villages
from broadcaster.services.outgoing.progress import progress
from broadcaster.services.programme.outlook import outlook
from broadcaster.services.programme.remake import MAY, remake
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.timetable import limits, templates, week

pages = Blueprint("schedule", __name__)
pages.register_blueprint(week.pages)
pages.register_blueprint(templates.pages)
pages.register_blueprint(limits.pages)


@pages.get("/lich-phat")
@signed_in
def show() -> str:
    """Show the sessions of seven days with their running orders, of all villages or of one."""
    places = villages.listing(desk(), actor().commune_id)
    chosen = request.args.get("thon", type=int)
    village_id = chosen if chosen in {one.id for one in places} else None
    slots = outlook(desk(), actor().commune_id, village_id)
    return render_template(
        "schedule/show.html",
        days=[(day, list(found)) for day, found in groupby(slots, key=lambda slot: slot.day)],
        villages=places,
        village_id=village_id,
        whole=request.args.get("mo") == "1",
        progress=progress(desk(), actor().commune_id),
        may_remake=has(*MAY),
    )


@pages.post("/lich-phat/lam-lai")
@roles(*MAY)
def again() -> Response:
    """Have the programmes made again; the scheduler does it while the page tells how far it is."""
    damaged = remake(desk(), actor())
    found = f" Có {damaged} tệp âm thanh hỏng hoặc thiếu sẽ được làm mới." if damaged else ""
    flash(f"Đang kiểm tra lịch và làm lại chương trình nào đã đổi.{found}")
    return redirect(url_for(".show", thon=request.form.get("thon", type=int)))

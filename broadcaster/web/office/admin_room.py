"""Chỗ trên đĩa: how much room the home takes, which old files could go, and the button that takes them."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.services.upkeep import prune
from broadcaster.services.upkeep.room import room as measured
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.office.admin_base import pages


@pages.get("/quan-tri/cho-trong")
@roles(Role.ADMIN)
def room() -> str:
    """Say what the home takes and what could go."""
    return render_template(
        "admin/room.html",
        room=measured(desk().settings),
        old=prune.prune(desk(), dry_run=True),
    )


@pages.post("/quan-tri/cho-trong")
@roles(Role.ADMIN)
def take_old() -> Response:
    """Take away what could go."""
    done = prune.prune_by_hand(desk(), actor())
    flash(f"Đã dọn {len(done.files)} tệp cũ, được thêm {done.bytes / (1 << 20):.0f} MB.")
    return redirect(url_for(".room"))

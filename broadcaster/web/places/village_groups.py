"""Villages chosen together: the commune's groups, and the communes villages were part of before the mergers."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import village_groups, villages
from broadcaster.services.commune.village_groups import Bunch
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles, signed_in

pages = Blueprint("groups", __name__, url_prefix="/thon")
Answer = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A form of a group or of a former commune."""

    heading: str
    name: str
    chosen: frozenset[int]
    former: bool
    group_id: int = 0
    old: str = ""
    """What a former commune was called when the page was opened."""
    problem: str = ""


@pages.get("/nhom")
@signed_in
def listing() -> str:
    """Show every group with its villages."""
    every = village_groups.bunches(desk(), actor().commune_id)
    return render_template("villages/groups.html", bunches=every)


@pages.route("/nhom/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add() -> Answer:
    """Name a new group."""
    page = Page("Thêm nhóm thôn", _name(), _chosen(), former=False)
    if request.method == "GET":
        return _shown(page)
    try:
        made = village_groups.add(desk(), actor(), page.name, page.chosen)
    except Refused as failure:
        return _refused(page, failure)
    return _done(f"Đã thêm nhóm {made.name}.")


@pages.route("/nhom/<int:group_id>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def change(group_id: int) -> Answer:
    """Name a group anew, and say which villages are in it."""
    kept = next((one for one in _every() if one.group_id == group_id), None)
    if kept is None:
        raise NotFound("Không có nhóm thôn này. Hãy mở lại trang Nhóm thôn.")
    heading = f"Nhóm {kept.name}"
    if request.method == "GET":
        return _shown(Page(heading, kept.name, frozenset(kept.village_ids), former=False, group_id=group_id))
    page = Page(heading, _name(), _chosen(), former=False, group_id=group_id)
    try:
        made = village_groups.change(desk(), actor(), group_id, page.name, page.chosen)
    except Refused as failure:
        return _refused(page, failure)
    return _done(f"Đã lưu nhóm {made.name}.")


@pages.post("/nhom/<int:group_id>/xoa")
@roles(Role.ADMIN)
def remove(group_id: int) -> Response:
    """Forget a group; its villages stay. A refusal is told by its page."""
    return _done(f"Đã xóa nhóm {village_groups.remove(desk(), actor(), group_id)}. Các thôn vẫn giữ nguyên.")


@pages.route("/xa-cu", methods=["GET", "POST"])
@roles(Role.ADMIN)
def former() -> Answer:
    """Say which villages were part of a former commune; `ten` names the one to change."""
    old = request.values.get("ten", "")
    heading = f"Các thôn thuộc {old} cũ" if old else "Thêm xã cũ"
    if request.method == "GET":
        ids = next((one.village_ids for one in _every() if one.former and one.name == old), ())
        return _shown(Page(heading, old, frozenset(ids), former=True, old=old))
    page = Page(heading, _name(), _chosen(), former=True, old=old)
    try:
        name = village_groups.change_former(desk(), actor(), old, page.name, page.chosen)
    except Refused as failure:
        return _refused(page, failure)
    return _done(
        f"Đã lưu các thôn thuộc {name} cũ." if page.chosen else f"Không còn thôn nào thuộc {old} cũ."
    )


def belonging() -> dict[int, tuple[str, ...]]:
    """Say of each village what it belongs to, in words."""
    every = _every()
    keys = {key for one in every for key in one.village_ids}
    return {key: tuple(one.label for one in every if key in one.village_ids) for key in keys}


def _every() -> tuple[Bunch, ...]:
    return village_groups.bunches(desk(), actor().commune_id)


def _name() -> str:
    return request.form.get("name", "")


def _chosen() -> frozenset[int]:
    return frozenset(request.form.getlist("village_ids", type=int))


def _shown(page: Page) -> str:
    return render_template(
        "villages/group.html", page=page, villages=villages.listing(desk(), actor().commune_id)
    )


def _refused(page: Page, failure: Refused) -> Answer:
    """Show the form as it was sent, with the sentence."""
    values = {name: getattr(page, name) for name in Page.__dataclass_fields__}
    return _shown(Page(**values | {"problem": str(failure)})), code_of(failure)


def _done(words: str) -> Response:
    flash(words)
    return redirect(url_for("villages.groups.listing"))

"""Mẫu chương trình: of which parts programmes are made, in which order; seen by all, changed by the administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.plan.template import PART_LABELS, PROGRAMME_LABELS, ProgrammeKind
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.layout import shipped_templates, template_changes, templates
from broadcaster.services.layout.template_changes import LONGEST_NAME
from broadcaster.services.layout.templates import TemplateView
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.timetable import template_form
from broadcaster.web.timetable.template_form import HEADLINE_COUNTS, SEPARATED, TypedTemplate

pages = Blueprint("templates", __name__, url_prefix="/lich-phat/mau")
Answer = Response | str | tuple[str, int]
KINDS = {
    ProgrammeKind.NEWS: "các bản tin đã duyệt, mỗi tin đọc cả bài",
    ProgrammeKind.HEADLINES: "3 đến 6 tin ngắn, mỗi tin 30–60 giây",
    ProgrammeKind.NOTICES: "chỉ các thông báo của xã, thôn",
}
"""What each kind is for, beside its name."""


@pages.get("")
@signed_in
def listing() -> str:
    """List the templates with their parts and the sessions that follow them."""
    found = templates.listing(desk(), actor().commune_id)
    return render_template(
        "templates/listing.html", templates=found, missing=templates.missing(found), labels=PART_LABELS
    )


@pages.post("/co-san")
@roles(Role.ADMIN)
def add_shipped() -> Response:
    """Give an older commune the templates that ship."""
    made = shipped_templates.add_missing(desk(), actor())
    flash(f"Đã thêm mẫu có sẵn: {', '.join(made)}." if made else "Xã đã có đủ các mẫu có sẵn.")
    return redirect(url_for(".listing"))


@pages.route("/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add() -> Answer:
    """Make a template; its parts are chosen on its own page afterwards."""
    name, kind = request.form.get("ten", ""), request.form.get("loai", ProgrammeKind.NEWS.value)
    problem, code = "", 200
    if request.method == "POST":
        try:
            made = template_changes.add(desk(), actor(), name, kind)
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Đã thêm mẫu “{made.name}”. Hãy chọn các phần của chương trình rồi lưu.")
            return redirect(url_for(".edit", template_id=made.id))
    page = render_template(
        "templates/add.html",
        name=name,
        chosen=kind,
        problem=problem,
        kinds=[(one.value, PROGRAMME_LABELS[one], words) for one, words in KINDS.items()],
        longest=LONGEST_NAME,
    )
    return page, code


@pages.route("/<int:template_id>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def edit(template_id: int) -> Answer:
    """Change a template. Buttons that move a part show the new order without saving it."""
    view = templates.view(desk(), actor().commune_id, template_id)
    if request.method == "GET":
        return _page(view, template_form.of_view(view))
    typed = template_form.of_form(request.form, view)
    for button, step in (("len", -1), ("xuong", 1)):
        if kind := request.form.get(button):
            return _page(view, typed.moved(kind, step), moved=kind)
    try:
        made = template_changes.change(desk(), actor(), template_id, typed.version, typed.name, typed.parts())
    except NotFound:
        raise
    except Refused as failure:
        return _page(view, typed, str(failure)), code_of(failure)
    if made.too_short:
        flash(f"Đã lưu mẫu “{made.name}”. {made.too_short}", "error")
    else:
        flash(f"Đã lưu mẫu “{made.name}”. Chương trình sắp tới được làm lại theo mẫu mới.")
    return redirect(url_for(".listing"))


@pages.post("/<int:template_id>/xoa")
@roles(Role.ADMIN)
def remove(template_id: int) -> Answer:
    """Remove a template that no session follows."""
    version = request.form.get("version", 0, type=int)
    try:
        name = template_changes.remove(desk(), actor(), template_id, version)
    except NotFound:
        raise
    except Refused as failure:
        flash(str(failure), "error")
        return redirect(url_for(".edit", template_id=template_id))
    flash(f"Đã xóa mẫu “{name}”.")
    return redirect(url_for(".listing"))


def _page(view: TemplateView, typed: TypedTemplate, problem: str = "", moved: str = "") -> str:
    return render_template(
        "templates/edit.html",
        view=view,
        typed=typed,
        problem=problem,
        moved=moved,
        counts=HEADLINE_COUNTS,
        separated=SEPARATED,
        longest=LONGEST_NAME,
    )

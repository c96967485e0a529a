"""Quản trị: the languages spoken in the villages besides Vietnamese, in which bulletins may be recorded."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import languages
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.office.admin_base import pages


@pages.get("/quan-tri/tieng")
@roles(Role.ADMIN)
def languages_listing() -> str:
    """Show the commune's languages and which village hears which."""
    return _page()


@pages.post("/quan-tri/tieng")
@roles(Role.ADMIN)
def add_language() -> Response | tuple[str, int]:
    """Put a language on the list."""
    name = request.form.get("name", "")
    try:
        made = languages.add(desk(), actor(), name)
    except Refused as failure:
        return _page(name, str(failure)), code_of(failure)
    flash(f"Đã thêm {made.name}. Hãy chọn những thôn nghe {made.name} ở trang của từng thôn.")
    return redirect(url_for(".languages_listing"))


@pages.post("/quan-tri/tieng/<int:language_id>/bo")
@roles(Role.ADMIN)
def remove_language(language_id: int) -> Response:
    """Take a language off the list."""
    try:
        name = languages.remove(desk(), actor(), language_id)
    except NotFound as failure:
        flash(str(failure))
    else:
        flash(f"Đã bỏ {name}. Các thôn không nghe {name} nữa; bản thu và nhật ký cũ vẫn được giữ.")
    return redirect(url_for(".languages_listing"))


def _page(typed: str = "", problem: str = "") -> str:
    return render_template(
        "admin/languages.html",
        found=languages.listing(desk(), actor().commune_id),
        suggested=languages.SUGGESTED,
        typed=typed,
        problem=problem,
    )

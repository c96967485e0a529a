"""Giới hạn phát: what the commune's decisions allow, each with its number and date; entered, corrected, ended."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField

from broadcaster.domain.limits.airtime import LimitKind
from broadcaster.domain.limits.airtime_words import LABELS
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.limits import air_limits
from broadcaster.services.limits.air_limits import LimitView
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.office.admin_base import kept_words, pages
from broadcaster.web.office.limit_form import ABOUT, LimitForm

Answer = Response | str | tuple[str, int]


class EndingForm(Form):
    """The last day of a limit."""

    last_day = DateField("Ngày cuối còn áp dụng")
    version = HiddenField()


@pages.get("/quan-tri/gioi-han")
@roles(Role.ADMIN)
def limits_listing() -> str:
    """Show the limits that are in force or will be, and what else can be limited."""
    found = air_limits.listing(desk(), actor().commune_id)
    once = {one.limit.kind for one in found if one.limit.kind is not LimitKind.QUIET}
    return render_template(
        "admin/limits.html",
        found=found,
        kinds=[(kind.value, label, ABOUT[kind]) for kind, label in LABELS.items() if kind not in once],
        today=desk().today(),
    )


@pages.route("/quan-tri/gioi-han/them/<kind>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add_limit(kind: str) -> Answer:
    """Enter a limit of one kind."""
    if kind not in set(LimitKind):
        raise NotFound("Không có loại giới hạn này. Hãy mở lại trang Giới hạn phát.")
    form, problem, code = LimitForm(valid_from=desk().today()), "", 422 if request.method == "POST" else 200
    form.keep(LimitKind(kind))
    if form.validate_on_submit():
        try:
            made = air_limits.add(desk(), actor(), form.words())
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Đã ghi giới hạn: {made.says}. Buổi nào vượt sẽ hiện ở Hôm nay và Lịch phát.")
            return redirect(url_for(".limits_listing"))
    return render_template(
        "admin/limit.html", form=form, view=None, problem=problem, about=ABOUT, labels=LABELS
    ), code


@pages.route("/quan-tri/gioi-han/<int:limit_id>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def change_limit(limit_id: int) -> Answer:
    """Correct a limit."""
    view, problem, code = _view(limit_id), "", 422 if request.method == "POST" else 200
    form = LimitForm(obj=view.limit, version=view.version)
    form.keep(view.limit.kind)
    if request.method == "GET" and form.weekdays:
        form.weekdays.data = sorted(view.limit.weekdays)
    if form.validate_on_submit():
        try:
            air_limits.change(desk(), actor(), limit_id, _version(), form.words())
        except Refused as failure:
            problem, code = kept_words(failure), code_of(failure)
        else:
            flash("Đã sửa giới hạn. Nhật ký các buổi đã phát vẫn giữ như lúc phát.")
            return redirect(url_for(".limits_listing"))
    return _change_page(view, form, problem), code


@pages.post("/quan-tri/gioi-han/<int:limit_id>/thoi")
@roles(Role.ADMIN)
def end_limit(limit_id: int) -> Answer:
    """Say a limit's last day."""
    view, ending, problem, code = _view(limit_id), EndingForm(), "Hãy ghi ngày cuối còn áp dụng.", 422
    if ending.validate_on_submit() and ending.last_day.data is not None:
        try:
            air_limits.end(desk(), actor(), limit_id, _version(), ending.last_day.data)
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Giới hạn “{view.label}” áp dụng đến hết ngày {ending.last_day.data:%d/%m/%Y}.")
            return redirect(url_for(".limits_listing"))
    form = LimitForm(None, obj=view.limit, version=view.version)
    form.keep(view.limit.kind)
    return _change_page(view, form, problem, ending), code


def _change_page(view: LimitView, form: LimitForm, problem: str, ending: EndingForm | None = None) -> str:
    yesterday = desk().today() - timedelta(days=1)
    return render_template(
        "admin/limit.html",
        form=form,
        view=view,
        problem=problem,
        about=ABOUT,
        labels=LABELS,
        ending=ending or EndingForm(None, last_day=yesterday, version=view.version),
        ending_now=ending is not None,
    )


def _view(limit_id: int) -> LimitView:
    for one in air_limits.listing(desk(), actor().commune_id):
        if one.limit.id == limit_id:
            return one
    raise NotFound("Không còn giới hạn này. Hãy mở lại trang Giới hạn phát.")


def _version() -> int:
    return request.form.get("version", 0, type=int)

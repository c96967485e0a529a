"""Kế hoạch và báo cáo: how far each row of the year's plan is, and the rows themselves."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import plan_rows
from broadcaster.services.commune.plan_rows import PlanRowView, PlanWords
from broadcaster.services.log import plan_progress
from broadcaster.services.periods import Period, quarter, year
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.record.log_filter import read_filter

pages = Blueprint("plan", __name__)
Answer = Response | str | tuple[str, int]
_MAY_CHANGE = (Role.WRITER, Role.ADMIN)
_YEARS = range(2000, 2101)


class RowForm(Form):
    """A row as the plan's appendix has it."""

    number = IntegerField("Số thứ tự trong kế hoạch", [InputRequired()])
    content = TextAreaField("Nội dung tuyên truyền", [InputRequired()], render_kw={"rows": 3})
    form = StringField("Hình thức", description="Ví dụ: Điểm tin trên các cụm loa")
    lead_unit = StringField("Đơn vị chủ trì", description="Ví dụ: Công chức Văn hóa – Xã hội")
    cooperating_units = StringField("Đơn vị phối hợp")
    timing = StringField(
        "Thời gian",
        description=f"Ví dụ: Quý II; hoặc “Thường xuyên”: {plan_progress.SILENT_DAYS} ngày không phát thì được nhắc",
    )


@pages.get("/ke-hoach")
@signed_in
def show() -> Answer:
    """Show a year's plan and what each row has on the air in a quarter, the year or any days."""
    of_year, problem = _year(request.args.get("nam")), ""
    try:
        period = read_filter(request.args, desk().today(), year(date(of_year, 1, 1))).period
        found = plan_progress.progress(desk(), actor().commune_id, of_year, period)
    except Refused as failure:
        problem, period = str(failure), year(date(of_year, 1, 1))
        found = plan_progress.progress(desk(), actor().commune_id, of_year, period)
    page = render_template(
        "plan/show.html",
        year=of_year,
        years=_years(of_year),
        period=period,
        presets=_presets(of_year),
        progress=found,
        silent_days=plan_progress.SILENT_DAYS,
        may_change=has(*_MAY_CHANGE),
        problem=problem,
        typed=request.args,
    )
    return page, 422 if problem else 200


@pages.route("/ke-hoach/<int:of_year>/them", methods=["GET", "POST"])
@roles(*_MAY_CHANGE)
def add(of_year: int) -> Answer:
    """Add a row to a year's plan."""
    if of_year not in _YEARS:
        raise NotFound("Năm này không đúng. Hãy mở lại trang Kế hoạch và báo cáo.")
    form = RowForm()
    if not form.is_submitted():
        rows = plan_rows.listing(desk(), actor().commune_id, of_year)
        form.number.data = max((one.number for one in rows), default=0) + 1
    return _edit(form, of_year, None)


@pages.route("/ke-hoach/muc/<int:row_id>", methods=["GET", "POST"])
@roles(*_MAY_CHANGE)
def change(row_id: int) -> Answer:
    """Change a row of the plan."""
    row = plan_rows.view(desk(), actor(), row_id)
    return _edit(RowForm(obj=row), row.year, row)


@pages.post("/ke-hoach/muc/<int:row_id>/xoa")
@roles(*_MAY_CHANGE)
def remove(row_id: int) -> Answer:
    """Take away a row that no bulletin serves."""
    row = plan_rows.view(desk(), actor(), row_id)
    try:
        plan_rows.remove(desk(), actor(), row_id)
    except NotFound:
        raise
    except Refused as failure:
        return _page(RowForm(formdata=None, obj=row), row.year, row, str(failure)), code_of(failure)
    flash(f"Đã xóa mục {row.number} khỏi kế hoạch năm {row.year}.")
    return redirect(url_for(".show", nam=row.year))


def _edit(form: RowForm, of_year: int, row: PlanRowView | None) -> Answer:
    problem, code = "", 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            kept = _keep(form, of_year, row)
        except NotFound:
            raise
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Đã {'sửa' if row else 'thêm'} mục {kept.number} của kế hoạch năm {of_year}.")
            return redirect(url_for(".show", nam=of_year))
    return _page(form, of_year, row, problem), code


def _keep(form: RowForm, of_year: int, row: PlanRowView | None) -> PlanRowView:
    words = PlanWords(
        year=of_year,
        number=form.number.data or 0,
        content=form.content.data or "",
        form=form.form.data or "",
        lead_unit=form.lead_unit.data or "",
        cooperating_units=form.cooperating_units.data or "",
        timing=form.timing.data or "",
    )
    if row is None:
        return plan_rows.add(desk(), actor(), words)
    return plan_rows.change(desk(), actor(), row.id, words)


def _page(form: RowForm, of_year: int, row: PlanRowView | None, problem: str) -> str:
    return render_template("plan/edit.html", form=form, year=of_year, row=row, problem=problem)


def _year(text: str | None) -> int:
    """Read a year from the address; this year where it says none."""
    known = text is not None and text.isascii() and text.isdigit() and len(text) == 4
    chosen = int(text) if known and text else desk().today().year
    return chosen if chosen in _YEARS else desk().today().year


def _years(shown: int) -> tuple[int, ...]:
    """List the years to choose from: those with a plan, this year and the next, and the one shown."""
    this = desk().today().year
    known = plan_rows.years(desk(), actor().commune_id)
    return tuple(sorted({*known, this, this + 1, shown}, reverse=True))


def _presets(of_year: int) -> tuple[tuple[str, Period], ...]:
    quarters = [(f"Quý {roman}", quarter(date(of_year, month, 1))) for roman, month in _QUARTERS]
    return ((f"Cả năm {of_year}", year(date(of_year, 1, 1))), *quarters)


_QUARTERS = (("I", 1), ("II", 4), ("III", 7), ("IV", 10))

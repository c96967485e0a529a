"""Buổi phát trong tuần: the sessions of the week and their exceptions, added, changed and closed."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, IntegerField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from broadcaster.domain.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import villages
from broadcaster.services.programme import week, week_changes, week_check
from broadcaster.services.programme.week import LONGEST_MINUTES, RuleView
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form, options
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.timetable import limits, week_change_form

pages = Blueprint("week", __name__, url_prefix="/lich-phat/buoi")
Answer = Response | str | tuple[str, int]
WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


class RuleForm(Form):
    """A weekly session."""

    name = StringField("Tên buổi phát", [InputRequired()], description="Ví dụ: Buổi sáng")
    weekdays = SelectMultipleField(
        "Phát vào các ngày",
        [InputRequired("Hãy chọn ít nhất một ngày trong tuần.")],
        choices=options((number, name.capitalize()) for number, name in enumerate(WEEKDAYS, 1)),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    start = TimeField("Giờ bắt đầu", [InputRequired()], description="Ví dụ: 05:30")
    longest_minutes = IntegerField(
        "Dài nhất (phút)",
        [
            InputRequired(),
            NumberRange(1, LONGEST_MINUTES, f"Hãy ghi số phút từ 1 đến {LONGEST_MINUTES}."),
        ],
        description="Chương trình không bao giờ dài hơn số phút này.",
    )
    from_day = DateField("Áp dụng từ ngày", [InputRequired()])
    version = HiddenField()


class ClosingForm(Form):
    """The last day of a weekly session."""

    last_day = DateField("Ngày phát cuối", [InputRequired()])
    version = HiddenField()


def weekdays_words(days: Sequence[int]) -> str:
    """Say days of the week: `hằng ngày`, `thứ hai đến thứ sáu`, `thứ ba, chủ nhật`."""
    if len(days) == 7:
        return "hằng ngày"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0] - 1]} đến {WEEKDAYS[days[-1] - 1]}"
    return ", ".join(WEEKDAYS[day - 1] for day in days)


@pages.get("")
@signed_in
def listing() -> str:
    """List the sessions of the week and the exceptions to come."""
    return render_template(
        "schedule/week.html",
        rules=week.rules(desk(), actor().commune_id),
        changes=week_changes.exceptions(desk(), actor().commune_id),
        weekdays_words=weekdays_words,
        today=desk().today(),
    )


@pages.route("/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add() -> Answer:
    """Open a weekly session."""
    form, problem, code = RuleForm(from_day=desk().today()), "", _code_of_form()
    if request.method == "GET":
        form.weekdays.data = list(range(1, 8))
    if form.validate_on_submit():
        try:
            made = week.add_rule(desk(), actor(), _rule(form), form.from_day.data or desk().today())
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Đã thêm “{made.name}”. Chương trình các ngày tới đang được làm lại.")
            limits.warn(made.id, made.valid_from)
            return redirect(url_for(".listing"))
    return render_template("schedule/rule.html", form=form, rule=None, problem=problem), code


@pages.route("/<int:rule_id>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def change(rule_id: int) -> Answer:
    """Change a weekly session from a day on."""
    rule, problem, code = _view(rule_id), "", _code_of_form()
    form = RuleForm(obj=rule, from_day=max(week_check.first_free_day(desk()), rule.valid_from))
    if request.method == "GET":
        form.weekdays.data = list(rule.weekdays)
    if form.validate_on_submit():
        first = form.from_day.data or desk().today()
        try:
            made = week.change_rule(desk(), actor(), rule_id, _number(form.version.data), _rule(form), first)
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"Đã lưu “{form.name.data}”, áp dụng từ ngày {first:%d/%m/%Y}.")
            limits.warn(made.id, first)
            return redirect(url_for(".listing"))
    return _rule_page(rule, form, problem), code


@pages.post("/<int:rule_id>/dung")
@roles(Role.ADMIN)
def close(rule_id: int) -> Answer:
    """Say a weekly session's last day."""
    rule, form, problem, code = _view(rule_id), ClosingForm(), "", 422
    if form.validate_on_submit() and form.last_day.data is not None:
        try:
            week.close_rule(desk(), actor(), rule_id, _number(form.version.data), form.last_day.data)
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(f"“{rule.name}” phát đến hết ngày {form.last_day.data:%d/%m/%Y}.")
            return redirect(url_for(".listing"))
    return _rule_page(rule, RuleForm(None, obj=rule), problem, form), code


@pages.route("/thay-doi/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add_change() -> Answer:
    """Set an exception: no session, another time or another length on some days."""
    day = desk().today() + timedelta(days=1)
    form = week_change_form.ChangeForm(first_day=day, last_day=day)
    form.offer(week.rules(desk(), actor().commune_id), villages.listing(desk(), actor().commune_id))
    problem, code = "", _code_of_form()
    if form.validate_on_submit():
        try:
            made = week_changes.add_exception(desk(), actor(), form.change())
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(
                f"Đã thêm thay đổi lịch từ ngày {made.first_day:%d/%m/%Y} đến ngày {made.last_day:%d/%m/%Y}."
            )
            limits.warn(made.rule_id, made.first_day)
            return redirect(url_for(".listing"))
    return render_template("schedule/change.html", form=form, problem=problem), code


@pages.post("/thay-doi/<int:exception_id>/bo")
@roles(Role.ADMIN)
def remove_change(exception_id: int) -> Response:
    """Take an exception back."""
    try:
        week_changes.remove_exception(desk(), actor(), exception_id)
    except NotFound:
        raise
    except Refused as failure:
        flash(str(failure), "error")
    else:
        flash("Đã bỏ thay đổi lịch; các ngày đó phát theo buổi trong tuần.")
    return redirect(url_for(".listing"))


def _rule_page(rule: RuleView, form: RuleForm, problem: str, closing: ClosingForm | None = None) -> str:
    return render_template(
        "schedule/rule.html",
        form=form,
        rule=rule,
        problem=problem,
        closing=closing or ClosingForm(None, last_day=desk().today(), version=rule.version),
        closing_now=closing is not None,
    )


def _view(rule_id: int) -> RuleView:
    for one in week.rules(desk(), actor().commune_id):
        if one.id == rule_id:
            return one
    raise NotFound("Không có buổi phát này. Hãy mở lại trang Buổi phát trong tuần.")


def _rule(form: RuleForm) -> week.Rule:
    start, minutes = form.start.data, form.longest_minutes.data
    if start is None or minutes is None:
        raise Refused("Hãy ghi giờ bắt đầu và số phút dài nhất của buổi phát.")
    return week.Rule(form.name.data or "", tuple(form.weekdays.data or ()), start, minutes)


def _number(text: object) -> int:
    """Read a version that a page carries; 0 fits none."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _code_of_form() -> int:
    return 422 if request.method == "POST" else 200

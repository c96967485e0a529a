"""Buổi phát trong tuần: the sessions of the week and their exceptions, added, changed and closed."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import village_groups, villages
from broadcaster.services.layout import templates
from broadcaster.services.week import dropped, week, week_changes, week_check
from broadcaster.services.week.week import RuleView, WhenBoth
from broadcaster.services.week.week_check import Overlap
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.timetable import limits, week_change_form, week_dropped
from broadcaster.web.timetable.week_rule_form import ClosingForm, RuleForm, weekdays_words

pages = Blueprint("week", __name__, url_prefix="/lich-phat/buoi")
pages.register_blueprint(week_dropped.pages)
Answer = Response | str | tuple[str, int]


@pages.get("")
@signed_in
def listing() -> str:
    """List the sessions of the week and the exceptions to come."""
    return render_template(
        "schedule/week.html",
        rules=week.rules(desk(), actor().commune_id),
        changes=week_changes.exceptions(desk(), actor().commune_id),
        dropped=week_dropped.listed(),
        may_drop=bool(actor().roles & set(dropped.MAY)),
        weekdays_words=weekdays_words,
        today=desk().today(),
    )


@pages.route("/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add() -> Answer:
    """Open a weekly session."""
    form, problem, overlap, code = RuleForm(from_day=desk().today()), "", None, _code_of_form()
    bunches = _offer(form, None)
    if request.method == "GET":
        form.weekdays.data = list(range(1, 8))
    if form.validate_on_submit():
        first = form.from_day.data or desk().today()
        try:
            made = week.add_rule(desk(), actor(), form.rule(bunches), first, _when_both())
        except Refused as failure:
            problem, overlap, code = str(failure), _overlap(failure), code_of(failure)
        else:
            flash(f"Đã thêm “{made.name}”{_settled(made)}. Chương trình các ngày tới đang được làm lại.")
            limits.warn(made.id, made.valid_from)
            return redirect(url_for(".listing"))
    return render_template("schedule/rule.html", form=form, rule=None, problem=problem, overlap=overlap), code


@pages.route("/<int:rule_id>", methods=["GET", "POST"])
@roles(Role.ADMIN)
def change(rule_id: int) -> Answer:
    """Change a weekly session from a day on."""
    rule, problem, overlap, code = _view(rule_id), "", None, _code_of_form()
    form = RuleForm(obj=rule, from_day=max(week_check.first_free_day(desk()), rule.valid_from))
    bunches = _offer(form, rule)
    if request.method == "GET":
        form.show(rule)
    if form.validate_on_submit():
        first = form.from_day.data or desk().today()
        try:
            made = week.change_rule(
                desk(), actor(), rule_id, _number(form.version.data), form.rule(bunches), first, _when_both()
            )
        except Refused as failure:
            problem, overlap, code = str(failure), _overlap(failure), code_of(failure)
        else:
            flash(f"Đã lưu “{made.name}”{_settled(made)}, áp dụng từ ngày {first:%d/%m/%Y}.")
            limits.warn(made.id, first)
            return redirect(url_for(".listing"))
    return _rule_page(rule, form, problem, overlap=overlap), code


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
    shown = RuleForm(None, obj=rule, from_day=max(week_check.first_free_day(desk()), rule.valid_from))
    _offer(shown, rule)
    shown.show(rule)
    return _rule_page(rule, shown, problem, form), code


@pages.route("/thay-doi/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add_change() -> Answer:
    """Set an exception: no session, another time or another length on some days."""
    day = desk().today() + timedelta(days=1)
    form = week_change_form.ChangeForm(first_day=day, last_day=day)
    form.offer(week.rules(desk(), actor().commune_id), villages.listing(desk(), actor().commune_id))
    problem, overlap, code = "", None, _code_of_form()
    if form.validate_on_submit():
        try:
            made = week_changes.add_exception(desk(), actor(), form.change(), _when_both())
        except Refused as failure:
            problem, overlap, code = str(failure), _overlap(failure), code_of(failure)
        else:
            until = "đến khi có thông báo mới" if made.until_notice else f"đến ngày {made.last_day:%d/%m/%Y}"
            flash(f"Đã thêm thay đổi lịch từ ngày {made.first_day:%d/%m/%Y} {until}.")
            if not made.cancelled:
                limits.warn(made.rule_id, made.first_day, made.last_day)
            return redirect(url_for(".listing"))
    return render_template(
        "schedule/change.html",
        form=form,
        problem=problem,
        overlap=overlap,
        special_days=week_change_form.special_days(desk().today()),
    ), code


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


def _rule_page(
    rule: RuleView,
    form: RuleForm,
    problem: str,
    closing: ClosingForm | None = None,
    overlap: Overlap | None = None,
) -> str:
    return render_template(
        "schedule/rule.html",
        form=form,
        rule=rule,
        problem=problem,
        overlap=overlap,
        closing=closing or ClosingForm(None, last_day=desk().today(), version=rule.version),
        closing_now=closing is not None,
    )


def _offer(form: RuleForm, rule: RuleView | None) -> tuple[village_groups.Bunch, ...]:
    """Fill a form's lists; return the bunches of villages in them."""
    here = actor().commune_id
    bunches = village_groups.bunches(desk(), here)
    form.offer(villages.listing(desk(), here), bunches, templates.listing(desk(), here), rule)
    return bunches


def _when_both() -> WhenBoth:
    """Read what the person chose for sessions that would sound at once."""
    said = request.form.get("khi_trung", "")
    return WhenBoth(said) if said in set(WhenBoth) else WhenBoth.ASK


def _overlap(failure: Refused) -> Overlap | None:
    return failure if isinstance(failure, Overlap) else None


def _settled(made: RuleView) -> str:
    """Say what became of an overlap."""
    if _when_both() is WhenBoth.FOLLOW:
        return f" lúc {made.start:%H:%M}, ngay sau buổi kia"
    if _when_both() is WhenBoth.REPLACE:
        return f"; khi trùng giờ thì nghỉ {', '.join(f'“{name}”' for _series, name in made.replaces)}"
    return ""


def _view(rule_id: int) -> RuleView:
    for one in week.rules(desk(), actor().commune_id):
        if one.id == rule_id:
            return one
    raise NotFound("Không có buổi phát này. Hãy mở lại trang Buổi phát trong tuần.")


def _number(text: object) -> int:
    """Read a version that a page carries; 0 fits none."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _code_of_form() -> int:
    return 422 if request.method == "POST" else 200

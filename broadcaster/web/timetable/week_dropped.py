"""Bỏ một buổi phát: one session of one day taken out of some villages, and taken back."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired

from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.week import dropped, week
from broadcaster.services.week.dropped import DroppedView
from broadcaster.services.week.week import RuleView
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form, Ticks, options
from broadcaster.web.guard import actor, desk, roles

pages = Blueprint("dropped", __name__, url_prefix="/bo")
Answer = Response | str | tuple[str, int]


class DropForm(Form):
    """One session of one day, in some villages, and why."""

    rule = SelectField("Buổi phát", coerce=int, choices=[])
    day = DateField("Ngày", [InputRequired()])
    village_ids = Ticks("Ở các thôn", "Hãy chọn ít nhất một thôn.", choices=[], coerce=int)
    reason = StringField("Lý do", [InputRequired()], description="Ví dụ: mất điện, có đám tang gần cụm loa")

    def offer(self, rules: Sequence[RuleView], places: Sequence[VillageView]) -> None:
        """Fill the lists one chooses from; a session that changes is there as it is now and as it will be."""
        self.rule.choices = options((one.id, f"{one.name} ({one.start:%H:%M})") for one in rules)
        self.village_ids.choices = options((one.id, one.name) for one in places)


@pages.route("", methods=["GET", "POST"])
@roles(*dropped.MAY)
def drop() -> Answer:
    """Take a session out; what the address names (`buoi`, `ngay`, `thon`) is chosen already."""
    places = villages.listing(desk(), actor().commune_id)
    form, problem, code = DropForm(), "", 422 if request.method == "POST" else 200
    form.offer(week.rules(desk(), actor().commune_id), places)
    if request.method == "GET":
        chosen = request.args.getlist("thon", type=int)
        form.rule.data = request.args.get("buoi", type=int)
        form.day.data = _day(request.args.get("ngay", "")) or desk().today() + timedelta(days=1)
        form.village_ids.data = chosen or [one.id for one in places]
    if form.validate_on_submit() and form.day.data is not None:
        wanted = form.village_ids.data or []
        try:
            dropped.drop(desk(), actor(), wanted, form.rule.data, form.day.data, form.reason.data or "")
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            where = "mọi thôn" if len(wanted) == len(places) else f"{len(wanted)} thôn"
            flash(f"Đã bỏ buổi phát ngày {form.day.data:%d/%m/%Y} ở {where}. Muốn phát lại, bấm “Lấy lại”.")
            return redirect(url_for("schedule.week.listing", _anchor="da-bo"))
    return render_template("schedule/drop.html", form=form, problem=problem), code


@pages.post("/phat-lai")
@roles(*dropped.MAY)
def restore() -> Response:
    """Plan sessions again that were taken out."""
    chosen = [int(one) for one in request.form.getlist("bo") if one.isascii() and one.isdigit()]
    try:
        dropped.restore(desk(), actor(), chosen)
    except NotFound:
        raise
    except Refused as failure:
        flash(str(failure), "error")
    else:
        flash("Buổi phát đã trở lại lịch.")
    return redirect(url_for("schedule.week.listing", _anchor="da-bo"))


def listed() -> list[tuple[DroppedView, list[DroppedView]]]:
    """Return what was taken out of today and later: villages from which one act took it stand together."""
    every = dropped.listing(desk(), actor().commune_id)
    acts = groupby(every, key=lambda one: (one.day, one.series, one.reason, one.at))
    return [(same[0], same) for same in (list(found) for _key, found in acts)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

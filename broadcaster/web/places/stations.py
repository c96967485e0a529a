"""The speaker clusters of a village: put up, changed, taken down."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import stations, villages
from broadcaster.services.commune.villages import StationView, VillageView
from broadcaster.web.forms import Form, options
from broadcaster.web.guard import actor, desk, roles

pages = Blueprint("stations", __name__, url_prefix="/thon/<int:village_id>/cum-loa")
Answer = Response | str | tuple[str, int]
KEEPERS = (Role.ADMIN, Role.WRITER)
"""Who keeps the speaker clusters."""


class StationForm(Form):
    """A speaker cluster."""

    name = StringField("Tên cụm loa", [InputRequired()], description="Ví dụ: Cụm loa nhà văn hóa thôn")
    delivery = SelectField("Cách nhận chương trình", choices=options(stations.DELIVERY_LABELS.items()))
    operator = StringField("Người trực")
    phone = StringField("Điện thoại người trực")
    horn = BooleanField(
        "Cụm loa dùng loa nén (loa phễu)",
        description="Chương trình của cả thôn được chỉnh riêng cho loa nén: bỏ tiếng trầm mà loa không phát được, làm rõ lời.",
    )


class LastDayForm(Form):
    """The last day of something that ends."""

    last_day = DateField("Ngày cuối", [InputRequired()])


@pages.route("/them", methods=["GET", "POST"])
@roles(*KEEPERS)
def add(village_id: int) -> Answer:
    """Put up a speaker cluster."""
    village, form, problem = villages.view(desk(), actor().commune_id, village_id), StationForm(), ""
    if form.validate_on_submit():
        try:
            made = stations.add(desk(), actor(), village_id, _words(form))
        except Refused as failure:
            problem = str(failure)
        else:
            flash(f"Đã thêm {made.name}.")
            return redirect(url_for("villages.show", village_id=village_id))
    page = render_template("villages/station.html", form=form, village=village, station=None, problem=problem)
    return page, _code(form)


@pages.route("/<int:station_id>", methods=["GET", "POST"])
@roles(*KEEPERS)
def change(village_id: int, station_id: int) -> Answer:
    """Change what is known of a speaker cluster."""
    village = villages.view(desk(), actor().commune_id, village_id)
    one = _station(village, station_id)
    form, problem = StationForm(obj=one), ""
    if form.validate_on_submit():
        try:
            stations.change(desk(), actor(), station_id, _words(form))
        except Refused as failure:
            problem = str(failure)
        else:
            flash(f"Đã lưu {form.name.data}.")
            return redirect(url_for("villages.show", village_id=village_id))
    return _station_page(village, one, form, problem), _code(form)


@pages.post("/<int:station_id>/dong")
@roles(*KEEPERS)
def close(village_id: int, station_id: int) -> Answer:
    """Say a speaker cluster's last day."""
    village = villages.view(desk(), actor().commune_id, village_id)
    one, form, problem = _station(village, station_id), LastDayForm(), ""
    if form.validate_on_submit() and form.last_day.data is not None:
        try:
            stations.close(desk(), actor(), station_id, form.last_day.data)
        except Refused as failure:
            problem = str(failure)
        else:
            flash(f"{one.name} dùng đến hết ngày {form.last_day.data:%d/%m/%Y}.")
            return redirect(url_for("villages.show", village_id=village_id))
    return _station_page(village, one, StationForm(None, obj=one), problem, form), 422


def _station_page(
    village: VillageView,
    one: StationView,
    form: StationForm,
    problem: str,
    closing: LastDayForm | None = None,
) -> str:
    return render_template(
        "villages/station.html",
        form=form,
        village=village,
        station=one,
        problem=problem,
        closing=closing or LastDayForm(None, last_day=desk().today()),
        closing_now=closing is not None,
    )


def _station(village: VillageView, station_id: int) -> StationView:
    for one in village.stations:
        if one.id == station_id:
            return one
    raise NotFound("Không có cụm loa này ở thôn. Hãy mở lại trang Thôn và cụm loa.")


def _words(form: StationForm) -> stations.StationWords:
    return stations.StationWords(
        form.name.data or "",
        form.delivery.data or "",
        form.operator.data or "",
        form.phone.data or "",
        horn=bool(form.horn.data),
    )


def _code(form: Form) -> int:
    return 422 if form.is_submitted() else 200

"""Thôn và cụm loa: which stations there are, how their files reach them, are they alive; links and QR codes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from segno import make
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.commune import communes, languages, stagger, villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.outgoing import fetches
from broadcaster.web.day.sound_out import PACK_DAYS
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.places import stations, village_groups, village_languages, village_stagger
from broadcaster.web.places.stations import KEEPERS, LastDayForm

pages = Blueprint("villages", __name__)
pages.register_blueprint(stations.pages)
pages.register_blueprint(village_languages.pages)
pages.register_blueprint(village_groups.pages)
pages.register_blueprint(village_stagger.pages)
Answer = Response | str | tuple[str, int]
_ONLY_HERE = ("127.0.0.1", "localhost", "[::1]")
"""Addresses that open on the machine itself and nowhere else."""


class VillageForm(Form):
    """A village's name."""

    name = StringField("Tên thôn", [InputRequired()], description="Ghi cả chữ “thôn”, ví dụ: thôn Khe Mơ")


@pages.get("/thon")
@signed_in
def listing() -> str:
    """Show every village with its speaker clusters and when it was last heard of."""
    closed = request.args.get("da_dong") == "1"
    return render_template(
        "villages/listing.html",
        villages=villages.listing(desk(), actor().commune_id, closed=closed),
        belongs=village_groups.belonging(),
        closed=closed,
        life=fetches.signs_of_life(desk(), actor().commune_id),
        today=desk().today(),
    )


@pages.route("/thon/them", methods=["GET", "POST"])
@roles(Role.ADMIN)
def add() -> Answer:
    """Open a village."""
    form, problem = VillageForm(), ""
    if form.validate_on_submit():
        try:
            made = villages.add(desk(), actor(), form.name.data or "")
        except Refused as failure:
            problem = str(failure)
        else:
            flash(f"Đã thêm {made.name}. Hãy in mã QR và đưa cho người trực.")
            return redirect(url_for(".show", village_id=made.id))
    return render_template("villages/add.html", form=form, problem=problem), _code(form)


@pages.get("/thon/<int:village_id>")
@signed_in
def show(village_id: int) -> str:
    """Show one village: its link and QR code, its speaker clusters, its packs."""
    return _page(_village(village_id))


@pages.get("/thon/<int:village_id>/to-in")
@signed_in
def sheet(village_id: int) -> str:
    """Show the sheet of paper that is given to the operator: QR code and three steps, A5."""
    village = _village(village_id)
    return render_template(
        "villages/sheet.html",
        village=village,
        commune=communes.view(desk(), village.commune_id),
        only_here=_only_here(),
        **_link(village),
    )


@pages.post("/thon/<int:village_id>/ten")
@roles(Role.ADMIN)
def rename(village_id: int) -> Answer:
    """Call a village by another name."""
    village, form = _village(village_id), VillageForm()
    if not form.validate_on_submit():
        return _page(village, rename=form), 422
    try:
        renamed = villages.rename(desk(), actor(), village_id, _version(), form.name.data or "")
    except Refused as failure:
        return _page(village, rename=form, problem=str(failure)), code_of(failure)
    flash(f"Từ nay gọi là {renamed.name}. Nhật ký cũ giữ tên cũ.")
    return redirect(url_for(".show", village_id=village_id))


@pages.post("/thon/<int:village_id>/dong")
@roles(Role.ADMIN)
def close(village_id: int) -> Answer:
    """Say a village's last day."""
    village, form = _village(village_id), LastDayForm()
    if not form.validate_on_submit() or form.last_day.data is None:
        return _page(village, closing=form), 422
    try:
        villages.close(desk(), actor(), village_id, _version(), form.last_day.data)
    except Refused as failure:
        return _page(village, closing=form, problem=str(failure)), code_of(failure)
    flash(f"{village.name} phát đến hết ngày {form.last_day.data:%d/%m/%Y}. Nhật ký của thôn vẫn được giữ.")
    return redirect(url_for(".show", village_id=village_id))


@pages.post("/thon/<int:village_id>/mo-lai")
@roles(Role.ADMIN)
def reopen(village_id: int) -> Answer:
    """Take back a closing."""
    village = _village(village_id)
    try:
        villages.reopen(desk(), actor(), village_id, _version())
    except Refused as failure:
        return _page(village, problem=str(failure)), code_of(failure)
    flash(f"{village.name} tiếp tục phát, không còn ngày cuối.")
    return redirect(url_for(".show", village_id=village_id))


@pages.post("/thon/<int:village_id>/lien-ket")
@roles(Role.ADMIN)
def renew_link(village_id: int) -> Answer:
    """Make the village's link anew; the old one opens nothing from now on."""
    village = _village(village_id)
    try:
        villages.renew_link(desk(), actor(), village_id, _version())
    except Refused as failure:
        return _page(village, problem=str(failure)), code_of(failure)
    flash(f"Đã đổi liên kết của {village.name}. Liên kết và mã QR cũ không mở được nữa; hãy in tờ mới.")
    return redirect(url_for(".show", village_id=village_id))


def _page(
    village: VillageView,
    *,
    rename: VillageForm | None = None,
    closing: LastDayForm | None = None,
    problem: str = "",
) -> str:
    return render_template(
        "villages/show.html",
        village=village,
        rename=rename or VillageForm(None, obj=village),
        renaming=rename is not None,
        closing=closing or LastDayForm(None, last_day=desk().today()),
        closing_now=closing is not None,
        problem=problem,
        life=fetches.signs_of_life(desk(), village.commune_id).get(village.id),
        today=desk().today(),
        keeps=bool(actor().roles & set(KEEPERS)),
        pack_days=PACK_DAYS,
        belongs=village_groups.belonging(),
        tongues=languages.of_village(desk(), village.commune_id, village.id),
        later=stagger.of_village(desk(), village.commune_id, village.id),
        most_later=stagger.MOST_SECONDS,
        only_here=_only_here(),
        **_link(village),
    )


def _link(village: VillageView) -> dict[str, str]:
    """Return the village's secret address, whole, and its QR code as a picture within the page."""
    address = url_for("operator.show", secret=villages.link_secret(desk(), village), _external=True)
    return {"address": address, "picture": make(address, error="m").svg_data_uri(scale=8, border=2)}


def _only_here() -> bool:
    return request.host.rsplit(":", 1)[0] in _ONLY_HERE


def _village(village_id: int) -> VillageView:
    return villages.view(desk(), actor().commune_id, village_id)


def _version() -> int:
    """Return which version of the village the page showed; 0 fits none."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _code(form: Form) -> int:
    return 422 if form.is_submitted() else 200

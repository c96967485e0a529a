"""Putting an approved bulletin on the portal, Zalo, Facebook or paper, and keeping the link as proof."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from broadcaster.errors import Refused
from broadcaster.services.writing import bulletin_view, handouts, postings
from broadcaster.services.writing.postings import MAY, PLACES
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form, options
from broadcaster.web.guard import actor, desk, roles, signed_in

pages = Blueprint("elsewhere", __name__)
Answer = AnyResponse | str | tuple[str, int]


class LinkForm(Form):
    """Where a bulletin was put."""

    place = SelectField("Đã đăng ở", choices=options(PLACES.items()))
    address = StringField(
        "Liên kết của bài đã đăng",
        [InputRequired()],
        description="Mở bài đã đăng, chép địa chỉ ở đầu trình duyệt rồi dán vào đây.",
    )


@pages.get("/ban-tin/<int:bulletin_id>/noi-khac")
@signed_in
def show(bulletin_id: int) -> str:
    """Show the texts ready to paste, the leaflet, and the links kept."""
    return _page(bulletin_id, LinkForm(None))


@pages.post("/ban-tin/<int:bulletin_id>/noi-khac")
@roles(*MAY)
def add(bulletin_id: int) -> Answer:
    """Keep a link as proof."""
    form = LinkForm()
    if not form.validate_on_submit():
        return _page(bulletin_id, form), 422
    try:
        made = postings.add(desk(), actor(), bulletin_id, form.place.data or "", form.address.data or "")
    except Refused as failure:
        return _page(bulletin_id, form, str(failure)), code_of(failure)
    flash(f"Đã lưu liên kết trên {made.label} làm bằng chứng.")
    return redirect(url_for(".show", bulletin_id=bulletin_id, _anchor="lien-ket"))


@pages.post("/ban-tin/<int:bulletin_id>/noi-khac/<int:posting_id>/go")
@roles(*MAY)
def remove(bulletin_id: int, posting_id: int) -> AnyResponse:
    """Take off a link that was noted by mistake."""
    postings.remove(desk(), actor(), bulletin_id, posting_id)
    flash("Đã gỡ liên kết ghi nhầm.")
    return redirect(url_for(".show", bulletin_id=bulletin_id, _anchor="lien-ket"))


@pages.get("/ban-tin/<int:bulletin_id>/to-roi.pdf")
@signed_in
def leaflet(bulletin_id: int) -> Response:
    """Give the leaflet to print, A5."""
    name, made = handouts.printed(desk(), actor(), bulletin_id)
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename={name}"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _page(bulletin_id: int, form: LinkForm, problem: str = "") -> str:
    shown = bulletin_view.view(desk(), actor(), bulletin_id)
    try:
        texts, why_not = handouts.texts(desk(), actor(), bulletin_id), ""
    except Refused as failure:
        texts, why_not = (), str(failure)
    return render_template(
        "bulletins/elsewhere.html",
        shown=shown,
        texts=texts,
        why_not=why_not,
        places=PLACES,
        links=postings.listing(desk(), actor(), bulletin_id),
        may=bool(actor().roles & set(MAY)),
        form=form,
        problem=problem,
    )

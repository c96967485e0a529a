"""Quản trị: the commune's settings, backup, health and who did what; people are in `admin_people`."""

from contextlib import ExitStack

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from broadcaster.domain.plan.greeting import PLACES
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Refused
from broadcaster.services.commune import communes
from broadcaster.services.commune.communes import DOCUMENT_SYMBOLS, NUMBER_WORDS, CommuneChange
from broadcaster.services.layout import greeting_preview
from broadcaster.services.upkeep import audit_trail, health, home_backup
from broadcaster.services.upkeep.room import room_lately
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form, options
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.office import admin_languages, admin_limits, admin_people, admin_room
from broadcaster.web.office.admin_base import kept_words, pages

__all__ = ["admin_languages", "admin_limits", "admin_people", "admin_room", "pages"]
Answer = Response | str | tuple[str, int]
_PLACES = ", ".join(f"{{{name}}} ({words})" for name, words in PLACES.items())


class CommuneForm(Form):
    """What an administrator sets for the commune."""

    name = StringField("Tên xã", [InputRequired()], description="Ghi cả chữ “xã”, ví dụ: xã Quảng La")
    province = StringField("Tỉnh, thành phố", [InputRequired()])
    greeting = TextAreaField(
        "Lời chào đầu chương trình",
        [InputRequired()],
        description=f"Chỗ điền: {_PLACES}",
        render_kw={"rows": 3},
    )
    closing = TextAreaField("Lời kết chương trình", [InputRequired()], render_kw={"rows": 3})
    repeat_words = StringField(
        "Lời báo đọc lại", [InputRequired()], description="Đọc giữa hai lần của bản tin đọc hai lần"
    )
    document_symbol = SelectField("Cách đọc ký hiệu văn bản", choices=options(DOCUMENT_SYMBOLS.items()))
    zero_word = SelectField("Số có không ở giữa", choices=options(NUMBER_WORDS["zero_word"].items()))
    thousand_word = SelectField("Hàng nghìn", choices=options(NUMBER_WORDS["thousand_word"].items()))
    four_word = SelectField("Bốn ở cuối", choices=options(NUMBER_WORDS["four_word"].items()))
    self_approval = BooleanField(
        "Người soạn được tự duyệt bản tin của mình",
        description="Chỉ bật khi đài có một người. Nhật ký ghi rõ “người soạn tự duyệt”.",
    )
    public_feeds = BooleanField(
        "Mở nguồn tin công khai: podcast các bản tin đã phát và lịch các buổi phát",
        description="Ai có địa chỉ cũng nghe và xem được. Chỉ bản tin đã phát trên loa mới có ở đó.",
    )


@pages.get("/quan-tri")
@roles(Role.ADMIN)
def show() -> str:
    """Show what an administrator can do, a page a task."""
    return render_template(
        "admin/show.html",
        commune=communes.view(desk(), actor().commune_id),
        room=room_lately(desk().settings, desk().clock),
    )


@pages.route("/quan-tri/xa", methods=["GET", "POST"])
@roles(Role.ADMIN)
def commune() -> Answer:
    """Change the commune's settings, or only hear in words what a greeting would say."""
    view = communes.view(desk(), actor().commune_id)
    form, tried = CommuneForm(obj=view), "thu" in request.form
    problem, code = "", 422 if form.is_submitted() else 200
    if form.validate_on_submit() and not tried:
        try:
            communes.change(desk(), actor(), request.form.get("version", 0, type=int), _change(form))
        except Refused as failure:
            problem, code = kept_words(failure), code_of(failure)
        else:
            flash("Đã lưu cài đặt của xã. Các chương trình sắp tới được làm lại theo lời mới.")
            return redirect(url_for(".show"))
    said, wrong = _previews(form)
    if tried and not form.errors:
        problem, code = wrong, 422 if wrong else 200
    page = render_template(
        "admin/commune.html", form=form, problem=problem, said=said, tried=tried, view=view
    )
    return page, code


@pages.route("/quan-tri/sao-luu", methods=["GET", "POST"])
@roles(Role.ADMIN)
def backup() -> Answer:
    """Make a backup and hand it over; the copy on this machine is gone once it was sent."""
    if request.method == "GET":
        return render_template("admin/backup.html")
    with ExitStack() as stack:
        file = home_backup.make(desk(), actor(), stack.enter_context(desk().shelf.bench()))
        answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=file.name)
        answer.call_on_close(stack.pop_all().close)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.route("/quan-tri/suc-khoe", methods=["GET", "POST"])
@roles(Role.ADMIN)
def condition() -> str:
    """Try everything the program stands on; it takes a while, so only when asked."""
    findings = health.examine(desk().settings) if request.method == "POST" else ()
    return render_template("admin/health.html", findings=findings)


@pages.get("/quan-tri/viec-da-lam")
@roles(Role.ADMIN)
def trail() -> str:
    """Say who did what, the last hundred acts."""
    everyday = request.args.get("ca-dang-nhap") == "1"
    acts = audit_trail.latest(desk(), actor(), everyday=everyday)
    return render_template("admin/trail.html", acts=acts, everyday=everyday)


def _change(form: CommuneForm) -> CommuneChange:
    names = CommuneChange.__dataclass_fields__
    return CommuneChange(**{name: getattr(form, name).data for name in names})


def _previews(form: CommuneForm) -> tuple[dict[str, str], str]:
    """Say greeting and closing as they stand in the form; and what is wrong with them, if anything is."""
    said = {}
    for name, what in (("greeting", "Lời chào"), ("closing", "Lời kết")):
        template = getattr(form, name).data or ""
        try:
            said[name] = greeting_preview.preview(
                desk(), actor().commune_id, form.name.data or "", template, what
            )
        except Refused as failure:
            return said, str(failure)
    return said, ""

"""The jingles of the commune and of single villages: listened to, chosen, replaced by upload."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotFound, Refused
from broadcaster.services.commune import villages
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.layout import jingles
from broadcaster.services.layout.jingle_set import JingleWords
from broadcaster.services.layout.jingles import ROLE_LABELS, Place
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.sound.upload_name import file_name

pages = Blueprint("jingles", __name__, url_prefix="/am-thanh")
Answer = Response | str | tuple[str, int]
KEEPERS = (Role.WRITER, Role.ADMIN)


class JingleForm(Form):
    """A sound that takes the place of a jingle; the station airs only sounds whose source is known."""

    file = FileField(
        "Tệp âm thanh",
        [FileRequired("Hãy chọn tệp âm thanh trên máy.")],
        description="MP3, M4A, WAV, OGG… dài tối đa 30 giây. Chương trình tự chỉnh âm lượng cho đều.",
    )
    title = StringField("Tên", [InputRequired()], description="Ví dụ: Nhạc hiệu Đài Truyền thanh xã")
    source = StringField(
        "Nguồn", [InputRequired()], description="Ai làm, lấy ở đâu. Ví dụ: đội văn nghệ xã tự thu"
    )
    licence = StringField(
        "Giấy phép", [InputRequired()], description="Ví dụ: tự làm; CC0 1.0; được tác giả đồng ý bằng văn bản"
    )


@pages.get("/thon/<int:village_id>")
@signed_in
def village(village_id: int) -> str:
    """Show what a village hears: its own sounds, and the commune's where it has none."""
    place = _village(village_id)
    own = {one.role: one for one in jingles.in_use(desk(), actor().commune_id, village_id)}
    shared = {one.role: one for one in jingles.in_use(desk(), actor().commune_id)}
    return render_template(
        "sounds/village.html",
        village=place,
        own=own,
        shared=shared,
        labels=ROLE_LABELS,
        may_change=has(*KEEPERS),
    )


@pages.route("/nhac/<role>", methods=["GET", "POST"])
@pages.route("/thon/<int:village_id>/nhac/<role>", methods=["GET", "POST"])
@roles(*KEEPERS)
def replace(role: str, village_id: int | None = None) -> Answer:
    """Put another sound in a jingle's place: one there is, or an upload."""
    place, form, problem, code = _place(role, village_id), JingleForm(), "", 200
    if form.validate_on_submit():
        try:
            return _done(place, _upload(form, place))
        except Refused as failure:
            problem, code = f"{failure}", code_of(failure)
    elif form.is_submitted():
        code = 422
    return _page(place, form, problem), code


@pages.post("/nhac/<role>/chon")
@pages.post("/thon/<int:village_id>/nhac/<role>/chon")
@roles(*KEEPERS)
def choose(role: str, village_id: int | None = None) -> Answer:
    """Put a sound there is in a jingle's place."""
    place = _place(role, village_id)
    return _done(place, jingles.choose(desk(), actor(), place, request.form.get("sha256", "")).title)


@pages.post("/thon/<int:village_id>/nhac/<role>/cua-xa")
@roles(*KEEPERS)
def use_communes(role: str, village_id: int) -> Answer:
    """Let a village hear the commune's sound again."""
    place = _place(role, village_id)
    jingles.use_communes(desk(), actor(), place)
    flash(f"{_capital(_village(village_id).name)} dùng lại {_label(role)} của xã từ các buổi phát sắp tới.")
    return redirect(_back(place))


def _done(place: Place, title: str) -> Response:
    where = f" của {_village(place.village_id).name}" if place.village_id else ""
    flash(f"Đã thay {_label(place.role)}{where} bằng “{title}”. Các buổi phát sắp tới dùng nhạc mới.")
    return redirect(_back(place))


def _page(place: Place, form: JingleForm, problem: str) -> str:
    commune_id = actor().commune_id
    own = {one.role: one for one in jingles.in_use(desk(), commune_id, place.village_id)}
    now = own.get(place.role)
    return render_template(
        "sounds/replace.html",
        form=form,
        problem=problem,
        label=_label(place.role),
        village=_village(place.village_id) if place.village_id else None,
        now=now,
        choices=[
            one
            for one in jingles.choices(desk(), commune_id, place.role)
            if now is None or one.sha256 != now.sha256
        ],
        address=_address("choose", place),
        back=_back(place),
        limit_mb=desk().settings.upload_limit_mb,
    )


def _place(role: str, village_id: int | None) -> Place:
    if role not in ROLE_LABELS:
        raise NotFound("Không có vị trí nhạc này. Hãy chọn lại ở trang Âm thanh.")
    if village_id is not None:
        _village(village_id)
    return Place(role, village_id)


def _village(village_id: int) -> VillageView:
    return villages.view(desk(), actor().commune_id, village_id)


def _address(endpoint: str, place: Place) -> str:
    return url_for(f".{endpoint}", role=place.role, village_id=place.village_id)


def _back(place: Place) -> str:
    return url_for(".village", village_id=place.village_id) if place.village_id else url_for("sounds.listing")


def _upload(form: JingleForm, place: Place) -> str:
    """Take the upload onto the home's own disk, where it lies only until this is done; return its title."""
    words = JingleWords(form.title.data or "", form.source.data or "", form.licence.data or "")
    with desk().shelf.bench() as folder:
        path = folder / file_name(form.file.data)
        form.file.data.save(path)
        return jingles.replace(desk(), actor(), place, path, words).title


def _label(role: str) -> str:
    words = ROLE_LABELS[role]
    return words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

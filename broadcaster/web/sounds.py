"""Âm thanh: the jingles with where they come from, the voices, and every segment by its digest."""

import re
from pathlib import Path
from unicodedata import normalize

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from broadcaster.domain.workflow import Role
from broadcaster.errors import NotFound, Refused, Unavailable
from broadcaster.services import jingles, voices
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form
from broadcaster.web.guard import actor, desk, has, roles, signed_in

pages = Blueprint("sounds", __name__)
Answer = Response | str | tuple[str, int]
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MAY_CHANGE = (Role.WRITER, Role.ADMIN)
_LONGEST_NAME = 80
_FORBIDDEN = '/\\:*?"<>|'
"""Characters that no file name has on one system or another."""


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


@pages.get("/am-thanh")
@signed_in
def listing() -> str:
    """Show the jingles in use and the voices; one that was just tried has its player."""
    heard = request.args.get("nghe", "")
    return _listing(request.args.get("giong", ""), heard if _DIGEST.fullmatch(heard) else "")


@pages.route("/am-thanh/nhac/<role>", methods=["GET", "POST"])
@roles(*_MAY_CHANGE)
def replace(role: str) -> Answer:
    """Put another sound in a jingle's place."""
    if role not in jingles.ROLE_LABELS:
        raise NotFound("Không có vị trí nhạc này. Hãy chọn lại ở trang Âm thanh.")
    form, problem, code = JingleForm(), "", 200
    if form.validate_on_submit():
        try:
            row = _replace(form, role)
        except Refused as failure:
            problem, code = f"{failure}", code_of(failure)
        else:
            flash(
                f"Đã thay {_lower(jingles.ROLE_LABELS[role])} bằng “{row}”. Các buổi phát sắp tới dùng nhạc mới."
            )
            return redirect(url_for(".listing"))
    elif form.is_submitted():
        code = 422
    return _replace_page(form, role, problem), code


@pages.post("/am-thanh/giong/<name>")
@roles(*_MAY_CHANGE)
def try_voice(name: str) -> Answer:
    """Have a voice say a sentence."""
    try:
        sha256 = voices.try_out(desk(), name)
    except Unavailable as failure:
        return _listing(name, "", str(failure)), 503
    return redirect(url_for(".listing", giong=name, nghe=sha256, _anchor=f"giong-{name}"))


@pages.get("/am-thanh/doan/<sha256>.mp3")
@signed_in
def segment(sha256: str) -> Response:
    """Give one segment; its name is its content, so a browser may keep it for good."""
    path = desk().shelf.segment(sha256) if _DIGEST.fullmatch(sha256) else None
    if path is None or not path.exists():
        raise NotFound("Không còn đoạn âm thanh này. Hãy tải lại trang để lấy bản mới.")
    answer = send_file(path, mimetype="audio/mpeg", conditional=True, etag=sha256)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _listing(voice: str, heard: str, problem: str = "") -> str:
    commune_id = actor().commune_id
    return render_template(
        "sounds/listing.html",
        jingles=jingles.in_use(desk(), commune_id),
        replaced=jingles.replaced(desk(), commune_id),
        labels=jingles.ROLE_LABELS,
        voices=voices.listing(desk()),
        may_change=has(*_MAY_CHANGE),
        tried=voice,
        heard=heard,
        problem=problem,
        sentence=voices.SENTENCE,
    )


def _replace_page(form: JingleForm, role: str, problem: str) -> str:
    found = jingles.in_use(desk(), actor().commune_id)
    return render_template(
        "sounds/replace.html",
        form=form,
        problem=problem,
        label=jingles.ROLE_LABELS[role],
        now=next((one for one in found if one.role == role), None),
        limit_mb=desk().settings.upload_limit_mb,
    )


def _replace(form: JingleForm, role: str) -> str:
    """Take the upload onto the home's own disk, where it lies only until this is done; return its title."""
    with desk().shelf.bench() as folder:
        path = folder / _file_name(form.file.data)
        form.file.data.save(path)
        words = (form.title.data or "", form.source.data or "", form.licence.data or "")
        return jingles.replace(desk(), actor(), path, role, *words).title


def _file_name(upload: FileStorage) -> str:
    """Return the name the person knows the file by, as far as any disk can keep it."""
    name = Path(normalize("NFC", upload.filename or "").replace("\\", "/")).name
    plain = "".join(one for one in name if one.isprintable() and one not in _FORBIDDEN).strip(" .")
    return plain[-_LONGEST_NAME:] or "tai-len"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]

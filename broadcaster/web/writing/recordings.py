"""Recordings of a bulletin: recorded here or brought as a file, heard, cut at both ends, taken away."""

import re

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.commune import languages
from broadcaster.services.writing import bulletin_view, recordings
from broadcaster.services.writing.versions import Version
from broadcaster.units import Millis, seconds, spoken_length
from broadcaster.web.failures import code_of
from broadcaster.web.forms import Form, options
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.sound.upload_name import file_name

pages = Blueprint("recordings", __name__)
Answer = Response | str | tuple[str, int]
_SECONDS = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?", re.ASCII)


class RecordingForm(Form):
    """A recording by a person, made in the browser or brought as a file."""

    language_id = SelectField("Tiếng", coerce=int, default=0)
    speaker = StringField("Người đọc", [InputRequired()], description="Tên được ghi vào nhật ký phát thanh")
    file = FileField(
        "Tệp đã thu sẵn",
        [FileRequired("Hãy thu âm, hoặc chọn tệp đã thu sẵn trên máy.")],
        render_kw={"accept": "audio/*,.amr,.3gp,.opus,.m4a,.aac,.flac"},
    )


@pages.get("/ban-tin/<int:bulletin_id>/ban-thu")
@roles(Role.WRITER)
def show(bulletin_id: int) -> str:
    """Show a bulletin's recordings and the place to make one more."""
    return _page(bulletin_id, _blank())


@pages.post("/ban-tin/<int:bulletin_id>/ban-thu")
@roles(Role.WRITER)
def add(bulletin_id: int) -> Answer:
    """Take a recording in; then it is heard and cut. A script is told where to go on."""
    form, problem, code = _blank(), "", 422
    if form.validate_on_submit():
        try:
            made = _add(bulletin_id, form)
        except (NotFound, NotAllowed):
            raise
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            flash(
                f"Đã nhận bản thu dài {spoken_length(made.duration_ms)}. Hãy nghe lại và cắt hai đầu nếu cần."
            )
            return _go_on(url_for(".trim", bulletin_id=bulletin_id, recording_id=made.recording_id))
    if request.accept_mimetypes.best == "application/json":
        said = problem or " ".join(str(error) for errors in form.errors.values() for error in errors)
        return jsonify(message=said), code  # type: ignore[return-value] # Flask takes any pair of answer and code
    return _page(bulletin_id, form, problem), code


@pages.get("/ban-tin/<int:bulletin_id>/ban-thu/<int:recording_id>")
@roles(Role.WRITER)
def trim(bulletin_id: int, recording_id: int) -> str:
    """Show a recording's take drawn, to be heard and cut at both ends."""
    return _trim_page(bulletin_id, recording_id)


@pages.post("/ban-tin/<int:bulletin_id>/ban-thu/<int:recording_id>")
@roles(Role.WRITER)
def cut(bulletin_id: int, recording_id: int) -> Answer:
    """Keep what lies between the two moments, and go back to the bulletin."""
    try:
        start, stop = _moment("start"), _moment("stop")
        made = recordings.cut(desk(), actor(), bulletin_id, recording_id, start, stop)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        return _trim_page(bulletin_id, recording_id, str(failure)), code_of(failure)
    flash(f"Bản tin dùng bản thu {made.language} của {made.voice}, dài {spoken_length(made.duration_ms)}.")
    return redirect(url_for("bulletins.edit", bulletin_id=bulletin_id, _anchor="ban-thu"))


@pages.post("/ban-tin/<int:bulletin_id>/ban-thu/<int:recording_id>/bo")
@roles(Role.WRITER)
def remove(bulletin_id: int, recording_id: int) -> Response:
    """Take a recording off the bulletin."""
    gone = recordings.remove(desk(), actor(), bulletin_id, recording_id)
    flash(f"Đã bỏ bản thu {gone.language} của {gone.voice} khỏi bản tin.")
    return redirect(url_for(".show", bulletin_id=bulletin_id))


@pages.get("/ban-tin/<int:bulletin_id>/ban-thu/<int:recording_id>/hinh-song")
@roles(Role.WRITER)
def outline(bulletin_id: int, recording_id: int) -> Response:
    """Give the script what it draws: how strong the take is along its time."""
    return jsonify(points=recordings.drawn(desk(), actor(), bulletin_id, recording_id))


def _blank() -> RecordingForm:
    """Give the form with what was sent, if anything, and the commune's languages."""
    form = RecordingForm(speaker=actor().name)
    form.language_id.choices = options(languages.offered(desk(), actor().commune_id))
    if not form.is_submitted():
        form.language_id.data = request.args.get("tieng", 0, type=int)
    return form


def _add(bulletin_id: int, form: RecordingForm) -> Version:
    """Take the upload onto the home's own disk, where it lies only until this is done."""
    with desk().shelf.bench() as folder:
        path = folder / file_name(form.file.data)
        form.file.data.save(path)
        speaker = form.speaker.data or ""
        return recordings.add(desk(), actor(), bulletin_id, path, form.language_id.data, speaker)


def _go_on(address: str) -> Answer:
    if request.accept_mimetypes.best == "application/json":
        return jsonify(url=address)
    return redirect(address)


def _page(bulletin_id: int, form: RecordingForm, problem: str = "") -> str:
    shown = bulletin_view.view(desk(), actor(), bulletin_id)
    limits = recordings.limits(desk())
    return render_template(
        "recordings/show.html",
        shown=shown,
        writable=shown.state in bulletin_view.WRITABLE,
        found=recordings.of_bulletin(desk(), actor(), bulletin_id),
        form=form,
        problem=problem,
        limit_mb=limits.max_bytes >> 20,
        limit_minutes=limits.max_seconds // 60,
    )


def _trim_page(bulletin_id: int, recording_id: int, problem: str = "") -> str:
    return render_template(
        "recordings/trim.html",
        shown=bulletin_view.view(desk(), actor(), bulletin_id),
        take=recordings.take(desk(), actor(), bulletin_id, recording_id),
        typed=request.form,
        problem=problem,
    )


def _moment(name: str) -> Millis:
    """Read a moment typed in seconds: `12,5`."""
    text = request.form.get(name, "").strip()
    if not _SECONDS.fullmatch(text):
        raise Refused("Điểm cắt là số giây, ví dụ 2,5. Hãy ghi lại hai điểm cắt.")
    return seconds(float(text.replace(",", ".")))

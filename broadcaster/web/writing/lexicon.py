"""Từ điển đọc: how the commune's own words are said, tried before they are kept."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.writing import lexicon, lexicon_effects, lexicon_table
from broadcaster.services.writing.lexicon import EntryWords
from broadcaster.web.forms import Form
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.writing.bulletin_form import clean
from broadcaster.web.writing.said import runs

pages = Blueprint("lexicon", __name__)
Answer = Redirect | str | tuple[str, int]
_MAY_CHANGE = (Role.WRITER, Role.ADMIN)
_LONGEST_SAMPLE = 2_000
_LONGEST_FILE = 1 << 20


class EntryForm(Form):
    """One entry, and a sentence to try it on."""

    viet = StringField("Viết là", [InputRequired()], description="Đúng như trong bản tin, ví dụ: NTM")
    doc = StringField("Đọc là", [InputRequired()], description="Ghi bằng chữ, ví dụ: nông thôn mới")
    match_case = BooleanField("Chỉ khi viết hoa, thường đúng như trên", default=True)
    whole_word = BooleanField("Chỉ khi đứng riêng thành từ", default=True)
    note = StringField("Ghi chú", description="Ví dụ: tên thôn, nghe theo cách gọi của bà con")
    sample = StringField("Câu để thử", description="Một câu có từ này, để xem loa sẽ đọc ra sao")


@pages.get("/tu-dien")
@signed_in
def listing() -> str:
    """List the commune's entries, with a form for one more and a sentence to try."""
    form = EntryForm(formdata=None, viet=request.args.get("viet", ""), doc=request.args.get("doc", ""))
    return _page(form)


@pages.post("/tu-dien")
@roles(*_MAY_CHANGE)
def add() -> Answer:
    """Try an entry on a sentence, or keep it."""
    return _kept(EntryForm(), None)


@pages.get("/tu-dien/<int:entry_id>")
@roles(*_MAY_CHANGE)
def edit(entry_id: int) -> str:
    """Show one entry to change."""
    one = _entry(entry_id)
    form = EntryForm(
        formdata=None,
        viet=one.written,
        doc=one.spoken,
        match_case=one.match_case,
        whole_word=one.whole_word,
        note=one.note,
    )
    return _page(form, entry_id)


@pages.post("/tu-dien/<int:entry_id>")
@roles(*_MAY_CHANGE)
def change(entry_id: int) -> Answer:
    """Put another entry in the place of one."""
    return _kept(EntryForm(), entry_id)


@pages.post("/tu-dien/<int:entry_id>/bo")
@roles(*_MAY_CHANGE)
def remove(entry_id: int) -> Redirect:
    """Stop using an entry."""
    flash(f"Đã bỏ “{lexicon.remove(desk(), actor(), entry_id)}” khỏi từ điển.")
    return redirect(url_for("lexicon.listing"))


@pages.get("/tu-dien/tu-dien-doc.tsv")
@signed_in
def download() -> Response:
    """Give the dictionary as a table."""
    table = lexicon_table.write_table(desk(), actor().commune_id)
    answer = Response("\ufeff" + table, mimetype="text/tab-separated-values")
    answer.headers["Content-Disposition"] = 'attachment; filename="tu-dien-doc.tsv"'
    return answer


@pages.post("/tu-dien/nhap")
@roles(*_MAY_CHANGE)
def upload() -> Answer:
    """Take in a table made by `download` or in a spreadsheet."""
    try:
        done = lexicon_table.read_table(desk(), actor(), _sent_table())
    except NotAllowed:
        raise
    except Refused as failure:
        return _page(EntryForm(formdata=None), bad_table=failure), 422
    flash(f"Đã nhập: thêm {done.added} mục, đổi {done.changed} mục, {done.same} mục giống như cũ.")
    return redirect(url_for("lexicon.listing"))


def _kept(form: EntryForm, entry_id: int | None) -> Answer:
    """Keep what was sent, unless it was only to be tried or is refused."""
    if request.form.get("act") == "try":
        return _page(form, entry_id)
    problem = ""
    if form.validate_on_submit():
        try:
            words = _words(form)
            if entry_id is None:
                lexicon.add(desk(), actor(), words)
            else:
                lexicon.change(desk(), actor(), entry_id, words)
        except (NotFound, NotAllowed):
            raise
        except Refused as failure:
            problem = str(failure)
        else:
            flash(f"Từ nay “{form.viet.data}” được đọc là “{form.doc.data}”.")
            return redirect(url_for("lexicon.listing"))
    return _page(form, entry_id, problem), 422


def _sent_table() -> bytes:
    """Return the file that was sent. Raises `Refused` when there is none or it is too large to be a table."""
    file = request.files.get("table")
    table = file.stream.read(_LONGEST_FILE + 1) if file else b""
    if not table:
        raise Refused("Hãy chọn tệp từ điển trên máy rồi bấm “Nhập”.")
    if len(table) > _LONGEST_FILE:
        raise Refused("Tệp lớn hơn 1 MB nên không phải tệp từ điển. Hãy chọn lại tệp.")
    return table


def _words(form: EntryForm) -> EntryWords:
    return EntryWords(
        written=clean(form.viet.data or ""),
        spoken=clean(form.doc.data or ""),
        match_case=bool(form.match_case.data),
        whole_word=bool(form.whole_word.data),
        note=clean(form.note.data or ""),
    )


def _entry(entry_id: int) -> lexicon.EntryView:
    found = next((one for one in lexicon.listing(desk(), actor().commune_id) if one.id == entry_id), None)
    if found is None:
        raise NotFound("Mục này không còn trong từ điển. Hãy mở lại trang Từ điển đọc.")
    return found


def _page(
    form: EntryForm, entry_id: int | None = None, problem: str = "", bad_table: Refused | None = None
) -> str:
    sample = clean(form.sample.data or form.viet.data or "")[:_LONGEST_SAMPLE]
    tried = lexicon_effects.try_out(desk(), actor().commune_id, sample, _words(form)) if sample else None
    return render_template(
        "lexicon/listing.html",
        form=form,
        entry_id=entry_id,
        problem=problem,
        entries=lexicon.listing(desk(), actor().commune_id),
        tried=tuple(runs(tried.spans)) if tried else (),
        otherwise=lexicon_effects.reads_otherwise(desk(), actor().commune_id),
        bad_table=bad_table,
        bad_lines=bad_table.problems if isinstance(bad_table, lexicon_table.BadLines) else (),
        may_change=bool(actor().roles & set(_MAY_CHANGE)),
    )

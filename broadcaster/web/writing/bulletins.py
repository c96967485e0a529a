"""Bulletins: the list, one bulletin to read, and what is done with it; `editor` is where one is written."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.log.airing import LABELS, Outcome
from broadcaster.domain.writing.workflow import STATE_LABELS, Action, Role, State
from broadcaster.paper import words
from broadcaster.services.writing import (
    bulletin_air,
    bulletin_history,
    bulletin_list,
    bulletin_view,
    bulletins,
    postings,
)
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.writing import editor, preview, recordings
from broadcaster.web.writing.said import runs

pages = Blueprint("bulletins", __name__)
pages.register_blueprint(preview.pages)
pages.register_blueprint(recordings.pages)
editor.install(pages)

pages.app_template_filter("engine_name")(words.engine)
pages.app_template_filter("outcome_label")(lambda outcome: LABELS[Outcome(outcome)])

_DONE = {
    Action.RECALL: "Đã lấy bản tin về để sửa. Sửa xong hãy trình duyệt lại.",
    Action.REOPEN: "Đã mở bản tin ra để sửa. Lần duyệt trước (nếu có) đã hết hiệu lực; sửa xong hãy trình duyệt lại.",
    Action.WITHDRAW: "Đã rút bản tin: từ nay bản tin không phát nữa.",
}


@pages.get("/ban-tin")
@signed_in
def listing() -> str:
    """List the commune's bulletins, by state and words."""
    state = next((one for one in State if one == request.args.get("trang-thai")), None)
    sought, number = request.args.get("tim", "").strip(), max(1, request.args.get("trang", 1, type=int))
    found = bulletin_list.listing(desk(), actor(), state, sought, number)
    return render_template(
        "bulletins/listing.html",
        found=found,
        state=state,
        words=sought,
        number=number,
        states=STATE_LABELS,
        more=found.found > number * bulletin_list.PAGE,
    )


@pages.get("/ban-tin/<int:bulletin_id>/xem")
@signed_in
def show(bulletin_id: int) -> str:
    """Show one bulletin: written beside said, its sound, its history, where it airs."""
    shown = bulletin_view.view(desk(), actor(), bulletin_id)
    return render_template(
        "bulletins/show.html",
        shown=shown,
        facts=shown.facts,
        runs=None if shown.facts.spans is None else tuple(runs(shown.facts.spans)),
        air=bulletin_air.air(desk(), actor().commune_id, bulletin_id),
        links=postings.listing(desk(), actor(), bulletin_id),
        history=bulletin_history.history(desk(), actor(), bulletin_id),
        Action=Action,
        State=State,
    )


@pages.post("/ban-tin/<int:bulletin_id>/lay-ve")
@roles(Role.WRITER)
def recall(bulletin_id: int) -> Response:
    """Take a waiting bulletin back to write on."""
    bulletins.recall(desk(), actor(), bulletin_id, _version())
    return _to_editor(bulletin_id, Action.RECALL)


@pages.post("/ban-tin/<int:bulletin_id>/mo-ra")
@roles(Role.WRITER)
def reopen(bulletin_id: int) -> Response:
    """Take a decided bulletin back to write on; its approval is void."""
    bulletins.reopen(desk(), actor(), bulletin_id, _version())
    return _to_editor(bulletin_id, Action.REOPEN)


@pages.post("/ban-tin/<int:bulletin_id>/rut")
@roles(Role.WRITER, Role.APPROVER)
def withdraw(bulletin_id: int) -> Response:
    """Stop a bulletin from airing again."""
    bulletins.withdraw(desk(), actor(), bulletin_id, _version(), request.form.get("reason", ""))
    flash(_DONE[Action.WITHDRAW])
    return redirect(url_for("bulletins.show", bulletin_id=bulletin_id))


@pages.post("/ban-tin/<int:bulletin_id>/chep")
@roles(Role.WRITER)
def copy(bulletin_id: int) -> Response:
    """Begin a new bulletin with the words of this one."""
    row = bulletins.copy(desk(), actor(), bulletin_id)
    flash("Đã chép thành bản tin mới. Hãy chọn lại ngày phát.")
    return redirect(url_for("bulletins.edit", bulletin_id=row.id))


def _version() -> int:
    """Return the version the page showed; 0 fits none."""
    return request.form.get("version", 0, type=int)


def _to_editor(bulletin_id: int, done: Action) -> Response:
    flash(_DONE[done])
    return redirect(url_for("bulletins.edit", bulletin_id=bulletin_id))

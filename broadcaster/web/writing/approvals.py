"""The leader's pages: what waits, and one bulletin with everything that is approved with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Action, Role, State
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.voice import new_voices
from broadcaster.services.writing import approvals, bulletin_view, same_news
from broadcaster.services.writing.bulletin_view import BulletinView
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.writing.said import runs

pages = Blueprint("approvals", __name__)
Answer = Response | str | tuple[str, int]


@pages.get("/cho-duyet")
@roles(Role.APPROVER)
def listing() -> str:
    """List what waits for the leader's word, the longest waiting first."""
    return render_template(
        "approvals/listing.html",
        waiting=approvals.queue(desk(), actor()),
        better=new_voices.waiting(desk(), actor()),
    )


@pages.get("/cho-duyet/<int:bulletin_id>")
@roles(Role.APPROVER)
def show(bulletin_id: int) -> Answer:
    """Show one waiting bulletin; one that waits no more is shown to read."""
    shown = bulletin_view.view(desk(), actor(), bulletin_id)
    if shown.state is not State.WAITING:
        return redirect(url_for("bulletins.show", bulletin_id=bulletin_id))
    return _page(shown)


@pages.post("/cho-duyet/<int:bulletin_id>/duyet")
@roles(Role.APPROVER)
def approve(bulletin_id: int) -> Answer:
    """Approve exactly what the page showed, and go on to the next one."""
    try:
        sent = request.form
        heard = approvals.Heard(
            sent.get("sound", ""), any_voice="any_voice" in sent, headline=sent.get("headline", "")
        )
        approvals.approve(desk(), actor(), bulletin_id, _version(), sent.get("digest", ""), heard)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        return _again(bulletin_id, failure)
    replaced = bulletin_view.view(desk(), actor(), bulletin_id).facts.wishes.replaces
    stopped = f" “{replaced}” hết hiệu lực duyệt và ngừng phát." if replaced else ""
    return _next(f"Đã duyệt. Chương trình đang xếp bản tin vào các buổi phát.{stopped}")


@pages.post("/cho-duyet/<int:bulletin_id>/tra-lai")
@roles(Role.APPROVER)
def send_back(bulletin_id: int) -> Answer:
    """Return a bulletin to its writer with a reason, and go on to the next one."""
    reason = request.form.get("reason", "")
    try:
        approvals.send_back(desk(), actor(), bulletin_id, _version(), reason)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        return _again(bulletin_id, failure, reason)
    return _next("Đã trả lại bản tin cho người soạn cùng lý do.")


@pages.get("/cho-duyet/<int:bulletin_id>/giong")
@roles(Role.APPROVER)
def new_voice(bulletin_id: int) -> Answer:
    """Let the leader hear the better voice beside the one they approved."""
    return _voice_page(bulletin_id)


@pages.post("/cho-duyet/<int:bulletin_id>/giong")
@roles(Role.APPROVER)
def choose_voice(bulletin_id: int) -> Answer:
    """Take the better voice, or keep the approved one."""
    sent = request.form
    decision_id, sound = sent.get("decision_id", 0, type=int), sent.get("sound", "")
    keeps = "giu" in sent
    try:
        if keeps:
            new_voices.decline(desk(), actor(), bulletin_id, decision_id, sound)
        else:
            free = "any_voice" in sent
            new_voices.take(desk(), actor(), bulletin_id, decision_id, sound, any_voice=free)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        return _voice_page(bulletin_id, str(failure), code_of(failure))
    flash(
        "Giữ giọng đã duyệt." if keeps else "Đã duyệt giọng mới. Các buổi phát chưa khóa sẽ dùng giọng này."
    )
    return redirect(url_for("approvals.listing"))


def _voice_page(bulletin_id: int, problem: str = "", code: int = 200) -> Answer:
    found = next((one for one in new_voices.waiting(desk(), actor()) if one.bulletin_id == bulletin_id), None)
    if found is None and problem:
        return render_template("shared/failure.html", message=problem), code
    if found is None:
        return redirect(url_for("bulletins.show", bulletin_id=bulletin_id))
    return render_template("approvals/new_voice.html", one=found, problem=problem), code


def _version() -> int:
    """Return the version the page showed; 0 fits none."""
    return request.form.get("version", 0, type=int)


def _again(bulletin_id: int, failure: Refused, reason: str = "") -> Answer:
    """Show the bulletin as it stands now with the refusal, and the reason that was typed."""
    shown = bulletin_view.view(desk(), actor(), bulletin_id)
    return _page(shown, str(failure), reason), code_of(failure)


def _page(shown: BulletinView, problem: str = "", reason: str = "") -> str:
    waiting = approvals.queue(desk(), actor())
    spans = shown.facts.spans
    return render_template(
        "approvals/show.html",
        shown=shown,
        facts=shown.facts,
        runs=None if spans is None else tuple(runs(spans)),
        problem=problem,
        reason=reason,
        others=sum(1 for one in waiting if one.bulletin.id != shown.id),
        may_approve=Action.APPROVE in shown.actions,
        waits=shown.state is State.WAITING,
        same=same_news.told(desk(), actor(), shown.id) if shown.state is State.WAITING else (),
    )


def _next(done: str) -> Response:
    """Go to the one that waits longest now, or to the list when none does."""
    waiting = approvals.queue(desk(), actor())
    if not waiting:
        flash(f"{done} Không còn bản tin nào chờ duyệt.")
        return redirect(url_for("approvals.listing"))
    flash(f"{done} Tiếp theo là bản tin dưới đây.")
    return redirect(url_for("approvals.show", bulletin_id=waiting[0].bulletin.id))

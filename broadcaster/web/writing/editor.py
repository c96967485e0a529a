"""
Writing a bulletin: one form that saves itself, shows what will be said, and goes to the leader.

Every answer keeps what was typed: a refusal or a conflict shows the form again as it was sent.
"""

from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.clock import local
from broadcaster.domain.writing.bulletin import RECORDING
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused, Stale
from broadcaster.services.voice.speaking import Voiced
from broadcaster.services.writing import bulletin_view, bulletins, headlines, listening, recordings
from broadcaster.services.writing.bulletin_view import WRITABLE, BulletinView
from broadcaster.services.writing.bulletins import Draft
from broadcaster.services.writing.same_news import OnAir
from broadcaster.services.writing.versions import Version
from broadcaster.web import failures
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.writing import bulletin_form, wish_fields
from broadcaster.web.writing.bulletin_form import BulletinForm
from broadcaster.web.writing.preview import beside

_LOOKS = ("read", "listen", "listen_headline", "headline")
"""Buttons that only show something."""
Answer = Response | tuple[str, int] | tuple[Response, int]


@dataclass
class Page:
    """What the editor shows around its form."""

    form: BulletinForm
    draft: Draft
    bulletin_id: int | None = None
    problem: str = ""
    theirs: BulletinView | None = None
    """What somebody else saved meanwhile."""
    returned: str = ""
    voice: Voiced | None = None
    headline_voice: Voiced | None = None
    asked: str = ""
    """Which button was pressed that only shows something."""
    live: tuple[OnAir, ...] = ()
    """Approved bulletins that say the same, between which the writer chooses."""
    recordings: tuple[Version, ...] = ()
    code: int = 200


def install(pages: Blueprint) -> None:
    """Put the editor's pages among those of bulletins."""
    pages.add_url_rule("/ban-tin/moi", "new", new)
    pages.add_url_rule("/ban-tin/moi", "begin", begin, methods=["POST"])
    pages.add_url_rule("/ban-tin/luu", "autosave", autosave, methods=["POST"])
    pages.add_url_rule("/ban-tin/<int:bulletin_id>", "edit", edit)
    pages.add_url_rule("/ban-tin/<int:bulletin_id>", "change", change, methods=["POST"])


@roles(Role.WRITER)
def new() -> Answer:
    """Show an empty form."""
    form = bulletin_form.blank(desk(), actor(), request.args.get("muc", type=int))
    return _shown(Page(form, Draft()))


@signed_in
def edit(bulletin_id: int) -> Answer:
    """Show a bulletin to write on; who cannot write on it is shown it to read."""
    found = bulletin_view.view(desk(), actor(), bulletin_id)
    if found.call_id or found.state not in WRITABLE or not has(Role.WRITER):
        return redirect(url_for("bulletins.show", bulletin_id=bulletin_id))
    draft = bulletins.draft(desk(), actor(), bulletin_id)
    form = bulletin_form.filled(desk(), actor(), draft, found.version, found.draft_key, bulletin_id)
    return _shown(Page(form, draft, bulletin_id, returned=found.returned))


@roles(Role.WRITER)
def begin() -> Answer:
    """Keep a new bulletin and do what its button says."""
    return _work(None)


@roles(Role.WRITER)
def change(bulletin_id: int) -> Answer:
    """Keep a bulletin and do what its button says."""
    return _work(bulletin_id)


@roles(Role.WRITER)
def autosave() -> Answer:
    """Keep what is typed so far, for the script; a conflict is answered with both versions."""
    bulletin_id = request.form.get("bulletin_id", type=int)
    form = bulletin_form.sent(desk(), actor(), bulletin_id)
    try:
        saved_id, version = _kept(form, bulletin_id)
    except Stale as failure:
        return _told(str(failure), bulletin_id), 409
    at = local(desk().clock.now())
    said = {"id": saved_id, "version": version, "saved": f"Đã lưu nháp lúc {at.hour}:{at:%M}"}
    return jsonify(**said, url=url_for("bulletins.edit", bulletin_id=saved_id)), 200


def _work(bulletin_id: int | None) -> Answer:
    """Do what the pressed button says: read, listen, save or submit."""
    form = bulletin_form.sent(desk(), actor(), bulletin_id)
    wanted = request.form.get("act", "save")
    if replaces := request.form.get("replace", type=int):
        form.replaces_id.data, wanted = replaces, "submit"
    page = Page(form, bulletin_form.draft_of(form), bulletin_id)
    try:
        if wanted in _LOOKS or request.form.get("keep"):
            return _looked(page, wanted)
        if not form.validate_on_submit():
            page.code = 422
            return _shown(page)
        page.bulletin_id, version = _kept(form, bulletin_id)
        form.version.data = str(version)
        if wanted in ("submit", "submit_both"):
            both = request.form.getlist("beside", type=int) if wanted == "submit_both" else ()
            bulletins.submit(desk(), actor(), page.bulletin_id, version, beside=both)
    except bulletins.Incomplete as failure:
        bulletin_form.show_problems(form, failure.problems)
        page.problem, page.code = (
            "Chưa trình được vì còn thiếu hoặc sai ở các chỗ sau (bản nháp đã được lưu):",
            422,
        )
        return _shown(page)
    except bulletins.SaysTheSame as failure:
        page.live, page.code = failure.live, 422
        return _shown(page)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        return _refused(page, failure)
    return _done(page.bulletin_id, wanted)


def _looked(page: Page, wanted: str) -> Answer:
    """Show the form again with what was asked for beside it; nothing is kept."""
    page.asked, draft, settled = wanted, page.draft, dict(page.draft.confirmed)
    if wanted == "listen":
        page.voice = listening.listen(desk(), actor(), draft.text, settled, draft.kind)
    elif wanted == "listen_headline":
        page.headline_voice = listening.listen(desk(), actor(), draft.headline, settled)
    elif wanted == "headline":
        page.form.headline.data = headlines.propose(desk(), actor(), draft.text, settled)
        page.draft = bulletin_form.draft_of(page.form)
    return _shown(page)


def _kept(form: BulletinForm, bulletin_id: int | None) -> tuple[int, int]:
    """Save what is typed; return which bulletin it is and its version."""
    draft = bulletin_form.draft_of(form)
    if bulletin_id is None:
        row = bulletins.create(desk(), actor(), draft, form.draft_key.data or None)
    else:
        row = bulletins.save(desk(), actor(), bulletin_id, _version(form), draft)
    return row.id, row.version


def _version(form: BulletinForm) -> int:
    """Return the version the page showed; 0 fits none."""
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _refused(page: Page, failure: Refused) -> Answer:
    """Show the form as it was sent with the refusal and, where somebody was faster, what they saved."""
    page.problem, page.code = str(failure), failures.code_of(failure)
    if isinstance(failure, Stale) and page.bulletin_id is not None:
        page.theirs = bulletin_view.view(desk(), actor(), page.bulletin_id)
        page.form.version.data = str(page.theirs.version)
    return _shown(page)


def _told(message: str, bulletin_id: int | None) -> Response:
    """Tell the script of a conflict."""
    if bulletin_id is None:
        return jsonify(message=message)
    theirs = bulletin_view.view(desk(), actor(), bulletin_id)
    writable = theirs.state in WRITABLE
    return jsonify(
        message=message,
        title=theirs.facts.title,
        text=theirs.facts.text,
        headline=theirs.facts.wishes.headline.text if theirs.facts.wishes.headline else "",
        version=theirs.version,
        writable=writable,
    )


def _done(bulletin_id: int | None, wanted: str) -> Answer:
    if wanted == "record":
        return redirect(url_for("bulletins.recordings.show", bulletin_id=bulletin_id))
    if wanted.startswith("submit"):
        flash(_submitted(bulletin_id))
        return redirect(url_for("bulletins.show", bulletin_id=bulletin_id))
    flash("Đã lưu nháp.")
    return redirect(url_for("bulletins.edit", bulletin_id=bulletin_id))


def _submitted(bulletin_id: int | None) -> str:
    """Say that a bulletin is with the leader, and whether a voice is still at work."""
    voice = bulletin_view.view(desk(), actor(), bulletin_id or 0).facts.voice
    if voice is not None and voice.engine == RECORDING:
        return "Đã trình duyệt cùng bản thu; lãnh đạo sẽ nghe ở trang Chờ duyệt."
    return "Đã trình duyệt. Giọng đọc đang được làm; lãnh đạo sẽ thấy bản tin ở trang Chờ duyệt."


def _shown(page: Page) -> tuple[str, int]:
    if page.bulletin_id is not None:
        page.recordings = recordings.of_bulletin(desk(), actor(), page.bulletin_id)
    return render_template(
        "bulletins/editor.html",
        page=page,
        form=page.form,
        beside=beside(page.draft),
        wished=wish_fields.said(page.form, page.draft),
        briefed=wish_fields.said_headline(page.draft),
    ), page.code

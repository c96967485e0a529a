"""Nhật ký phát thanh: what was aired, said by people, printed and taken along as a table."""

from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from broadcaster.domain.log.airing import LABELS, REASONS
from broadcaster.errors import NotFound, Refused
from broadcaster.paper import words
from broadcaster.paper.totals import totals
from broadcaster.services.commune import plan_rows, villages
from broadcaster.services.log import airings, log_details, log_export, logbook
from broadcaster.services.log.log_statements import MAY_SAY, declare_played
from broadcaster.services.periods import PRESETS
from broadcaster.web import carry
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.record.log_days import log_page
from broadcaster.web.record.log_filter import Filter, read_filter

pages = Blueprint("logbook", __name__)
Answer = AnyResponse | str | tuple[str, int]
_PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The printed page carries its styles inside, so that it prints the same wherever it is kept; it runs nothing."""
_NAMES = {"csv": "csv", "xlsx": "xlsx"}


@pages.get("/nhat-ky")
@signed_in
def show() -> Answer:
    """Show the log of some days; wrong days are told and this week is shown."""
    problem = ""
    try:
        chosen = read_filter(request.args, desk().today())
        found = logbook.entries(desk(), actor().commune_id, chosen.whole)
    except Refused as failure:
        problem = str(failure)
        chosen = read_filter({}, desk().today())
        found = logbook.entries(desk(), actor().commune_id, chosen.whole)
    shown = [one for one in found if chosen.outcome in (None, one.state)]
    number = request.args.get("trang", 1, type=int)
    page = render_template(
        "logbook/show.html",
        chosen=chosen,
        presets=PRESETS,
        totals=totals(found),
        page=log_page(shown, desk().clock.now(), number),
        may_say=has(*MAY_SAY),
        problem=problem,
        typed=request.args,
        **_choices(chosen),
    )
    return page, 422 if problem else 200


@pages.get("/nhat-ky/buoi/<int:occurrence_id>")
@signed_in
def session(occurrence_id: int) -> Answer:
    """Open one session: its items word for word, and everything that was ever said of it."""
    return _session(occurrence_id, {"ve": _back()})


@pages.post("/nhat-ky/buoi/<int:occurrence_id>")
@roles(*MAY_SAY)
def say(occurrence_id: int) -> Answer:
    """Write what the person says of a session; a refusal keeps what was typed."""
    typed, seq = request.form, request.form.get("dong", "")
    said = airings.Statement(
        occurrence_id,
        played=typed.get("da_phat") == "1",
        who=actor().name,
        reason=typed.get("ly_do", ""),
        note=typed.get("ghi_chu", ""),
        expected_seq=int(seq) if seq.isascii() and seq.isdigit() else None,
    )
    try:
        airings.declare(desk(), said, commune_id=actor().commune_id)
    except NotFound:
        raise
    except Refused as failure:
        return _session(occurrence_id, typed, str(failure), code_of(failure))
    entry = log_details.details(desk(), actor().commune_id, occurrence_id).entry
    flash(
        f"Đã ghi: {entry.village}, {words.hour(entry.starts_at)} {words.day(entry.day)}: {_lower(words.state(entry))}."
    )
    return redirect(f"{_back()}#buoi-{occurrence_id}")


@pages.post("/nhat-ky/da-phat")
@roles(*MAY_SAY)
def say_many() -> Answer:
    """Write of every session that was ticked that it was aired."""
    try:
        spoken = declare_played(desk(), actor(), request.form.getlist("buoi", type=int))
    except Refused as failure:
        flash(str(failure), "error")
        return redirect(_back())
    if spoken.written:
        flash(f"Đã ghi {spoken.written} lượt là đã phát.")
    for sentence in spoken.refused:
        flash(sentence, "error")
    return redirect(_back())


@pages.get("/nhat-ky/in")
@signed_in
def paper() -> AnyResponse:
    """Show the log as it is printed: A4 landscape, with its signatures."""
    chosen = read_filter(request.args, desk().today())
    answer = _file(chosen, "html", url_for(".show", **chosen.address()))
    answer.headers["Content-Security-Policy"] = _PAPER_POLICY
    return answer


@pages.get("/nhat-ky/xuat.<form>")
@signed_in
def export(form: str) -> AnyResponse:
    """Give the log as a table."""
    if form not in _NAMES:
        raise NotFound("Nhật ký chỉ tải về được dạng CSV hoặc XLSX. Hãy chọn lại ở trang Nhật ký.")
    chosen = read_filter(request.args, desk().today())
    answer = _file(chosen, form)
    name = f"nhat-ky_{chosen.period.first:%Y%m%d}_{chosen.period.last:%Y%m%d}.{form}"
    answer.headers["Content-Disposition"] = f"attachment; filename={quote(name)}"
    return answer


@pages.route("/nhat-ky/kiem-tra", methods=["GET", "POST"])
@signed_in
def verify() -> str:
    """Prove that no row was edited, taken out or put in another order; long logs take a while."""
    verdict = airings.verify(desk(), actor().commune_id) if request.method == "POST" else None
    return render_template("logbook/verify.html", verdict=verdict)


def _session(occurrence_id: int, typed: object, problem: str = "", code: int = 200) -> Answer:
    found = log_details.details(desk(), actor().commune_id, occurrence_id)
    page = render_template(
        "logbook/session.html",
        found=found,
        typed=typed,
        problem=problem,
        may_say=has(*MAY_SAY) and found.begun,
        back=_back(),
        reasons=REASONS,
        said=words,
        outcomes=LABELS,
    )
    return page, code


def _file(chosen: Filter, form: str, back: str = "") -> Response:
    wanted, commune_id = chosen.wanted, actor().commune_id
    limits = log_export.limits_of(desk(), commune_id, wanted)
    body = log_export.render(desk(), commune_id, wanted, form, chosen.period.words, limits, back)
    answer = make_response(body)
    answer.headers["Content-Type"] = log_export.MEDIA_TYPES[form]
    return answer


def _choices(chosen: Filter) -> dict[str, object]:
    commune_id = actor().commune_id
    return {
        "villages": villages.listing(desk(), commune_id, closed=True),
        "plan_choices": plan_rows.choices(desk(), commune_id),
        "outcomes": LABELS,
        "anchor": _anchor(chosen),
        "said": words,
    }


def _anchor(chosen: Filter) -> str:
    """Return the day that a preset is taken around: today where it is within what is shown."""
    today = desk().today()
    inside = chosen.period.first <= today <= chosen.period.last
    return (today if inside else chosen.period.first).isoformat()


def _back() -> str:
    """Return where the person came from within these pages."""
    asked = request.form.get("ve") or request.args.get("ve")
    return carry.local_path(asked) if asked else url_for("logbook.show")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]

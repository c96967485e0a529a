"""
Khẩn cấp: a leader's page for a phone. First tap: hear it; second tap: it is on the air.

The page of a real call and that of a drill have addresses, colours, shapes and words of their own; neither's
second tap does the other's work.
"""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.commune import villages
from broadcaster.services.urgent import calls, ready
from broadcaster.services.urgent.calls import CALL_LABELS, CallState, CallView
from broadcaster.services.urgent.withdrawing import REASONS
from broadcaster.services.writing import recordings
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles
from broadcaster.web.urgent import acts
from broadcaster.web.urgent.form import CallForm, blank, given, number, upload, wish

pages = Blueprint("urgent", __name__, url_prefix="/khan-cap")
Answer = Response | str | tuple[str, int]


@pages.get("")
@roles(Role.APPROVER)
def show() -> str:
    """Show what is on the air, and the form of a real call."""
    return _form_page(_begun(drill=False), drill=False)


@pages.get("/dien-tap")
@roles(Role.APPROVER)
def drill() -> str:
    """Show the form of a drill."""
    return _form_page(_begun(drill=True), drill=True)


@pages.post("")
@roles(Role.APPROVER)
def begin() -> Answer:
    """Take the first tap of a real call."""
    return _first_tap(drill=False)


@pages.post("/dien-tap")
@roles(Role.APPROVER)
def begin_drill() -> Answer:
    """Take the first tap of a drill."""
    return _first_tap(drill=True)


@pages.get("/<int:call_id>")
@roles(Role.APPROVER)
def call(call_id: int) -> Answer:
    """Show one call: where and when it airs, and how to stop it."""
    found = calls.view(desk(), actor(), call_id)
    if found.state is CallState.READY:
        return redirect(url_for(".confirm_drill" if found.drill else ".confirm", call_id=call_id))
    return render_template(
        "urgent/call.html",
        call=found,
        now=desk().clock.now(),
        by_hand=_by_hand(found),
        CallState=CallState,
        labels=CALL_LABELS,
    )


@pages.get("/<int:call_id>/phat")
@roles(Role.APPROVER)
def confirm(call_id: int) -> Answer:
    """Ask for the second tap of a real call."""
    return acts.confirm_page(call_id, drill=False)


@pages.get("/<int:call_id>/phat-dien-tap")
@roles(Role.APPROVER)
def confirm_drill(call_id: int) -> Answer:
    """Ask for the second tap of a drill."""
    return acts.confirm_page(call_id, drill=True)


@pages.post("/<int:call_id>/phat")
@roles(Role.APPROVER)
def call_out(call_id: int) -> Answer:
    """Take the second tap of a real call."""
    return acts.second_tap(call_id, drill=False)


@pages.post("/<int:call_id>/phat-dien-tap")
@roles(Role.APPROVER)
def call_drill(call_id: int) -> Answer:
    """Take the second tap of a drill."""
    return acts.second_tap(call_id, drill=True)


@pages.get("/<int:call_id>/rut")
@roles(Role.APPROVER)
def ask_withdraw(call_id: int) -> Answer:
    """Ask why a call is taken off the air; each answer is the second tap."""
    found = calls.view(desk(), actor(), call_id)
    if found.state in (CallState.READY, CallState.WITHDRAWN, CallState.DISCARDED):
        return redirect(url_for(".call", call_id=call_id))
    return render_template("urgent/withdraw.html", call=found, reasons=REASONS)


@pages.post("/<int:call_id>/rut")
@roles(Role.APPROVER)
def withdraw(call_id: int) -> Answer:
    """Take a call off the air."""
    return acts.withdraw(call_id)


@pages.post("/<int:call_id>/bo")
@roles(Role.APPROVER)
def discard(call_id: int) -> Answer:
    """Drop what was made ready."""
    return acts.discard(call_id)


def _first_tap(*, drill: bool) -> Answer:
    """Make a call ready and lead to the page of the second tap; a refusal keeps what was typed."""
    form, problem, code = given(desk(), actor()), "", 422
    if form.validate_on_submit():
        try:
            with desk().shelf.bench() as folder:
                sound = upload(folder)
                call_id = ready.make_ready(desk(), actor(), wish(form, desk(), actor(), drill=drill), sound)
        except (NotFound, NotAllowed):
            raise
        except Refused as failure:
            problem, code = str(failure), code_of(failure)
        else:
            return _go_on(url_for(".confirm_drill" if drill else ".confirm", call_id=call_id))
    said = problem or " ".join(str(error) for errors in form.errors.values() for error in errors)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(message=said), code  # type: ignore[return-value] # Flask takes any pair of answer and code
    return _form_page(form, drill=drill, problem=problem), code


def _go_on(address: str) -> Answer:
    if request.accept_mimetypes.best == "application/json":
        return jsonify(url=address)
    return redirect(address)


def _begun(*, drill: bool) -> CallForm:
    """Give an empty form, or one that begins from another call: to say it again, or to correct it."""
    again, correct = (request.args.get(name, type=int) for name in ("tu", "dinh-chinh"))
    like = calls.view(desk(), actor(), again) if again else None
    corrects = calls.view(desk(), actor(), correct) if correct else None
    return blank(desk(), actor(), drill=drill, like=like, corrects=corrects)


def _form_page(form: CallForm, *, drill: bool, problem: str = "") -> str:
    limits = recordings.limits(desk())
    found, now = calls.recent(desk(), actor().commune_id), desk().clock.now()
    corrects = number(form.corrects.data)
    return render_template(
        "urgent/form.html",
        form=form,
        drill=drill,
        problem=problem,
        correcting=calls.view(desk(), actor(), corrects) if corrects else None,
        live=[one for one in found if one.state is CallState.LIVE],
        waiting=[one for one in found if one.state is CallState.READY and one.ready_at > now - calls.LASTS],
        past=[one for one in found if one.state in (CallState.OVER, CallState.WITHDRAWN)],
        now=now,
        labels=CALL_LABELS,
        limit_mb=limits.max_bytes >> 20,
        limit_minutes=limits.max_seconds // 60,
    )


def _by_hand(found: CallView) -> list[tuple[str, str, str]]:
    """List the villages where somebody must play it: (village, operator, phone)."""
    return [
        (village.name, station.operator, station.phone)
        for village in villages.listing(desk(), actor().commune_id)
        if village.id in found.village_ids
        for station in village.stations
        if station.delivery != "player"
    ]

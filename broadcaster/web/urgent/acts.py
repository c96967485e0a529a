"""What the taps on an urgent call's pages do."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.commune import communes
from broadcaster.services.urgent import calling, calls, timing, withdrawing
from broadcaster.services.urgent.calling import Seen
from broadcaster.services.urgent.calls import CallState
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk

_AT_ONCE = timedelta(minutes=2)
Answer = Response | str | tuple[str, int]


def confirm_page(call_id: int, *, drill: bool, problem: str = "") -> Answer:
    """Show what will be heard, where and when, and ask for the second tap; what is out already is shown as it is."""
    found = calls.view(desk(), actor(), call_id)
    if found.state is not CallState.READY:
        return redirect(url_for("urgent.call", call_id=call_id))
    if found.drill != drill:
        return redirect(url_for("urgent.confirm_drill" if found.drill else "urgent.confirm", call_id=call_id))
    seen = timing.foreseen(desk(), actor(), call_id)
    first = seen.slots[0] if seen.slots else urgent.first_minute(desk().clock.now())
    return render_template(
        "urgent/confirm_drill.html" if drill else "urgent/confirm.html",
        call=found,
        problem=problem or seen.problem,
        may=not seen.problem,
        first=first,
        soon=first - desk().clock.now() < _AT_ONCE,
        count=len(seen.slots),
        over=seen.over,
        before=" ".join(urgent.before(local(first), drill=drill)),
        after=urgent.after(drill=drill).replace("{xã}", communes.view(desk(), actor().commune_id).name),
    )


def second_tap(call_id: int, *, drill: bool) -> Answer:
    """Call out exactly what the page showed; tapped twice it is once."""
    seen = Seen(drill, request.form.get("digest", ""), request.form.get("sound", ""))
    try:
        done = calling.call_out(desk(), actor(), call_id, seen)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        answer = confirm_page(call_id, drill=drill, problem=str(failure))
        return (answer, code_of(failure)) if isinstance(answer, str) else answer
    if done.problem:
        flash(f"Đã duyệt. Chưa đưa ra loa được ngay: {done.problem} Chương trình đang tự làm lại.", "error")
    elif not done.first:
        flash("Tin này đã được cho phát rồi; không phát thêm lần nữa.")
    return redirect(url_for("urgent.call", call_id=done.call_id))


def withdraw(call_id: int) -> Answer:
    """Take a call off the air, and lead to what may be said next."""
    reason = request.form.get("ly_do", "")
    try:
        done = withdrawing.withdraw(desk(), actor(), call_id, request.form.get("ly_do_khac", "") or reason)
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        found = calls.view(desk(), actor(), call_id)
        page = render_template(
            "urgent/withdraw.html", call=found, reasons=withdrawing.REASONS, problem=str(failure)
        )
        return page, code_of(failure)
    if done.problem:
        flash(f"Đã rút. Chưa báo ra loa được ngay: {done.problem} Chương trình đang tự làm lại.", "error")
    return redirect(url_for("urgent.call", call_id=call_id))


def discard(call_id: int) -> Answer:
    """Drop what was made ready and never aired."""
    withdrawing.discard(desk(), actor(), call_id)
    flash("Đã bỏ, không phát gì.")
    return redirect(url_for("urgent.show"))

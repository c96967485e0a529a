"""Vượt giới hạn phát: which sessions are over a limit of air time, and a leader's word that they may be."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from broadcaster.domain.limits import airtime_words
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, Refused
from broadcaster.services.limits import air_limits, limit_acceptances, limit_accepting, limit_warnings
from broadcaster.services.limits.limit_warnings import OverLimit
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, roles, signed_in

pages = Blueprint("limits", __name__, url_prefix="/lich-phat/gioi-han")
Answer = Response | str | tuple[str, int]
_USUAL = timedelta(days=30)
_TOLD = 3
"""How many sentences of a warning are read by somebody who just saved a session."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a leader sent that was refused, so that nothing typed is lost."""

    problem: str = ""
    chosen: tuple[str, ...] = ()
    reason: str = ""
    last_day: str = ""
    every_session: bool = False


@pages.get("")
@signed_in
def show() -> str:
    """Show what is over a limit in the coming days, what was accepted, and the limits."""
    return _page(_Tried())


@pages.post("")
@roles(Role.APPROVER)
def accept() -> Answer:
    """Accept those that are ticked, with one reason."""
    form = request.form
    try:
        rows = limit_accepting.accept(desk(), actor(), _wanted(form))
    except NotAllowed:
        raise
    except Refused as failure:
        chosen = tuple(form.getlist("over"))
        tried = _Tried(
            str(failure), chosen, form.get("reason", ""), form.get("last_day", ""), "every" in form
        )
        return _page(tried), code_of(failure)
    flash(f"Đã chấp nhận {len(rows)} trường hợp. Lý do được ghi vào nhật ký của các buổi đó.")
    return redirect(url_for(".show"))


@pages.app_template_global()
def over_limits() -> tuple[OverLimit, ...]:
    """Return what is over a limit and not accepted, for the notice on other pages; read once a page."""
    if "over_limits" not in g:
        found = limit_warnings.coming(desk(), actor().commune_id)
        g.over_limits = tuple(one for one in found if one.waits)
    return g.over_limits  # type: ignore[no-any-return] # set above


def warn(rule_id: int | None, first_day: date, last_day: date | None = None) -> None:
    """Say on the next page which limits a session that was just saved may break."""
    told = limit_warnings.of_rule(desk(), actor().commune_id, rule_id, first_day, last_day)
    more = f" Và {len(told) - _TOLD} trường hợp nữa." if len(told) > _TOLD else ""
    if told:
        flash(
            f"Vượt giới hạn phát: {' '.join(told[:_TOLD])}{more} Khi có chương trình, lãnh đạo cần chấp nhận kèm "
            "lý do; nếu không, hãy sửa lại buổi phát.",
            "wait",
        )


def _page(tried: _Tried) -> str:
    return render_template(
        "schedule/limits.html",
        found=limit_warnings.coming(desk(), actor().commune_id),
        accepted=limit_acceptances.standing(desk(), actor().commune_id),
        limits=air_limits.listing(desk(), actor().commune_id),
        up_to=airtime_words.up_to,
        tried=tried,
        today=desk().today(),
        usual=desk().today() + _USUAL,
    )


def _wanted(form: MultiDict[str, str]) -> limit_accepting.Wanted:
    return limit_accepting.Wanted(
        shown=tuple(_shown(one) for one in form.getlist("over")),
        last_day=_day(form.get("last_day", "")),
        reason=form.get("reason", ""),
        every_session="every" in form,
    )


def _shown(text: str) -> limit_accepting.Shown:
    """Read what a box stands for: limit, session, and up to how much."""
    parts = text.split("-")
    if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts):
        raise Refused("Có mục đã chọn không hợp lệ. Hãy mở lại trang rồi chọn lại.")
    return limit_accepting.Shown(*(int(one) for one in parts))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Hãy ghi ngày cuối mà việc chấp nhận còn hiệu lực.") from None

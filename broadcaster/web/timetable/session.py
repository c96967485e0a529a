"""The page of one session: its running order, put by hand and undone, heard, and changed when it is about to begin."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as Answer

from broadcaster.domain.plan.by_hand import stepped
from broadcaster.domain.week.session import Key
from broadcaster.errors import NotFound, Refused, Stale
from broadcaster.services.outgoing.sound_files import SoundFile
from broadcaster.services.plan import air_now, order_undo, orders
from broadcaster.services.plan.chosen import MAY, Chosen
from broadcaster.services.timetable import preview_sound
from broadcaster.services.timetable.one_session import one_session
from broadcaster.services.week import dropped
from broadcaster.units import Millis, Sha256
from broadcaster.web.day import sound_out
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, has, roles, signed_in

pages = Blueprint("session", __name__)
_AT = "/lich-phat/<day>/<int:rule_id>/<int:village_id>"


@pages.get(_AT)
@signed_in
def show(day: str, rule_id: int, village_id: int) -> str:
    """Show one session of one village."""
    return _page(_key(day, rule_id, village_id))


@pages.post(_AT + "/thu-tu")
@roles(*MAY)
def order(day: str, rule_id: int, village_id: int) -> Answer | tuple[str, int]:
    """Do one act on the running order, in every village that hears the same or in this one."""
    key = _key(day, rule_id, village_id)
    verb, _, number = request.form.get("viec", "").partition("-")
    bulletin_id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    act = _ACTS.get(verb)
    if act is None:
        raise Refused("Không rõ việc cần làm. Hãy mở lại trang rồi bấm lại nút.")
    chosen = _chosen(key)
    return _done(
        key, lambda: act(chosen, _seen(), bulletin_id), f"muc-{bulletin_id}" if bulletin_id else "thu-tu"
    )


@pages.post(_AT + "/hoan-tac")
@roles(*MAY)
def undo(day: str, rule_id: int, village_id: int) -> Answer | tuple[str, int]:
    """Take the last act back, in every village in which it still stands."""
    key = _key(day, rule_id, village_id)

    def act() -> str:
        found = order_undo.undo(desk(), actor(), _chosen(key), request.form.get("viec", 0, type=int))
        return f"Đã hoàn tác ở {len(found)} thôn. Thứ tự trước đó có hiệu lực lại."

    return _done(key, act, "thu-tu")


@pages.post(_AT + "/phat-ngay")
@roles(*MAY)
def now(day: str, rule_id: int, village_id: int) -> Answer | tuple[str, int]:
    """Open a session that is about to begin, with a reason."""
    key, reason = _key(day, rule_id, village_id), request.form.get("ly_do", "")

    def act() -> str:
        count = air_now.open_now(desk(), actor(), _chosen(key), reason)
        return f"Đã mở khóa ở {count} thôn. Hãy đổi ngay bên dưới; chương trình được công bố lại sau mỗi lần đổi."

    return _done(key, act, "thu-tu", reason=reason)


@pages.post(_AT + "/bo-buoi")
@roles(*dropped.MAY)
def drop(day: str, rule_id: int, village_id: int) -> Answer | tuple[str, int]:
    """Take the session out, in every village that hears the same or in this one; the page of the day takes it back."""
    key, reason = _key(day, rule_id, village_id), request.form.get("ly_do_bo", "")
    chosen = _chosen(key)
    try:
        dropped.drop(desk(), actor(), chosen.village_ids, rule_id, key[2], reason)
    except NotFound:
        raise
    except Refused as failure:
        return _page(key, str(failure), {"drop": reason}), code_of(failure)
    flash(f"Đã bỏ buổi này ở {len(chosen.village_ids)} thôn. Muốn phát lại, bấm “Lấy lại” ở dưới.")
    return redirect(url_for("schedule.day", day=day))


@pages.post(_AT + "/nghe-thu")
@signed_in
def hear(day: str, rule_id: int, village_id: int) -> Answer | tuple[str, int]:
    """Make the sound of the session as it would air now, to be heard here."""
    key = _key(day, rule_id, village_id)
    try:
        made = preview_sound.hear(desk(), actor().commune_id, key)
    except NotFound:
        raise
    except Refused as failure:
        return _page(key, str(failure)), code_of(failure)
    token = token_for(actor().commune_id, made.sha256, made.duration_ms)
    return redirect(url_for(".show", **_named(key), nghe=token, _anchor="nghe"))


@pages.get("/lich-phat/nghe-thu/<token>.mp3")
@signed_in
def listen(token: str) -> Response:
    """Play what was made to be heard; the address can only be had from the page that made it."""
    commune_id, sha256, _length = _heard(token)
    path = desk().shelf.programme(sha256)
    if commune_id != actor().commune_id or not path.exists():
        raise NotFound("Bản nghe thử này không còn. Hãy bấm “Nghe thử” lại ở trang buổi phát.")
    return sound_out.to_listen(SoundFile(path, Sha256(sha256), 0, f"{sha256[:12]}.mp3"))


def token_for(commune_id: int, sha256: str, duration_ms: int) -> str:
    """Name a sound so that only who was given the name can ask for it."""
    return str(_signer().dumps([commune_id, sha256, duration_ms]))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="nghe-thu")


def _heard(token: str) -> tuple[int, str, int]:
    try:
        commune_id, sha256, length = _signer().loads(token)
    except BadData as error:
        raise NotFound("Không có bản nghe thử này. Hãy bấm “Nghe thử” lại ở trang buổi phát.") from error
    return commune_id, sha256, length


def _reorder(chosen: Chosen, seen: int, bulletin_id: int, step: int) -> str:
    shown = _numbers("thu_tu")
    wanted = stepped(shown, bulletin_id, step)
    orders.reorder(desk(), actor(), chosen, seen, shown, wanted)
    return "Đã đổi thứ tự phát." if wanted != shown else ""


def _arranged(chosen: Chosen, seen: int, _bulletin_id: int) -> str:
    """Keep the order in which the page's lines stand, beside the one in which they stood."""
    shown = tuple(int(one) for one in request.form.get("truoc", "").split(",") if one.isdigit())
    wanted = _numbers("thu_tu")
    orders.reorder(desk(), actor(), chosen, seen, shown, wanted)
    return "Đã đổi thứ tự phát." if wanted != shown else ""


def _out(chosen: Chosen, seen: int, bulletin_id: int) -> str:
    orders.take_out(desk(), actor(), chosen, seen, bulletin_id)
    return "Đã bỏ bản tin khỏi buổi này; các buổi khác giữ nguyên."


def _free(chosen: Chosen, seen: int, bulletin_id: int) -> str:
    orders.let_in(desk(), actor(), chosen, seen, bulletin_id)
    return "Đã để chương trình tự chọn lại bản tin này."


def _in(chosen: Chosen, seen: int, bulletin_id: int) -> str:
    orders.put_in(desk(), actor(), chosen, seen, bulletin_id)
    return "Đã xếp bản tin lên trước các tin, bài do chương trình chọn. Hãy xem lại thời lượng và các tin bị đẩy ra."


def _back(chosen: Chosen, seen: int, _bulletin_id: int) -> str:
    orders.give_back(desk(), actor(), chosen, seen)
    return "Đã trả buổi này lại cho chương trình xếp."


_ACTS: dict[str, Callable[[Chosen, int, int], str]] = {
    "len": lambda chosen, seen, one: _reorder(chosen, seen, one, -1),
    "xuong": lambda chosen, seen, one: _reorder(chosen, seen, one, 1),
    "xep": _arranged,
    "bo": _out,
    "chon_lai": _free,
    "vao": _in,
    "tra": _back,
}


def _done(key: Key, act: Callable[[], str], anchor: str, **typed: str) -> Answer | tuple[str, int]:
    """Do an act and show the session again; a refusal stands beside what was typed."""
    try:
        says = act()
    except NotFound:
        raise
    except Refused as failure:
        if isinstance(failure, Stale):
            flash(str(failure), "error")
            return redirect(_address(key))
        return _page(key, str(failure), typed), code_of(failure)
    if says:
        flash(says)
    return redirect(f"{_address(key)}#{anchor}")


def _page(key: Key, problem: str = "", typed: dict[str, str] | None = None) -> str:
    found = one_session(desk(), actor().commune_id, key)
    token = request.args.get("nghe", "")
    heard = (url_for(".listen", token=token), Millis(_heard(token)[2])) if token else None
    return render_template(
        "schedule/session.html",
        found=found,
        cell=found.cell,
        named=_named(key),
        only_here=_only_here(),
        may_change=has(*MAY),
        problem=problem,
        typed=typed or {},
        heard=heard,
        longest_reason=air_now.LONGEST_REASON,
        order=",".join(str(one) for one in found.order),
    )


def _key(day: str, rule_id: int, village_id: int) -> Key:
    return village_id, rule_id, sound_out.day_named(day)


def _named(key: Key) -> dict[str, Any]:
    return {"day": key[2].isoformat(), "rule_id": key[1], "village_id": key[0]}


def _address(key: Key) -> str:
    return url_for(".show", **_named(key), rieng=1 if _only_here() else None)


def _only_here() -> bool:
    """Whether the person acts in this village alone."""
    return (request.form.get("pham_vi") or ("rieng" if request.args.get("rieng") else "")) == "rieng"


def _chosen(key: Key) -> Chosen:
    """Return the villages that the page showed as hearing the same, or this one."""
    alike = _numbers("cung")
    return Chosen((key[0],) if _only_here() or key[0] not in alike else alike, key[1], key[2])


def _seen() -> int:
    return request.form.get("moi_nhat", 0, type=int)


def _numbers(field: str) -> tuple[int, ...]:
    return tuple(
        int(one) for one in request.form.getlist(field) if one.isascii() and one.isdigit() and len(one) < 10
    )

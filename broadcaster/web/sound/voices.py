"""Giọng đọc: which engines speak and in what order, how each stands, their voices and keys, pace and pauses."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import NotAllowed, NotFound, Refused
from broadcaster.services.voice import speaking, voice_settings, voice_trials, voices
from broadcaster.services.voice.voices import VoicesView
from broadcaster.speech import Pauses
from broadcaster.units import Millis
from broadcaster.web.failures import code_of
from broadcaster.web.guard import actor, desk, has, roles, signed_in
from broadcaster.web.writing.preview import state_of

pages = Blueprint("voices", __name__)
Answer = Response | str | tuple[str, int]
_PAUSES = {
    "comma_ms": "Sau dấu phẩy, khi câu quá dài",
    "sentence_ms": "Sau mỗi câu",
    "list_item_ms": "Sau mỗi ý liệt kê",
    "paragraph_ms": "Sau mỗi đoạn",
}


@pages.get("/am-thanh/giong-doc")
@signed_in
def show() -> Answer:
    """Show how the station speaks; what was just asked for has its player."""
    return _page()


@pages.post("/am-thanh/giong-doc/thu-tu")
@roles(Role.ADMIN)
def order() -> Answer:
    """Put the engines into the order that was dragged."""
    return _do(
        lambda: voice_settings.set_order(desk(), actor(), _version(), request.form.getlist("engine")),
        "Đã đổi thứ tự giọng đọc.",
    )


@pages.post("/am-thanh/giong-doc/<name>/cho")
@roles(Role.ADMIN)
def move(name: str) -> Answer:
    """Move one engine up or down by one place."""
    up = "len" in request.form
    return _do(
        lambda: voice_settings.move(desk(), actor(), _version(), name, -1 if up else 1),
        "Đã đổi thứ tự giọng đọc.",
        vua=name,
        nut="len" if up else "xuong",
    )


@pages.post("/am-thanh/giong-doc/<name>/dung")
@roles(Role.ADMIN)
def use(name: str) -> Answer:
    """Take an engine into the order, or out of it."""
    used = "dung" in request.form
    done = "Giọng này được dùng từ bây giờ." if used else "Giọng này không còn được dùng."
    return _do(lambda: voice_settings.use(desk(), actor(), _version(), name, used=used), done, vua=name)


@pages.post("/am-thanh/giong-doc/<name>/giong")
@roles(Role.ADMIN)
def choose(name: str) -> Answer:
    """Choose an engine's voices."""
    first, second = request.form.get("voice", ""), request.form.get("second_voice", "")
    return _do(
        lambda: voice_settings.set_voices(desk(), actor(), _version(), name, first, second),
        "Đã đổi giọng. Bản tin đã duyệt vẫn giữ giọng đã duyệt.",
        vua=name,
    )


@pages.post("/am-thanh/giong-doc/<name>/khoa")
@roles(Role.ADMIN)
def key(name: str) -> Answer:
    """Keep the key of an engine's service, or throw it away; it is never shown."""
    if "xoa" in request.form:
        return _do(
            lambda: voice_settings.forget_key(desk(), actor(), _version(), name), "Đã xóa khóa.", vua=name
        )
    given = request.form.get("service_key", "")
    return _do(
        lambda: voice_settings.keep_key(desk(), actor(), _version(), name, given),
        "Đã lưu khóa. Khóa không hiện lại ở bất cứ trang nào; bấm “Nghe thử” để biết khóa có đúng không.",
        vua=name,
    )


@pages.post("/am-thanh/giong-doc/nhip")
@roles(Role.ADMIN)
def style() -> Answer:
    """Set pace and pauses."""
    return _do(
        lambda: voice_settings.set_style(desk(), actor(), _version(), _rate(), _pauses()),
        "Đã lưu tốc độ và quãng nghỉ. Bản tin đã duyệt vẫn giữ như khi duyệt.",
    )


@pages.post("/am-thanh/giong-doc/nhip/thu")
@roles(*voice_trials.MAY)
def try_style() -> Any:
    """Ask for a sentence in the pace and pauses typed, before they are kept."""
    sentence = request.form.get("sentence", "")
    return _try(
        lambda: voice_trials.Trial(sentence=sentence, rate_wpm=_rate(), pauses=_pauses()),
        giong="nhip",
        **{name: request.form.get(name, "") for name in ("rate_wpm", *_PAUSES)},
    )


@pages.post("/am-thanh/giong-doc/<name>/thu")
@roles(*voice_trials.MAY)
def try_voice(name: str) -> Any:
    """Ask for a sentence of one's own in one engine's voice."""
    sentence, second = request.form.get("sentence", ""), "hai" in request.form
    return _try(lambda: voice_trials.Trial(name, sentence, second=second), giong=name)


def _try(trial: Callable[[], voice_trials.Trial], **back: str) -> Any:
    """Ask for a trial; a script follows it, a person without one is sent to the page that shows it."""
    scripted = request.accept_mimetypes.best == "application/json"
    try:
        asked = voice_trials.try_out(desk(), actor(), trial())
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        if scripted:
            raise
        return _page(str(failure)), code_of(failure)
    if scripted:
        return state_of(speaking.find(desk(), asked))
    kept: dict[str, Any] = {"cau": request.form.get("sentence", ""), **back}
    return redirect(url_for(".show", thu=asked, _anchor=f"giong-{back['giong']}", **kept))


def _do(act: Callable[[], object], done: str, **back: Any) -> Answer:
    """Make one change and show the page anew; a refusal is shown on it with what stands now."""
    try:
        act()
    except (NotFound, NotAllowed):
        raise
    except Refused as failure:
        return _page(str(failure)), code_of(failure)
    flash(done)
    anchor = (
        f"giong-{back['vua']}" if "vua" in back and "nut" not in back else None
    )  # a pressed button takes the focus itself
    return redirect(url_for(".show", _anchor=anchor, **back))


def _page(problem: str = "") -> str:
    shown = voices.view(desk(), actor().commune_id)
    asked = request.args.get("thu", "")
    given = request.form if request.method == "POST" else request.args
    return render_template(
        "sounds/voices.html",
        shown=shown,
        problem=problem,
        may_change=has(Role.ADMIN),
        may_try=has(*voice_trials.MAY),
        sentence=given.get("sentence", given.get("cau", "")) or voice_trials.SENTENCE,
        longest=voice_trials.LONGEST,
        tried=_asked(asked),
        tried_by=request.args.get("giong", ""),
        at=(request.view_args or {}).get("name", ""),
        moved=(request.args.get("vua", ""), request.args.get("nut", "")),
        pauses=_PAUSES,
        typed=_typed(shown, given),
        limits=voice_settings,
    )


def _asked(key: str) -> speaking.Voiced | None:
    try:
        return speaking.find(desk(), key) if key else None
    except NotFound:
        return None


def _typed(shown: VoicesView, given: Any) -> dict[str, str]:
    """Return what the fields of pace and pauses hold: what was typed, else what is kept; pauses in seconds."""
    kept = {name: f"{getattr(shown.pauses, name) / 1000:g}" for name in _PAUSES}
    kept["rate_wpm"] = f"{shown.rate_wpm}"
    return {name: given.get(name) or value for name, value in kept.items()}


def _version() -> int:
    """Return the version the page showed; -1 fits none."""
    return request.form.get("version", -1, type=int)


def _rate() -> int:
    return round(_number("rate_wpm", "Tốc độ đọc"))


def _pauses() -> Pauses:
    return Pauses(**{name: Millis(round(_number(name, words) * 1000)) for name, words in _PAUSES.items()})


def _number(name: str, words: str) -> float:
    """Read a number as people write it, with a comma or a point."""
    typed = request.form.get(name, "").strip().replace(",", ".")
    try:
        value = float(typed)
    except ValueError as error:
        raise Refused(f"{words}: hãy ghi một số, ví dụ 0,5.") from error
    if not 0 <= value <= 10_000:  # an infinite or absurd number has no milliseconds
        raise Refused(f"{words}: số {typed} không hợp lệ. Hãy ghi số nhỏ hơn.")
    return value

"""The fields for what a bulletin wishes of its airings, and what each offers in this commune."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from broadcaster.domain.week.bounds import Limits
from broadcaster.services.commune import village_groups
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing import same_news, session_choices
from broadcaster.services.writing.drafts import Draft
from broadcaster.web.forms import Form, options

ANY, SOME = "moi_buoi", "mot_so"
_MOST_A_DAY, _LONGEST_GAP = Limits().most_airings_a_day, Limits().longest_gap_seconds
_TOO_LARGE = 2**31
_GAPS = (0, 2, 5, 10, 20, 30, 60)


def ticks(label: str, coerce: type) -> Any:
    """Offer several choices as boxes to tick."""
    return SelectMultipleField(
        label, coerce=coerce, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class WishFields(Form):
    """What is wished besides days and villages; named as in `Draft`, so that problems find theirs."""

    groups = ticks("Chọn cả nhóm", str)
    """Ticked, they add their villages; only the villages are kept."""
    which = RadioField(
        "Phát vào",
        choices=options([(ANY, "Buổi nào cũng được"), (SOME, "Chỉ một số buổi")]),
        default=ANY,
    )
    session_series = ticks("Các buổi", int)
    airings_a_day = IntegerField(
        "Mỗi ngày nhiều nhất",
        [Optional(), NumberRange(1, _MOST_A_DAY, f"Hãy ghi một số từ 1 đến {_MOST_A_DAY}, hoặc để trống.")],
        description="Số buổi trong một ngày; để trống thì chương trình tự xếp",
    )
    repeat_gap_seconds = SelectField(
        "Nghỉ giữa hai lần đọc", coerce=int, default=0, description="Khi mỗi buổi đọc hai, ba lần"
    )
    replaces_id = SelectField(
        "Thay cho bản tin đang phát",
        coerce=int,
        default=0,
        description="Khi bản này được duyệt, bản cũ hết hiệu lực duyệt và ngừng phát",
    )
    headline = TextAreaField(
        "Lời ngắn cho buổi Điểm tin",
        description="Đọc trong 30–60 giây. Bản tin dài hơn 1 phút cần lời này mới vào được buổi Điểm tin",
    )


def values_of(draft: Draft) -> dict[str, Any]:
    """Say what the fields show of a draft."""
    return {
        "which": ANY if draft.session_series is None else SOME,
        "session_series": list(draft.session_series or ()),
        "airings_a_day": draft.airings_a_day or None,
        "replaces_id": draft.replaces_id or 0,
    }


def offer(form: WishFields, desk: Desk, actor: Actor, own_id: int | None) -> None:
    """
    Fill the lists that depend on the commune; what was chosen and is no more stays to be seen.

    Args:
        form: Its fields may be filled already.
        desk: What to work with.
        actor: Whose commune.
        own_id: Of the bulletin itself, which takes nobody's place from itself.
    """
    commune = actor.commune_id
    bunches = [one for one in village_groups.bunches(desk, commune) if one.village_ids]
    form.groups.choices = options((one.key, one.label) for one in bunches)
    form.groups.members = {one.key: one.village_ids for one in bunches}
    series = session_choices.offered(desk, commune, form.session_series.data or ())
    form.session_series.choices = options(series)
    gaps = sorted({*_GAPS, min(max(0, _number(form.repeat_gap_seconds.data)), _LONGEST_GAP)})
    form.repeat_gap_seconds.choices = options((one, f"{one} giây" if one else "Như thường") for one in gaps)
    live = same_news.replaceable(desk, commune, _number(form.replaces_id.data))
    choices = [(one.id, f"{one.title} ({one.days})") for one in live if one.id != own_id]
    form.replaces_id.choices = options([(0, "Không thay bản nào"), *choices])


def add_groups(form: Any) -> None:
    """Let the groups that were ticked add their villages, once."""
    chosen = set(form.village_ids.data or ())
    for key in form.groups.data or ():
        chosen |= set(form.groups.members.get(key, ()))
    form.village_ids.data, form.groups.data = sorted(chosen), []


def wished(form: WishFields) -> dict[str, Any]:
    """Read the fields as values of a draft; where one cannot be read the draft leaves it open."""
    return {
        "session_series": _chosen(form.session_series) if form.which.data == SOME else None,
        "airings_a_day": max(0, _number(form.airings_a_day.data)),
        "repeat_gap_seconds": _one_of(form.repeat_gap_seconds),
        "replaces_id": _one_of(form.replaces_id) or None,
    }


def said(form: WishFields, draft: Draft) -> str:
    """Say in a few words what is wished, for a summary that stays closed."""
    names = {choice[0]: choice[1] for choice in form.session_series.iter_choices()}
    parts = []
    if draft.session_series is not None:
        parts.append("chỉ " + (", ".join(names.get(one, "") for one in draft.session_series) or "…"))
    if draft.airings_a_day:
        parts.append(f"mỗi ngày nhiều nhất {draft.airings_a_day} buổi")
    if draft.repeat_gap_seconds:
        parts.append(f"nghỉ {draft.repeat_gap_seconds} giây giữa hai lần đọc")
    if draft.replaces_id:
        parts.append("thay cho bản tin đang phát")
    return "; ".join(parts) or "không bắt buộc: buổi nào, mấy buổi một ngày, thay bản tin cũ"


def said_headline(draft: Draft) -> str:
    """Say whether there is a headline, likewise."""
    return "đã có" if draft.headline.strip() else "không bắt buộc: lời ngắn để đưa vào buổi Điểm tin"


def _chosen(field: Any) -> tuple[int, ...]:
    here = {choice[0] for choice in field.iter_choices()}
    return tuple(sorted(here & set(field.data or ())))


def _one_of(field: Any) -> int:
    return _number(field.data) if field.data in [choice[0] for choice in field.iter_choices()] else 0


def _number(value: object) -> int:
    """Return a number as it was sent; what no table could keep is none."""
    return value if isinstance(value, int) and abs(value) < _TOO_LARGE else 0

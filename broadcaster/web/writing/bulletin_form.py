"""The form of a bulletin, and the way between what is typed in it and a draft."""

import secrets
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar

from flask import request
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from broadcaster.domain.week.bounds import Problem
from broadcaster.domain.writing.bulletin import (
    FIELDS,
    KIND_LABELS,
    SOURCE_LABELS,
    TOPICS,
    URGENCY_LABELS,
    Kind,
    Source,
    Urgency,
)
from broadcaster.services.commune import plan_rows, villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.writing.bulletins import Draft
from broadcaster.web.forms import Form, add_problem, options
from broadcaster.web.writing import wish_fields
from broadcaster.web.writing.wish_fields import WishFields, ticks

_EVERYWHERE, _SOME = "tat_ca", "mot_so"
_DAY_FORMS = ["%Y-%m-%d", "%d/%m/%Y"]
_MOST_TIMES = 1000
_READINGS = {1: "Một lần", 2: "Hai lần", 3: "Ba lần"}


class Wanted:
    """Marks a field that the leader needs; a draft may be kept without it, so nothing is checked here."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Let everything pass."""


class BulletinForm(WishFields):
    """Everything a writer fills in; fields are named as in `Draft`, so that problems find theirs."""

    version = HiddenField(render_kw={"autocomplete": "off"})
    draft_key = HiddenField(render_kw={"autocomplete": "off"})
    title = StringField(
        "Tên bản tin", [Wanted()], description="Một tên ngắn để nhận ra trong danh sách và nhật ký"
    )
    text = TextAreaField(
        "Nội dung đọc trên loa",
        [Wanted()],
        description="Viết như nói với bà con: câu ngắn, rõ ai, khi nào, ở đâu",
    )
    urgency = SelectField("Mức", choices=options(URGENCY_LABELS.items()), default=Urgency.NORMAL.value)
    where = RadioField(
        "Phát ở",
        choices=options([(_EVERYWHERE, "Tất cả các thôn"), (_SOME, "Chỉ một số thôn")]),
        default=_EVERYWHERE,
    )
    village_ids = ticks("Các thôn", int)
    first_day = DateField("Từ ngày", [Wanted(), Optional()], format=_DAY_FORMS)
    last_day = DateField(
        "Đến hết ngày",
        [Wanted(), Optional()],
        format=_DAY_FORMS,
        description="Sau ngày này bản tin tự ngừng phát",
    )
    airings = IntegerField(
        "Số buổi phát ở mỗi thôn",
        [Wanted(), NumberRange(1, _MOST_TIMES, f"Hãy ghi một số từ 1 đến {_MOST_TIMES}.")],
        default=4,
        description="Chương trình rải đều ra những ngày đã chọn, mỗi buổi một lần",
    )
    read_times = SelectField(
        "Mỗi buổi đọc",
        coerce=int,
        choices=options(_READINGS.items()),
        default=1,
        description="Tin quan trọng nên đọc hai lần",
    )
    kind = SelectField("Loại", choices=options(KIND_LABELS.items()), default=Kind.NEWS.value)
    field = SelectField("Lĩnh vực", choices=options([("", "– Chọn lĩnh vực –"), *FIELDS.items()]), default="")
    topic = SelectField("Chuyên đề", choices=options([("", "Không có"), *TOPICS.items()]), default="")
    plan_row_id = SelectField("Mục kế hoạch", coerce=int, default=0)
    source = SelectField("Nguồn tin", choices=options(SOURCE_LABELS.items()), default=Source.OWN.value)


def blank(desk: Desk, actor: Actor, plan_row_id: int | None = None) -> BulletinForm:
    """Give an empty form, its first day today, with a key that makes it one bulletin however often it is sent."""
    form = BulletinForm(formdata=None, first_day=desk.today(), draft_key=secrets.token_urlsafe(12))
    _offer(form, desk, actor, (), None)
    form.plan_row_id.data = plan_row_id or 0
    return form


def filled(
    desk: Desk, actor: Actor, draft: Draft, version: int, draft_key: str, bulletin_id: int
) -> BulletinForm:
    """Give a form that shows a draft as it was saved."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    values |= wish_fields.values_of(draft)
    values |= {
        "where": _EVERYWHERE if draft.village_ids is None else _SOME,
        "village_ids": list(draft.village_ids or ()),
        "plan_row_id": draft.plan_row_id or 0,
        "version": version,
        "draft_key": draft_key,
    }
    form = BulletinForm(formdata=None, data=values)
    _offer(form, desk, actor, draft.village_ids or (), bulletin_id)
    return form


def sent(desk: Desk, actor: Actor, bulletin_id: int | None = None) -> BulletinForm:
    """Give the form with what was just sent; the groups that were ticked have added their villages."""
    form = BulletinForm()
    _offer(form, desk, actor, form.village_ids.data or (), bulletin_id)
    wish_fields.add_groups(form)
    return form


def draft_of(form: BulletinForm) -> Draft:
    """Read what is typed so far; where a field cannot be read the draft leaves it open."""
    some = _one_of(form.where, (_EVERYWHERE, _SOME), _EVERYWHERE) == _SOME
    villages_here = {choice[0] for choice in form.village_ids.iter_choices()}
    rows = [choice[0] for choice in form.plan_row_id.iter_choices()]
    row_id = int(_one_of(form.plan_row_id, rows, 0))
    return Draft(
        title=clean(form.title.data or "").replace("\n", " "),
        text=clean(form.text.data or ""),
        kind=Kind(_one_of(form.kind, KIND_LABELS, Kind.NEWS)),
        urgency=Urgency(_one_of(form.urgency, URGENCY_LABELS, Urgency.NORMAL)),
        plan_row_id=row_id or None,
        field=str(_one_of(form.field, FIELDS, "")),
        topic=str(_one_of(form.topic, TOPICS, "")),
        source=Source(_one_of(form.source, SOURCE_LABELS, Source.OWN)),
        village_ids=tuple(sorted(villages_here & set(form.village_ids.data or ()))) if some else None,
        first_day=form.first_day.data,
        last_day=form.last_day.data,
        airings=min(max(form.airings.data or 0, 0), _MOST_TIMES),
        read_times=int(_one_of(form.read_times, _READINGS, 1)),
        headline=clean(form.headline.data or ""),
        confirmed=confirmed(),
        **wish_fields.wished(form),
    )


def confirmed() -> tuple[tuple[str, str], ...]:
    """Read the doubts settled on the page; the button `keep` says a word as it is written."""
    written, said = request.form.getlist("confirmed_written"), request.form.getlist("confirmed_spoken")
    pairs = {
        clean(one).strip(): " ".join(clean(two).split()) for one, two in zip(written, said, strict=False)
    }
    if keep := clean(request.form.get("keep", "")).strip():
        pairs[keep] = keep
    return tuple((one, two) for one, two in pairs.items() if one and two)


def show_problems(form: BulletinForm, problems: Sequence[Problem]) -> None:
    """Put each problem beside its field."""
    for problem in problems:
        add_problem(form[problem.field], problem.message)


def clean(text: str) -> str:
    """Compose letters, make line ends one sign, and drop signs that have no place in a text."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))


def _offer(form: BulletinForm, desk: Desk, actor: Actor, chosen: Sequence[int], own_id: int | None) -> None:
    """Fill the lists that depend on the commune; a chosen village that is closed stays to be seen."""
    every = villages.listing(desk, actor.commune_id, closed=True)
    open_ones = {one.id for one in villages.listing(desk, actor.commune_id)}
    form.village_ids.choices = options(
        (one.id, one.name if one.id in open_ones else f"{one.name} (không còn)")
        for one in every
        if one.id in open_ones or one.id in chosen
    )
    rows = plan_rows.choices(desk, actor.commune_id)
    form.plan_row_id.choices = options([(0, "Chưa chọn mục nào"), *rows])
    wish_fields.offer(form, desk, actor, own_id)


def _one_of(field: Field, allowed: Any, otherwise: object) -> Any:
    """Return what was chosen when it is in the list."""
    return field.data if field.data in allowed else otherwise

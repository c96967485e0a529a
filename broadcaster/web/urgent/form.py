"""The form of an urgent call or a drill, and the way from it to a wish."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField, TimeField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from broadcaster.clock import local
from broadcaster.domain.plan import urgent
from broadcaster.domain.writing.bulletin import FIELDS
from broadcaster.services.commune import villages
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.urgent.calls import CallView
from broadcaster.services.urgent.ready import FIELD, Wish
from broadcaster.web.forms import Form, options
from broadcaster.web.sound.upload_name import file_name

_QUARTER, _AN_HOUR = 15, timedelta(hours=1)


class CallForm(Form):
    """What a leader types and ticks."""

    text = TextAreaField("Nội dung cần phát", [Optional()])
    file = FileField(
        "Hoặc chọn tệp ghi âm có sẵn",
        render_kw={"accept": "audio/*,.amr,.3gp,.opus,.m4a,.aac,.flac"},
    )
    village_ids = SelectMultipleField(
        "Các thôn", coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    every = SelectField(
        "Nhắc lại",
        coerce=int,
        choices=options(
            [(0, "Chỉ phát một lần"), *((one, f"{one} phút một lần") for one in urgent.EVERY_MINUTES)]
        ),
    )
    until = TimeField(
        "Nhắc lại đến",
        [Optional()],
        render_kw={"autocomplete": "off"},
    )
    twice = BooleanField("Mỗi lần phát, đọc hai lượt", default=True)
    field = SelectField("Lĩnh vực ghi vào nhật ký", choices=options(FIELDS.items()), default=FIELD)
    key = HiddenField(render_kw={"autocomplete": "off"})
    corrects = HiddenField(render_kw={"autocomplete": "off"})


def given(desk: Desk, actor: Actor) -> CallForm:
    """Give the form as it was sent."""
    form = CallForm()
    form.village_ids.choices = _offered(desk, actor)
    return form


def blank(
    desk: Desk, actor: Actor, *, drill: bool, like: CallView | None = None, corrects: CallView | None = None
) -> CallForm:
    """
    Give a form to fill in, with a key that makes it one call however often it is sent.

    Args:
        desk: What to work with.
        actor: The leader.
        drill: Whether it is for a drill.
        like: A call to begin from, with all it says.
        corrects: A call to correct, in the villages where it airs.
    """
    source, offered = corrects or like, _offered(desk, actor)
    hour_on = local(desk.clock.now()) + _AN_HOUR
    values: dict[str, Any] = {
        "key": secrets.token_urlsafe(12),
        "village_ids": list(source.village_ids)
        if source
        else [value for value, _name in _pairs(desk, actor)],
        "every": (source.every_minutes or 0) if source else (0 if drill else _QUARTER),
        "until": hour_on.replace(minute=hour_on.minute // 5 * 5, second=0, microsecond=0).time(),
    }
    if like:
        values |= {"text": like.text, "twice": like.read_times > 1}
    if corrects:
        first = local(corrects.slots[0] if corrects.slots else corrects.ready_at)
        values |= {"text": urgent.correction(first, drill=corrects.drill), "corrects": str(corrects.id)}
    form = CallForm(formdata=None, data=values)
    form.village_ids.choices = offered
    return form


def wish(form: CallForm, desk: Desk, actor: Actor, *, drill: bool) -> Wish:
    """Read what was typed and ticked; every village ticked means every village."""
    ticked = tuple(form.village_ids.data or ())
    every = [value for value, _name in _pairs(desk, actor)]
    return Wish(
        text=form.text.data or "",
        drill=drill,
        village_ids=None if set(ticked) == set(every) else ticked,
        every_minutes=form.every.data or None,
        until=form.until.data,
        twice=bool(form.twice.data),
        field=form.field.data or FIELD,
        key=(form.key.data or "")[:64],
        corrects=number(form.corrects.data),
    )


def number(text: str | None) -> int | None:
    """Read a key that a hidden field carries; none where there is none."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else None


def upload(folder: Path) -> Path | None:
    """Take the sound that was sent onto the home's own disk; none where only words were."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    path = folder / file_name(sent)
    sent.save(path)
    return path


def _pairs(desk: Desk, actor: Actor) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in villages.listing(desk, actor.commune_id)]


def _offered(desk: Desk, actor: Actor) -> list[Any]:
    return options(_pairs(desk, actor))

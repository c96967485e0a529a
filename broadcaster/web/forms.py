"""The mother of all forms: tokens from Flask-WTF, WTForms' own messages in Vietnamese."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField
from wtforms.fields import choices
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

_SAID = {
    "This field is required.": "Hãy điền ô này.",
    "Not a valid choice.": "Hãy chọn một mục trong danh sách.",
    "Not a valid choice": "Hãy chọn một mục trong danh sách.",
    "Invalid Choice: could not coerce.": "Hãy chọn một mục trong danh sách.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Có mục đã chọn không hợp lệ; hãy chọn lại.",
    "'%(value)s' is not a valid choice for this field.": "Có mục đã chọn không hợp lệ; hãy chọn lại.",
    "'%(value)s' are not valid choices for this field.": "Có mục đã chọn không hợp lệ; hãy chọn lại.",
    "Not a valid date value.": "Ngày chưa đúng. Hãy ghi dạng ngày/tháng/năm, ví dụ 15/06/2026.",
    "Not a valid time value.": "Giờ chưa đúng. Hãy ghi dạng giờ:phút, ví dụ 05:30.",
    "Not a valid integer value.": "Hãy ghi một số nguyên.",
}


class _Vietnamese:
    """Says WTForms' built-in messages in Vietnamese; ours are written where they are raised."""

    def gettext(self, string: str) -> str:
        """Say one message."""
        return _SAID.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Say a message with a number."""
        return self.gettext(singular if n == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form whose labels, messages and tokens are the program's."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # as above
        """How WTForms behaves for every form here."""

        def get_translations(self, form: Any) -> _Vietnamese:  # noqa: ARG002 # the signature is WTForms'
            """Return the program's own words."""
            return _Vietnamese()


class Ticks(SelectMultipleField):
    """Several things, each with its box; `needed` is said where none is ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, needed: str = "", **further: Any) -> None:
        super().__init__(label, **further)
        self._needed = needed

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002 # as WTForms calls it
        """Ask for one; a browser told that it is required would ask for each box."""
        if self._needed and not self.data and not self.errors:
            raise ValidationError(self._needed)


def add_problem(field: Field, message: str) -> None:
    """Show a sentence beside a field, as validators do."""
    field.errors = [*field.errors, message]


def options(pairs: Iterable[tuple[Any, str]]) -> list[Any]:
    """Say what a field offers as WTForms wants it said from 3.3 on: (value, label) becomes a choice."""
    wanted: Any = getattr(choices, "SelectChoice", None)
    return [wanted(value, label) if wanted else (value, label) for value, label in pairs]

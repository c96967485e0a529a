"""The form of an exception to the week."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from broadcaster.domain.week.special_days import LABELS
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.week.week import LONGEST_MINUTES, RuleView
from broadcaster.services.week.week_changes import UNTIL_NOTICE, Change, coming
from broadcaster.web.forms import Form, add_problem, options

_REST, _OTHER = "nghi", "khac"
_SHOWN = 6


class ChangeForm(Form):
    """On some days, in one village or all: no session, or another time or length."""

    rule = SelectField("Buổi phát", coerce=int, choices=[])
    village = SelectField("Thôn", coerce=int, choices=[])
    first_day = DateField("Từ ngày", [InputRequired()])
    last_day = DateField("Đến hết ngày", [Optional()], description="Để trống nếu đến khi có thông báo mới.")
    open_end = BooleanField("Đến khi có thông báo mới")
    only_on = SelectField(
        "Trong khoảng đó, áp dụng vào",
        choices=options((key, words.capitalize() if not key else words) for key, words in LABELS.items()),
        default="",
        description="Ngày nghỉ bù và ngày nghỉ thêm dịp 2/9 mỗi năm một khác: hãy thêm bằng từ ngày – đến ngày.",
    )
    kind = RadioField(
        "Thay đổi",
        [InputRequired("Hãy chọn nghỉ phát, hoặc phát giờ khác.")],
        choices=options([(_REST, "Nghỉ phát"), (_OTHER, "Phát giờ khác hoặc thời lượng khác")]),
        default=_REST,
    )
    start = TimeField("Giờ bắt đầu khác", [Optional()], description="Để trống nếu giữ giờ như thường lệ.")
    longest_minutes = IntegerField(
        "Dài nhất (phút)",
        [
            Optional(),
            NumberRange(1, LONGEST_MINUTES, f"Hãy ghi số phút từ 1 đến {LONGEST_MINUTES}."),
        ],
        description="Để trống nếu giữ thời lượng như thường lệ.",
    )
    note = StringField("Lý do", description="Ví dụ: mùa gặt bà con đi làm sớm")

    def offer(self, rules: Sequence[RuleView], villages: Sequence[VillageView]) -> None:
        """Fill the lists one chooses from; 0 stands for all."""
        every = [(one.id, f"{one.name} ({one.start:%H:%M})") for one in rules]
        self.rule.choices = options([(0, "Mọi buổi"), *every])
        self.village.choices = options([(0, "Mọi thôn"), *((one.id, one.name) for one in villages)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what one field cannot know of another, with the sentence beside the field to mend."""
        good = bool(super().validate(extra_validators))
        last = self.last_day.data
        if last is None and not self.open_end.data and not self.last_day.errors:
            add_problem(self.last_day, "Hãy ghi ngày cuối, hoặc đánh dấu “Đến khi có thông báo mới”.")
            good = False
        if self.first_day.data and last and not self.open_end.data and last < self.first_day.data:
            add_problem(self.last_day, "Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày.")
            good = False
        if self.kind.data == _OTHER and not self.start.data and not self.longest_minutes.data:
            add_problem(self.start, "Hãy ghi giờ khác hoặc số phút khác, nếu không thì chọn “Nghỉ phát”.")
            good = False
        return good

    def change(self) -> Change:
        """Return what was typed as the use case takes it."""
        resting = self.kind.data == _REST
        return Change(
            rule_id=self.rule.data or None,
            village_id=self.village.data or None,
            first_day=self.first_day.data or date.min,
            last_day=UNTIL_NOTICE if self.open_end.data else self.last_day.data or date.min,
            cancelled=resting,
            start=None if resting else self.start.data,
            longest_minutes=None if resting else self.longest_minutes.data,
            note=self.note.data or "",
            only_on=self.only_on.data or "",
        )


def special_days(today: date) -> list[tuple[str, tuple[date, ...]]]:
    """Say which days to come each kind of special day is, so that nobody need take the calendar on trust."""
    return [(words, coming(key, today, count=_SHOWN)) for key, words in LABELS.items() if key]

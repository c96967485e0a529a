"""The form of a weekly session, and of its last day."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from broadcaster.errors import Refused
from broadcaster.services.commune.village_groups import Bunch
from broadcaster.services.commune.villages import VillageView
from broadcaster.services.layout.templates import TemplateView
from broadcaster.services.week.week import LONGEST_MINUTES, Rule, RuleView
from broadcaster.web.forms import Form, Ticks, add_problem, options

WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_EVERYWHERE, _SOME = "moi", "mot_so"


class RuleForm(Form):
    """A weekly session."""

    name = StringField("Tên buổi phát", [InputRequired()], description="Ví dụ: Buổi sáng")
    weekdays = Ticks(
        "Phát vào các ngày",
        "Hãy chọn ít nhất một ngày trong tuần.",
        choices=options((number, name.capitalize()) for number, name in enumerate(WEEKDAYS, 1)),
        coerce=int,
    )
    start = TimeField("Giờ bắt đầu", [InputRequired()], description="Ví dụ: 05:30")
    longest_minutes = IntegerField(
        "Dài nhất (phút)",
        [
            InputRequired(),
            NumberRange(1, LONGEST_MINUTES, f"Hãy ghi số phút từ 1 đến {LONGEST_MINUTES}."),
        ],
        description="Chương trình không bao giờ dài hơn số phút này.",
    )
    where = RadioField(
        "Phát ở",
        choices=options([(_EVERYWHERE, "Mọi thôn, kể cả thôn mở sau này"), (_SOME, "Một số thôn")]),
        default=_EVERYWHERE,
    )
    bunches = Ticks("Cả nhóm", choices=[], coerce=str)
    village_ids = Ticks("Từng thôn", choices=[], coerce=int)
    template_id = SelectField("Mẫu chương trình", coerce=int, choices=[], default=0)
    from_day = DateField("Áp dụng từ ngày", [InputRequired()])
    last_day = DateField("Đến hết ngày", [Optional()], description="Để trống nếu phát lâu dài.")
    replaces = Ticks("Khi trùng giờ với buổi này thì nghỉ", choices=[], coerce=int)
    version = HiddenField()

    def offer(
        self,
        villages: Sequence[VillageView],
        bunches: Sequence[Bunch],
        templates: Sequence[TemplateView],
        rule: RuleView | None,
    ) -> None:
        """Fill the lists one chooses from; 0 stands for the shipped template."""
        self.village_ids.choices = options((one.id, one.name) for one in villages)
        self.bunches.choices = options((one.key, one.label) for one in bunches if one.village_ids)
        every = [(one.id, _called(one)) for one in templates]
        self.template_id.choices = options([*every, (0, "Bản tin có sẵn của chương trình")])
        if not self.is_submitted() and rule is None and every:
            self.template_id.data = every[0][0]
        self.template_id.data = self.template_id.data or 0
        self.replaces.choices = options(rule.replaces if rule else ())

    def show(self, rule: RuleView) -> None:
        """Show a session as it stands."""
        self.weekdays.data = list(rule.weekdays)
        self.where.data = _EVERYWHERE if rule.village_ids is None else _SOME
        self.village_ids.data = list(rule.village_ids or ())
        self.bunches.data = []
        self.template_id.data = rule.template_id or 0
        self.last_day.data = rule.valid_to
        self.replaces.data = [series for series, _name in rule.replaces]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what one field cannot know of another, with the sentence beside the field to mend."""
        good = bool(super().validate(extra_validators))
        if self.from_day.data and self.last_day.data and self.last_day.data < self.from_day.data:
            add_problem(self.last_day, "Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày.")
            good = False
        if self.where.data == _SOME and not self.village_ids.data and not self.bunches.data:
            add_problem(self.where, "Hãy đánh dấu ít nhất một thôn, hoặc chọn “Mọi thôn”.")
            good = False
        return good

    def rule(self, bunches: Sequence[Bunch]) -> Rule:
        """Return what was typed as the use case takes it. Raises `Refused` where the time or length is not read."""
        start, minutes = self.start.data, self.longest_minutes.data
        if start is None or minutes is None:
            raise Refused("Hãy ghi giờ bắt đầu và số phút dài nhất của buổi phát.")
        return Rule(
            name=self.name.data or "",
            weekdays=tuple(self.weekdays.data or ()),
            start=start,
            longest_minutes=minutes,
            village_ids=self._villages(bunches) if self.where.data == _SOME else None,
            template_id=self.template_id.data or None,
            last_day=self.last_day.data,
            replaces=tuple(self.replaces.data or ()),
        )

    def _villages(self, bunches: Sequence[Bunch]) -> tuple[int, ...]:
        chosen = set(self.village_ids.data or ())
        for one in bunches:
            if one.key in (self.bunches.data or ()):
                chosen |= set(one.village_ids)
        return tuple(sorted(chosen))


class ClosingForm(Form):
    """The last day of a weekly session."""

    last_day = DateField("Ngày phát cuối", [InputRequired()], id="closing_last_day")
    version = HiddenField()


def weekdays_words(days: Sequence[int]) -> str:
    """Say days of the week: `hằng ngày`, `thứ hai đến thứ sáu`, `thứ ba, chủ nhật`."""
    if len(days) == 7:
        return "hằng ngày"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0] - 1]} đến {WEEKDAYS[days[-1] - 1]}"
    return ", ".join(WEEKDAYS[day - 1] for day in days)


def _called(one: TemplateView) -> str:
    """Say a template with its kind, where its name does not say it."""
    return one.name if one.name == one.kind_label else f"{one.name} ({one.kind_label})"

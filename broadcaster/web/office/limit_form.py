"""The form of a limit of air time: the document that decided it, and only what the kind needs."""

from datetime import date

from wtforms import DateField, HiddenField, IntegerField, StringField, TimeField
from wtforms.validators import InputRequired

from broadcaster.domain.limits.airtime import LimitKind
from broadcaster.services.limits.air_limits import LimitWords
from broadcaster.web.forms import Form, Ticks, options

_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")

ABOUT = {
    LimitKind.SESSIONS_A_DAY: "Mỗi thôn nghe nhiều nhất bao nhiêu buổi trong một ngày",
    LimitKind.MINUTES_A_SESSION: "Một buổi dài nhất bao nhiêu phút, kể cả tiếp sóng",
    LimitKind.MINUTES_A_DAY: "Mỗi thôn nghe nhiều nhất bao nhiêu phút trong một ngày, kể cả tiếp sóng",
    LimitKind.WEEKDAYS: "Những ngày nào trong tuần được phát",
    LimitKind.QUIET: "Khoảng giờ loa phải im, ví dụ ban đêm hoặc buổi trưa",
}
_NEEDS = {
    LimitKind.SESSIONS_A_DAY: {"amount"},
    LimitKind.MINUTES_A_SESSION: {"amount"},
    LimitKind.MINUTES_A_DAY: {"amount"},
    LimitKind.WEEKDAYS: {"weekdays"},
    LimitKind.QUIET: {"quiet_from", "quiet_to"},
}
_UNITS = {
    LimitKind.SESSIONS_A_DAY: "Nhiều nhất (buổi mỗi ngày)",
    LimitKind.MINUTES_A_SESSION: "Dài nhất (phút mỗi buổi)",
    LimitKind.MINUTES_A_DAY: "Nhiều nhất (phút mỗi ngày)",
}


class LimitForm(Form):
    """What is limited, and by which document."""

    amount = IntegerField("Nhiều nhất", [InputRequired()], render_kw={"inputmode": "numeric"})
    weekdays = Ticks(
        "Được phát vào các ngày",
        "Hãy chọn ít nhất một ngày được phát.",
        choices=options(enumerate(_DAYS, 1)),
        coerce=int,
    )
    quiet_from = TimeField("Không phát từ", [InputRequired()], description="Ví dụ: 21:00")
    quiet_to = TimeField(
        "Được phát lại từ",
        [InputRequired()],
        description="Ví dụ: 05:00. Nhỏ hơn giờ đầu là sang ngày hôm sau.",
    )
    document = StringField("Số văn bản quy định", [InputRequired()], description="Ví dụ: 12/QĐ-UBND")
    document_day = DateField("Ngày ký văn bản", [InputRequired()])
    valid_from = DateField("Áp dụng từ ngày", [InputRequired()])
    version = HiddenField()
    kind = LimitKind.SESSIONS_A_DAY

    def keep(self, kind: LimitKind) -> None:
        """Keep only the fields that a kind needs, named for it."""
        self.kind = kind
        for name in ("amount", "weekdays", "quiet_from", "quiet_to"):
            if name not in _NEEDS[kind]:
                delattr(self, name)
        if self.amount:
            self.amount.label.text = _UNITS[kind]

    def words(self) -> LimitWords:
        """Return what was typed as the use case takes it."""
        return LimitWords(
            kind=self.kind,
            document=self.document.data or "",
            document_day=self.document_day.data or date.min,
            valid_from=self.valid_from.data or date.min,
            amount=(self.amount.data or 0) if self.amount else 0,
            weekdays=tuple(self.weekdays.data or ()) if self.weekdays else (),
            quiet_from=self.quiet_from.data if self.quiet_from else None,
            quiet_to=self.quiet_to.data if self.quiet_to else None,
        )

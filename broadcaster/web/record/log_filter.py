"""Which part of the log a page shows, read from its address and written back into links."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from broadcaster.domain.log.airing import Outcome
from broadcaster.errors import Refused
from broadcaster.services.log.logbook import Wanted
from broadcaster.services.periods import PRESETS, Period, week

_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
"""As a browser's date field sends a day, and as a person writes it where there is no such field."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Days, and what they are limited to."""

    period: Period
    village_id: int | None = None
    plan_row_id: int | None = None
    outcome: Outcome | None = None

    @property
    def preset(self) -> str:
        """Return which of the presets the days are; empty for any other."""
        return next(
            (key for key, (_label, kind) in PRESETS.items() if kind(self.period.first) == self.period), ""
        )

    @property
    def limited(self) -> bool:
        """Say whether it is limited to anything besides its days."""
        return (self.village_id, self.plan_row_id, self.outcome) != (None, None, None)

    @property
    def wanted(self) -> Wanted:
        """Return it as the use cases take it."""
        return Wanted(self.period.first, self.period.last, self.village_id, self.plan_row_id, self.outcome)

    @property
    def whole(self) -> Wanted:
        """Return it without the limit to a state, so that totals tell all states apart."""
        return replace(self.wanted, outcome=None)

    def address(self, period: Period | None = None, **changed: Any) -> dict[str, Any]:
        """Return the fields of an address that leads back here, or to other days or limits."""
        days = period or self.period
        fields = {
            "tu": days.first.isoformat(),
            "den": days.last.isoformat(),
            "thon": self.village_id,
            "muc": self.plan_row_id,
            "trang_thai": self.outcome.value if self.outcome else None,
        } | changed
        return {name: value for name, value in fields.items() if value not in (None, "")}


def read_filter(args: Mapping[str, str], today: date, otherwise: Period | None = None) -> Filter:
    """
    Read an address: a preset around a day, or from–to; this week where it says neither.

    Raises:
        Refused: A day is not a day, or only one of the two is given; the sentence says how to write it.
    """
    return Filter(
        period=_period(args, today, otherwise or week(today)),
        village_id=_number(args.get("thon")),
        plan_row_id=_number(args.get("muc")),
        outcome=_outcome(args.get("trang_thai")),
    )


def read_day(text: str) -> date:
    """
    Read a day as browsers send it or as people write it.

    Raises:
        Refused: It is neither.
    """
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 # a calendar day has no zone
        except ValueError:
            continue
    raise Refused(f"“{text}” không phải ngày đúng. Hãy ghi dạng ngày/tháng/năm, ví dụ 15/06/2026.")


def _period(args: Mapping[str, str], today: date, otherwise: Period) -> Period:
    first, last = args.get("tu", ""), args.get("den", "")
    if first and last:
        return Period(read_day(first), read_day(last))
    if first or last:
        raise Refused("Hãy chọn đủ cả hai ngày: từ ngày và đến ngày.")
    if args.get("ky") in PRESETS:
        return PRESETS[args["ky"]][1](read_day(args["ngay"]) if args.get("ngay") else today)
    return otherwise


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _outcome(text: str | None) -> Outcome | None:
    return Outcome(text) if text in {one.value for one in Outcome} else None

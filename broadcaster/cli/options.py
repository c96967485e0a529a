"""What commands share: the home, days, and which commune is meant."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def home_option(command: Command) -> Command:
    """Add `--home`: where the database, `audio/` and `schedules/` live."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="BROADCASTER_HOME",
        default=None,
        help="Folder of the database, audio/ and schedules/ (default: the checkout).",
    )(command)


def days_options(command: Command) -> Command:
    """Add `--date` and `--days`."""
    dated = click.option(
        "--date", "first_day", type=DAY, default=None, help="First day, YYYY-MM-DD (default: today)."
    )
    counted = click.option("--days", type=click.IntRange(1, 31), default=None, help="How many days.")
    return dated(counted(command))


class _Day(click.ParamType):
    """A calendar day, as `2026-06-15` or `15/6/2026`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day in either form."""
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(value, form).date()  # noqa: DTZ007 # only the calendar day is taken
            except ValueError:
                continue
        return self.fail(f"Ngày {value!r} không đúng. Hãy ghi dạng 2026-06-15 hoặc 15/6/2026.", param, ctx)


DAY = _Day()

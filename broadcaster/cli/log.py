"""Commands of the broadcast log."""

from datetime import date
from pathlib import Path

import click

from broadcaster.cli.options import DAY, home_option


@click.group()
def log() -> None:
    """Verify or export the broadcast log."""


@log.command()
@home_option
def verify(home: Path | None) -> None:
    """Check that no row of the log was edited, deleted or put in another order."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.errors import Refused
    from broadcaster.services.log import airings
    from broadcaster.services.programme import programmes

    desk = open_desk(load(home))
    for commune_id in programmes.communes(desk):
        verdict = airings.verify(desk, commune_id)
        if verdict.broken_seq is not None:
            raise Refused(
                f"Nhật ký xã {commune_id} KHÔNG nguyên vẹn: dòng {verdict.broken_seq} không khớp với chuỗi xác thực."
            )
        click.echo(f"Nhật ký xã {commune_id} nguyên vẹn: {verdict.rows} dòng, mã cuối {verdict.head}.")


@log.command()
@home_option
@click.option("--from", "first_day", type=DAY, required=True, help="First day.")
@click.option("--to", "last_day", type=DAY, required=True, help="Last day, inclusive.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "html"]), required=True)
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--commune", default=None, help="Code of the commune; needed where there are several.")
def export(
    home: Path | None, first_day: date, last_day: date, form: str, out: Path, commune: str | None
) -> None:
    """Write the log of some days as a table or a printable page."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.services.commune import communes
    from broadcaster.services.log import log_export

    desk = open_desk(load(home))
    rows = log_export.export(desk, communes.meant(desk, commune), first_day, last_day, form, out)
    click.echo(f"{out}: {rows} lượt phát.")

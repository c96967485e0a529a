"""Commands that make and hand out programmes."""

from datetime import date
from pathlib import Path

import click

from broadcaster.cli.options import days_options, home_option


@click.command()
@home_option
@days_options
def publish(home: Path | None, first_day: date | None, days: int | None) -> None:
    """Make the programmes that are due and write every published file that is new or has changed."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.services.outgoing import publishing
    from broadcaster.services.programme import programmes

    desk = open_desk(load(home))
    for commune_id in programmes.communes(desk):
        done = publishing.publish(desk, commune_id, first_day, days)
        click.echo(f"Xã {commune_id}: {done.programmes} chương trình mới, {done.files} tệp được ghi.")


@click.command()
@home_option
@click.argument("village")
@days_options
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="A .zip file, or a folder such as a USB stick.",
)
@click.option(
    "--print",
    "size",
    type=click.Choice(["a4", "a5"]),
    default=None,
    help="Add the running order to print, with the slip to confirm on, to each day's folder.",
)
@click.option(
    "--address",
    default="",
    help="Address of the pages, such as http://10.0.0.5:8000: the code on the paper opens the village's page.",
)
def pack(  # a command has as many arguments as it has options
    home: Path | None,
    village: str,
    first_day: date | None,
    days: int | None,
    out: Path,
    size: str | None,
    address: str,
) -> None:
    """Write the day pack of VILLAGE (its name or code); with --days 7 that of a week."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.paper.running_order import PAPERS
    from broadcaster.services.commune import villages
    from broadcaster.services.outgoing import publishing

    desk = open_desk(load(home))
    village_id = villages.village_named(desk, village)
    printed = None
    if size is not None:
        secret = villages.link_secret(desk, villages.by_key(desk, village_id))
        printed = publishing.Printed(PAPERS[size], f"{address.rstrip('/')}/t/{secret}" if address else "")
    views = publishing.pack(desk, village_id, first_day or desk.today(), days or 1, out, printed)
    click.echo(f"{out}: {sum(len(one.to_play) for one in views)} buổi phát, {len(views)} ngày.")

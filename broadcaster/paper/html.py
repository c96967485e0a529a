"""The printed log as one HTML file that needs nothing else: the browser prints it, the command writes it."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from broadcaster.paper.logbook import (
    COLUMNS,
    SIGNATURES,
    TITLE,
    Sheet,
    lines,
    said_seal,
    said_totals,
    subtitle,
)
from broadcaster.paper.totals import totals


def logbook(sheet: Sheet, *, back: str = "") -> str:
    """
    Write the log as an HTML document for A4 landscape paper, with its styles inside and no script.

    Args:
        sheet: What to print.
        back: Address of the page it was asked from; a link that is not printed leads there.
    """
    return _template().render(
        sheet=sheet,
        title=TITLE,
        subtitle=subtitle(sheet),
        columns=COLUMNS,
        lines=lines(sheet.entries),
        totals=said_totals(totals(sheet.entries)),
        seal=said_seal(sheet),
        signatures=SIGNATURES,
        back=back,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("broadcaster.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("logbook.html")

"""Commands that read and speak text."""

import json
import sys
from pathlib import Path

import click

from broadcaster.cli.options import home_option


@click.command()
@home_option
@click.option("--spans", is_flag=True, help="Print JSON lines: what was written, said, the rule, and doubts.")
@click.option(
    "--doubts",
    "doubts_in",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Print the doubts of a file with line and column instead.",
)
def read(home: Path | None, doubts_in: Path | None, *, spans: bool) -> None:  # noqa: ARG001 # every command takes --home; the built-in dictionary needs none
    """Print one spoken line for each written line of standard input."""
    from broadcaster.reading import read as read_text

    if doubts_in is not None:
        _print_doubts(doubts_in)
        return
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr] # a real standard input can
    for line in sys.stdin:
        reading = read_text(line.rstrip("\r\n"))
        if spans:
            rows = [
                {
                    "written": one.written,
                    "spoken": one.spoken,
                    "rule": one.rule,
                    "start": one.start,
                    "end": one.end,
                }
                for one in reading.spans
            ]
            doubts = [one.written for one in reading.doubts]
            click.echo(
                json.dumps({"spoken": reading.spoken, "spans": rows, "doubts": doubts}, ensure_ascii=False)
            )
        else:
            click.echo(reading.spoken.replace("\n", " "))


@click.command()
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The MP3 to write."
)
@click.option("--engine", default=None, help="Voice engine (default: the first of the settings).")
def speak(home: Path | None, file: Path, out: Path, engine: str | None) -> None:
    """Read a text file aloud into an MP3 with title tags."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.services.voice.speak_file import speak_file

    said = speak_file(open_desk(load(home)), file, out, engine)
    for problem in said.notes:
        click.echo(problem, err=True)
    click.echo(f"{out}: {said.length}, {said.loudness_lufs:.1f} LUFS, {said.engine}")


def _print_doubts(file: Path) -> None:
    """Print every doubt of a document as `line:column: written`."""
    from broadcaster.reading import read as read_text

    text = file.read_text(encoding="utf-8", errors="replace")
    found = read_text(text).doubts
    for doubt in found:
        before = text[: doubt.start]
        line, column = before.count("\n") + 1, doubt.start - (before.rfind("\n") + 1) + 1
        click.echo(f"{line}:{column}: {doubt.written}")
    click.echo(f"{len(found)} điểm chưa rõ cách đọc", err=True)

"""The commands. Each file is a family; a command's own imports happen when it runs, so `--help` is quick."""

import sys
from importlib import import_module

import click

from broadcaster.errors import BroadcasterError

_COMMANDS = {
    "serve": "serving",
    "schedule": "serving",
    "demo": "serving",
    "read": "speech",
    "speak": "speech",
    "publish": "programmes",
    "pack": "programmes",
    "log": "log",
    "voices": "voices",
    "doctor": "upkeep",
    "prune": "upkeep",
    "backup": "upkeep",
    "restore": "upkeep",
}
"""Where each command lives: its name -> its module in this folder."""


class _Lazy(click.Group):
    """A group whose commands are imported only when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # the signature is click's
        """Name the commands in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # as above
        """Import the module of a command and hand the command over."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"broadcaster.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 # as above
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _HELP[name]) for name in _COMMANDS])


_HELP = {
    "serve": "serve the pages and wake the scheduler",
    "schedule": "only wake the scheduler",
    "demo": "fill an empty home with the sample commune",
    "read": "print what will be said for each line of standard input",
    "speak": "make an MP3 of a text file",
    "publish": "make and publish the programmes that are due",
    "pack": "write a village's day or week pack for a USB stick",
    "log": "verify or export the broadcast log",
    "voices": "install or list voice files for Piper",
    "doctor": "check every outside thing",
    "prune": "take away old files that nothing needs",
    "backup": "write everything to one file",
    "restore": "bring a backup into an empty home",
}


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="broadcaster")
def group() -> None:
    """Broadcast manager for village loudspeakers."""


def main() -> None:
    """Run a command; a deliberate failure is one plain sentence on standard error and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        group()
    except BroadcasterError as failure:
        click.echo(str(failure), err=True)
        sys.exit(1)

"""Commands of voice files for Piper."""

from pathlib import Path

import click

from broadcaster.cli.options import home_option


@click.group()
def voices() -> None:
    """Install or list voice files for Piper."""


@voices.command()
@home_option
@click.argument("voice")
@click.option("--sha256", default=None, help="Digest of the .onnx file (else read from FILE.onnx.sha256).")
@click.option("--licence", default=None, help="Licence of the voice (else read from MODEL_CARD beside it).")
def fetch(home: Path | None, voice: str, sha256: str | None, licence: str | None) -> None:
    """Install VOICE: a name of the table (see `voices list`), or the path of an .onnx file."""
    from broadcaster.config import load
    from broadcaster.speech import voice_install, voice_table
    from broadcaster.speech.voice_download import download

    folder = load(home).audio / "voices"
    if voice.endswith(".onnx"):
        made = voice_install.from_file(folder, Path(voice), sha256, licence)
    else:
        known = voice_table.find(folder, voice)
        click.echo(f"Đang tải {known.address} …")
        made = voice_install.from_table(folder, known, download)
    click.echo(f"Đã cài giọng {made.name}: {made.sample_rate_hz} Hz. Giấy phép: {made.licence}.")
    if made.language != "vi":
        click.echo(f"Chú ý: giọng này đọc tiếng “{made.language}”, không phải tiếng Việt.", err=True)


@voices.command("list")
@home_option
def list_(home: Path | None) -> None:
    """List the voices installed, then those known by name."""
    from broadcaster.config import load
    from broadcaster.speech.voice_files import installed
    from broadcaster.speech.voice_table import known

    folder = load(home).audio / "voices"
    here = installed(folder)
    for one in here:
        click.echo(f"{one.name}: đã cài, {one.sample_rate_hz} Hz. Giấy phép: {one.licence}.")
    for name, voice in known(folder).items():
        if name not in {one.name for one in here}:
            click.echo(f"{name}: chưa cài (broadcaster voices fetch {name}). Giấy phép: {voice.licence}.")

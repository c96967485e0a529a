"""Commands that look after a home."""

from pathlib import Path

import click

from broadcaster.cli.options import home_option


@click.command()
@home_option
def doctor(home: Path | None) -> None:
    """Check every outside thing: one line each, fine or what to do. Exit status 1 when something needed fails."""
    from broadcaster.config import load
    from broadcaster.services.upkeep import health

    findings = health.examine(load(home))
    for one in findings:
        mark = "tốt " if one.fine else ("HỎNG" if one.needed else "thiếu")
        click.echo(f"{mark}  {one.what}: {one.says}")
    if any(one.needed and not one.fine for one in findings):
        raise SystemExit(1)


@click.command()
@home_option
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option(
    "--keep-days", type=click.IntRange(min=1), default=None, help="How many days back everything is kept."
)
def prune(home: Path | None, *, dry_run: bool, keep_days: int | None) -> None:
    """Take away old files that nothing published, planned or logged within the kept days needs."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.services.upkeep import prune as pruning

    desk = open_desk(load(home))
    done = pruning.prune(desk, keep_days, dry_run=dry_run)
    if dry_run:
        for one in done.files:
            click.echo(f"{one.bytes:>12}  {one.path.relative_to(desk.settings.home)}")
    for label, count, size in done.by_kind():
        click.echo(f"{label}: {count} tệp, {size / (1 << 20):.1f} MB")
    verb = "Có thể dọn" if dry_run else "Đã dọn"
    click.echo(
        f"{verb} {len(done.files)} tệp, {done.bytes / (1 << 20):.1f} MB; giữ {done.keep_days} ngày gần nhất."
    )


@click.command()
@home_option
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write, commonly broadcaster-2026-06-15.zip.",
)
def backup(home: Path | None, out: Path) -> None:
    """Write the database, the secret, the sounds and the playlists to one file, while the program runs."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.services.upkeep import copies

    count = copies.backup(open_desk(load(home)), out)
    click.echo(f"{out}: {count} tệp. Hãy cất ở nơi khác, và giữ kín: tệp có khóa của xã.")


@click.command()
@home_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(home: Path | None, file: Path) -> None:
    """Bring a backup FILE into an empty home."""
    from broadcaster.config import load
    from broadcaster.services.upkeep import copies

    count = copies.restore(load(home), file)
    click.echo(f"Đã khôi phục {count} tệp. Chạy “broadcaster doctor” để kiểm tra, rồi “broadcaster serve”.")

"""Commands that keep running, and the one that fills an empty home."""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcaster.cli.options import home_option

if TYPE_CHECKING:
    from broadcaster.services.desk import Desk


@click.command()
@home_option
@click.option("--host", default=None, help="Address to serve on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Port to serve on (default 8000).")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--no-scheduler", is_flag=True, help="Serve pages only; `broadcaster schedule` runs elsewhere.")
def serve(home: Path | None, host: str | None, port: int | None, threads: int, *, no_scheduler: bool) -> None:
    """Serve the pages and wake the scheduler."""
    import waitress

    from broadcaster import scheduler
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.web import create_app

    _log_to_screen()
    settings = load(home)
    desk = open_desk(settings)
    place, gate = host or settings.host, port or settings.port
    try:
        server = waitress.create_server(
            create_app(desk), host=place, port=gate, threads=threads, clear_untrusted_proxy_headers=True
        )
    except OSError as error:
        raise click.ClickException(
            f"Không mở được cổng {gate} ({error.strerror}). Hãy chọn cổng khác với --port."
        ) from error
    waker = None if no_scheduler else scheduler.start(desk)
    click.echo(f"Mở trình duyệt tại http://{place}:{gate}  (dừng: Ctrl-C)")
    _say_sample_sign_ins(desk)
    try:
        server.run()
    finally:
        if waker is not None:
            waker.shutdown(wait=False)
        desk.store.close()


@click.command()
@home_option
def schedule(home: Path | None) -> None:
    """Only wake the scheduler, beside pages served elsewhere."""
    from broadcaster import scheduler
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load

    _log_to_screen()
    waker = scheduler.start(open_desk(load(home)))
    click.echo("Bộ lập lịch đang chạy (dừng: Ctrl-C)")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        waker.shutdown(wait=True)


@click.command()
@home_option
def demo(home: Path | None) -> None:
    """Fill an empty home with the sample commune; a home in use is left as it is."""
    from broadcaster.bootstrap import open_desk
    from broadcaster.config import load
    from broadcaster.services import sample

    desk = open_desk(load(home))
    if sample.is_empty(desk):
        sample.fill(desk, lambda step: click.echo(f"  … {step}"))
        click.echo("Đã tạo xong xã mẫu.")


def _log_to_screen() -> None:
    """Say what happens; that a wake is skipped while the last one still works is meant, and not said."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _say_sample_sign_ins(desk: "Desk") -> None:
    """Print how to sign in as each sample person, unless they changed their password since."""
    from broadcaster.services import sample

    rows = sample.sign_ins(desk)
    if rows:
        click.echo("Đăng nhập xã mẫu (nếu chưa đổi mật khẩu):")
    for login, password, title, roles in rows:
        click.echo(f"  {login:<8} {password}   {title} ({roles})")

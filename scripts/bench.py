"""
Measure what the project promises, beside the naive way, in one run.

    python3 scripts/bench.py [--json FILE] [--readers | --plan]

Prints a table: what, ours, the naive way, the ratio, the promise, and how the figure was taken. Nothing is
asserted here; the exit status is 1 when a promise is not kept, so that a script can ask.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bench_row import Row
from environment import PYTHON, ROOT, ensure

if (
    __name__ == "__main__"
    and Path(sys.executable).resolve() != PYTHON.resolve()
    and sys.prefix != str(ROOT / ".venv")
):
    ensure("requirements-test.lock")
    os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 # the same script in the project's own environment


def main() -> int:
    """Carry out the command."""
    parser = argparse.ArgumentParser(description="Measure what the project promises.")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument(
        "--readers",
        action="store_true",
        help="only the reader: speed, and accuracy beside other readers installed",
    )
    parser.add_argument(
        "--plan", action="store_true", help="only planning and publishing a province (minutes, 7 GB of disk)"
    )
    chosen = parser.parse_args()
    sections: list[Callable[[], list[Row]]] = [splicing, speaking, starting, reading]
    if chosen.readers or chosen.plan:
        sections = [planning] if chosen.plan else [reading]
    rows = [row for section in sections for row in section()]
    for row in rows:
        print(
            f"{'kept  ' if row.kept else 'BROKEN'} {row.what}\n       ours {row.ours}; naive {row.naive}; ratio {row.ratio:,.1f} (promised {row.promise:g})\n       {row.how}"
        )
    if chosen.json:
        chosen.json.write_text(
            json.dumps([asdict(row) | {"kept": row.kept} for row in rows], ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
    return 0 if all(row.kept for row in rows) else 1


def splicing() -> list[Row]:
    """Splice a thirty-minute programme from segments already made, beside pydub's decode, add and export."""
    from bench_sound import bench_splice  # noqa: PLC0415 # needs the environment that main has made sure of

    return bench_splice()


def speaking() -> list[Row]:
    """Text to finished, normalised MP3 for twenty minutes of speech, on two cores; and again."""
    from bench_making import bench_making  # noqa: PLC0415 # as above

    return bench_making()


def measuring() -> list[Row]:
    """Measure the loudness of an hour, beside pyloudnorm where that is installed."""
    from bench_loudness import bench_loudness  # noqa: PLC0415 # as above

    return bench_loudness()


def planning() -> list[Row]:
    """Plan a commune with a backlog; plan, splice and publish a province, from nothing and again."""
    from bench_backlog import bench_backlog  # noqa: PLC0415 # as above
    from bench_plan import bench_plan  # noqa: PLC0415 # as above

    return [*bench_backlog(), *bench_plan()]


def starting() -> list[Row]:
    """How long a person waits for `--help` and for the first page."""
    help_seconds = min(_timed([str(PYTHON), "-m", "broadcaster", "--help"]) for _ in range(5))
    import_seconds = min(_timed([str(PYTHON), "-c", "import broadcaster.cli"]) for _ in range(5))
    serve_seconds = _first_answer()
    how = "best of 5 fresh processes, wall time; ratio is the promise over the figure"
    return [
        Row(
            "import broadcaster.cli",
            f"{import_seconds:.2f} s",
            "0.4 s (promise)",
            0.4 / import_seconds,
            1,
            how,
        ),
        Row("broadcaster --help", f"{help_seconds:.2f} s", "0.4 s (promise)", 0.4 / help_seconds, 1, how),
        Row(
            "serve until the first answer",
            f"{serve_seconds:.2f} s",
            "3 s (promise)",
            3 / serve_seconds,
            1,
            "one start on a home in use, polled every 20 ms",
        ),
    ]


def reading(*, others: bool = False) -> list[Row]:
    """Time the reader; with the others, beside every other reader that is installed."""
    from bench_readers import bench_readers  # noqa: PLC0415 # as above

    return bench_readers(others=others)


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def _first_answer() -> float:
    """Start `serve` on a home in use and wait for its first page."""
    import http.client  # noqa: PLC0415 # only here

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [str(PYTHON), "-m", "broadcaster", "demo", "--home", folder],
            check=True,
            capture_output=True,
            cwd=ROOT,
        )
        start = time.perf_counter()
        command = [str(PYTHON), "-m", "broadcaster", "serve", "--home", folder, "--port", "8765"]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                while time.perf_counter() - start < 30:
                    try:
                        connection = http.client.HTTPConnection("127.0.0.1", 8765, timeout=5)
                        connection.request("GET", "/dang-nhap")
                        if connection.getresponse().status == 200:
                            return time.perf_counter() - start
                    except OSError:
                        time.sleep(0.02)
            finally:
                server.terminate()
    return float("inf")


if __name__ == "__main__":
    sys.exit(main())

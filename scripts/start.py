"""
Install what is needed and run the program on the sample commune.

    python3 scripts/start.py [--port N] [--host ADDRESS] [--home DIR] [--empty]

The first run makes `.venv` and needs a network once; after that nothing does. A second start keeps what
is there. `--empty` starts without the sample commune: the first page then asks for the commune's own name.
"""

import argparse
import sys
from pathlib import Path

from environment import ROOT, ensure, run


def main() -> int:
    """Carry out the command."""
    parser = argparse.ArgumentParser(description="Install and run the broadcast manager.")
    parser.add_argument("--port", type=int, default=8000, help="port of the pages (default 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to serve on; 0.0.0.0 lets phones in the network in"
    )
    parser.add_argument("--home", type=Path, default=ROOT, help="folder of the database, audio and schedules")
    parser.add_argument("--empty", action="store_true", help="start without the sample commune")
    chosen = parser.parse_args()
    python = ensure("requirements.lock")
    home = ["--home", str(chosen.home.resolve())]
    if not chosen.empty:
        status = run("-m", "broadcaster", "demo", *home, python=python)
        if status:
            return status
    where = ["--host", chosen.host, "--port", str(chosen.port)]
    return run("-m", "broadcaster", "serve", *home, *where, python=python)


if __name__ == "__main__":
    sys.exit(main())

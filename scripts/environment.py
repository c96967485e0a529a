"""
The project's own Python environment: `.venv`, filled from a lock file.

Only the standard library: this runs before anything is installed, on Linux, Windows and macOS.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure(lock: str) -> Path:
    """
    Make `.venv` hold what a lock file names, and this project; do nothing where it already does.

    Args:
        lock: Name of the lock file in `scripts/`.

    Returns:
        The environment's Python.

    Raises:
        SystemExit: Python is too old, or installing failed; the message says what to do.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 # the one file that an older Python may run
        sys.exit(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Install a newer one and run again."
        )
    stamp = VENV / f".{lock}.installed"
    wanted = _fingerprint(lock)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and _works():
        return PYTHON
    if not _works():
        print(f"Making the environment {VENV.name} …", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(
                f"Could not make {VENV.name} ({error}). On Debian or Ubuntu: apt install python3-venv; then run again."
            )
    print(f"Installing from scripts/{lock} (first time only; a few minutes) …", flush=True)
    _pip("--require-hashes", "-r", str(ROOT / "scripts" / lock))
    _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(wanted, encoding="utf-8")
    return PYTHON


def run(*words: str, python: Path = PYTHON) -> int:
    """Run the environment's Python in the checkout and return its exit status; Ctrl-C is the child's to handle."""
    with subprocess.Popen([str(python), *words], cwd=ROOT) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def _pip(*words: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("Installing failed (see above). A network is needed this once; check it and run again.")


def _works() -> bool:
    """Say whether the environment's Python starts and is the same version as this one."""
    if not PYTHON.exists():
        return False
    asked = subprocess.run(
        [str(PYTHON), "-c", "import sys, pip; print(sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() == str(sys.version_info[:2])


def _fingerprint(lock: str) -> str:
    digest = hashlib.sha256()
    for file in (ROOT / "scripts" / lock, ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()

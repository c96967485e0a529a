"""
Install what the tests need and run every check: style, types, contracts, tests.

    python3 scripts/test.py [PYTEST ARGUMENT ...]

With arguments only pytest runs, with them.
"""

import sys

from environment import ensure, run

CHECKS = (
    ("style", ("-m", "ruff", "check", ".")),
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("types", ("-m", "mypy")),
    ("contracts", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
)
TESTS = ("-X", "dev", "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q")


def main(arguments: list[str]) -> int:
    """Run the checks in order, all of them even when one fails; the first failure is the exit status."""
    python = ensure("requirements-test.lock")

    if arguments:
        return run("-m", "pytest", *arguments, python=python)
    failures = []
    for name, words in (*CHECKS, ("tests", TESTS)):
        print(f"== {name}", flush=True)
        status = run(*words, python=python)
        if status:
            failures.append((name, status))
    for name, status in failures:
        print(f"FAILED: {name} (exit {status})", flush=True)
    return failures[0][1] if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

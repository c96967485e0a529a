"""Rules about the whole program, kept by reading it."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from broadcaster.cli import _COMMANDS, _HELP
from broadcaster.config import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = sorted((ROOT / "broadcaster").rglob("*.py"))


def test_every_setting_is_in_the_readme() -> None:
    table = README.split("## Settings", 1)[1].split("\n## ", 1)[0]
    for one in fields(Settings):
        assert f"`{one.name}`" in table, one.name


def test_every_command_is_in_the_readme_and_has_help() -> None:
    table = README.split("## Commands", 1)[1].split("\n## ", 1)[0]
    assert set(_HELP) == set(_COMMANDS)
    for name in _COMMANDS:
        assert re.search(rf"`{name}\b", table), name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_versions_and_digests_and_no_address(lock: str) -> None:
    text = (ROOT / "scripts" / lock).read_text(encoding="utf-8")
    assert "://" not in text
    wanted = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==\S+", text, re.MULTILINE | re.IGNORECASE)
    assert len(wanted) > 20
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_everything_the_program_depends_on_is_locked() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert wanted is not None
    names = re.findall(r'^\s*"([A-Za-z0-9-]+)', wanted.group(1), re.MULTILINE)
    locked = (ROOT / "scripts" / "requirements.lock").read_text(encoding="utf-8").lower()
    assert len(names) > 15
    for name in names:
        assert re.search(rf"^{re.escape(name.lower())}==", locked, re.MULTILINE), name


def test_only_config_reads_the_environment() -> None:
    for path in MODULES:
        if path.name != "config.py":
            assert "os.environ" not in path.read_text(encoding="utf-8"), path


def test_only_clock_asks_the_machine_for_the_time() -> None:
    asks = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
    for path in MODULES:
        if path.name != "clock.py":
            assert not asks.search(path.read_text(encoding="utf-8")), path


def test_only_ffmpeg_runs_ffmpeg_and_only_edit_imports_pydub() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if path.name != "edit.py":
            assert not re.search(r"^\s*(?:from|import) pydub", text, re.MULTILINE), path
        if path.name != "ffmpeg.py":
            assert "imageio_ffmpeg" not in text, path
            assert 'which("ffmpeg")' not in text, path


def test_no_page_names_an_address_elsewhere() -> None:
    for path in (ROOT / "broadcaster" / "web").rglob("*"):
        if path.suffix in {".html", ".js", ".css"}:
            found = re.findall(
                r"(?:src|href|url\(|fetch\()\s*=?\s*[\"']?(?:https?:)?//[^\s\"']+",
                path.read_text(encoding="utf-8"),
            )
            assert not found, (path, found)

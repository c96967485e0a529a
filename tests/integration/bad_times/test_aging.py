"""A station that runs for weeks without a restart: what it holds in memory and keeps on disk stays within bounds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, text

from broadcaster.services.desk import Desk
from broadcaster.services.log.heard import not_played, told
from tests.conftest import MONDAY_EIGHT

ROOT = Path(__file__).resolve().parents[3]
SETTLED, DAYS = 12, 24
"""Days after which old files have begun to go, and after which it is looked at again."""


@pytest.mark.parametrize("asked", [not_played(), told(1, MONDAY_EIGHT)], ids=["not_played", "told"])
def test_no_plan_reads_the_log_of_all_the_years(desk: Desk, asked: Select[Any]) -> None:
    words = str(asked.compile(desk.store.engine, compile_kwargs={"literal_binds": True}))
    with desk.store.reading() as session:
        steps = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
    assert steps
    assert not [one for one in steps if one.startswith("SCAN")], steps


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="asks /proc how much memory is held")
def test_weeks_later_it_holds_and_keeps_what_it_did(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.bad_times.aging", tmp_path / "w", str(DAYS)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    days = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(days) == DAYS
    (memory, sounds, speech), (memory_then, sounds_then, speech_then) = days[SETTLED], days[-1]
    assert memory_then - memory < 1024, days  # 85 KiB a day would be 30 MB a year
    assert sounds_then <= sounds * 1.2, days
    assert speech_then <= speech + 2, days

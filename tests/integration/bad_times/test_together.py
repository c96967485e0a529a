"""Several processes on one home: two schedulers, four that serve pages, and the moments at which they meet."""

import json
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from broadcaster import bootstrap, scheduler
from broadcaster.bootstrap import open_desk
from broadcaster.config import Settings
from broadcaster.errors import Unavailable
from broadcaster.files import only_one, write_whole
from broadcaster.services import due
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.urgent import at_once
from broadcaster.services.voice import making
from broadcaster.services.writing import approvals
from broadcaster.store.tables import Bulletin

ROOT = Path(__file__).resolve().parents[3]
Approve = Callable[..., Bulletin]
Submit = Callable[..., tuple[Bulletin, str]]
SECONDS = 20.0


def heads(desk: Desk) -> dict[str, dict[str, Any]]:
    places = (desk.settings.schedules / "published").glob("*/*/head.json")
    return {path.parent.name: json.loads(path.read_bytes()) for path in places}


def said(desk: Desk) -> set[str]:
    return {
        item["title"] for head in heads(desk).values() for one in head["sessions"] for item in one["items"]
    }


def test_of_two_that_publish_at_once_the_newer_plan_stands_and_every_head_has_its_own_sequence(
    desk: Desk, leader: Actor, submit: Submit, approve: Approve, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = replace(desk, settings=replace(desk.settings, horizon_days=0))
    row, digest = submit(title="Tin mới")
    approve(title="Tin cũ")
    writes, newer_is_done = threading.Event(), threading.Event()
    sequences: dict[str, list[int]] = defaultdict(list)

    def write(path: Path, data: bytes) -> None:
        if not writes.is_set():  # the older of the two is about to write
            writes.set()
            newer_is_done.wait(1)  # who waits for us will not be done
        write_whole(path, data)
        sequences[path.parent.name].append(json.loads(data)["sequence"])

    monkeypatch.setattr(publishing, "write_whole", write)
    with ThreadPoolExecutor(1) as pool:
        older = pool.submit(publishing.publish, desk, 1)
        assert writes.wait(SECONDS)
        approvals.approve(desk, leader, row.id, row.version, digest)
        publishing.publish(desk, 1)
        newer_is_done.set()
        older.result(SECONDS)
    assert "Tin mới" in said(desk)
    assert sorted(sequences) == sorted(heads(desk))
    assert all(found == sorted(set(found)) for found in sequences.values())


def test_processes_that_open_an_empty_home_together_have_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", engines=("silent",))
    open_desk(settings).store.close()  # its database takes longer than its key
    (settings.home / ".broadcaster-key").unlink()
    barrier = threading.Barrier(4)

    def write(path: Path, data: bytes, mode: int) -> None:
        with suppress(threading.BrokenBarrierError):
            barrier.wait(1)  # all have seen that there is none, where more than one gets here
        write_whole(path, data, mode=mode)

    monkeypatch.setattr(bootstrap, "write_whole", write)
    with ThreadPoolExecutor(4) as pool:
        desks = list(pool.map(lambda _one: open_desk(settings), range(4)))
    assert len({one.keys.cookie() for one in desks}) == 1
    for one in desks:
        one.store.close()


def test_one_communes_trouble_holds_up_no_other_and_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, settled = list[int](), list[int]()

    def publish(_desk: Desk, commune_id: int) -> None:
        tried.append(commune_id)
        if commune_id == 1:
            raise Unavailable("Giọng đọc chưa sẵn sàng.")

    monkeypatch.setattr(publishing, "publish", publish)
    monkeypatch.setattr(due, "wanted", lambda _desk: dict.fromkeys((1, 2), desk.clock.now()))
    monkeypatch.setattr(due, "done", lambda _desk, commune_id, _at: settled.append(commune_id))
    scheduler.act(desk)
    assert (tried, settled) == ([1, 2], [2])


def test_a_call_does_not_wait_for_all_the_voices_that_are_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, speeches = list[str](), iter([True, True, False])

    def speak(_desk: Desk) -> bool:
        done.append("speech")
        return next(speeches)

    monkeypatch.setattr(at_once, "work", lambda _desk: done.append("calls"))
    monkeypatch.setattr(making, "work", speak)
    scheduler.act(desk)
    assert done == ["calls", "speech", "calls", "speech", "calls", "speech"]


_HOLDER = """
import sys, time
from pathlib import Path
from broadcaster.errors import Unavailable
from broadcaster.files import only_one, write_whole
with only_one(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""


def test_who_dies_while_it_holds_a_lock_holds_up_nobody(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, lock], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "in\n"

    def hold() -> str:
        with only_one(lock):
            return "in"

    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(hold)
        with pytest.raises(TimeoutError):
            waits.result(0.2)
        holder.kill()
        assert waits.result(SECONDS) == "in"
    holder.communicate()

"""The program is killed between the steps of a call: nothing airs unapproved, and what was approved airs all the same."""

import json
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcaster import scheduler
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Unavailable
from broadcaster.files import digest_of_file
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.programme import assembly, programmes
from broadcaster.services.urgent import at_once, calling, calls, ready, withdrawing
from broadcaster.services.urgent.calling import Seen
from broadcaster.services.urgent.calls import CallState
from broadcaster.services.urgent.ready import Wish
from broadcaster.store.tables import Decision, Occurrence
from tests.conftest import PASSWORD, at

ROOT = Path(__file__).resolve().parents[2]
_CHILD = """
import os, signal, sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.services.commune import people
from broadcaster.services.outgoing import publishing
from broadcaster.services.programme import assembly, programmes
from broadcaster.services.urgent import at_once, calling, calls, withdrawing

home, now, act, where, number = sys.argv[1:]
settings = replace(Settings(home=Path(home)), engines=("silent",), horizon_days=1)
desk = open_desk(settings, FixedClock(datetime.fromisoformat(now)))
leader = people.find(desk, "duyet")

def die(*_all, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

module, name = where.rsplit(".", 1)
setattr({"calling": calling, "at_once": at_once, "publishing": publishing, "programmes": programmes,
         "withdrawing": withdrawing}[module], name, die)
if act == "call":
    view = calls.view(desk, leader, int(number))
    calling.call_out(desk, leader, view.id, calling.Seen(view.drill, view.digest, str(view.voice.sha256)))
else:
    withdrawing.withdraw(desk, leader, int(number), "Phát nhầm")
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")


@pytest.fixture
def leader(aired_desk: Desk) -> Actor:
    return people.find(aired_desk, "duyet")


def killed(desk: Desk, act: str, where: str, number: int) -> None:
    """Do something in a process of its own that is killed where it comes to a certain function."""
    arguments = [str(desk.settings.home), desk.clock.now().isoformat(), act, where, str(number)]
    child = subprocess.run([sys.executable, "-c", _CHILD, *arguments], cwd=ROOT, check=False)
    assert child.returncode == -9


def prepared(desk: Desk, leader: Actor, **changed: object) -> int:
    values: dict[str, object] = {"text": "Nước suối đang dâng nhanh.", "drill": False}
    return ready.make_ready(desk, leader, Wish(**values | changed))  # type: ignore[arg-type] # fields of a wish


def on_air(desk: Desk) -> list[str]:
    """When calls air by the head of a village, each with its file whole."""
    path = desk.settings.schedules / "published" / "xa-dong-xanh" / "thon-khe-mo" / "head.json"
    found = json.loads(path.read_bytes())["sessions"]
    for one in found:
        assert digest_of_file(path.parent / one["file"]) == one["sha256"]
    return [one["starts_at"][11:16] for one in found if one["name"] == "Khẩn cấp"]


def decided(desk: Desk, call_id: int) -> int:
    """How many approvals a call has."""
    with desk.store.reading() as session:
        number = calls.find_call(session, 1, call_id).bulletin_id
        return len(session.scalars(select(Decision).where(Decision.bulletin_id == number)).unique().all())


@pytest.mark.parametrize("where", ["calling._require_as_shown", "calling._write", "calling._open_slots"])
def test_killed_before_the_approval_stands_nothing_airs_and_the_tap_can_be_made_again(
    aired_desk: Desk, leader: Actor, where: str
) -> None:
    call_id = prepared(aired_desk, leader)
    killed(aired_desk, "call", where, call_id)
    scheduler.act(aired_desk)
    assert on_air(aired_desk) == []
    assert decided(aired_desk, call_id) == 0
    view = calls.view(aired_desk, leader, call_id)
    assert view.state is CallState.READY
    assert view.voice is not None
    seen = Seen(drill=False, digest=view.digest, sound=str(view.voice.sha256))
    assert calling.call_out(aired_desk, leader, call_id, seen).first
    assert on_air(aired_desk) == ["08:01"]


@pytest.mark.parametrize(
    "where", ["at_once.publish", "programmes.sound_of", "programmes.Recorder", "publishing.write_whole"]
)
def test_killed_after_the_approval_stands_the_scheduler_airs_it(
    aired_desk: Desk, leader: Actor, where: str
) -> None:
    call_id = prepared(aired_desk, leader)
    killed(aired_desk, "call", where, call_id)
    assert on_air(aired_desk) == []
    assert decided(aired_desk, call_id) == 1
    scheduler.act(aired_desk)
    assert on_air(aired_desk) == ["08:01"]
    scheduler.act(aired_desk)
    assert on_air(aired_desk) == ["08:01"]
    assert airings.verify(aired_desk, 1).broken_seq is None


def test_killed_and_started_again_after_its_minute_it_airs_at_once(aired_desk: Desk, leader: Actor) -> None:
    call_id = prepared(aired_desk, leader)
    killed(aired_desk, "call", "at_once.publish", call_id)
    back = at(aired_desk, aired_desk.clock.now() + timedelta(minutes=25))
    scheduler.act(back)
    assert on_air(back) == ["08:26"]
    assert [f"{one:%H:%M}" for one in calls.view(back, leader, call_id).slots] == ["08:26"]


@pytest.mark.parametrize("where", ["withdrawing.note", "at_once.publish", "publishing.write_whole"])
def test_killed_while_it_is_withdrawn_it_is_either_on_the_air_or_off(
    aired_desk: Desk, leader: Actor, where: str
) -> None:
    call_id = prepared(aired_desk, leader, every_minutes=20, until=time(9))
    view = calls.view(aired_desk, leader, call_id)
    assert view.voice is not None
    calling.call_out(
        aired_desk, leader, call_id, Seen(drill=False, digest=view.digest, sound=str(view.voice.sha256))
    )
    scheduler.act(aired_desk)
    assert on_air(aired_desk) == ["08:01", "08:21", "08:41"]
    killed(aired_desk, "withdraw", where, call_id)
    scheduler.act(aired_desk)
    state = calls.view(aired_desk, leader, call_id).state
    undone = where == "withdrawing.note"
    assert state is (CallState.LIVE if undone else CallState.WITHDRAWN)
    assert on_air(aired_desk) == (["08:01", "08:21", "08:41"] if undone else [])


def test_a_disk_that_is_full_is_told_and_made_good(
    aired_desk: Desk, leader: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    call_id = prepared(aired_desk, leader)
    view = calls.view(aired_desk, leader, call_id)
    assert view.voice is not None
    seen = Seen(drill=False, digest=view.digest, sound=str(view.voice.sha256))

    def full(*_all: object, **_named: object) -> None:
        raise Unavailable("Ổ đĩa đã đầy.")

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write_whole", full)
        done = calling.call_out(aired_desk, leader, call_id, seen)
        assert (done.first, done.problem) == (True, "Ổ đĩa đã đầy.")
        scheduler.act(aired_desk)  # it says so, and asks again at the next wake
        assert "Ổ đĩa đã đầy." in caplog.text
    scheduler.act(aired_desk)
    assert on_air(aired_desk) == ["08:01"]


def test_a_plan_that_began_before_a_withdrawal_does_not_bring_it_back(
    aired_desk: Desk, leader: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = prepared(aired_desk, leader)
    view = calls.view(aired_desk, leader, call_id)
    assert view.voice is not None
    seen = Seen(drill=False, digest=view.digest, sound=str(view.voice.sha256))
    monkeypatch.setattr(at_once, "publish", lambda *_all: None)
    calling.call_out(aired_desk, leader, call_id, seen)
    splice = assembly.sound_of

    def withdrawn_meanwhile(*all_of_it: object) -> object:
        withdrawing.withdraw(aired_desk, leader, call_id, "Phát nhầm")
        return splice(*all_of_it)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(programmes, "sound_of", withdrawn_meanwhile)
    publishing.publish(aired_desk, leader.commune_id)
    assert on_air(aired_desk) == []
    with aired_desk.store.reading() as session:
        rows = session.scalars(select(Occurrence).where(Occurrence.name == "Khẩn cấp", ~Occurrence.cancelled))
        assert rows.all() == []


def test_two_leaders_two_schedulers_and_a_withdrawal_at_once_end_in_one_state(
    aired_desk: Desk, leader: Actor
) -> None:
    boss = people.find(aired_desk, "quantri")
    people.add_person(
        aired_desk, boss, people.NewPerson("duyethai", "Lý Văn Hai", "Chủ tịch", PASSWORD, (Role.APPROVER,))
    )
    other = people.find(aired_desk, "duyethai")
    call_id = prepared(aired_desk, leader, every_minutes=20, until=time(9))
    view = calls.view(aired_desk, leader, call_id)
    assert view.voice is not None
    seen = Seen(drill=False, digest=view.digest, sound=str(view.voice.sha256))
    with ThreadPoolExecutor(4) as pool:
        done: list[Future[object]] = [
            pool.submit(calling.call_out, aired_desk, leader, call_id, seen),
            pool.submit(calling.call_out, aired_desk, other, call_id, seen),
            pool.submit(scheduler.act, aired_desk),
            pool.submit(publishing.publish, aired_desk, leader.commune_id),
        ]
        assert [one.exception() for one in done] == [None] * 4
    scheduler.act(aired_desk)
    assert on_air(aired_desk) == ["08:01", "08:21", "08:41"]
    assert decided(aired_desk, call_id) == 1
    with aired_desk.store.reading() as session:
        rows = session.execute(
            select(Occurrence.village_id, Occurrence.starts_at).where(Occurrence.name == "Khẩn cấp")
        ).all()
    assert len(rows) == len(set(rows)) == 9
    withdrawing.withdraw(aired_desk, other, call_id, "Phát nhầm")
    assert on_air(aired_desk) == []
    assert airings.verify(aired_desk, 1).broken_seq is None

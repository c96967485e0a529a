"""The program as it is served: two schedulers and four processes with pages on one home, one of them killed."""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcaster.bootstrap import open_desk
from broadcaster.clock import ZONE, FixedClock, SystemClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.files import digest_of_file
from broadcaster.services import due
from broadcaster.services.commune import people, villages
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings, logbook
from broadcaster.services.outgoing import publishing
from broadcaster.services.week.expected import expected
from broadcaster.services.writing import approvals
from broadcaster.store.tables import Airing, Occurrence, Programme
from broadcaster.wire.signature import public_key, verify
from tests.conftest import PASSWORD
from tests.integration.bad_times.crowd import PATIENCE_S, Browser, Crowd
from tests.integration.conftest import _submit

SECONDS = 20.0
WAITING = 4
"""Bulletins that wait for a leader when the crowd comes; their numbers begin at 2."""


@pytest.fixture
def busy_home(tmp_path: Path) -> Iterator[Desk]:
    """A home of yesterday that was published then, with bulletins that wait for a leader today."""
    settings = Settings(home=tmp_path / "home", engines=("silent",), horizon_days=1)
    now = datetime.now(ZONE)
    desk = open_desk(settings, FixedClock(now - timedelta(days=1)))
    admin = people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", ("thôn Khe Mơ", "thôn Đồng Giữa")),
        people.NewPerson("quantri", "Quản", "", PASSWORD, (Role.ADMIN, Role.WRITER, Role.APPROVER)),
    )
    leader = people.NewPerson("duyet", "Trường", "", PASSWORD, (Role.APPROVER,))
    people.add_person(desk, admin, leader)
    for number in range(1 + WAITING):
        row, digest = _submit(desk, admin, title=f"Tin số {number}")
        if not number:
            approvals.approve(desk, people.find(desk, "duyet"), row.id, row.version, digest)
            publishing.publish(desk, 1)
    yield replace(desk, clock=SystemClock())
    desk.store.close()


def test_two_schedulers_and_four_that_serve_pages_leave_every_session_once_and_in_one_state(
    busy_home: Desk,
) -> None:
    desk, crowd = busy_home, Crowd(busy_home.settings.home)
    try:
        doomed, _other = crowd.schedule(), crowd.schedule()
        served = [crowd.serve()[0] for _ in range(4)]
        with ThreadPoolExecutor(9) as pool:
            watching = threading.Event()
            watched = pool.submit(watch, desk, watching)
            came = list(pool.map(lambda where: visit(desk, where), served))
            doomed.kill()
            crowd.schedule()
            done = Browser(served[0], "quantri", PASSWORD)
            done.get("/lich-phat")
            assert done.send("/lich-phat/lam-lai", {}).status_code == 302
            until(lambda: not due.wanted(desk))
            watching.set()
            assert watched.result(SECONDS) > 0
    finally:
        crowd.end()
    assert sorted(sum(one.count(number) for one in came) for number in range(2, 2 + WAITING)) == [1] * WAITING
    publishing.publish(desk, 1)
    assert publishing.publish(desk, 1) == publishing.Published(0, 0)
    require_each_once(desk)


def visit(desk: Desk, where: str) -> list[int]:
    """Approve what waits, fetch what there is, say what was aired; return what this one was the first to approve."""
    page, approved = Browser(where, "duyet", PASSWORD), []
    phone = Browser(where)
    link = f"/t/{villages.link_secret(desk, villages.listing(desk, 1)[0])}"
    for bulletin_id in range(2, 2 + WAITING):
        if page.get(f"/cho-duyet/{bulletin_id}").status_code == 200 and "csrf_token" in page.hidden:
            done = page.send(f"/cho-duyet/{bulletin_id}/duyet", {})
            assert done.status_code in (302, 404, 409, 422), done.status_code
            approved += [bulletin_id] if done.status_code == 302 else []
        words = phone.get(link).text
        for path in sorted(set(re.findall(rf"{link}/\d{{4}}-\d\d-\d\d/\d\d_\d{{4}}\.MP3", words))):
            assert phone.get(path).status_code == 200
        for number in sorted(set(re.findall(r'name="buoi" value="(\d+)"', words))):
            phone.get(link)
            phone.send(link, {"buoi": number, "da_phat": "1", "dong": ""})
    return approved


def watch(desk: Desk, enough: threading.Event) -> int:
    """Be a station that looks at its heads all the time: each is whole, signed, newer than the one before, and its sound is there."""
    last: dict[str, int] = {}
    looked = 0
    while not enough.wait(0.05):
        for path in (desk.settings.schedules / "published").glob("*/*/head.json"):
            head = json.loads(path.read_bytes())
            assert verify(head, public_key(desk.keys.signing_seed(head["commune"])))
            assert head["sequence"] >= last.get(head["village"], 0)
            if head["sequence"] > last.get(head["village"], 0):
                looked += 1
                for one in (*head["sessions"], *head["lists"]):
                    assert digest_of_file(path.parent / one["file"]) == one["sha256"]
            last[head["village"]] = head["sequence"]
    return looked


def require_each_once(desk: Desk) -> None:
    """No session twice, none missing, each in one state; versions without gap or repetition; nothing fetched or said twice."""
    with desk.store.reading() as session:
        rows = session.scalars(select(Occurrence)).all()
        due_ones = expected(session, 1, desk.today(), 2).occurrences
        logged = session.execute(select(Airing.programme_id, Airing.outcome)).all()
        programmes = session.scalars(select(Programme.id)).all()
    keys = [(row.village_id, row.rule_id, row.day) for row in rows]
    assert len(set(keys)) == len(keys)
    coming = {(one.village_id, one.rule_id, one.day) for one in due_ones if one.starts_at > desk.clock.now()}
    assert coming <= set(keys)
    for row in rows:
        assert [one.version for one in row.programmes] == list(range(1, len(row.programmes) + 1))
        orders = [one.order_digest for one in row.programmes]
        assert all(one != after for one, after in pairwise(orders))
    counts = Counter((row.programme_id, row.outcome) for row in logged)
    assert set(counts.values()) == {1}
    assert {(number, "da_len_lich") for number in programmes} <= set(counts)
    assert {"da_tai_ve", "xac_nhan_da_phat"} <= {outcome for _programme, outcome in counts}
    days = [row.day for row in rows]
    entries = logbook.entries(desk, 1, logbook.Wanted(min(days), max(days)))
    assert sorted(one.occurrence_id for one in entries) == sorted(row.id for row in rows if not row.cancelled)
    assert airings.verify(desk, 1).broken_seq is None


def until(done: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < last
        time.sleep(0.1)

"""Two people at one page, and a program that is killed: one of two wins, and the same command completes the work."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcaster.bootstrap import open_desk
from broadcaster.clock import SystemClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.errors import Stale
from broadcaster.files import digest_of_file
from broadcaster.services.commune import people
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Airing, Bulletin, Decision, Programme
from broadcaster.wire.signature import public_key, verify

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mat-khau-thu-nghiem"
Submit = Callable[..., tuple[Bulletin, str]]


def test_of_two_leaders_at_one_page_one_decides_and_the_other_is_told(
    desk: Desk, admin: Actor, leader: Actor, submit: Submit
) -> None:
    person = people.NewPerson("duyethai", "Lý Văn Hai", "Chủ tịch UBND xã", PASSWORD, (Role.APPROVER,))
    people.add_person(desk, admin, person)
    row, digest = submit()

    def decide(who: Actor) -> str:
        try:
            approvals.approve(desk, who, row.id, row.version, digest)
        except Stale:
            return "stale"
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        came = sorted(pool.map(decide, (leader, people.find(desk, "duyethai"))))
    assert came == ["approved", "stale"]
    with desk.store.reading() as session:
        assert len(session.scalars(select(Decision)).all()) == 1


def test_of_an_approval_and_a_recall_at_once_one_wins(
    desk: Desk, writer: Actor, leader: Actor, submit: Submit
) -> None:
    row, digest = submit()

    def attempt(act: Callable[[], object]) -> bool:
        try:
            act()
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        came = list(
            pool.map(
                attempt,
                (
                    lambda: approvals.approve(desk, leader, row.id, row.version, digest),
                    lambda: bulletins.recall(desk, writer, row.id, row.version),
                ),
            )
        )
    assert sorted(came) == [False, True]
    with desk.store.reading() as session:
        state = bulletins.find(session, writer.commune_id, row.id).state
    assert state == ("da_duyet" if came[0] else "nhap")


@pytest.fixture
def today_desk(tmp_path: Path) -> Iterator[Desk]:
    """A home of today by the machine's clock with an approved bulletin and no programme yet."""
    settings = Settings(home=tmp_path / "home", engines=("silent",), horizon_days=2)
    desk = open_desk(settings, SystemClock())
    admin = people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", ("thôn Khe Mơ", "thôn Đồng Giữa")),
        people.NewPerson("quantri", "Quản", "", PASSWORD, (Role.WRITER,)),
    )
    people.add_person(desk, admin, people.NewPerson("duyet", "Trường", "", PASSWORD, (Role.APPROVER,)))
    draft = bulletins.Draft(
        title="Thông báo",
        text="Ủy ban nhân dân xã mời bà con đến nhà văn hóa thôn.",
        field="phap_luat",
        topic="cchc",
        first_day=desk.today(),
        last_day=desk.today() + timedelta(days=9),
        airings=20,
    )
    row = bulletins.create(desk, admin, draft)
    revision = bulletins.submit(desk, admin, row.id, row.version)
    speaking.make(desk, revision.speech_key)
    approvals.approve(desk, people.find(desk, "duyet"), row.id, row.version + 1, revision.digest)
    yield desk
    desk.store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
def test_publishing_killed_again_and_again_leaves_nothing_half_and_the_same_command_completes_it(
    today_desk: Desk,
) -> None:
    before = _files(today_desk)
    for more in (1, 2, 4, 8, 14, 20, 26, 32, 38):
        _publish_until(today_desk, before + more)
        _require_whole(today_desk)
    done = _publish(today_desk)
    assert done.wait() == 0
    _require_whole(today_desk)
    heads = list((today_desk.settings.schedules / "published").rglob("head.json"))
    assert len(heads) == 2
    for path in heads:
        head = json.loads(path.read_bytes())
        assert verify(head, public_key(today_desk.keys.signing_seed(head["commune"])))
        assert head["sessions"]
    assert publishing.publish(today_desk, 1) == publishing.Published(0, 0)


def _publish(desk: Desk) -> subprocess.Popen[bytes]:
    """Begin the command as a person does."""
    return subprocess.Popen(
        [sys.executable, "-m", "broadcaster", "publish", "--home", str(desk.settings.home)],
        cwd=ROOT,
        env=os.environ | {"BROADCASTER_ENGINES": "silent", "BROADCASTER_HORIZON_DAYS": "2"},
        stdout=subprocess.DEVNULL,
    )


def _publish_until(desk: Desk, files: int) -> None:
    """Kill the command as soon as so many files stand on the disk, unless it is done before."""
    running = _publish(desk)
    while running.poll() is None and _files(desk) < files:
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.wait()


def _files(desk: Desk) -> int:
    """Count the files made so far, unfinished ones among them."""
    home = desk.settings.home
    return sum(len(files) for top in ("audio", "schedules") for _path, _dirs, files in os.walk(home / top))


def _require_whole(desk: Desk) -> None:
    """Check that every file under its final name is whole, and every row of a programme has its sound and log row."""
    for path in desk.settings.audio.glob("*/??/*.mp3"):
        assert digest_of_file(path) == path.stem
    with desk.store.reading() as session:
        made = session.execute(select(Programme.id, Programme.sha256)).all()
        logged = session.scalars(select(Airing.programme_id)).all()
    assert sorted(row.id for row in made) == sorted(logged)
    assert all(desk.shelf.programme(row.sha256).exists() for row in made if row.sha256)
    assert airings.verify(desk, 1).broken_seq is None
    for path in (desk.settings.schedules / "published").rglob("head.json"):
        for one in json.loads(path.read_bytes())["sessions"]:
            assert digest_of_file(path.parent / one["file"]) == one["sha256"]

"""Publishing killed, or the power cut, at every single step: nothing is half, and the same command completes it."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people
from broadcaster.services.desk import Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.programme import programmes
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Speech, SpeechSound
from tests.conftest import MONDAY_EIGHT, PASSWORD
from tests.integration.bad_times.dying import STICK

Steps = tuple[str, int, int]
"""How it dies, at which step first, and at every how-many-th after it."""
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="forks and asks /proc what is synced"
)


@pytest.fixture(scope="module")
def approved_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed home with an approved bulletin, whose words are spoken but for the closing ones."""
    home = tmp_path_factory.mktemp("approved") / "home"
    desk = _opened(home)
    admin = people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", ("thôn Khe Mơ", "thôn Đồng Giữa")),
        people.NewPerson("quantri", "Quản", "", PASSWORD, (Role.WRITER,)),
    )
    people.add_person(desk, admin, people.NewPerson("duyet", "Trường", "", PASSWORD, (Role.APPROVER,)))
    _approve(desk)
    programmes.prepare(desk, 1)
    with desk.store.writing() as session:
        row = session.scalars(select(Speech).where(Speech.spoken.contains("kính chào"))).first()
        assert row is not None
        session.execute(delete(SpeechSound).where(SpeechSound.key == row.key))
        session.delete(row)
    desk.store.close()
    return home


@pytest.fixture(scope="module")
def packed_home(approved_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a stick that was filled before the programmes changed."""
    home = tmp_path_factory.mktemp("packed") / "home"
    shutil.copytree(approved_home, home)
    desk = _opened(home)
    publishing.publish(desk, 1)
    publishing.pack(desk, 1, desk.today(), 1, home / STICK)
    _approve(desk)
    publishing.publish(desk, 1)
    desk.store.close()
    return home


@pytest.mark.parametrize("steps", [("kill", 0, 2), ("power", 1, 2)])
def test_publishing_that_dies_at_any_step_leaves_nothing_half_and_is_completed_by_the_next(
    approved_home: Path, tmp_path: Path, steps: Steps
) -> None:
    assert _die_everywhere(approved_home, tmp_path, "publish", steps) * steps[2] > 100


@pytest.mark.parametrize("steps", [("kill", 0, 2), ("power", 1, 2)])
def test_a_stick_taken_out_at_any_step_never_looks_finished_and_can_be_filled_again(
    packed_home: Path, tmp_path: Path, steps: Steps
) -> None:
    assert _die_everywhere(packed_home, tmp_path, "pack", steps) * steps[2] > 20


def _die_everywhere(home: Path, work: Path, what: str, steps: Steps) -> int:
    """Do the work as often as it has steps of these numbers, dying at each in turn; return how often."""
    manner, first, every = steps
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.integration.bad_times.dying",
            home,
            work / "w",
            what,
            manner,
            str(first),
            str(every),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return int(done.stdout)


def _opened(home: Path) -> Desk:
    settings = replace(Settings(home=home), engines=("silent",), horizon_days=0)
    return open_desk(settings, FixedClock(MONDAY_EIGHT))


def _approve(desk: Desk) -> None:
    writer = people.find(desk, "quantri")
    draft = bulletins.Draft(
        title="Thông báo",
        text="Ủy ban nhân dân xã mời bà con đến nhà văn hóa thôn.",
        field="phap_luat",
        topic="cchc",
        first_day=desk.today(),
        last_day=desk.today(),
        airings=20,
    )
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    speaking.make(desk, revision.speech_key)
    approvals.approve(desk, people.find(desk, "duyet"), row.id, row.version + 1, revision.digest)

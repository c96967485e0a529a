"""
What integration tests share: the main road up to an approval, and a home that has walked it.

Speaking and publishing take seconds, so the home with sound in it is made once and copied for each test.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadcaster.bootstrap import open_desk
from broadcaster.clock import ZONE, FixedClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people, plan_rows
from broadcaster.services.desk import Actor, Desk
from broadcaster.services.outgoing import publishing
from broadcaster.services.voice import speaking
from broadcaster.services.writing import approvals, bulletins
from broadcaster.store.tables import Bulletin

PASSWORD = "mat-khau-thu-nghiem"
Submit = Callable[..., tuple[Bulletin, str]]
Approve = Callable[..., Bulletin]


@pytest.fixture
def submit(desk: Desk, writer: Actor) -> Submit:
    """Write and submit a bulletin and have it spoken; return it with the digest a leader approves."""
    return lambda **changed: _submit(desk, writer, **changed)


@pytest.fixture
def approve(desk: Desk, writer: Actor, leader: Actor) -> Approve:
    """Have a bulletin approved; return it."""
    return lambda **changed: _approve(desk, writer, leader, **changed)


@pytest.fixture(scope="session")
def aired_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed home as of Monday at eight: one bulletin of plan row 3 in every programme of that day and the next."""
    home = tmp_path_factory.mktemp("aired") / "home"
    desk = open_desk(_settings(home), FixedClock(datetime(2026, 6, 15, 8, 0, tzinfo=ZONE)))
    admin = people.begin(
        desk,
        people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", ("thôn Khe Mơ", "thôn Đồng Giữa", "thôn Suối Ngang")),
        people.NewPerson("quantri", "Nguyễn Văn Quản", "Văn phòng", PASSWORD, (Role.ADMIN,)),
    )  # fmt: skip
    for login, name, role in (("soan", "Đỗ Thị Hương", Role.WRITER), ("duyet", "Triệu Văn Trường", Role.APPROVER)):  # fmt: skip
        people.add_person(desk, admin, people.NewPerson(login, name, "Cán bộ xã", PASSWORD, (role,)))
    row = plan_rows.add(desk, admin, plan_rows.PlanWords(2026, 3, "Dịch vụ công trực tuyến"))
    _approve(desk, people.find(desk, "soan"), people.find(desk, "duyet"), plan_row_id=row.id)
    publishing.publish(desk, admin.commune_id)
    desk.store.close()
    return home


@pytest.fixture
def aired_desk(aired_home: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """The home with sound in it, one's own."""
    shutil.copytree(aired_home, tmp_path / "home")
    opened = open_desk(_settings(tmp_path / "home"), clock)
    yield opened
    opened.store.close()


def _settings(home: Path) -> Settings:
    return replace(Settings(home=home), engines=("silent",), horizon_days=1)


def _submit(desk: Desk, writer: Actor, **changed: object) -> tuple[Bulletin, str]:
    values: dict[str, object] = {
        "title": "Thông báo về thủ tục hành chính",
        "text": "Ủy ban nhân dân xã mời bà con đến nhà văn hóa thôn nghe thông báo về thủ tục hành chính.",
        "field": "phap_luat",
        "topic": "cchc",
        "first_day": desk.today(),
        "last_day": desk.today() + timedelta(days=10),
        "airings": 20,
    }
    draft = bulletins.Draft(**values | changed)  # type: ignore[arg-type] # values of the fields named
    row = bulletins.create(desk, writer, draft)
    revision = bulletins.submit(desk, writer, row.id, row.version)
    speaking.make(desk, revision.speech_key)
    return _read(desk, row.id), revision.digest


def _approve(desk: Desk, writer: Actor, leader: Actor, **changed: object) -> Bulletin:
    row, digest = _submit(desk, writer, **changed)
    approvals.approve(desk, leader, row.id, row.version, digest)
    return _read(desk, row.id)


def _read(desk: Desk, bulletin_id: int) -> Bulletin:
    with desk.store.reading() as session:
        return session.get_one(Bulletin, bulletin_id)
